"""What the fund spends on, how far a budget and a statement have come, and what can be noted."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class SpendingKind(LabeledEnum):
    """What money of the fund is spent on."""

    MEDIA = "media", N_("Television, radio, print, posters")
    DIGITAL = "digital", N_("Online and social media")
    PRODUCTION = "production", N_("Making of material")
    LOCAL = "local", N_("Local campaigns and events")
    RESEARCH = "research", N_("Research")
    ADMINISTRATION = "administration", N_("Administration of the fund")
    OTHER = "other", N_("Other spending")

    @property
    def is_administration(self) -> bool:
        """Whether it is the cost of running the fund, which is shown apart."""
        return self is SpendingKind.ADMINISTRATION


class BudgetStatus(LabeledEnum):
    """How far a version of a year's budget has come."""

    DRAFT = "draft", N_("Draft budget"), Tone.NEUTRAL
    PROPOSED = "proposed", N_("Proposed budget"), Tone.INFO
    ADOPTED = "adopted", N_("Adopted budget"), Tone.SUCCESS
    REPLACED = "replaced", N_("Replaced by a later version"), Tone.NEUTRAL
    WITHDRAWN = "withdrawn", N_("Withdrawn budget"), Tone.NEUTRAL


class Agreement(LabeledEnum):
    """What the bank says of the fund against what its book says."""

    UNKNOWN = "unknown", N_("No bank balance"), Tone.WARNING
    """Nobody entered what the bank says of the day."""
    AGREES = "agrees", N_("Bank and book agree"), Tone.SUCCESS
    EXPLAINED = "explained", N_("Differs, all of it explained"), Tone.WARNING
    DIFFERS = "differs", N_("Bank and book differ"), Tone.DANGER

    @property
    def is_reconciled(self) -> bool:
        """Whether the two are equal. A difference that is explained is still a difference."""
        return self is Agreement.AGREES


class StatementStatus(LabeledEnum):
    """How far a statement of the fund has come."""

    DRAFT = "draft", N_("Draft statement"), Tone.NEUTRAL
    PUBLISHED = "published", N_("Published"), Tone.SUCCESS
    REPLACED = "replaced", N_("Replaced by a later statement"), Tone.NEUTRAL


class ClockState(LabeledEnum):
    """How a year's statement stands against its last day."""

    RUNNING = "running", N_("The year still runs"), Tone.NEUTRAL
    DUE = "due", N_("Statement due"), Tone.INFO
    SOON = "soon", N_("Statement due soon"), Tone.WARNING
    LATE = "late", N_("Statement late"), Tone.DANGER
    IN_TIME = "in_time", N_("Published in time"), Tone.SUCCESS
    AFTER = "after", N_("Published late"), Tone.WARNING


class ReminderStep(LabeledEnum):
    """What the office is reminded of about a year's statement."""

    SOON = "soon", N_("Due within thirty days")
    LATE = "late", N_("Not published in time")


class FundAction(LabeledEnum):
    """What people do with the fund."""

    TERMS_CHANGED = "fund.terms.changed", N_("%(actor)s changed the rules of the fund's statement")
    PLAN_CHOSEN = (
        "fund.own.plan_chosen",
        N_(
            "%(actor)s decided that own outlets of %(subject)s contribute by the plan "
            "“%(plan)s” from %(starts_on)s"
        ),
    )
    OWN_POSTED = (
        "fund.own.posted",
        N_("%(actor)s posted the contributions of own outlets for %(month)s: %(amount)s"),
    )
    OWN_TRANSFERRED = (
        "fund.own.transferred",
        N_("%(actor)s noted %(amount)s as transferred to the fund for own outlets: %(reference)s"),
    )
    BUDGET_MADE = (
        "fund.budget.made",
        N_("%(actor)s began version %(number)s of the budget %(year)s"),
    )
    BUDGET_CHANGED = (
        "fund.budget.changed",
        N_("%(actor)s changed the lines of the budget %(subject)s"),
    )
    BUDGET_PROPOSED = (
        "fund.budget.proposed",
        N_("%(actor)s proposed the budget %(subject)s: %(amount)s"),
    )
    BUDGET_ADOPTED = (
        "fund.budget.adopted",
        N_("%(actor)s adopted the budget %(subject)s: %(amount)s"),
    )
    BUDGET_WITHDRAWN = (
        "fund.budget.withdrawn",
        N_("%(actor)s withdrew the budget %(subject)s: %(reason)s"),
    )
    SPENT = "fund.spending.posted", N_("%(actor)s posted %(subject)s: %(amount)s to %(supplier)s")
    SPENDING_REVERSED = (
        "fund.spending.reversed",
        N_("%(actor)s took %(subject)s back, %(amount)s: %(reason)s"),
    )
    BALANCE_NOTED = (
        "fund.bank.noted",
        N_("%(actor)s noted the fund's bank balance of %(day)s as %(amount)s"),
    )
    RECEIVED = "fund.receipt.posted", N_("%(actor)s posted a receipt of %(amount)s: %(subject)s")
    RECEIPT_REVERSED = (
        "fund.receipt.reversed",
        N_("%(actor)s took a receipt of %(amount)s back, %(subject)s: %(reason)s"),
    )
    STATEMENT_MADE = "fund.statement.made", N_("%(actor)s made the statement %(subject)s")
    STATEMENT_PUBLISHED = (
        "fund.statement.published",
        N_("%(actor)s published the statement %(subject)s to %(contributors)s contributors"),
    )
