"""The words of charges that come from no sales report."""

from ..kit.enums import LabeledEnum
from ..kit.i18n import N_


class SingleKind(LabeledEnum):
    """What a single charge is for. The value is also its name where taxes speak of fees."""

    TRANSFER_FEE = "transfer_fee", N_("Transfer fee")
    RENEWAL_FEE = "renewal_fee", N_("Renewal fee")
    INITIAL_FEE = "initial_fee", N_("Initial fee")
    AUDIT_COST = "audit_cost", N_("Cost of an audit of sales")
    AUDIT_INTEREST = "audit_interest", N_("Interest on sales not reported")
    LATE_CHARGE = "late_charge", N_("Late charge")
    LATE_INTEREST = "late_interest", N_("Interest on late payment")
    RETURNED_DEBIT = "returned_debit", N_("Payment that came back")
    OTHER = "other", N_("Agreed in the contract")
    DEPOSIT = "deposit", N_("Deposit")

    @property
    def is_owed_back(self) -> bool:
        """Whether it stays the franchisee's money: security that is held, and no income.

        Security is no consideration for a supply, so there is no tax on it (Directive 2006/112/EC,
        article 2; HMRC's manual says so in VATSC06120), and none either on what is kept of it for a
        breach (Court of Justice, C-277/05).
        """
        return self is SingleKind.DEPOSIT


class SingleAction(LabeledEnum):
    """What people do with single charges."""

    CHARGED = (
        "fees.single.charged",
        N_("%(actor)s charged %(amount)s to %(franchisee)s on debit note %(subject)s: %(words)s"),
    )
