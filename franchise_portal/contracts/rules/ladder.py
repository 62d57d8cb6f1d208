"""The one ladder, for both sides alike: reminder, due, overdue, notice, cure, consequence.

The clock speaks on certain days (`beats`) and says where a duty stands (`standing`). It reminds,
it says that the day has come and that it has passed; it never gives a notice and never draws a
consequence. Those two steps are people's, and `missing_steps` says which steps would be left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..enums import DutyKind, DutyStatus, LadderStep

DAY = timedelta(days=1)
REMIND_DAYS = (30, 7)
"""Days before the day by which to act, when nothing else is agreed."""
ANSWER_DAYS = (7, 14)
"""Days after evidence was given on which whoever has to look at it is reminded."""
CURE_REMIND_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the days of a duty depend on."""

    act_by: date
    """The day by which to act; later or earlier than the agreed day where that is a holiday."""
    remind_days: Sequence[int] = REMIND_DAYS
    grace_days: int = 0
    is_choice: bool = False
    """A right or a window: nobody is ever late with it."""
    has_other_side: bool = True
    """False for what is owed to an authority: nobody here can give notice of it."""
    cure_until: date | None = None
    """The last day of the cure period, once notice of default was given."""
    noticed_on: date | None = None
    given_on: date | None = None
    """The day on which evidence was given that the other side has not answered yet."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A day on which the clock speaks, once."""

    key: str
    """The same for the same day of the same duty, so that it is never said twice."""
    on: date
    step: LadderStep
    to_owner: bool = True
    to_other: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a duty stands on a day, what the clock says there, and when it speaks next."""

    step: LadderStep
    beat: Beat | None
    """The latest that has come; those before it are silent when the clock was not looked at."""
    next_on: date | None
    """None when the next step is not the clock's."""
    is_past: bool = False
    """Whether a right was not used in its time: then it is closed, and nobody is late."""


def beats(clock: Clock) -> tuple[Beat, ...]:
    """Every day on which the clock speaks, in order."""
    if clock.given_on is not None:
        return _answers(clock.given_on)
    if clock.cure_until is not None:
        return _cure(clock.cure_until, clock.noticed_on)
    found = [
        Beat(_key(f"remind-{days}", clock.act_by), clock.act_by - days * DAY, LadderStep.REMINDED)
        for days in sorted(set(clock.remind_days), reverse=True)
        if days > 0
    ]
    if clock.is_choice:
        return tuple(found)
    found.append(Beat(_key("due", clock.act_by), clock.act_by, LadderStep.DUE))
    found.append(
        Beat(
            _key("overdue", clock.act_by),
            overdue_on(clock),
            LadderStep.OVERDUE,
            to_other=clock.has_other_side,
        )
    )
    return tuple(found)


def standing(clock: Clock, on: date, *, before: LadderStep = LadderStep.AHEAD) -> Standing:
    """Where a duty stands on a day.

    `before` is the step reached so far: what people did (a consequence proposed) the clock leaves
    alone, and while evidence waits to be looked at the duty stays where it was.
    """
    if before is LadderStep.CONSEQUENCE:
        return Standing(before, None, None)
    past = [beat for beat in beats(clock) if beat.on <= on]
    ahead = [beat.on for beat in beats(clock) if beat.on > on]
    latest = past[-1] if past else None
    if clock.is_choice and clock.given_on is None:
        # The day after it, a right has run out; nobody is told, since nobody is late.
        ahead.append(clock.act_by + DAY)
        if on > clock.act_by:
            return Standing(_step(clock, latest, before), None, None, is_past=True)
    return Standing(_step(clock, latest, before), latest, min(ahead, default=None))


def _step(clock: Clock, latest: Beat | None, before: LadderStep) -> LadderStep:
    if clock.given_on is not None:
        return before
    if latest is not None:
        return latest.step
    return LadderStep.AHEAD if clock.cure_until is None else LadderStep.CURING


def went_unused(kind: DutyKind, status: DutyStatus, act_by: date, closed_on: date | None) -> bool:
    """Whether a right was closed because its time had passed, not because it was taken away."""
    is_closed = kind.is_choice and status is DutyStatus.LAPSED
    return is_closed and closed_on is not None and closed_on > act_by


def overdue_on(clock: Clock) -> date:
    """The first day on which it is overdue: after the day by which to act, and after the grace."""
    return clock.act_by + (clock.grace_days + 1) * DAY


def cure_ends(given_on: date, days: int) -> date:
    """The last day of a cure period, the day of the notice not counted."""
    return given_on + days * DAY


#: Which step has to be reached before people may take the next.
BEFORE = {LadderStep.CURING: LadderStep.OVERDUE, LadderStep.CONSEQUENCE: LadderStep.CURE_OVER}


def missing_steps(current: LadderStep, wanted: LadderStep) -> tuple[LadderStep, ...]:
    """The steps that would be left out; empty when it is the next one's turn.

    Nothing is missing once the wanted step itself was reached: a second notice skips nothing.
    """
    needed = BEFORE[wanted]
    if current.place >= needed.place:
        return ()
    return tuple(step for step in LadderStep if current.place < step.place <= needed.place)


def _cure(cure_until: date, noticed_on: date | None) -> tuple[Beat, ...]:
    found = []
    reminder = cure_until - CURE_REMIND_DAYS * DAY
    if noticed_on is None or reminder > noticed_on:
        key = _key(f"cure-{CURE_REMIND_DAYS}", cure_until)
        found.append(Beat(key, reminder, LadderStep.CURING))
    key = _key("cure-over", cure_until)
    found.append(Beat(key, cure_until + DAY, LadderStep.CURE_OVER, to_other=True))
    return tuple(found)


def _answers(given_on: date) -> tuple[Beat, ...]:
    """The duty's owner has done their part: it is the other side's turn to look."""
    return tuple(
        Beat(
            _key(f"answer-{days}", given_on),
            given_on + days * DAY,
            LadderStep.AHEAD,
            to_owner=False,
            to_other=True,
        )
        for days in ANSWER_DAYS
    )


def _key(name: str, day: date) -> str:
    """A day that was moved is another day: it is spoken of again."""
    return f"{name}@{day.isoformat()}"
