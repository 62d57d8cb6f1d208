"""Periods: spans of whole days.

A period is half-open inside (`start` belongs to it, `end` does not) and closed outside, where
people write both the first and the last day. It belongs to the month in which it ends, and to the
year in which it ends: a week from 29 December to 4 January is January's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .errors import Unreadable, shown
from .i18n import N_

_DAY = timedelta(days=1)
_WEEK = 7
_DECEMBER = 12
_MONTH_TEXT = re.compile(r"([0-9]{4})-([0-9]{2})")
_WEEK_TEXT = re.compile(r"([0-9]{4})-W([0-9]{2})")
_SPAN_TEXT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2})")
_EARLIEST, _LATEST = 1900, 9000


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, not including, `end`; at least one day."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            msg = f"A period has at least one day: {self.start} to {self.end}"
            raise ValueError(msg)

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        """A calendar month."""
        return cls(date(year, month, 1), _first_of_next(date(year, month, 1)))

    @classmethod
    def of_week(cls, year: int, week: int) -> Period:
        """A week of ISO 8601, Monday to Sunday."""
        start = date.fromisocalendar(year, week, 1)
        return cls(start, start + timedelta(days=_WEEK))

    @classmethod
    def of_days(cls, first: date, last: date) -> Period:
        """From the first to the last day, both included."""
        return cls(first, last + _DAY)

    @classmethod
    def month_of(cls, day: date) -> Period:
        """The calendar month in which a day lies."""
        return cls.of_month(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2026-10`, `2026-W41` or `2026-10-03/2026-10-09` (both days included).

        Raises `Unreadable`, with the remedy.
        """
        return _parsed(text.strip())

    @classmethod
    def parse_month(cls, text: str) -> Period:
        """Read a month such as `2026-10`; raises `Unreadable` for anything else."""
        if not _MONTH_TEXT.fullmatch(text.strip()):
            raise Unreadable(
                N_("“%(value)s” is not a month."), N_("Write it like 2026-10."), value=shown(text)
            )
        return _parsed(text.strip())

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.end - _DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def month(self) -> Period:
        """The calendar month it belongs to: the one in which it ends."""
        return Period.month_of(self.last)

    @property
    def is_month(self) -> bool:
        """Whether it is exactly one calendar month."""
        return self == self.month

    @property
    def whole_months(self) -> int:
        """How many calendar months it consists of; 0 when it begins or ends inside one."""
        if self.start.day != 1 or self.end.day != 1:
            return 0
        return month_number(self.end) - month_number(self.start)

    @property
    def text(self) -> str:
        """The shortest text that `parse` reads back as this period."""
        if self.is_month:
            return f"{self.start:%Y-%m}"
        if self.start.isoweekday() == 1 and self.days == _WEEK:
            year, week, _ = self.start.isocalendar()
            return f"{year:04d}-W{week:02d}"
        return f"{self.start}/{self.last}"

    def overlaps(self, other: Period) -> bool:
        """Whether a day belongs to both."""
        return self.start < other.end and other.start < self.end

    def overlap(self, other: Period) -> int:
        """How many days belong to both."""
        return max(0, (min(self.end, other.end) - max(self.start, other.start)).days)

    def following(self) -> Period:
        """The period of the same kind that comes next: as many months, or as many days."""
        months = self.whole_months
        if not months:
            return Period(self.end, self.end + timedelta(days=self.days))
        return Period(self.end, shifted(self.end, months))

    def preceding(self) -> Period:
        """The period of the same kind that came before: as many months, or as many days."""
        months = self.whole_months
        if not months:
            return Period(self.start - timedelta(days=self.days), self.start)
        return Period(shifted(self.start, -months), self.start)

    def months(self) -> Iterator[Period]:
        """The calendar months of which at least one day belongs to the period, in order."""
        month = Period.month_of(self.start)
        while month.start < self.end:
            yield month
            month = month.following()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def __str__(self) -> str:
        return self.text


def months_from(first: Period, last: Period) -> Iterator[Period]:
    """The calendar months from the month of one period to the month of another, both included."""
    yield from Period(first.month.start, last.month.end).months()


def month_number(day: date) -> int:
    """A running number of the day's month; the difference of two is a number of months."""
    return day.year * _DECEMBER + day.month - 1


def shifted(first_of_month: date, months: int) -> date:
    """The first day of the month so many months later (or earlier, when negative)."""
    year, month = divmod(month_number(first_of_month) + months, _DECEMBER)
    return date(year, month + 1, 1)


def _first_of_next(day: date) -> date:
    return shifted(day, 1)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Period:
    try:
        if found := _MONTH_TEXT.fullmatch(text):
            period = Period.of_month(int(found[1]), int(found[2]))
        elif found := _WEEK_TEXT.fullmatch(text):
            period = Period.of_week(int(found[1]), int(found[2]))
        elif found := _SPAN_TEXT.fullmatch(text):
            period = _span(text, date.fromisoformat(found[1]), date.fromisoformat(found[2]))
        else:
            raise _not_a_period(text)
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable(
            N_("“%(value)s” is not in the calendar."),
            N_("Check the month, the week and the days."),
            value=shown(text),
        ) from None
    if not _EARLIEST <= period.start.year <= _LATEST:
        raise Unreadable(
            N_("The year of “%(value)s” cannot be right."), N_("Check the year."), value=shown(text)
        )
    return period


def _span(text: str, first: date, last: date) -> Period:
    if last < first:
        raise Unreadable(
            N_("“%(value)s” ends before it begins."),
            N_("Write the first day, a slash and the last day."),
            value=shown(text),
        )
    return Period.of_days(first, last)


def _not_a_period(text: str) -> Unreadable:
    if not text:
        return Unreadable(N_("The period is missing."), N_("Write a month such as 2026-10."))
    return Unreadable(
        N_("“%(value)s” is not a period."),
        N_("Write a month (2026-10), a week (2026-W41) or two days (2026-10-03/2026-10-09)."),
        value=shown(text),
    )
