"""Words of the benefit balance: what is reported, taken, missing, alarming, asked and decided."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class AccountSource(LabeledEnum):
    """How an outlet's account came."""

    ENTERED = "entered", N_("Entered on a page")
    FILE = "file", N_("From a file")


class BenefitFileKind(LabeledEnum):
    """What a file of this feature holds."""

    ACCOUNTS = "accounts", N_("Accounts of outlets")
    TAKINGS = "takings", N_("Earned on goods")


class BenefitFileStatus(LabeledEnum):
    """What became of a file."""

    CHECKED = "checked", N_("Nothing saved yet"), Tone.INFO
    POSTED = "posted", N_("Posted"), Tone.SUCCESS
    DISCARDED = "discarded", N_("Discarded"), Tone.NEUTRAL


class TakingKind(LabeledEnum):
    """What the franchisor earns on the goods of an outlet, beside the fees."""

    SUPPLY_MARGIN = "supply_margin", N_("Margin on supplies")
    REBATE = "rebate", N_("Rebates of suppliers")


class GapKind(LabeledEnum):
    """What is missing, and what cannot be said for want of it."""

    NO_ACCOUNTS = "no_accounts", N_("No accounts were reported for these months.")
    NOT_CHARGED = "not_charged", N_("No fees have been charged for these months yet.")
    OTHER_CURRENCY = (
        "other_currency",
        N_("The accounts of these months are in another currency than the fees."),
    )
    NO_DEPRECIATION = (
        "no_depreciation",
        N_("The wear of the equipment was not reported, so the profit is before it."),
    )
    NO_TAKINGS = (
        "no_takings",
        N_("The plan names a margin on supplies, and nobody has entered its amount."),
    )
    NO_INVESTMENT = "no_investment", N_("What was invested at the opening was not reported.")
    FEW_MONTHS = "few_months", N_("At least three months of accounts are needed to say this.")
    NO_SALES = "no_sales", N_("No sales were reported for this month.")
    FEW_PEERS = "few_peers", N_("Fewer than five outlets have figures for this month.")


class AlertKind(LabeledEnum):
    """Why an outlet is looked at: its fees weigh too much, or the split is not a fair one."""

    BURDEN_OVER_MEDIAN = (
        "burden_over_median",
        N_("Fees above the network’s middle"),
        Tone.WARNING,
    )
    BURDEN_OVER_PROFIT = "burden_over_profit", N_("Fees high beside EBITDA"), Tone.WARNING
    FEE_AT_LOSS = "fee_at_loss", N_("Fees due at a loss"), Tone.WARNING
    LOW_RETURN = "low_return", N_("Return below the hurdle"), Tone.WARNING
    SPLIT_OUTSIDE = "split_outside", N_("Split outside the band"), Tone.WARNING

    @property
    def is_of_year(self) -> bool:
        """Whether it looks at twelve months, not at the month alone."""
        return self in {AlertKind.LOW_RETURN, AlertKind.SPLIT_OUTSIDE}


class ReliefKind(LabeledEnum):
    """What a franchisee asks for."""

    DEFERRAL = "deferral", N_("More time to pay")
    PLAN = "plan", N_("Payment in parts")
    LOWER = "lower", N_("Lower fees for a time")
    OTHER = "other", N_("Something else")


class ReliefStatus(LabeledEnum):
    """What became of a request."""

    ASKED = "asked", N_("To be decided"), Tone.WARNING
    GRANTED = "granted", N_("Granted"), Tone.SUCCESS
    DECLINED = "declined", N_("Declined"), Tone.NEUTRAL
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL


class BenefitAction(LabeledEnum):
    """What people do with the balance."""

    ACCOUNT_REPORTED = (
        "benefit.account.reported",
        N_("%(actor)s reported the accounts of %(subject)s for %(period)s"),
    )
    ACCOUNT_CORRECTED = (
        "benefit.account.corrected",
        N_("%(actor)s corrected the accounts of %(subject)s for %(period)s: %(reason)s"),
    )
    INVESTMENT_REPORTED = (
        "benefit.investment.reported",
        N_("%(actor)s reported what was invested in %(subject)s: %(amount)s"),
    )
    FILE_POSTED = "benefit.file.posted", N_("%(actor)s posted %(rows)s rows from %(subject)s")
    FILE_DISCARDED = "benefit.file.discarded", N_("%(actor)s discarded the file %(subject)s")
    TAKING_ENTERED = (
        "benefit.taking.entered",
        N_("%(actor)s entered what is earned on goods of %(subject)s, %(month)s: %(amount)s"),
    )
    SAVING_ENTERED = (
        "benefit.saving.entered",
        N_("%(actor)s entered a purchasing saving of %(subject)s, %(month)s: %(amount)s"),
    )
    SAVING_WITHDRAWN = (
        "benefit.saving.withdrawn",
        N_("%(actor)s withdrew a purchasing saving of %(subject)s: %(reason)s"),
    )
    ALERT_NOTED = "benefit.alert.noted", N_("%(actor)s noted fee stress of %(subject)s, %(month)s")
    RELIEF_ASKED = "benefit.relief.asked", N_("%(actor)s asked for relief for %(subject)s")
    RELIEF_GRANTED = (
        "benefit.relief.granted",
        N_("%(actor)s granted relief to %(subject)s: %(reason)s"),
    )
    RELIEF_DECLINED = (
        "benefit.relief.declined",
        N_("%(actor)s declined relief for %(subject)s: %(reason)s"),
    )
    RELIEF_WITHDRAWN = (
        "benefit.relief.withdrawn",
        N_("%(actor)s withdrew the request for relief for %(subject)s"),
    )
    LIMITS_CHANGED = "benefit.limits.changed", N_("%(actor)s changed the limits of fee stress")
