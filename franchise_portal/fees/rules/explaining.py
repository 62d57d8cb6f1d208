"""Why a line charges what it charges: the same numbers again, each with its sentence.

Nothing is decided here. A line already holds what was found (`assessment.FeeLine`); its terms and
its situation give the parts in between.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from math import gcd

from ...kit.money import EXPONENTS
from ..enums import Basis, Deduction, Every, Method
from .assessment import (
    NOTHING_YET,
    Bound,
    FeeLine,
    Ratio,
    open_days,
    opening_of,
    yearly_minimum,
)
from .reasons import PLAIN_ENGLISH, Amount, Month, Reason, ReasonKind, Share, Value, Wording, said
from .terms import Slice
from .years import month_of_operation, year_of

K = ReasonKind
_SHOWN_BEYOND_MINOR = 4
"""Decimals after the minor unit that are shown of a number that does not end."""

_EVERY = {
    Every.WEEK: K.EVERY_WEEK,
    Every.MONTH: K.EVERY_MONTH,
    Every.QUARTER: K.EVERY_QUARTER,
    Every.YEAR: K.EVERY_YEAR,
    Every.ONCE: K.ONCE,
}
_OFF = {
    Deduction.SALES_TAX: K.SALES_TAX_OFF,
    Deduction.REFUNDS: K.REFUNDS_OFF,
    Deduction.DISCOUNTS: K.DISCOUNTS_OFF,
    Deduction.EXCLUDED_SALES: K.EXCLUDED_SALES_OFF,
}
_COUNTS = {
    Basis.TRANSACTIONS: K.TRANSACTIONS,
    Basis.CUSTOMERS: K.CUSTOMERS,
    Basis.UNITS: K.UNITS,
}


def explain(line: FeeLine) -> tuple[Reason, ...]:
    """The reasons of a line, in the order in which a person would work it out."""
    return tuple(_reasons(line))


def in_words(line: FeeLine, wording: Wording = PLAIN_ENGLISH) -> str:
    """The explanation of a line in whole sentences; plain English unless told otherwise."""
    return " ".join(said(reason, wording) for reason in _reasons(line))


def _reasons(line: FeeLine) -> Iterator[Reason]:
    fee = line.meter.fee
    yield Reason(K.CLAUSE, {"clause": fee.clause})
    if not line.is_due:
        yield Reason(K.NOT_DUE, {})
    else:
        yield from _basis(line)
        if line.meter.every is not None:
            yield Reason(_EVERY[line.meter.every], {})
        if line.terms.from_month:
            yield _step(line)
        yield from _by_terms(line)
        yield from _bounds(line)
    yield from _true_up(line)
    amount, per = line.exact
    kind = K.CHARGED_ROUNDED if amount % per else K.CHARGED
    yield Reason(kind, {"amount": _money(line, (line.amount_minor, 1))})


def _basis(line: FeeLine) -> Iterator[Reason]:
    """How the basis is made up; a flat amount needs none."""
    meter, basis = line.meter, line.meter.fee.basis
    if line.terms.method is Method.FLAT or basis is Basis.OUTLET:
        return
    if basis.is_count:
        yield Reason(_COUNTS[basis], {"basis": _basis_value(line, line.basis)})
    elif basis is Basis.COST_OF_GOODS:
        yield Reason(K.COST_OF_GOODS, {"basis": _basis_value(line, line.basis)})
    elif basis is Basis.NET_SALES and not meter.fee.deduct:
        yield Reason(K.NET_IS_GROSS, {"basis": _basis_value(line, line.basis)})
    else:
        yield Reason(K.GROSS, {"gross": _money(line, (line.sales.gross_sales, 1))})
        yield from _taken_off(line)
        if basis is not Basis.GROSS_SALES:
            kind = K.NET if basis is Basis.NET_SALES else K.GROSS_PROFIT
            yield Reason(kind, {"basis": _basis_value(line, line.basis)})
    if line.basis < 0:
        yield Reason(K.NEGATIVE, {"basis": _basis_value(line, line.basis)})


def _taken_off(line: FeeLine) -> Iterator[Reason]:
    meter, sales = line.meter, line.sales
    for deduction, grains in meter.deductions_of(sales):
        reported = _money(line, (getattr(sales, deduction.value), 1))
        if grains != getattr(sales, deduction.value) * 10 ** (meter.decimals - reported.decimals):
            cap = Share(meter.fee.discount_cap or Decimal(0))
            taken = _basis_value(line, grains)
            yield Reason(K.DISCOUNTS_CAPPED, {"amount": reported, "taken": taken, "cap": cap})
        elif grains:
            yield Reason(_OFF[deduction], {"amount": reported})
    if meter.fee.basis is Basis.GROSS_PROFIT and sales.cost_of_goods:
        yield Reason(K.COST_OF_GOODS_OFF, {"amount": _money(line, (sales.cost_of_goods, 1))})


def _step(line: FeeLine) -> Reason:
    opened, _ = opening_of(line.meter, line.sales, line.situation)
    month = month_of_operation(line.sales.period, opened)
    params: dict[str, Value] = {
        "month": month,
        "opened": Month(opened),
        "from_month": line.terms.from_month,
    }
    return Reason(K.STEP, params)


def _by_terms(line: FeeLine) -> Iterator[Reason]:
    method = line.terms.method
    if method is Method.FLAT:
        yield Reason(K.FLAT, {"amount": _money(line, (line.terms.amount, 1))})
        days, of = open_days(line.meter, line.sales, line.situation)
        if days != of:
            yield Reason(K.FLAT_PART, _part(line, "amount", line.terms.amount, (days, of)))
        return
    if not method.has_tiers:
        yield Reason(
            K.RATE,
            {
                "basis": _basis_value(line, line.counted),
                "rate": _rate(line, line.terms.rate),
                "amount": _money(line, line.by_terms),
            },
        )
        return
    if line.meter.is_cumulative:
        yield _year(line)
    yield from _marginal(line) if method is Method.MARGINAL else _cliff(line)


def _year(line: FeeLine) -> Reason:
    since = year_of(line.sales.period.last, line.meter.year_starts).start
    params: dict[str, Value] = {
        "since": since,
        "before": _basis_value(line, line.before),
        "after": _basis_value(line, line.before + line.counted),
    }
    return Reason(K.YEAR, params)


def _marginal(line: FeeLine) -> Iterator[Reason]:
    slices = line.terms.slices(line.before, line.before + line.counted)
    if not slices:
        tier = line.terms.reached(line.before)
        slices = [tier._replace(above=line.before, to=line.before)]
    for part in slices:
        yield Reason(_tier_kind(part, K.TIER_FIRST), _tier(line, part))
    if len(slices) > 1:
        yield Reason(K.TIERS_SUM, {"amount": _money(line, line.by_terms)})


def _cliff(line: FeeLine) -> Iterator[Reason]:
    after = line.before + line.counted
    part = line.terms.reached(after)
    yield Reason(_tier_kind(part, K.CLIFF_FIRST), _tier(line, part))
    if line.before:
        yield Reason(
            K.YEAR_DIFFERENCE,
            {
                "after": _money(line, (line.terms.at(after), line.meter.per)),
                "before": _money(line, (line.terms.at(line.before), line.meter.per)),
                "amount": _money(line, line.by_terms),
            },
        )


def _tier_kind(part: Slice, first: ReasonKind) -> ReasonKind:
    """The sentence for a tier's place: the first, one between, the last, or the only one."""
    kinds = {
        K.TIER_FIRST: (K.TIER_BETWEEN, K.TIER_LAST),
        K.CLIFF_FIRST: (K.CLIFF_BETWEEN, K.CLIFF_LAST),
    }
    between, last = kinds[first]
    if part.limit is None:
        return last
    return between if part.floor else first


def _tier(line: FeeLine, part: Slice) -> dict[str, Value]:
    grains = part.to - part.above
    params: dict[str, Value] = {
        "floor": _basis_value(line, part.floor),
        "part": _basis_value(line, grains),
        "rate": _rate(line, part.rate),
        "amount": _money(line, (grains * part.rate, line.meter.per)),
    }
    if part.limit is not None:
        params["limit"] = _basis_value(line, part.limit)
    return params


def _bounds(line: FeeLine) -> Iterator[Reason]:
    meter, reached = line.meter, _money(line, line.by_terms)
    if meter.minimum is not None:
        days, of = open_days(meter, line.sales, line.situation)
        minimum = _money(line, (meter.minimum * days, of))
        if days != of:
            yield Reason(K.MINIMUM_PART, _part(line, "minimum", meter.minimum, (days, of)))
        if line.bound is Bound.MINIMUM:
            yield Reason(K.MINIMUM, {"amount": reached, "minimum": minimum})
        else:
            yield Reason(K.MINIMUM_MET, {"minimum": minimum})
    if meter.maximum is not None:
        maximum = _money(line, (meter.maximum, 1))
        if line.bound is Bound.MAXIMUM:
            yield Reason(K.MAXIMUM, {"amount": reached, "maximum": maximum})
        else:
            yield Reason(K.MAXIMUM_KEPT, {"maximum": maximum})


def _true_up(line: FeeLine) -> Iterator[Reason]:
    found = yearly_minimum(line.meter, line.sales, line.situation)
    if found is None:
        return
    owed, share = found
    if share != (1, 1):
        whole = line.meter.yearly_minimum or 0
        yield Reason(K.YEAR_MINIMUM_PART, _part(line, "minimum", whole, share))
    before = line.situation.standings.get(line.fee, NOTHING_YET).charged
    amount, per = line.within
    params: dict[str, Value] = {
        "charged": _money(line, (before * per + amount, per)),
        "minimum": _money(line, owed),
    }
    if not line.is_trued_up:
        yield Reason(K.YEAR_MINIMUM_MET, params)
        return
    exact, exact_per = line.exact
    added = (exact * per - amount * exact_per, exact_per * per)
    yield Reason(K.TRUE_UP, {**params, "added": _money(line, added)})


def _part(line: FeeLine, name: str, whole: int, share: Ratio) -> dict[str, Value]:
    days, of = share
    return {
        name: _money(line, (whole, 1)),
        "days": days,
        "of": of,
        "part": _money(line, (whole * days, of)),
    }


def _money(line: FeeLine, minor: Ratio) -> Amount:
    """Exact minor units as money; of a number that does not end, the first decimals."""
    currency = line.meter.currency
    amount, per = minor
    decimals = _POWERS_OF_TEN.get(per)
    if decimals is None:
        decimals = _decimals_of(amount, per)
        if decimals is None:
            return _cut(amount, per, currency)
        amount = amount * 10**decimals // per
    return Amount(amount, decimals + EXPONENTS[currency], currency)


_POWERS_OF_TEN = {10**power: power for power in range(28)}


def _decimals_of(amount: int, per: int) -> int | None:
    """How many decimals a ratio has, if they end."""
    lowest = per // gcd(amount, per)
    decimals = 0
    while lowest % 2 == 0 or lowest % 5 == 0:
        lowest //= 10 if lowest % 10 == 0 else 5 if lowest % 5 == 0 else 2
        decimals += 1
    return decimals if lowest == 1 else None


def _cut(amount: int, per: int, currency: str) -> Amount:
    decimals = _SHOWN_BEYOND_MINOR
    cut = abs(amount) * 10**decimals // per
    return Amount(
        cut if amount >= 0 else -cut, decimals + EXPONENTS[currency], currency, is_cut=True
    )


def _basis_value(line: FeeLine, grains: int) -> Amount | Decimal:
    meter = line.meter
    if meter.is_money:
        return Amount(grains, meter.decimals, meter.currency)
    return meter.number(grains)


def _rate(line: FeeLine, rate: int) -> Share | Amount:
    meter = line.meter
    return _rate_value(rate, meter.rate_decimals, None if meter.is_money else meter.currency)


@lru_cache(maxsize=1024)
def _rate_value(rate: int, decimals: int, currency: str | None) -> Share | Amount:
    """A share of the basis, or money for each unit of it."""
    if currency is None:
        return Share(Decimal(f"{rate}e-{decimals}"))
    return Amount(rate, decimals, currency)
