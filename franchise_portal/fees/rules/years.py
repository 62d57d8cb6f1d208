"""The plan's year, the spans of `every`, months of operation.

A period belongs to the year that contains its last day, as it belongs to the month in which it
ends. Quarters and years of `every` are counted from `year_starts`; weeks run from Monday, months
are the calendar's.
"""

from datetime import date, timedelta
from functools import lru_cache

from ...kit.period import Period, month_number, shifted
from ..enums import Every
from .plans import MonthDay

_QUARTERS = 4


@lru_cache(maxsize=4096)
def year_of(day: date, starts: MonthDay) -> Period:
    """The plan's year in which a day lies."""
    start = date(day.year, starts.month, starts.day)
    if start > day:
        start = date(day.year - 1, starts.month, starts.day)
    return Period(start, date(start.year + 1, starts.month, starts.day))


@lru_cache(maxsize=4096)
def span_of(every: Every, day: date, starts: MonthDay) -> Period:
    """The week, month, quarter or year in which a day lies."""
    if every is Every.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=7))
    if every is Every.MONTH:
        return Period.month_of(day)
    year = year_of(day, starts)
    if every is Every.YEAR:
        return year
    return next(quarter for quarter in _quarters(year, starts) if day in quarter)


def _quarters(year: Period, starts: MonthDay) -> list[Period]:
    """Four spans of three months; a first day that a month lacks becomes its last day."""
    limits = [_on_day(shifted(year.start.replace(day=1), 3 * n), starts.day) for n in range(4)]
    limits.append(year.end)
    return [Period(limits[n], limits[n + 1]) for n in range(_QUARTERS)]


def _on_day(first_of_month: date, day: int) -> date:
    last = shifted(first_of_month, 1) - timedelta(days=1)
    return min(first_of_month + timedelta(days=day - 1), last)


@lru_cache(maxsize=4096)
def ends_year(period: Period, starts: MonthDay) -> bool:
    """Whether the next period of the same kind would belong to the next year.

    December is the last of twelve months; the week ending on 27 December 2026 is the last of
    2026, because the next one ends in January.
    """
    return period.following().last >= year_of(period.last, starts).end


def month_of_operation(period: Period, opened: date) -> int:
    """Which month of operation a period is: the month of opening is 1, the months before less."""
    return month_number(period.last) - month_number(opened) + 1


def days_open(period: Period, opened: date | None, closed: date | None) -> int:
    """On how many days of a period the outlet was open; the closing day is its last day."""
    start = period.start if opened is None else max(period.start, opened)
    end = period.end if closed is None else min(period.end, closed + timedelta(days=1))
    return max(0, (end - start).days)
