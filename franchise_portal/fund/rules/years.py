"""The fund's year, and the clock of its statement."""

from dataclasses import dataclass
from datetime import date, timedelta

from ...kit.durations import Duration
from ...kit.period import Period, shifted
from ..enums import ClockState

MONTHS = 12
SOON = timedelta(days=30)
"""How long before its last day a statement counts as due soon."""


def year_of(day: date, starts_month: int) -> int:
    """The year of the fund in which a day lies: the calendar year in which that year begins."""
    return day.year if day.month >= starts_month else day.year - 1


def period_of(year: int, starts_month: int) -> Period:
    """The days of a year of the fund."""
    start = date(year, starts_month, 1)
    return Period(start, shifted(start, MONTHS))


@dataclass(frozen=True, slots=True)
class StatementClock:
    """Until when a year's statement is to be published, and how that stands on a day."""

    year: int
    ends_on: date
    due_on: date
    state: ClockState
    days: int
    """Days left until the last day; below zero when it has passed. If published: on that day."""
    source: str = ""
    """The law by which it is due; empty where the network's own rule says so."""


def statement_clock(
    period: Period, *, year: int, within: Duration, on: date, published_on: date | None, source: str
) -> StatementClock:
    """How the statement of a year stands on a day."""
    due_on = within.after(period.last)
    return StatementClock(
        year=year,
        ends_on=period.last,
        due_on=due_on,
        state=_state(period.last, due_on, on, published_on),
        days=(due_on - (published_on or on)).days,
        source=source,
    )


def _state(ends_on: date, due_on: date, on: date, published_on: date | None) -> ClockState:
    if published_on is not None:
        return ClockState.IN_TIME if published_on <= due_on else ClockState.AFTER
    if on <= ends_on:
        return ClockState.RUNNING
    if on > due_on:
        return ClockState.LATE
    return ClockState.SOON if due_on - on <= SOON else ClockState.DUE
