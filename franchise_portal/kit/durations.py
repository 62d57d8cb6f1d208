"""Durations as contracts and laws write them: “5 years”, “18 months”, “90 days”.

Months and years count by the calendar, and a day that a month lacks becomes its last day:
31 January and one month make 28 (or 29) February. How long a duration is therefore depends on the
day from which it is counted, so two durations have no order of their own; compare the days they
lead to.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import cast

from dateutil.relativedelta import relativedelta

from .errors import Unreadable, shown
from .i18n import N_

_DAY = timedelta(days=1)
_TEXT = re.compile(r"([0-9]{1,6})(?:[ \u00a0]+([a-z]+)|[ \u00a0]*([天日周週年]|[个個]月|星期))")
_LONGEST = 366 * 1000


class Unit(StrEnum):
    """What a duration is counted in; its value is the word for several."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"

    @property
    def singular(self) -> str:
        """The word for one."""
        return self.value.removesuffix("s")

    @property
    def is_of_months(self) -> bool:
        """Whether it counts by the calendar's months instead of in days."""
        return self in {Unit.MONTHS, Unit.YEARS}

    @property
    def most_days(self) -> int:
        """The most days that one of it can have."""
        return {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31, Unit.YEARS: 366}[self]


_UNITS = {word: unit for unit in Unit for word in (unit.value, unit.singular)} | {
    "天": Unit.DAYS,
    "日": Unit.DAYS,
    "周": Unit.WEEKS,
    "週": Unit.WEEKS,
    "星期": Unit.WEEKS,
    "个月": Unit.MONTHS,
    "個月": Unit.MONTHS,
    "年": Unit.YEARS,
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A count of days, weeks, months or years; at least one, at most a thousand years."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.count * self.unit.most_days <= _LONGEST:
            msg = f"A duration is between a day and a thousand years: {self.count} {self.unit}"
            raise ValueError(msg)

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `5 years`, `18 months`, `6 weeks`, `90 days`, `1 year`, or the same in Chinese.

        Raises `Unreadable` for anything else.
        """
        found = _TEXT.fullmatch(text.strip().lower())
        unit = _UNITS.get(found[2] or found[3]) if found else None
        if not found or unit is None:
            raise Unreadable(
                N_("“%(value)s” is not a duration."),
                N_("Write a whole number and days, weeks, months or years, such as 18 months."),
                value=shown(text),
            )
        try:
            return cls(int(found[1]), unit)
        except ValueError:
            raise Unreadable(
                N_("“%(value)s” cannot be right."),
                N_("A duration has at least one day and at most a thousand years."),
                value=shown(text),
            ) from None

    @property
    def text(self) -> str:
        """The text that `parse` reads back; English, for files and commands."""
        return f"{self.count} {self.unit.singular if self.count == 1 else self.unit.value}"

    def after(self, day: date) -> date:
        """The day that lies this much later.

        Raises:
            OverflowError: when it lies beyond the calendar's last year, 9999.
        """
        return _moved(day, self._step)

    def before(self, day: date) -> date:
        """The day that lies this much earlier.

        Not the opposite of `after` at the ends of months: one month before 31 March is
        28 February, and one month after that is 28 March.
        """
        return _moved(day, -self._step)

    def last_start(self, day: date) -> date:
        """The latest day from which this duration is over by `day`: for notices.

        Six months' notice to 28 February may be given as late as 31 August, since 31 August and
        six months make 28 February; `before` alone would say 28 August.
        """
        start = self.before(day)
        if self.unit.is_of_months and _is_last_of_month(day):
            return _moved(start, relativedelta(day=31))
        return start

    def last_day(self, starts_on: date) -> date:
        """The last day of a term that begins on `starts_on`, included in the term.

        It is the day before the one that `after` gives: five years from 1 March 2026 end on
        28 February 2031, a month from 31 January on 27 February. For terms that follow one
        another ask `last_days`, which counts them all from the first start.
        """
        return self.after(starts_on) - _DAY

    def times(self, count: int) -> Duration:
        """So many of it as one duration."""
        return Duration(self.count * count, self.unit)

    @property
    def _step(self) -> relativedelta:
        if self.unit.is_of_months:
            return relativedelta(months=self.count * (12 if self.unit is Unit.YEARS else 1))
        return relativedelta(days=self.count * self.unit.most_days)

    def __str__(self) -> str:
        return self.text


def last_days(starts_on: date, terms: Iterable[Duration]) -> tuple[date, ...]:
    """The last days of terms that follow one another, each included in its term.

    Months are counted from the first start on, not from each term's own: of three terms of one
    month from 31 January the second begins on 28 February, but the third on 31 March again. So
    the terms leave no gap, share no day, and do not drift towards the start of the month. Days
    and weeks count from where they begin, and months after them from there.
    """
    found: list[date] = []
    anchor, months = starts_on, 0
    for term in terms:
        if term.unit.is_of_months:
            months += term.count * (12 if term.unit is Unit.YEARS else 1)
        else:
            anchor = term.after(_moved(anchor, relativedelta(months=months)))
            months = 0
        found.append(_moved(anchor, relativedelta(months=months)) - _DAY)
    return tuple(found)


def _moved(day: date, step: relativedelta) -> date:
    try:
        return cast("date", day + step)
    except ValueError:
        # Months beyond the calendar raise another error than days do.
        msg = f"beyond the calendar: {day} and {step}"
        raise OverflowError(msg) from None


def _is_last_of_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
