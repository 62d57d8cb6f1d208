"""The franchisor's clock: within so many working days of the dispute's day there is an answer.

Working days, because an answer is work: a promise of ten working days holds over Easter and the
Spring Festival without a table of exceptions, and never ends on a holiday. They are those of the
franchisor's country. The day of the dispute itself does not count. In mediation no clock runs.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from ...kit.calendars import Holidays, WorkingCalendar
from ...kit.errors import Unreadable

REMIND_BEFORE: Final = 3
"""Working days before the last day on which both sides are reminded."""


def calendar_of(country: str) -> WorkingCalendar:
    """The working days of a country; of one that is not known all but weekends."""
    try:
        return WorkingCalendar(holidays=Holidays.of(country=country))
    except Unreadable:
        return WorkingCalendar()


def answer_by(opened_on: date, days: int, calendar: WorkingCalendar) -> date:
    """The last day on which the answer is in time, included."""
    return calendar.add_working_days(opened_on, days)


def remind_on(answer_until: date, calendar: WorkingCalendar) -> date:
    """From which day on both sides are reminded."""
    return calendar.add_working_days(answer_until, -REMIND_BEFORE)


@dataclass(frozen=True, slots=True)
class Clock:
    """How an open dispute stands on a day."""

    until: date
    working_days_left: int
    """Today not counted; 0 on the last day."""
    days_late: int
    """Calendar days after the last day; 0 while there is time."""

    @property
    def is_late(self) -> bool:
        """Whether the day for the answer has passed."""
        return self.days_late > 0


def clock_on(until: date, calendar: WorkingCalendar, *, on: date) -> Clock:
    """How many working days are left, or how many days it is late."""
    if on > until:
        return Clock(until, 0, (on - until).days)
    return Clock(until, _working_between(on, until, calendar), 0)


def _working_between(first: date, last: date, calendar: WorkingCalendar) -> int:
    day, count = first, 0
    while day < last:
        day = calendar.add_working_days(day, 1)
        if day <= last:
            count += 1
    return count
