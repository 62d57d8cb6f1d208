"""How the days of a duty are found, and how evenly both sides insist on what they are owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from ...kit.durations import Duration
from ..enums import DueRule, DutyEvent

DAY = timedelta(days=1)
FEW = 5
"""Notices below which the evenness of both sides is not judged."""
MONTHS_AHEAD = 12
"""How far duties are laid out: what is due within a year can be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The rule by which the days of an obligation are found."""

    rule: DueRule
    first_on: date | None = None
    """For `ON` the day itself; for `EVERY` the first of its days."""
    every: Duration | None = None
    offset: Duration | None = None
    """For `AFTER` how long after the event, for `BEFORE_END` how long before the end."""
    event: DutyEvent | None = None
    event_on: date | None = None
    """For another event than those of the contract: its day, once it is known."""
    last_on: date | None = None
    """No day after this one."""

    def __post_init__(self) -> None:
        needed = {
            DueRule.ON: (self.first_on,),
            DueRule.EVERY: (self.first_on, self.every),
            DueRule.AFTER: (self.offset, self.event),
            DueRule.BEFORE_END: (self.offset,),
        }[self.rule]
        if any(value is None for value in needed):
            msg = f"the rule “{self.rule}” lacks a part"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days of the contract that a duty belongs to; all None for one without a contract."""

    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    """The last day of the present term, or the day on which it ended early; None without an end."""
    is_over: bool = False


def due_days(due: Due, span: Span, *, from_on: date, until: date) -> tuple[date, ...]:
    """The days on which it is due, from one day to another, both included.

    Recurring days are counted from the first, so that one of the 31st stays at the end of each
    month and does not drift. A recurring duty ends with the contract; what comes after the end,
    such as the return of a deposit, does not.
    """
    return tuple(day for day in _days(due, span, until) if from_on <= day <= until)


def event_day(due: Due, span: Span) -> date | None:
    """The day of the event that a duty comes after, as far as it is known."""
    known = {
        DutyEvent.SIGNED: span.signed_on,
        DutyEvent.STARTED: span.starts_on,
        DutyEvent.ENDED: span.ends_on,
        DutyEvent.OTHER: due.event_on,
    }
    return known[due.event] if due.event else None


def _days(due: Due, span: Span, until: date) -> Sequence[date]:
    last = _last_day(due, span, until)
    if due.rule is DueRule.ON and due.first_on:
        last_of_all = span.ends_on if span.is_over and span.ends_on else date.max
        return [due.first_on] if due.first_on <= min(due.last_on or date.max, last_of_all) else []
    if due.rule is DueRule.EVERY and due.first_on and due.every:
        return _recurring(due.first_on, due.every, last)
    if due.rule is DueRule.AFTER and due.offset:
        happened = event_day(due, span)
        return [due.offset.after(happened)] if happened else []
    if due.rule is DueRule.BEFORE_END and due.offset and span.ends_on and not span.is_over:
        return [due.offset.last_start(span.ends_on)]
    return []


def _last_day(due: Due, span: Span, until: date) -> date:
    ends = [day for day in (due.last_on, span.ends_on, until) if day is not None]
    return min(ends)


def _recurring(first: date, every: Duration, last: date) -> list[date]:
    found = []
    day = first
    for number in count(1):
        if day > last:
            break
        found.append(day)
        day = every.times(number).after(first)
    return found


@dataclass(frozen=True, slots=True)
class Enforcement:
    """How often each side asked the other to put something right, and how often it could have."""

    of_franchisees: int
    """Notices of default that the franchisor gave."""
    of_franchisor: int
    """Notices of default that franchisees gave."""
    late_franchisees: int
    """Duties of franchisees that were overdue in the same time."""
    late_franchisor: int

    @property
    def index(self) -> Decimal | None:
        """Cures asked of franchisees for each one asked of the franchisor; None without any."""
        return _share(self.of_franchisees, self.of_franchisor)

    @property
    def rate_of_franchisees(self) -> Decimal | None:
        """The share of franchisees' overdue duties of which notice was given."""
        return _share(self.of_franchisees, self.late_franchisees)

    @property
    def rate_of_franchisor(self) -> Decimal | None:
        """The share of the franchisor's overdue duties of which notice was given."""
        return _share(self.of_franchisor, self.late_franchisor)

    @property
    def is_lopsided(self) -> bool:
        """Whether one side is asked at least three times as often, measured by what was overdue.

        A few notices say nothing yet.
        """
        ours, theirs = self.rate_of_franchisees, self.rate_of_franchisor
        few = self.of_franchisees + self.of_franchisor < FEW
        if few or ours is None or theirs is None:
            return False
        low, high = sorted((ours, theirs))
        return high >= 3 * low and high > 0


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
