"""What each side takes from an outlet in some months, compared over the same months only.

A month counts when its account is reported and its fees are charged. All others are named as gaps:
a sum of twelve months of fees against ten of accounts would accuse somebody wrongly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...kit.period import Period
from ..enums import GapKind
from .figures import NOTHING, Figures

LEAST_MONTHS = 3
"""Months of accounts below which no year is foretold from them."""
YEAR = 12


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, and in which months, the oldest first."""

    kind: GapKind
    months: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """An account that stands: a month, or a quarter."""

    period: Period
    figures: Figures
    currency: str

    @property
    def months(self) -> tuple[str, ...]:
        """The months it tells of."""
        return tuple(month.text for month in self.period.months())


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the franchisor took in one month, in minor units, without tax."""

    fees: int = 0
    fund: int = 0
    """Held apart and spent for the brand, yet paid by the outlet."""
    supply_margin: int = 0
    rebate: int = 0
    is_charged: bool = False
    """Whether the month's fees have been invoiced, be they zero."""
    has_takings: bool = False
    """Whether somebody said what was earned on goods, be it zero."""

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            fees=self.fees + other.fees,
            fund=self.fund + other.fund,
            supply_margin=self.supply_margin + other.supply_margin,
            rebate=self.rebate + other.rebate,
            is_charged=self.is_charged or other.is_charged,
            has_takings=self.has_takings or other.has_takings,
        )

    @property
    def charges(self) -> int:
        """Fees and fund: what stands on invoices."""
        return self.fees + self.fund

    @property
    def all(self) -> int:
        """With what is earned on goods."""
        return self.charges + self.supply_margin + self.rebate


NOTHING_TAKEN = Taken()


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Both sides over the same months."""

    currency: str
    months: tuple[str, ...]
    """The months that count, the oldest first."""
    figures: Figures
    taken: Taken
    investment: int | None
    gaps: tuple[Gap, ...]

    @property
    def ebitda(self) -> int:
        """What the outlet earned after all running costs, the owner's pay and the fees."""
        return self.figures.before_fees - self.taken.charges

    @property
    def profit(self) -> int:
        """The owner's profit: EBITDA less the wear that was reported."""
        return self.ebitda - (self.figures.depreciation or 0)

    @property
    def whole(self) -> int:
        """What both sides take together; the owner's pay is a wage and stays out."""
        return self.taken.all + self.profit

    @property
    def franchisor_share(self) -> Decimal | None:
        """The franchisor's part of it: above one where the owner loses; None with nothing to share.

        Source: domain row D3.
        """
        if not self.months or self.whole <= 0:
            return None
        return Decimal(self.taken.all) / self.whole

    @property
    def burden_of_sales(self) -> Decimal | None:
        """Fees and fund as a share of net sales."""
        return Decimal(self.taken.charges) / self.figures.sales if self.figures.sales > 0 else None

    @property
    def burden_of_profit(self) -> Decimal | None:
        """Fees and fund as a share of EBITDA; None at a loss, where it says nothing."""
        return Decimal(self.taken.charges) / self.ebitda if self.ebitda > 0 else None

    @property
    def is_long(self) -> bool:
        """Whether there are enough months to speak of a year."""
        return len(self.months) >= LEAST_MONTHS

    @property
    def return_a_year(self) -> Decimal | None:
        """The profit of a year at this pace, as a share of what was invested."""
        if not self.is_long or not self.investment:
            return None
        return Decimal(self.profit) * YEAR / len(self.months) / self.investment

    @property
    def payback_months(self) -> Decimal | None:
        """After how many months at this pace the investment has come back; None at a loss."""
        if not self.is_long or not self.investment or self.profit <= 0:
            return None
        return Decimal(self.investment) * len(self.months) / self.profit


def balance_of(
    window: Sequence[str],
    *,
    currency: str,
    reported: Sequence[Reported],
    taken: Mapping[str, Taken],
    investment: int | None = None,
    expects_takings: bool = False,
) -> Balance:
    """Both sides of an outlet over those months of the window of which both are known.

    An account counts only as a whole: one that reaches beyond the window or holds a month that was
    not charged is left out and said. `expects_takings` says whether the plan names a margin.
    """
    within = set(window)
    told: set[str] = set()
    other: list[str] = []
    uncharged: list[str] = []
    counted: list[Reported] = []
    for account in reported:
        months = account.months
        if not set(months) <= within:
            continue
        told |= set(months)
        late = [month for month in months if not taken.get(month, NOTHING_TAKEN).is_charged]
        if account.currency != currency:
            other += months
        elif late:
            uncharged += late
        else:
            counted.append(account)
    months = tuple(sorted(month for account in counted for month in account.months))
    gaps = [
        Gap(GapKind.NO_ACCOUNTS, tuple(month for month in window if month not in told)),
        Gap(GapKind.NOT_CHARGED, tuple(sorted(uncharged))),
        Gap(GapKind.OTHER_CURRENCY, tuple(sorted(other))),
        Gap(GapKind.NO_DEPRECIATION, _without_wear(counted)),
        Gap(GapKind.NO_TAKINGS, _without_takings(months, taken) if expects_takings else ()),
    ]
    found = [gap for gap in gaps if gap.months]
    if investment is None:
        found.append(Gap(GapKind.NO_INVESTMENT))
    if len(months) < LEAST_MONTHS:
        found.append(Gap(GapKind.FEW_MONTHS))
    return Balance(
        currency=currency,
        months=months,
        figures=sum((account.figures for account in counted), NOTHING),
        taken=sum((taken[month] for month in months), NOTHING_TAKEN),
        investment=investment,
        gaps=tuple(found),
    )


def _without_wear(counted: Sequence[Reported]) -> tuple[str, ...]:
    bare = [one for one in counted if one.figures.depreciation is None]
    return tuple(sorted(month for account in bare for month in account.months))


def _without_takings(months: Sequence[str], taken: Mapping[str, Taken]) -> tuple[str, ...]:
    return tuple(month for month in months if not taken[month].has_takings)
