"""The words of reminding, of late charges and of payment plans."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class Manner(LabeledEnum):
    """In which tone a step is said."""

    FRIENDLY = "friendly", N_("Friendly reminder"), Tone.INFO
    PLAIN = "plain", N_("Plain reminder"), Tone.WARNING
    LAST = "last", N_("Last reminder before a notice of default"), Tone.DANGER


class LateKind(LabeledEnum):
    """What a late charge is."""

    FLAT = "flat", N_("Fixed amount for a late payment")
    DAILY = "daily", N_("Amount for each day of delay")
    INTEREST = "interest", N_("Interest on a late payment")


class RateUse(LabeledEnum):
    """What a table of rates is for."""

    BASE = "base", N_("Base rate, to which contracts add")
    CEILING = "ceiling", N_("Highest rate that a law allows")


class PlanStatus(LabeledEnum):
    """How a payment plan stands."""

    PROPOSED = "proposed", N_("Proposed"), Tone.WARNING
    KEPT = "kept", N_("Being kept"), Tone.SUCCESS
    DONE = "done", N_("Paid in full"), Tone.NEUTRAL
    BROKEN = "broken", N_("Broken"), Tone.DANGER
    REFUSED = "refused", N_("Not accepted"), Tone.NEUTRAL
    WITHDRAWN = "withdrawn", N_("Taken back"), Tone.NEUTRAL

    @property
    def is_over(self) -> bool:
        """Whether nothing can become of it any more."""
        return self not in {PlanStatus.PROPOSED, PlanStatus.KEPT}


class PlanEntryKind(LabeledEnum):
    """What happened to a payment plan."""

    PROPOSED = "proposed", N_("proposed it")
    ACCEPTED = "accepted", N_("accepted it")
    REFUSED = "refused", N_("did not accept it")
    WITHDRAWN = "withdrawn", N_("took it back")
    REMINDED = "reminded", N_("reminded of an instalment")
    BROKEN = "broken", N_("noted that it was not kept")
    DONE = "done", N_("noted that all is paid")


class DunningAction(LabeledEnum):
    """What the audit notes about reminders, late charges and payment plans."""

    PROCEDURE_CHANGED = (
        "dunning.procedure.changed",
        N_("%(actor)s changed the steps of reminders (version %(number)s): %(reason)s"),
    )
    LETTER_SAID = (
        "dunning.letter.said",
        N_("%(actor)s reminded %(subject)s of %(amount)s (step %(step)s)"),
    )
    STEP_SKIPPED = (
        "dunning.step.skipped",
        N_("%(actor)s left out a step of reminders for %(subject)s: %(reason)s"),
    )
    HELD = (
        "dunning.hold.begun",
        N_("%(actor)s paused reminders for %(subject)s until %(until)s: %(reason)s"),
    )
    RELEASED = "dunning.hold.ended", N_("%(actor)s let reminders for %(subject)s go on")
    DUE_MOVED = (
        "dunning.due.moved",
        N_(
            "%(actor)s gave %(subject)s time until %(until)s to pay invoice %(invoice)s: %(reason)s"
        ),
    )
    RATE_TABLE_ADDED = "dunning.rates.added", N_("%(actor)s added the table of rates %(subject)s")
    RATE_ADDED = (
        "dunning.rate.added",
        N_("%(actor)s entered %(rate)s from %(day)s in the table of rates %(subject)s"),
    )
    LATE_POSTED = (
        "dunning.late.posted",
        N_("%(actor)s charged what was paid late in %(month)s: %(count)s charges"),
    )
    LATE_WAIVED = (
        "dunning.late.waived",
        N_("%(actor)s waived a late charge of %(amount)s for %(subject)s: %(reason)s"),
    )
    LATE_LOWERED = (
        "dunning.late.lowered",
        N_("%(actor)s took %(amount)s of late charges to %(subject)s back by %(document)s"),
    )
    PLAN_PROPOSED = (
        "dunning.plan.proposed",
        N_("%(actor)s proposed the payment plan %(subject)s over %(amount)s"),
    )
    PLAN_ACCEPTED = "dunning.plan.accepted", N_("%(actor)s accepted the payment plan %(subject)s")
    PLAN_REFUSED = (
        "dunning.plan.refused",
        N_("%(actor)s did not accept the payment plan %(subject)s: %(reason)s"),
    )
    PLAN_WITHDRAWN = (
        "dunning.plan.withdrawn",
        N_("%(actor)s took the payment plan %(subject)s back: %(reason)s"),
    )
    PLAN_REMINDED = (
        "dunning.plan.reminded",
        N_("%(actor)s reminded of an instalment of the payment plan %(subject)s"),
    )
    PLAN_BROKEN = (
        "dunning.plan.broken",
        N_("%(actor)s noted that the payment plan %(subject)s was not kept"),
    )
    PLAN_DONE = "dunning.plan.done", N_("%(actor)s noted that the payment plan %(subject)s is paid")
