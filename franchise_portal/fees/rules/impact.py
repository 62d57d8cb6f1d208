"""What another plan would have charged for the same sales: who pays more, who less, and how much.

Both plans go through the one rule (`quotes.walk`), so the comparison holds to the cent. Reports
before the window are walked too, as far back as the plan's year, so that thresholds of the year
to date and yearly minimums know what came before; only the window is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from ...kit.period import Period
from .plans import FeePlan
from .quotes import Days, walk
from .sales import Sales

EDGES = tuple(Decimal(text) for text in ("-0.02", "-0.01", "-0.005", "0", "0.005", "0.01", "0.02"))
"""Limits of the classes of a distribution, in shares of sales; no change has a class of its own."""


MOST_ROWS = 1_000
"""Outlets that are listed by name: those who pay most more, and those who pay most less."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Effect:
    """What two plans charge for the sales of a window, in minor units."""

    sales: int
    """Gross sales less sales tax and refunds."""
    before: int
    after: int
    reports: int

    @property
    def difference(self) -> int:
        """Above zero: the franchisee pays more."""
        return self.after - self.before

    @property
    def share(self) -> Decimal | None:
        """The difference as a share of sales; None without sales."""
        return Decimal(self.difference) / self.sales if self.sales > 0 else None

    def __add__(self, other: "Effect") -> "Effect":
        return Effect(
            self.sales + other.sales,
            self.before + other.before,
            self.after + other.after,
            self.reports + other.reports,
        )


NO_EFFECT = Effect(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a change means for all together."""

    whole: Effect
    losers: int
    """How many pay more."""
    winners: int
    """How many pay less."""
    unchanged: int
    lost: int
    """What those who pay more pay more, in minor units."""
    won: int
    """What those who pay less pay less, in minor units, zero or more."""


def compare(
    before: FeePlan,
    after: FeePlan,
    reports: Sequence[Sales],
    *,
    window: Period,
    days: Days = (None, None),
) -> Effect:
    """Compare two plans over one outlet's reports, which are sorted by their periods.

    Raises `MissingFigure` when a plan is counted on something that was not reported.
    """
    counted = [sales for sales in reports if sales.period.last in window]
    return Effect(
        sum(sales.gross_sales - sales.sales_tax - sales.refunds for sales in counted),
        charged(before, reports, window=window, days=days),
        charged(after, reports, window=window, days=days),
        len(counted),
    )


def charged(plan: FeePlan, reports: Sequence[Sales], *, window: Period, days: Days) -> int:
    """What a plan charges for the reports of a window, in minor units."""
    return sum(
        line.amount_minor
        for lines in walk(plan, reports, days=days)
        for line in lines
        if line.sales.period.last in window
    )


def totals(effects: Iterable[Effect]) -> Totals:
    """Sum up; each effect is one outlet or one franchisee."""
    whole, gains = NO_EFFECT, []
    for effect in effects:
        whole += effect
        gains.append(effect.difference)
    more = [gain for gain in gains if gain > 0]
    less = [-gain for gain in gains if gain < 0]
    unchanged = len(gains) - len(more) - len(less)
    return Totals(whole, len(more), len(less), unchanged, sum(more), sum(less))


def first_and_last(rows: Sequence[Row]) -> Sequence[Row]:
    """The ends of a long list that is sorted by the difference."""
    half = MOST_ROWS // 2
    return rows if len(rows) <= MOST_ROWS else [*rows[:half], *rows[-half:]]


def distribution(effects: Iterable[Effect]) -> tuple[int, ...]:
    """How many lie in each class of `EDGES`: below the first, between two, zero, above the last.

    The classes below zero hold their lower limit, those above zero their upper one; the class of
    no change stands between them. What sold nothing is judged by the sign of its difference.
    """
    negative = [edge for edge in EDGES if edge < 0]
    counts = [0] * (len(EDGES) + 2)
    middle = len(negative) + 1
    for effect in effects:
        if not effect.difference:
            counts[middle] += 1
            continue
        share = effect.share
        if share is None:
            counts[0 if effect.difference < 0 else -1] += 1
        elif share < 0:
            counts[sum(share >= edge for edge in negative)] += 1
        else:
            counts[middle + 1 + sum(share > edge for edge in EDGES if edge > 0)] += 1
    return tuple(counts)
