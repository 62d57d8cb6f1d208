"""The lives of outlets as values: when each opened, who owned it, and how it ended.

Conventions: an outlet is counted at the end of a day, so one whose last day of trading is the last
of the year is no longer there at the year's end. A change of owner counts on the new owner's first
day, a closing on the last day of trading. An outlet without a franchisee is the franchisor's own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

DAY: Final = timedelta(days=1)
YEARS: Final = 3
NEAR: Final = timedelta(days=31)
"""How far a closing may lie from the end of the contract that explains it."""


class Side(StrEnum):
    """Whose outlet it is."""

    FRANCHISED = "franchised"
    OWN = "own"


class Move(StrEnum):
    """What happens to an outlet, in the words of the tables."""

    OPENED = "opened"
    OWN_OPENED = "own_opened"
    TRANSFERRED = "transferred"
    TERMINATED = "terminated"
    NOT_RENEWED = "not_renewed"
    REACQUIRED = "reacquired"
    CEASED = "ceased"
    OWN_CLOSED = "own_closed"
    SOLD = "sold"


class EndKind(StrEnum):
    """How a contract over an outlet ended, as the tables see it."""

    TERMINATED = "terminated"
    NOT_RENEWED = "not_renewed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Owned:
    """A span in which a franchisee owned an outlet, both days included."""

    owner: str
    starts_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day of a contract over an outlet, and how it came to that."""

    on: date
    kind: EndKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletLife:
    """An outlet from its first to its last day of trading."""

    code: str
    region: str
    opened_on: date
    closed_on: date | None = None
    owners: tuple[Owned, ...] = ()
    endings: tuple[Ending, ...] = ()


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """Twelve months, both days included."""

    first: date
    last: date

    @property
    def label(self) -> str:
        """The calendar year in which it ends."""
        return str(self.last.year)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that happened to an outlet on a day."""

    on: date
    move: Move
    outlet: str
    region: str
    owner: str = ""
    """The franchisee who leaves, or who comes where nobody leaves."""


def fiscal_years(on: date, *, first_month: int = 1, count: int = YEARS) -> tuple[FiscalYear, ...]:
    """The last full fiscal years that had ended by a day, the earliest first."""
    start = date(on.year + 1, first_month, 1)
    while start - DAY > on:
        start = start.replace(year=start.year - 1)
    starts = [start.replace(year=start.year - back) for back in range(count, -1, -1)]
    return tuple(FiscalYear(first, after - DAY) for first, after in pairwise(starts))


def owner_on(life: OutletLife, day: date) -> str:
    """The franchisee who owns an outlet on a day; empty when it is the franchisor's own."""
    found = [span for span in life.owners if span.holds(day)]
    return max(found, key=lambda span: span.starts_on).owner if found else ""


def side_at_end_of(life: OutletLife, day: date) -> Side | None:
    """Whose outlet it is at the end of a day; None when it does not trade."""
    if day < life.opened_on or (life.closed_on is not None and life.closed_on <= day):
        return None
    return Side.FRANCHISED if owner_on(life, day) else Side.OWN


def stocks(lives: Iterable[OutletLife], days: Iterable[date]) -> dict[tuple[date, str, Side], int]:
    """How many outlets of each region and side there are at the end of some days."""
    found: Counter[tuple[date, str, Side]] = Counter()
    asked = tuple(days)
    for life in lives:
        for day in asked:
            side = side_at_end_of(life, day)
            if side is not None:
                found[day, life.region, side] += 1
    return dict(found)


def movements(life: OutletLife) -> Iterator[Movement]:
    """Everything that happened to an outlet, in order: opened, changed hands, closed."""

    def moved(on: date, move: Move, owner: str = "") -> Movement:
        return Movement(on, move, life.code, life.region, owner)

    owner = owner_on(life, life.opened_on)
    yield moved(life.opened_on, Move.OPENED if owner else Move.OWN_OPENED, owner)
    for day in _changes(life):
        after = owner_on(life, day)
        if after == owner:
            continue
        if owner and after:
            yield moved(day, Move.TRANSFERRED, owner)
        elif owner:
            yield moved(day, Move.REACQUIRED, owner)
        else:
            yield moved(day, Move.SOLD, after)
        owner = after
    if life.closed_on is not None:
        move = _closing(life, life.closed_on) if owner else Move.OWN_CLOSED
        yield moved(life.closed_on, move, owner)


def _changes(life: OutletLife) -> list[date]:
    """The days of trading, after the first, on which another owner may begin."""
    days = {span.starts_on for span in life.owners}
    days |= {span.ends_on + DAY for span in life.owners if span.ends_on is not None}
    return sorted(
        day
        for day in days
        if day > life.opened_on and (life.closed_on is None or day <= life.closed_on)
    )


def _closing(life: OutletLife, closed_on: date) -> Move:
    """Why a franchised outlet closed: by the end of a contract near that day, if there is one."""
    near = [end for end in life.endings if abs(end.on - closed_on) <= NEAR]
    if not near:
        return Move.CEASED
    closest = min(near, key=lambda end: abs(end.on - closed_on))
    return {
        EndKind.TERMINATED: Move.TERMINATED,
        EndKind.NOT_RENEWED: Move.NOT_RENEWED,
        EndKind.OTHER: Move.CEASED,
    }[closest.kind]


def has_two_owners(life: OutletLife) -> bool:
    """Whether two franchisees own an outlet on the same day, which the records should not say."""
    spans = sorted(life.owners, key=lambda span: span.starts_on)
    return any(
        before.ends_on is None or before.ends_on >= after.starts_on
        for before, after in pairwise(spans)
    )
