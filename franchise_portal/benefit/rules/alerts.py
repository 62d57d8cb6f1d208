"""When an outlet is under fee stress, and when the split between both sides is not a fair one.

Sources: domain rows C2b (the first three alerts) and D3 (the last two). Every alert carries the
figures that it rests on; what cannot be judged is said with what is missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..enums import AlertKind, GapKind
from .balance import Balance
from .burden import Burden, Median


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on something is too much. All rates are shares of one."""

    points: Decimal = Decimal("0.03")
    """How far a burden of sales may lie above the network's median."""
    of_profit: Decimal = Decimal("0.5")
    """What share of EBITDA fees may come to."""
    loss_months: int = 2
    """Months at a loss in a row."""
    hurdle: Decimal = Decimal("0.12")
    """The return on the investment that an owner should have in a year."""
    lowest_share: Decimal = Decimal("0.15")
    highest_share: Decimal = Decimal("0.6")
    """The band within which the franchisor's share of what both take should lie."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule that speaks: what was found against which limit, as shares of one or minor units."""

    kind: AlertKind
    found: Decimal
    limit: Decimal


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is alarming, and what could not be judged for want of what."""

    alerts: tuple[Alert, ...]
    unknown: Mapping[AlertKind, GapKind]

    @property
    def kinds(self) -> tuple[AlertKind, ...]:
        """The alerts by their kind."""
        return tuple(alert.kind for alert in self.alerts)


def judge(
    *,
    burden: Burden | None,
    median: Median | None,
    latest: Balance | None,
    recent: Sequence[Balance | None],
    year: Balance,
    limits: Limits,
) -> Verdict:
    """Judge one outlet and month.

    `burden` is of the month; `latest` the balance of the account that ends with the month, None
    without one; `recent` those of the last months, each its own (a quarter stands for each of its
    months), None where there is none; `year` the balance of twelve months.
    """
    alerts: list[Alert] = []
    unknown: dict[AlertKind, GapKind] = {}
    judged = (
        (AlertKind.BURDEN_OVER_MEDIAN, _over_median(burden, median, limits)),
        (AlertKind.BURDEN_OVER_PROFIT, _over_profit(latest, limits)),
        (AlertKind.FEE_AT_LOSS, _at_loss(recent, limits)),
        (AlertKind.LOW_RETURN, _low_return(year, limits)),
        (AlertKind.SPLIT_OUTSIDE, _outside(year, limits)),
    )
    for kind, found in judged:
        if isinstance(found, GapKind):
            unknown[kind] = found
        elif found is not None:
            alerts.append(Alert(kind, *found))
    return Verdict(tuple(alerts), unknown)


Found = tuple[Decimal, Decimal] | GapKind | None


def _over_median(burden: Burden | None, median: Median | None, limits: Limits) -> Found:
    share = burden.share if burden else None
    if share is None:
        return GapKind.NO_SALES
    if median is None:
        return GapKind.FEW_PEERS
    limit = median.rate + limits.points
    return (share, limit) if share > limit else None


def _over_profit(latest: Balance | None, limits: Limits) -> Found:
    if latest is None or not latest.months:
        return GapKind.NO_ACCOUNTS
    share = latest.burden_of_profit
    return (share, limits.of_profit) if share is not None and share > limits.of_profit else None


def _at_loss(recent: Sequence[Balance | None], limits: Limits) -> Found:
    last = list(recent)[-limits.loss_months :]
    if len(last) < limits.loss_months:
        return GapKind.NO_ACCOUNTS
    losses = list(_losses(last))
    if None in losses:
        # A month that earned something settles it, whatever is missing beside it.
        return None if False in losses else GapKind.NO_ACCOUNTS
    if all(losses):
        # A quarter stands for each of its months, and counts once.
        by_months = {one.months: one.ebitda for one in last if one is not None}
        return Decimal(sum(by_months.values())), Decimal(0)
    return None


def _losses(last: Sequence[Balance | None]) -> Iterator[bool | None]:
    """For each month: whether a fee was due at a loss; None for not known."""
    for one in last:
        if one is None or not one.months:
            yield None
        else:
            yield one.ebitda < 0 and one.taken.charges > 0


def _low_return(year: Balance, limits: Limits) -> Found:
    if not year.is_long:
        return GapKind.FEW_MONTHS
    if not year.investment:
        return GapKind.NO_INVESTMENT
    found = year.return_a_year
    return (found, limits.hurdle) if found is not None and found < limits.hurdle else None


def _outside(year: Balance, limits: Limits) -> Found:
    if not year.is_long:
        return GapKind.FEW_MONTHS
    share = year.franchisor_share
    if share is None:
        # Both sides together took nothing or less: what the owner lost is said by the return.
        return None
    if share > limits.highest_share:
        return share, limits.highest_share
    return (share, limits.lowest_share) if share < limits.lowest_share else None
