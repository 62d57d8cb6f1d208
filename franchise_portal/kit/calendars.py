"""Working days, and the moments at which a local day begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from .errors import Unreadable, shown
from .i18n import N_

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_SATURDAY_AND_SUNDAY = frozenset({6, 7})
_COUNTRY = re.compile(r"country:([A-Z]{2})(?:-([A-Z0-9]{1,5}))?")


def day_begins(day: date, zone: str) -> datetime:
    """The moment from which on it is `day` or later in a zone, in UTC.

    Mostly midnight. Where clocks are put forward over midnight the day begins with the change:
    there is no midnight. Where they are put back over midnight, so that the day before comes again
    for a while, it begins after that. A day that a zone left out, such as 30 December 2011 in
    Samoa, begins and ends in one moment.
    """
    there = ZoneInfo(zone)
    midnight = datetime.combine(day, time(), tzinfo=there)
    first, second = midnight.astimezone(UTC), midnight.replace(fold=1).astimezone(UTC)
    if first < second and (second - _SECOND).astimezone(there).date() < day:
        return second
    if second < first:
        return _change(second, first, day, there)
    return first


def day_ends(day: date, zone: str) -> datetime:
    """The first moment that is no longer `day` in a zone, in UTC: where the next day begins."""
    return day_begins(day + _DAY, zone)


def _change(before: datetime, after: datetime, day: date, there: ZoneInfo) -> datetime:
    """The moment between two at which clocks were put forward into `day`, to the second."""
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // (2 * _SECOND))
        if middle.astimezone(there).date() < day:
            before = middle
        else:
            after = middle
    return after


class OnHoliday(StrEnum):
    """What becomes of a deadline that falls on a day on which nobody works."""

    STAYS = "stays"
    NEXT = "next_working_day"
    PREVIOUS = "previous_working_day"


@dataclass(frozen=True, slots=True)
class Holidays:
    """Named days, a country's public holidays (`DE`, `DE-BE`), or both."""

    days: frozenset[date] = frozenset()
    country: str = ""

    @classmethod
    def of(cls, days: Iterable[date] = (), *, country: str = "") -> Holidays:
        """Holidays by their days and by country code; raises `Unreadable` for an unknown code."""
        if country:
            _require_country(country)
        return cls(frozenset(days), country)

    @classmethod
    def parse(cls, value: object) -> Holidays:
        """Read `["2026-10-03", …]` (texts or dates) or `"country:DE-BE"`; raises `Unreadable`."""
        if isinstance(value, str) and (found := _COUNTRY.fullmatch(value.strip())):
            return cls.of(country="-".join(part for part in found.groups() if part))
        if isinstance(value, list):
            return cls.of(_read_day(one) for one in value)
        raise Unreadable(
            N_("“%(value)s” names no holidays."),
            N_("Write a list of days such as 2026-10-03, or a country such as country:DE-BE."),
            value=shown(value),
        )

    def is_extra_working_day(self, day: date) -> bool:
        """Whether the country works on this day of a weekend in exchange for another day."""
        return bool(self.country) and day in _country_year(self.country, day.year)[1]

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        if day in self.days:
            return True
        return bool(self.country) and day in _country_year(self.country, day.year)[0]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """On which days work is done in a zone: all but weekends and holidays."""

    zone: str = "UTC"
    holidays: Holidays = field(default_factory=Holidays)
    weekend: frozenset[int] = _SATURDAY_AND_SUNDAY
    """Days of the week, Monday 1 to Sunday 7; not all seven."""

    def __post_init__(self) -> None:
        if not self.weekend < frozenset(range(1, 8)):
            msg = f"A weekend is some days of the week, 1 to 7: {sorted(self.weekend)}"
            raise ValueError(msg)

    def is_working(self, day: date) -> bool:
        """Whether work is done on a day."""
        if day in self.holidays:
            return False
        return day.isoweekday() not in self.weekend or self.holidays.is_extra_working_day(day)

    def next_working(self, day: date) -> date:
        """The day itself if work is done on it, else the first one after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def previous_working(self, day: date) -> date:
        """The day itself if work is done on it, else the last one before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def moved(self, day: date, rule: OnHoliday) -> date:
        """Where a deadline stands that a rule keeps off days without work."""
        if rule is OnHoliday.NEXT:
            return self.next_working(day)
        if rule is OnHoliday.PREVIOUS:
            return self.previous_working(day)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The working day so many later (earlier, when negative), the day itself not counted.

        With 0 the day itself comes back, whether work is done on it or not.
        """
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def begins(self, day: date) -> datetime:
        """The moment in UTC at which a day begins here."""
        return day_begins(day, self.zone)

    def ends(self, day: date) -> datetime:
        """The first moment in UTC that is no longer this day here."""
        return day_ends(day, self.zone)


def _read_day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise Unreadable(
            N_("“%(value)s” is not a day."), N_("Write it like 2026-10-03."), value=shown(value)
        ) from None


def _require_country(country: str) -> None:
    try:
        _country_year(country, 2026)
    except NotImplementedError:
        raise Unreadable(
            N_("There is no calendar of holidays for “%(value)s”."),
            N_("Write a country's code such as DE, with a part of it DE-BE, or list the days."),
            value=shown(country),
        ) from None


@lru_cache(maxsize=2048)
def _country_year(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """A country's public holidays of a year, and the days of weekends on which it works instead.

    Years that the library does not know have none.
    """
    import holidays  # noqa: PLC0415 - a hundred countries, for the few who name one

    code, _, part = country.partition("-")
    found = holidays.country_holidays(code, subdiv=part or None, years=year, expand=False)
    return frozenset(found), frozenset(found.weekend_workdays)
