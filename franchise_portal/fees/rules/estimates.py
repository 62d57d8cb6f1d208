"""What is charged when a report does not come: the plan's average of the reports before it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from ...kit.money import half_up
from ...kit.period import Period
from .reporting import Reporting
from .sales import Sales
from .telling import AMOUNTS, COUNTS


class Estimate(NamedTuple):
    """A missing report as the plan guesses it, with what the guess rests on."""

    sales: Sales
    rests_on: tuple[Period, ...]
    """The reported periods of which it is the average, the earliest first."""
    factor: Decimal


def estimated(reporting: Reporting, before: Sequence[Sales], period: Period) -> Estimate | None:
    """Each figure: the average of the outlet's last reports × the factor, rounded half up.

    `before` are real reports of earlier periods in any order; estimates must not be among them,
    or one guess would feed the next. Where fewer than the plan asks for are there, those are
    taken; without any there is nothing to guess from: None.
    """
    earlier = sorted((one for one in before if one.period.last < period.start), key=_first_day)
    taken = earlier[-reporting.average_of :]
    if not taken:
        return None
    latest = taken[-1]
    count, factor = len(taken), reporting.factor
    up, down = factor.as_integer_ratio()
    amounts: dict[str, Any] = {
        name: half_up(sum(getattr(one, name) for one in taken) * up, count * down)
        for name in AMOUNTS
    }
    counts: dict[str, Any] = {name: _count(taken, name, factor) for name in COUNTS}
    sales = Sales(latest.outlet, period, latest.currency, **amounts, **counts)
    return Estimate(sales, tuple(one.period for one in taken), factor)


def _first_day(sales: Sales) -> Period:
    return sales.period


def _count(taken: Sequence[Sales], name: str, factor: Decimal) -> Decimal | None:
    """A count is rounded to whole things; unknown when one of the reports does not say it."""
    values = [getattr(one, name) for one in taken]
    if any(value is None for value in values):
        return None
    up, down = (sum(map(Decimal, values)) * factor).as_integer_ratio()
    return Decimal(half_up(up, down * len(values)))
