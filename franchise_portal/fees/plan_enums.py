"""The words of plans in versions: states, what people do with them, simulations."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class PlanStatus(LabeledEnum):
    """How far a version of a plan has come. In force is what is decided, from its day on."""

    DRAFT = "draft", N_("Draft"), Tone.NEUTRAL
    DECIDED = "decided", N_("Decided, waiting for its day"), Tone.INFO
    WITHDRAWN = "withdrawn", N_("Discarded"), Tone.NEUTRAL
    TAKEN_BACK = "taken_back", N_("Taken back"), Tone.NEUTRAL


class SimulationStatus(LabeledEnum):
    """How far a simulation, or what a version means for everybody, has come."""

    WAITING = "waiting", N_("Being worked out"), Tone.INFO
    READY = "ready", N_("Ready"), Tone.SUCCESS
    FAILED = "failed", N_("Could not be worked out"), Tone.WARNING


class PlanAction(LabeledEnum):
    """What people do with plans in versions."""

    DRAFTED = "fees.plan.drafted", N_("%(actor)s drafted the fee plan “%(subject)s”")
    REDRAFTED = "fees.plan.redrafted", N_("%(actor)s changed the draft of “%(subject)s”")
    LOOKED_THROUGH = (
        "fees.plan.looked_through",
        N_(
            "%(actor)s looked at what “%(subject)s” would mean: %(losers)s pay more, "
            "the difference is %(total)s together"
        ),
    )
    DECIDED = (
        "fees.plan.decided",
        N_(
            "%(actor)s decided the fee plan “%(subject)s” from %(starts_on)s on "
            "for %(contracts)s contracts"
        ),
    )
    TAKEN_BACK = (
        "fees.plan.taken_back",
        N_(
            "%(actor)s took the decided fee plan “%(subject)s” back before %(starts_on)s, "
            "for %(contracts)s contracts: %(reason)s"
        ),
    )
    WORKED_OUT = (
        "fees.plan.worked_out",
        N_("%(actor)s had worked out what “%(subject)s” would mean for everybody"),
    )
    DISCARDED = "fees.plan.discarded", N_("%(actor)s discarded the draft of “%(subject)s”")
    EXPORTED = "fees.plan.exported", N_("%(actor)s exported the fee plan “%(subject)s”")
    SIMULATED = "fees.plan.simulated", N_("%(actor)s asked what if: %(subject)s")
