"""The five tables of Item 20 of a disclosure document in the United States, and their proof.

Source: 16 CFR 436.5(t). Tables of outlets in three fiscal years: all outlets (1), transfers to new
owners (2), franchised outlets (3), outlets of the franchisor's own (4), and what is planned (5).
How outlets are counted stands in `outlet_lives`. An outlet that the franchisor sells to a
franchisee leaves table 4 as sold and enters table 3 as opened, which keeps both tables balanced.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from .outlet_lives import (
    DAY,
    FiscalYear,
    Move,
    Movement,
    OutletLife,
    Side,
    has_two_owners,
    movements,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FranchisedRow:
    """A row of table 3."""

    region: str
    year: FiscalYear
    start: int
    opened: int
    terminated: int
    not_renewed: int
    reacquired: int
    ceased: int
    end: int

    @property
    def balance(self) -> int:
        """What the end should be."""
        leaving = self.terminated + self.not_renewed + self.reacquired + self.ceased
        return self.start + self.opened - leaving


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """A row of table 4."""

    region: str
    year: FiscalYear
    start: int
    opened: int
    reacquired: int
    closed: int
    sold: int
    end: int

    @property
    def balance(self) -> int:
        """What the end should be."""
        return self.start + self.opened + self.reacquired - self.closed - self.sold


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """A row of table 1; `side` is None for the sum of both."""

    side: Side | None
    year: FiscalYear
    start: int
    end: int

    @property
    def change(self) -> int:
        """How many more at the end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """A row of table 2."""

    region: str
    year: FiscalYear
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectedRow:
    """A row of table 5."""

    region: str
    signed: int
    """Agreements signed for outlets that were not open at the year's end."""
    franchised: int
    """Franchised outlets to be expected in the next year."""
    own: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An identity that does not hold, or something in the records that cannot be right."""

    table: int
    region: str
    year: str
    rule: str
    left: int
    right: int
    outlets: tuple[str, ...] = ()


Stocks = Mapping[tuple[date, str, Side], int]
"""Outlets at the end of a day, by region and side; what is missing is zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item20:
    """The five tables."""

    years: tuple[FiscalYear, ...]
    summary: tuple[SummaryRow, ...]
    transfers: tuple[TransferRow, ...]
    franchised: tuple[FranchisedRow, ...]
    own: tuple[OwnRow, ...]
    projected: tuple[ProjectedRow, ...]
    left: tuple[Movement, ...]
    """Franchisees' outlets that ended, were taken over or changed hands in the last year."""
    differences: tuple[Difference, ...] = ()


def item20(
    lives: Sequence[OutletLife],
    years: Sequence[FiscalYear],
    *,
    counted: Stocks,
    projected: Iterable[ProjectedRow] = (),
) -> Item20:
    """The tables of some years.

    `counted` are the outlets at the end of each year and of the day before the first, counted
    apart from the movements: that the two agree is what the identities prove.
    """
    moved: Counter[tuple[int, str, Move]] = Counter()
    left: list[Movement] = []
    regions: set[str] = {region for _day, region, _side in counted}
    for life in lives:
        for movement in movements(life):
            place = next((n for n, year in enumerate(years) if year.holds(movement.on)), None)
            if place is None:
                continue
            regions.add(life.region)
            moved[place, life.region, movement.move] += 1
            if place == len(years) - 1 and movement.move in LEAVING:
                left.append(movement)
    ordered = sorted(regions)
    franchised = tuple(_franchised(ordered, years, moved, counted))
    own = tuple(_own(ordered, years, moved, counted))
    tables = Item20(
        years=tuple(years),
        summary=tuple(_summary(years, counted)),
        transfers=tuple(
            TransferRow(region=region, year=year, count=moved[place, region, Move.TRANSFERRED])
            for region in ordered
            for place, year in enumerate(years)
        ),
        franchised=franchised,
        own=own,
        projected=tuple(projected),
        left=tuple(sorted(left, key=lambda one: (one.region, one.on, one.outlet))),
    )
    return replace(tables, differences=tuple(differences(tables, lives)))


LEAVING: Final = frozenset(
    {Move.TERMINATED, Move.NOT_RENEWED, Move.REACQUIRED, Move.CEASED, Move.TRANSFERRED}
)

Moved = Mapping[tuple[int, str, Move], int]


def _franchised(
    regions: Sequence[str], years: Sequence[FiscalYear], moved: Moved, counted: Stocks
) -> Iterator[FranchisedRow]:
    for region in regions:
        for place, year in enumerate(years):
            yield FranchisedRow(
                region=region,
                year=year,
                start=counted.get((year.first - DAY, region, Side.FRANCHISED), 0),
                opened=moved[place, region, Move.OPENED] + moved[place, region, Move.SOLD],
                terminated=moved[place, region, Move.TERMINATED],
                not_renewed=moved[place, region, Move.NOT_RENEWED],
                reacquired=moved[place, region, Move.REACQUIRED],
                ceased=moved[place, region, Move.CEASED],
                end=counted.get((year.last, region, Side.FRANCHISED), 0),
            )


def _own(
    regions: Sequence[str], years: Sequence[FiscalYear], moved: Moved, counted: Stocks
) -> Iterator[OwnRow]:
    for region in regions:
        for place, year in enumerate(years):
            yield OwnRow(
                region=region,
                year=year,
                start=counted.get((year.first - DAY, region, Side.OWN), 0),
                opened=moved[place, region, Move.OWN_OPENED],
                reacquired=moved[place, region, Move.REACQUIRED],
                closed=moved[place, region, Move.OWN_CLOSED],
                sold=moved[place, region, Move.SOLD],
                end=counted.get((year.last, region, Side.OWN), 0),
            )


def _summary(years: Sequence[FiscalYear], counted: Stocks) -> Iterator[SummaryRow]:
    def total(day: date, side: Side | None) -> int:
        return sum(
            count
            for (on, _region, whose), count in counted.items()
            if on == day and (side is None or whose is side)
        )

    for side in (Side.FRANCHISED, Side.OWN, None):
        for year in years:
            yield SummaryRow(
                side=side,
                year=year,
                start=total(year.first - DAY, side),
                end=total(year.last, side),
            )


def differences(tables: Item20, lives: Iterable[OutletLife] = ()) -> Iterator[Difference]:
    """Every identity that does not hold, with the outlets whose records explain it.

    Each row: start + what came − what went = end. Table 1 is the sum of tables 3 and 4, what
    table 3 calls reacquired is what table 4 does, and a year begins as the one before ended.
    """
    twice = tuple(sorted(life.code for life in lives if has_two_owners(life)))
    yield from _unbalanced(tables, twice)
    yield from _sums(tables)
    yield from _exchanged(tables)
    yield from _breaks(tables)
    if twice:
        yield Difference(
            table=3, region="", year="", rule="two_owners", left=len(twice), right=0, outlets=twice
        )


Rows = Sequence[FranchisedRow | OwnRow]


def _both(tables: Item20) -> tuple[tuple[int, Side, Rows], ...]:
    return ((3, Side.FRANCHISED, tables.franchised), (4, Side.OWN, tables.own))


def _unbalanced(tables: Item20, twice: tuple[str, ...]) -> Iterator[Difference]:
    for number, _side, rows in _both(tables):
        for row in rows:
            if row.balance != row.end:
                yield Difference(
                    table=number,
                    region=row.region,
                    year=row.year.label,
                    rule="balance",
                    left=row.balance,
                    right=row.end,
                    outlets=twice,
                )


def _sums(tables: Item20) -> Iterator[Difference]:
    for summary in tables.summary:
        rows = [
            row
            for _number, side, found in _both(tables)
            if summary.side in {side, None}
            for row in found
            if row.year == summary.year
        ]
        sums = (
            ("start", summary.start, sum(row.start for row in rows)),
            ("end", summary.end, sum(row.end for row in rows)),
        )
        for rule, left, right in sums:
            if left != right:
                yield Difference(
                    table=1, region="", year=summary.year.label, rule=rule, left=left, right=right
                )


def _exchanged(tables: Item20) -> Iterator[Difference]:
    for theirs, ours in zip(tables.franchised, tables.own, strict=True):
        if theirs.reacquired != ours.reacquired:
            yield Difference(
                table=4,
                region=ours.region,
                year=ours.year.label,
                rule="reacquired",
                left=theirs.reacquired,
                right=ours.reacquired,
            )


def _breaks(tables: Item20) -> Iterator[Difference]:
    for number, _side, rows in _both(tables):
        for before, after in pairwise(rows):
            if before.region == after.region and before.end != after.start:
                yield Difference(
                    table=number,
                    region=after.region,
                    year=after.year.label,
                    rule="carried",
                    left=before.end,
                    right=after.start,
                )
