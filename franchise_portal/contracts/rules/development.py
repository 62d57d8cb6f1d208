"""The development schedule: so many outlets by a day, with grace, and how each step stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..event_enums import StepStatus
from .terms import DevelopmentStep


@dataclass(frozen=True, slots=True)
class Trading:
    """An outlet under the contract: its first day and, if it has closed, its last."""

    opened_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingStep:
    """A step of the schedule as it stands on a day."""

    number: int
    outlets_open: int
    due_on: date
    """With every extension that was granted."""
    agreed_on: date
    """As the contract says, without extensions."""
    last_day: date
    """The last day of grace; the due day where there is none."""
    status: StepStatus
    is_open: int
    """How many outlets were open on the day it was met, else on the day asked about."""
    met_on: date | None = None

    @property
    def is_extended(self) -> bool:
        """Whether more time was granted than the contract gave."""
        return self.due_on != self.agreed_on

    @property
    def shortfall(self) -> int:
        """How many outlets are missing."""
        return max(0, self.outlets_open - self.is_open)


def standing(
    steps: Iterable[DevelopmentStep],
    outlets: Sequence[Trading],
    *,
    on: date,
    extensions: Mapping[int, date] | None = None,
) -> tuple[StandingStep, ...]:
    """Each step of a schedule as it stands on a day.

    A step is met on the first day on which as many outlets are open as it asks for; closing one
    later takes nothing back. Grace counts from the due day, or from the day to which it was moved
    (`extensions`: the latest new day of each step that has one).
    """
    moved = extensions or {}
    return tuple(
        _standing(step, outlets, on, moved.get(step.number, step.due_on))
        for step in sorted(steps, key=lambda one: one.number)
    )


def _standing(
    step: DevelopmentStep, outlets: Sequence[Trading], on: date, due_on: date
) -> StandingStep:
    last_day = step.grace.after(due_on) if step.grace else due_on
    met_on = first_day_with(step.outlets_open, outlets, until=on)
    return StandingStep(
        number=step.number,
        outlets_open=step.outlets_open,
        due_on=due_on,
        agreed_on=step.due_on,
        last_day=last_day,
        status=_status(met_on, due_on, last_day, on),
        is_open=open_on(outlets, met_on or on),
        met_on=met_on,
    )


def _status(met_on: date | None, due_on: date, last_day: date, on: date) -> StepStatus:
    if met_on is not None:
        return StepStatus.MET if met_on <= due_on else StepStatus.MET_LATE
    if on <= due_on:
        return StepStatus.AHEAD
    return StepStatus.IN_GRACE if on <= last_day else StepStatus.MISSED


def open_on(outlets: Iterable[Trading], day: date) -> int:
    """How many outlets trade on a day, the last day of trading included."""
    return sum(
        1
        for outlet in outlets
        if outlet.opened_on <= day and (outlet.closed_on is None or outlet.closed_on >= day)
    )


def first_day_with(count: int, outlets: Sequence[Trading], *, until: date) -> date | None:
    """The first day, up to and with `until`, on which at least so many outlets trade."""
    # The number can only grow on a day on which one opens.
    days = sorted({outlet.opened_on for outlet in outlets if outlet.opened_on <= until})
    return next((day for day in days if open_on(outlets, day) >= count), None)
