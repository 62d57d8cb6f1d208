"""The rules of a law pack as values that answer with days.

Each carries the `Rule` it comes from. Days move off holidays only where somebody says which days
those are; the plain day is the safe one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..kit.durations import Duration
from .enums import Cause, Counting, Document, NoticeKind, Owner, Trigger

_DAY = timedelta(days=1)
_A_YEAR_OF_MONTHS = tuple(date(year, month, 1) for year in (2023, 2024) for month in range(1, 13))


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a value comes from."""

    id: str
    """Such as `cn.disclosure`; the same in logs, findings and tests."""

    source: str
    """The law and its article, as it is cited."""

    source_date: date
    """Since when that text has been in force, or the day of the table it was taken from."""

    checked: bool
    """Whether the value was compared with the law's text or a reliable account of it. If not, it
    is a default that somebody who knows the law must look at."""

    note: str
    """What else a reader of the pack should know; English, for those who keep the packs."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A document that must lie with the franchisee for so many days before signing."""

    rule: Rule
    document: Document
    days: int
    counting: Counting
    renewal_on_same_terms_exempt: bool

    def possible_from(self, given_on: date) -> date:
        """The first day on which the contract may be signed."""
        clear = self.counting is Counting.CLEAR_DAYS
        return given_on + timedelta(days=self.days + clear)


@dataclass(frozen=True, slots=True)
class SigningClock:
    """Before which day a contract may not be signed, after one document."""

    disclosure: Disclosure
    given_on: date

    @property
    def rule(self) -> Rule:
        """The rule that makes signing wait."""
        return self.disclosure.rule

    @property
    def possible_from(self) -> date:
        """The first day on which signing is possible as far as this document goes."""
        return self.disclosure.possible_from(self.given_on)


@dataclass(frozen=True, slots=True)
class CoolingOff:
    """How long the franchisee may withdraw after signing."""

    rule: Rule
    days: int
    contract_decides: bool
    """The law leaves the length to the contract; `days` serves where the contract is silent."""

    renewals: bool
    """Whether it holds for renewals too."""

    def until(self, signed_on: date) -> date:
        """The last day for withdrawing; the day of signing is not counted."""
        return signed_on + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class MinimumTerm:
    """How long a contract must run at least."""

    rule: Rule
    term: Duration
    consent_waives: bool
    renewals_exempt: bool

    def first_allowed_end(self, starts_on: date) -> date:
        """The first last day that is late enough."""
        return self.term.last_day(starts_on)

    def is_kept(
        self, starts_on: date, ends_on: date | None, *, consent: bool, is_renewal: bool
    ) -> bool:
        """Whether a term is long enough, or need not be. No end is long enough."""
        if ends_on is None or (consent and self.consent_waives):
            return True
        if is_renewal and self.renewals_exempt:
            return True
        return ends_on >= self.first_allowed_end(starts_on)


@dataclass(frozen=True, slots=True)
class OwnOutlets:
    """How many outlets of its own a franchisor must have run for how long before franchising."""

    rule: Rule
    count: int
    running_for: Duration

    def met_from(self, opened_on: Iterable[date]) -> date | None:
        """The first day on which enough outlets have run for more than that time, if there is one.

        `opened_on` are the opening days of the franchisor's own outlets that still run.
        """
        days = sorted(opened_on)
        if len(days) < self.count:
            return None
        # “More than a year”: the anniversary itself is a year, the day after it is more.
        return self.running_for.after(days[self.count - 1]) + _DAY


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of each year; never 29 February."""

    month: int
    day: int

    def following(self, day: date) -> date:
        """This day in the year after the one in which `day` lies."""
        return date(day.year + 1, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that one side must do within a time, or by a day of the year."""

    rule: Rule
    owner: Owner
    trigger: Trigger
    within: Duration | None
    by: MonthDay | None

    @property
    def id(self) -> str:
        """The rule's id, by which obligations refer to it."""
        return self.rule.id

    def due_on(self, day: date) -> date:
        """The last day for it when its trigger came on `day`.

        A duty with a day of the year is about the year in which `day` lies and due in the next.
        """
        if self.by is not None:
            return self.by.following(day)
        assert self.within is not None  # noqa: S101 - the reader gives exactly one of the two
        return self.within.after(day)


@dataclass(frozen=True, slots=True)
class Notice:
    """How long a notice of one kind is, everywhere or in a state, for every cause or for one."""

    rule: Rule
    kind: NoticeKind
    length: Duration
    at_most: Duration | None
    """The longest time that may be asked for, where the law names one."""

    state: str
    cause: Cause | None

    @property
    def days(self) -> int:
        """Its length in days; of months and years, the most days that they can have."""
        return max((self.length.after(day) - day).days for day in _A_YEAR_OF_MONTHS)

    def ends_on(self, given_on: date) -> date:
        """The last day of a period that begins with the notice."""
        return self.length.after(given_on)

    def give_by(self, ends_on: date) -> date:
        """The last day for a notice that must come so long before a last day."""
        return self.length.last_start(ends_on)


@dataclass(frozen=True, slots=True)
class RequiredClauses:
    """The kinds of clauses that a contract must have."""

    rule: Rule
    kinds: tuple[str, ...]
    """Values of the contracts' `ClauseKind`."""
