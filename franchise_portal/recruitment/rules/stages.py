"""The one table of steps from stage to stage. What is not in it is not possible."""

from dataclasses import dataclass
from typing import Final

from ..enums import Stage, Way
from ..errors import StepNotAllowed


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed step, and what makes it."""

    before: Stage
    after: Stage
    way: Way
    needs_reason: bool = False


def _by_hand(before: Stage, after: Stage, *, needs_reason: bool = False) -> Step:
    return Step(before, after, Way.BY_HAND, needs_reason)


def _withdrawals() -> tuple[Step, ...]:
    """Whoever is not through yet may leave, and what they say is written down."""
    return tuple(
        _by_hand(stage, Stage.WITHDRAWN, needs_reason=True) for stage in Stage if stage.is_open
    )


def _rejections() -> tuple[Step, ...]:
    """A rejection is a decision at every stage; after an approval it takes the approval back."""
    return tuple(
        Step(stage, Stage.REJECTED, Way.BY_DECISION, needs_reason=True)
        for stage in Stage
        if stage.is_open
    )


STEPS: Final[tuple[Step, ...]] = (
    _by_hand(Stage.ENQUIRY, Stage.CONTACTED),
    _by_hand(Stage.CONTACTED, Stage.QUALIFIED),
    Step(Stage.QUALIFIED, Stage.ASSESSED, Way.BY_ASSESSMENT),
    # Another round of assessment: the earlier scores stay, and count no longer.
    _by_hand(Stage.ASSESSED, Stage.QUALIFIED, needs_reason=True),
    Step(Stage.ASSESSED, Stage.APPROVED, Way.BY_DECISION, needs_reason=True),
    Step(Stage.APPROVED, Stage.DISCLOSED, Way.BY_DISCLOSURE),
    Step(Stage.DISCLOSED, Stage.SIGNED, Way.BY_SIGNATURE),
    # Where no law asks for a disclosure; `disclosing` stands against it everywhere else.
    Step(Stage.APPROVED, Stage.SIGNED, Way.BY_SIGNATURE),
    *_rejections(),
    *_withdrawals(),
    _by_hand(Stage.REJECTED, Stage.CONTACTED, needs_reason=True),
    _by_hand(Stage.WITHDRAWN, Stage.CONTACTED, needs_reason=True),
)

_TABLE: Final = {(step.before, step.after): step for step in STEPS}


def find_step(before: Stage, after: Stage) -> Step | None:
    """The step between two stages, if there is one."""
    return _TABLE.get((before, after))


def require_step(before: Stage, after: Stage) -> Step:
    """The step between two stages.

    Raises:
        StepNotAllowed: naming both.
    """
    step = find_step(before, after)
    if step is None:
        raise StepNotAllowed(before=before.label, after=after.label)
    return step


def steps_from(stage: Stage) -> tuple[Step, ...]:
    """What can come next, in the order of the table."""
    return tuple(step for step in STEPS if step.before is stage)


def steps_by_hand(stage: Stage) -> tuple[Step, ...]:
    """What a person can choose on the applicant's page."""
    return tuple(step for step in steps_from(stage) if step.way is Way.BY_HAND)
