"""The days between a draft and its invoice."""

from datetime import date, timedelta
from typing import NamedTuple

MOST_DAYS = 28
"""Days of grace that a network can give."""
LONGEST = timedelta(days=56)
"""How long after they were shown drafts can be postponed: who waits is to know for how long."""


class Days(NamedTuple):
    """The days between which one can be chosen, both included."""

    first: date
    last: date


def issue_day(shown_on: date, days: int) -> date:
    """The day on which drafts that are shown on a day are issued."""
    return shown_on + timedelta(days=days)


def days_to_postpone(*, shown_on: date, issues_on: date, on: date) -> Days | None:
    """To which days drafts can be postponed on a day; None when there is none left.

    Later than was told, never sooner: whoever counts on a day has it. To issue sooner is a
    decision of its own.
    """
    first = max(issues_on, on) + timedelta(days=1)
    last = shown_on + LONGEST
    return Days(first, last) if first <= last else None
