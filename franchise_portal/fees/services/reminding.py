"""What the clock says of sales reports: due soon, then late. Each once."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ...kit.period import Period
from ..enums import ReminderStep
from ..queries.unreported import Unreported
from ..rules.reporting import MOST_DAYS
from .estimating import remind_by_clock

BEFORE = timedelta(days=2)
"""How long before the last day in time somebody is reminded."""
LOOKED_BACK = 2
"""Months whose late reports are still reminded of; older ones are the office's to ask for."""


def months_to_look_at(on: date) -> Iterator[Period]:
    """The months whose reports may be due soon or late on a day: this one and those before it.

    A network that begins to use the portal is not reminded of its whole past.
    """
    month = Period.month_of(on)
    for _ in range(1 + max(LOOKED_BACK, MOST_DAYS // 31)):
        yield month
        month = month.preceding()


def remind_of(missing: Iterable[Unreported], *, on: date) -> int:
    """Remind of the reports among these whose time has come; how many mails' worth that was."""
    said = 0
    for one in missing:
        step = step_of(one, on)
        if step is not None and step not in one.reminded:
            said += remind_by_clock(one, step)
    return said


def step_of(missing: Unreported, on: date) -> ReminderStep | None:
    """What is to be said of a missing report on a day; None while it is early or estimated."""
    if missing.estimate is not None or not missing.is_covered or on <= missing.period.last:
        return None
    if on > missing.due_on:
        return ReminderStep.LATE
    return ReminderStep.DUE if on >= missing.due_on - BEFORE else None
