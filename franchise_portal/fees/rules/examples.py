"""A plan tried out on sales that somebody thinks of: what it charges, and of which parts."""

from dataclasses import dataclass, replace
from datetime import date

from ...kit.money import half_up
from ...kit.period import shifted
from ..enums import FeeKind, Method
from .assessment import Bound, FeeLine
from .plans import FeePlan
from .quotes import walk
from .sales import Sales


@dataclass(frozen=True, slots=True)
class Example:
    """What a plan charges for one report; amounts in minor units."""

    sales: Sales
    lines: tuple[FeeLine, ...]
    margins: tuple[FeeLine, ...]
    """What the franchisor earns on supplies beside it: never charged."""

    @property
    def total(self) -> int:
        """All fees together."""
        return sum(line.amount_minor for line in self.lines)


def try_out(plan: FeePlan, sales: Sales, *, month: int) -> Example:
    """Try a plan out on a report of the n-th month of operation.

    The year begins with the report. Raises `MissingFigure` when a fee is counted on a number that
    is not given.
    """
    opened = _opened(sales, month)
    margins = tuple(
        replace(fee, kind=FeeKind.FEE) for fee in plan.fees if fee.kind is FeeKind.SUPPLY_MARGIN
    )
    return Example(
        sales,
        _lines(plan, sales, opened),
        _lines(replace(plan, fees=margins), sales, opened),
    )


def _opened(sales: Sales, month: int) -> date:
    return shifted(sales.period.month.start, 1 - month)


def _lines(plan: FeePlan, sales: Sales, opened: date) -> tuple[FeeLine, ...]:
    return next(iter(walk(plan, [sales], days=(opened, None))))


def parts_of(line: FeeLine) -> tuple[int, ...]:
    """The amounts of a line's tiers, in minor units; none when they would not add up to it."""
    if line.terms.method is not Method.MARGINAL or line.bound is not Bound.NONE:
        return ()
    slices = line.terms.slices(line.before, line.before + line.counted)
    parts = tuple(half_up((one.to - one.above) * one.rate, line.meter.per) for one in slices)
    return parts if len(parts) > 1 and sum(parts) == line.amount_minor else ()
