"""What a report of sales must say, how days add up to it, and what speaks against it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.period import Period
from ..enums import Basis
from .plans import FeePlan
from .sales import Sales

AMOUNTS = (
    "gross_sales",
    "sales_tax",
    "refunds",
    "discounts",
    "excluded_sales",
    "cost_of_goods",
)
COUNTS = ("transactions", "customers", "units")
FIGURES = (*AMOUNTS, *COUNTS)
"""The figures of a report in the order in which people are asked for them."""


def asked_figures(plan: FeePlan | None) -> tuple[str, ...]:
    """The figures on which the fees of a plan depend; the usual ones where there is no plan."""
    if plan is None:
        return ("gross_sales", "sales_tax", "refunds", "discounts")
    asked = {"gross_sales", *plan.needed_columns}
    for meter in plan.meters:
        if meter.fee.basis in {Basis.NET_SALES, Basis.GROSS_PROFIT}:
            asked.update(deduction.value for deduction in meter.fee.deduct)
    return tuple(name for name in FIGURES if name in asked)


def net_of(sales: Sales) -> int:
    """Sales without the tax in them and without what was given back, in minor units."""
    return sales.gross_sales - sales.sales_tax - sales.refunds


UNUSUAL = Decimal("0.4")
"""A change of net sales from one period to the next that deserves a second look."""


def unusual(sales: Sales, before: Sales) -> Decimal | None:
    """How much sales differ from those before, as a share; None while that is nothing unusual.

    Months are compared as they are, other periods of different lengths by the day.
    """
    are_months = sales.period.is_month and before.period.is_month
    earlier = net_of(before) * (1 if are_months else sales.period.days)
    now = net_of(sales) * (1 if are_months else before.period.days)
    if earlier <= 0:
        return None
    share = Decimal(now - earlier) / Decimal(earlier)
    return share if abs(share) >= UNUSUAL else None


def added(days: Sequence[Sales], period: Period) -> Sales:
    """The sum of some days of one outlet, as the report of a period.

    A count that no day has stays unknown.
    """
    first = days[0]
    amounts: dict[str, Any] = {name: sum(getattr(day, name) for day in days) for name in AMOUNTS}
    counts: dict[str, Any] = {name: _counted(getattr(day, name) for day in days) for name in COUNTS}
    return Sales(first.outlet, period, first.currency, **amounts, **counts)


def _counted(values: Iterable[Decimal | int | None]) -> Decimal | None:
    known = [Decimal(value) for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def trading_days(period: Period, opened: date, closed: date | None) -> list[date]:
    """The days of a period on which an outlet traded, the opening and the closing day included."""
    days = (period.start + timedelta(days=place) for place in range(period.days))
    return [day for day in days if opened <= day and (closed is None or day <= closed)]


class Known(NamedTuple):
    """What is known of an outlet when its sales are told."""

    outlet: str
    opened: date
    closed: date | None
    is_covered: bool
    """Whether a contract covers the outlet in the period."""
    other: Period | None
    """A reported period that shares days with this one and is another."""
    audit: str
    """The number of an audit that has looked at the period; empty without one."""


def trouble_with(period: Period, known: Known, *, on: date) -> Refused | None:
    """Why the sales of a period cannot be told on a day; None when they can."""
    outside = _outside(period, known, on)
    if outside is not None:
        return outside
    if not known.is_covered:
        return Refused(
            N_(
                "No contract covers %(outlet)s in this period. "
                "Ask your franchisor to enter the contract first."
            ),
            field="period",
            outlet=known.outlet,
        )
    if known.other is not None:
        return Refused(
            N_(
                "%(outlet)s has reported %(other)s, which shares days with this period. "
                "Correct that report instead; each day is reported once."
            ),
            field="period",
            outlet=known.outlet,
            other=known.other,
        )
    if known.audit:
        return Refused(
            N_(
                "The audit %(audit)s has looked at this period, so it is closed. "
                "Answer the audit; its findings are corrected there."
            ),
            field="period",
            audit=known.audit,
        )
    return None


def _outside(period: Period, known: Known, on: date) -> Refused | None:
    """A period in which the outlet did not trade, or that is not over."""
    if period.last < known.opened:
        return Refused(
            N_("%(outlet)s opened on %(day)s, after this period. Choose a later period."),
            field="period",
            outlet=known.outlet,
            day=known.opened,
        )
    if known.closed is not None and period.start > known.closed:
        return Refused(
            N_(
                "%(outlet)s closed on %(day)s, before this period. "
                "There is nothing to report. If it is open again, tell your franchisor."
            ),
            field="period",
            outlet=known.outlet,
            day=known.closed,
        )
    if on < period.last:
        return Refused(
            N_(
                "This period is not over until %(day)s. "
                "Keep a draft until then, and send it when the last day's sales are in."
            ),
            field="period",
            day=period.last,
        )
    return None


class Change(NamedTuple):
    """One figure in two versions of a report."""

    name: str
    before: Decimal | int | None
    after: Decimal | int | None

    @property
    def is_changed(self) -> bool:
        """Whether it differs."""
        return self.before != self.after

    @property
    def difference(self) -> Decimal | int | None:
        """What was added; None when one of the two is unknown."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def changes(before: Sales, after: Sales) -> tuple[Change, ...]:
    """Two versions figure by figure; those that neither has are left out."""
    pairs = (Change(name, getattr(before, name), getattr(after, name)) for name in FIGURES)
    return tuple(pair for pair in pairs if pair.before or pair.after)


def says_the_same(before: Sales, after: Sales) -> bool:
    """Whether two versions differ in nothing."""
    return before.currency == after.currency and all(
        getattr(before, name) == getattr(after, name) for name in FIGURES
    )
