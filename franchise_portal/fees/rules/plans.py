"""What a fee plan says: frozen values, complete and consistent once `parse_plan` has made them.

Numbers are exact `Decimal`s: rates are shares of one (money for each unit when the basis is a
count), limits of tiers are in major units of money or in units of the basis.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from ...kit.durations import Duration
from ...kit.money import Money
from ..enums import Basis, Deduction, Every, FeeKind, Method, Proration, Thresholds
from .meters import Meter, meter_for
from .reporting import PLAIN, Reporting


@dataclass(frozen=True, slots=True)
class Tier:
    """A rate and the limit up to which it holds, the limit included; the last tier has none."""

    rate: Decimal
    up_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Other terms from the n-th month of operation on; one of the three is given.

    A `rate` on a fee with tiers replaces the tiers: the rate then holds for the whole basis.
    """

    from_month: int
    rate: Decimal | None = None
    tiers: tuple[Tier, ...] = ()
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class MonthDay:
    """The day of each year on which the plan's year begins; never 29 February."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee of a plan, with the clause of the contract that allows it."""

    name: str
    clause: str
    basis: Basis
    method: Method
    deduct: tuple[Deduction, ...] = ()
    discount_cap: Decimal | None = None
    rate: Decimal | None = None
    tiers: tuple[Tier, ...] = ()
    amount: Money | None = None
    thresholds: Thresholds = Thresholds.PERIOD
    minimum: Money | None = None
    maximum: Money | None = None
    yearly_minimum: Money | None = None
    prorate: Proration = Proration.NONE
    every: Every | None = None
    fund: bool = False
    kind: FeeKind = FeeKind.FEE
    """Only a fee is charged with the sales reports; the other kinds are said, so that the plan is
    the whole of what a franchisee pays."""
    schedule: tuple[Step, ...] = ()
    opened: Mapping[str, date] = field(default_factory=dict)
    closed: Mapping[str, date] = field(default_factory=dict)

    @property
    def is_charged(self) -> bool:
        """Whether it is charged with the sales reports."""
        return self.kind is FeeKind.FEE

    @property
    def is_cumulative(self) -> bool:
        """Whether it must know the year's basis so far."""
        return self.thresholds is Thresholds.YEAR_TO_DATE

    @property
    def needs_year(self) -> bool:
        """Whether it must know how the year stood before a period."""
        return self.is_cumulative or self.yearly_minimum is not None


@dataclass(frozen=True)
class FeePlan:
    """The fees of a contract, in the order in which they are charged and printed."""

    currency: str
    fees: tuple[Fee, ...]
    year_starts: MonthDay = MonthDay(1, 1)
    reporting: Reporting = PLAIN
    change_notice: Duration | None = None
    """How long before a change of this plan the franchisees must know of it."""

    @cached_property
    def charged(self) -> tuple[Fee, ...]:
        """The fees that are charged with the sales reports."""
        return tuple(fee for fee in self.fees if fee.is_charged)

    @cached_property
    def needs_year(self) -> bool:
        """Whether a fee must know how the year stood before a period."""
        return any(fee.needs_year for fee in self.charged)

    @cached_property
    def needs_previous(self) -> bool:
        """Whether a fee must know the outlet's report before a period."""
        return any(fee.every for fee in self.charged)

    @cached_property
    def needed_columns(self) -> Mapping[str, str]:
        """Columns of the sales file that a fee cannot do without, each with the fee's name.

        Deductions that are not reported count as none; a number that the fee is counted on, and
        the cost of goods, must be reported.
        """
        needed: dict[str, str] = {}
        for fee in self.charged:
            if fee.basis.is_count:
                needed.setdefault(fee.basis.value, fee.name)
            elif fee.basis in {Basis.GROSS_PROFIT, Basis.COST_OF_GOODS}:
                needed.setdefault("cost_of_goods", fee.name)
        return needed

    @cached_property
    def meters(self) -> tuple[Meter, ...]:
        """The fees that are charged with the sales reports, made ready for counting."""
        return tuple(
            meter_for(fee, self, place) for place, fee in enumerate(self.fees) if fee.is_charged
        )

    @cached_property
    def openings(self) -> Mapping[str, date]:
        """The day on which each outlet opened, as far as the plan tells.

        It is a fact about the outlet, so one fee's entry informs the others.
        """
        return _pooled(fee.opened for fee in self.fees)

    @cached_property
    def closings(self) -> Mapping[str, date]:
        """The last day on which each outlet was open, as far as the plan tells."""
        return _pooled(fee.closed for fee in self.fees)

    def fee(self, name: str) -> Fee:
        """The fee of that name; raises `KeyError`."""
        for fee in self.fees:
            if fee.name == name:
                return fee
        raise KeyError(name)


def _pooled(maps: Iterable[Mapping[str, date]]) -> dict[str, date]:
    pooled: dict[str, date] = {}
    for entries in maps:
        for outlet, day in entries.items():
            pooled.setdefault(outlet, day)
    return pooled
