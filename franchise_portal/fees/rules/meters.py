"""A fee made ready for counting in whole numbers.

A meter holds what a fee says as integers, so that a hundred thousand outlets are counted exactly
and fast. The basis is counted in *grains*: a minor unit of money or one unit of a count, divided
by `grain`, a power of ten that is one unless a discount cap or fractional units ask for more. An
amount is `grains × rate / per` minor units.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from ...kit.money import exponent, text_from_minor
from ..enums import Basis, Deduction, Every, Method, Proration
from ..errors import MissingFigure
from .terms import Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from .plans import Fee, FeePlan, MonthDay, Step
    from .sales import Sales

UNIT_DECIMALS = 6
"""Decimals that a reported count may have, such as kilograms."""


@dataclass(frozen=True, slots=True)
class Meter:
    """A fee of a plan in whole numbers; money in minor units."""

    fee: Fee
    place: int
    """The fee's place in its plan, from 0."""
    currency: str
    year_starts: MonthDay
    openings: Mapping[str, date]
    closings: Mapping[str, date]
    decimals: int
    """Decimals of a grain, seen from major units of money or units of the basis."""
    rate_decimals: int
    """Decimals of a rate, seen from a share of one or from major units for each unit."""
    per: int
    """Grains × rate, divided by this, is minor units."""
    terms: Terms
    steps: tuple[Terms, ...]
    minimum: int | None
    maximum: int | None
    yearly_minimum: int | None
    basis_of: Callable[[Sales], int]
    """The basis of a report in grains; it may be below zero."""
    deductions_of: Callable[[Sales], list[tuple[Deduction, int]]]
    """What is taken off gross sales, in grains."""
    every: Every | None
    is_money: bool
    is_cumulative: bool
    is_prorated: bool
    needs_year: bool

    def terms_in(self, month: int) -> Terms:
        """The terms in a month of operation."""
        place = bisect_right(self.steps, month, key=attrgetter("from_month"))
        return self.steps[place - 1] if place else self.terms

    def number(self, grains: int) -> Decimal:
        """Grains as an exact number in major units of money or units of the basis."""
        return Decimal(grains).scaleb(-self.decimals)

    def text(self, grains: int) -> str:
        """Grains as decimal text: what `number` gives, without making the number."""
        return text_from_minor(grains, self.decimals)

    def grains(self, number: Decimal) -> int:
        """The reverse of `number`."""
        return int(number.scaleb(self.decimals))

    def opened(self, outlet: str, known: date | None) -> date | None:
        """The day an outlet opened: by the fee, by another fee of the plan, or as is known."""
        return self.fee.opened.get(outlet) or self.openings.get(outlet, known)

    def closed(self, outlet: str, known: date | None) -> date | None:
        """The last day an outlet was open: by the fee, by the plan, or as is known."""
        return self.fee.closed.get(outlet) or self.closings.get(outlet, known)


def meter_for(fee: Fee, plan: FeePlan, place: int) -> Meter:
    """Make a fee ready for counting."""
    digits = exponent(plan.currency)
    finer = _finer(fee)
    decimals = finer + digits if fee.basis.is_money else finer
    rate_decimals = _rate_decimals(fee)
    # A rate on a count is money for each unit, so it is counted in minor units like an amount.
    rate_digits = rate_decimals if fee.basis.is_money else rate_decimals + digits
    scales = (10**decimals, 10**rate_digits)
    return Meter(
        fee,
        place,
        currency=plan.currency,
        year_starts=plan.year_starts,
        openings=plan.openings,
        closings=plan.closings,
        decimals=decimals,
        rate_decimals=rate_digits,
        per=10 ** (finer + rate_decimals),
        terms=_terms(fee, fee, scales, 0),
        steps=tuple(_terms(fee, step, scales, step.from_month) for step in fee.schedule),
        minimum=fee.minimum.minor if fee.minimum else None,
        maximum=None if fee.maximum is None else fee.maximum.minor,
        yearly_minimum=fee.yearly_minimum.minor if fee.yearly_minimum else None,
        basis_of=_basis_counter(fee, 10**finer),
        deductions_of=_deductor(fee, 10**finer),
        every=fee.every,
        is_money=fee.basis.is_money,
        is_cumulative=fee.is_cumulative,
        is_prorated=fee.prorate is Proration.DAYS,
        needs_year=fee.needs_year,
    )


def _finer(fee: Fee) -> int:
    """Decimals that the basis needs beyond minor units of money, or beyond whole units."""
    if fee.basis.is_money:
        return 0 if fee.discount_cap is None else _decimals(fee.discount_cap)
    return 0 if fee.basis is Basis.OUTLET else UNIT_DECIMALS


def _rate_decimals(fee: Fee) -> int:
    sources: tuple[Fee | Step, ...] = (fee, *fee.schedule)
    rates = [source.rate for source in sources if source.rate is not None]
    rates += [tier.rate for source in sources for tier in source.tiers]
    return max((_decimals(rate) for rate in rates), default=0)


def _decimals(number: Decimal) -> int:
    places = number.normalize().as_tuple().exponent
    return max(0, -places) if isinstance(places, int) else 0


def _terms(fee: Fee, source: Fee | Step, scales: tuple[int, int], from_month: int) -> Terms:
    limit_scale, rate_scale = scales
    method = fee.method
    if from_month and method.has_tiers and source.rate is not None:
        method = Method.PERCENT if fee.basis.is_money else Method.PER_UNIT
    return Terms(
        method,
        from_month,
        rate=int((source.rate or 0) * rate_scale),
        amount=source.amount.minor if source.amount else 0,
        tiers=tuple(
            (
                None if tier.up_to is None else int(tier.up_to * limit_scale),
                int(tier.rate * rate_scale),
            )
            for tier in source.tiers
        ),
    )


def _deductor(fee: Fee, grain: int) -> Callable[[Sales], list[tuple[Deduction, int]]]:
    names = [(deduction, attrgetter(deduction.value)) for deduction in fee.deduct]
    cap = None if fee.discount_cap is None else int(fee.discount_cap * grain)

    def deductions(sales: Sales) -> list[tuple[Deduction, int]]:
        off = [(deduction, amount(sales) * grain) for deduction, amount in names]
        if cap is None:
            return off
        most = sales.gross_sales * cap
        return [
            (deduction, min(grains, most) if deduction is Deduction.DISCOUNTS else grains)
            for deduction, grains in off
        ]

    return deductions


def _basis_counter(fee: Fee, grain: int) -> Callable[[Sales], int]:
    if fee.basis is Basis.OUTLET:
        return lambda _sales: grain
    if fee.basis.is_count:
        return _count_counter(fee, grain)
    if fee.basis is Basis.COST_OF_GOODS:
        return lambda sales: sales.cost_of_goods * grain
    if fee.basis is Basis.GROSS_SALES or (fee.basis is Basis.NET_SALES and not fee.deduct):
        return lambda sales: sales.gross_sales * grain
    if fee.discount_cap is None:
        return _plain_counter(fee, grain)
    deductions = _deductor(fee, grain)
    is_profit = fee.basis is Basis.GROSS_PROFIT

    def basis(sales: Sales) -> int:
        left = sales.gross_sales * grain - sum(grains for _, grains in deductions(sales))
        return left - sales.cost_of_goods * grain if is_profit else left

    return basis


def _plain_counter(fee: Fee, grain: int) -> Callable[[Sales], int]:
    """The usual basis, without a cap on discounts: plain subtraction, for it is done most often."""
    names = [deduction.value for deduction in fee.deduct]
    if fee.basis is Basis.GROSS_PROFIT:
        names.append("cost_of_goods")
    amounts = tuple(attrgetter(name) for name in names)

    def basis(sales: Sales) -> int:
        left = sales.gross_sales
        for amount in amounts:
            left -= amount(sales)
        return left * grain

    return basis


def _count_counter(fee: Fee, grain: int) -> Callable[[Sales], int]:
    reported: Callable[[Sales], Decimal | int | None] = attrgetter(fee.basis.value)

    def basis(sales: Sales) -> int:
        count = reported(sales)
        if count is None:
            raise MissingFigure(
                fee=fee.name,
                outlet=sales.outlet,
                period=sales.period_text,
                figure=fee.basis.value,
            )
        return int(count * grain)

    return basis
