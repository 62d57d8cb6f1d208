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


class SingleAction(LabeledEnum):
    """What people do with single charges."""

    CHARGED = (
        "fees.single.charged",
        N_("%(actor)s charged %(amount)s to %(franchisee)s on debit note %(subject)s: %(words)s"),
    )
