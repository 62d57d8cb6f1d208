"""Whether lines are what their fee plans say, and were counted on what their reports say.

The amounts themselves only the rule gives again, which takes as long as charging did; but clause,
fee and basis of each line follow from its plan and its report by what a query can count.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Float, and_, case, cast, false, func, or_, select

from ...database import db
from ...kit.errors import NotFound
from ...kit.i18n import N_
from ...kit.money import exponent
from ...rows import Among
from ..enums import Basis, Deduction
from ..models import Charge, FeePlan, Invoice, SalesReport
from ..rules.meters import Meter
from ..rules.plans import Fee
from .comparing import MOST_FINDINGS, Finding, above_zero
from .plans import the_plan

REPORTED: dict[str, Any] = {
    "gross_sales": SalesReport.gross_minor,
    "cost_of_goods": SalesReport.cost_of_goods_minor,
    Deduction.SALES_TAX: SalesReport.sales_tax_minor,
    Deduction.REFUNDS: SalesReport.refunds_minor,
    Deduction.DISCOUNTS: SalesReport.discounts_minor,
    Deduction.EXCLUDED_SALES: SalesReport.excluded_minor,
    Basis.TRANSACTIONS: SalesReport.transactions,
    Basis.CUSTOMERS: SalesReport.customers,
    Basis.UNITS: SalesReport.units,
}
"""Where a report keeps what a basis is counted from."""
MOST_DECIMALS = 6
"""With which a line keeps what it was counted on."""


class _Said(NamedTuple):
    """What lines say of themselves; most say the same as many others."""

    plan_id: UUID
    position: int
    fee: str
    clause: str
    is_fund: bool
    basis: str


def _planned(plan_id: UUID, position: int) -> Fee | None:
    """The fee of a plan; None where the plan is gone, which another check tells, or has none."""
    try:
        fees = the_plan(plan_id).fees
    except NotFound:
        return None
    return fees[position] if 0 <= position < len(fees) else None


def lines_of_plans() -> Iterator[Finding]:
    """Each line has name, clause, book and basis of the fee that it charges."""
    columns = [getattr(Charge, name) for name in _Said._fields]
    for row in db.session.execute(select(*columns).distinct()).all():
        said = _Said._make(row)
        fee = _planned(said.plan_id, said.position)
        if fee is None or not _agrees(said, fee):
            yield from _named(said, fee)


def _agrees(said: _Said, fee: Fee) -> bool:
    return (said.fee, said.clause, said.is_fund, said.basis) == (
        fee.name,
        fee.clause,
        fee.fund,
        fee.basis.value,
    )


def _named(said: _Said, fee: Fee | None) -> Iterator[Finding]:
    rows = db.session.execute(
        select(Invoice.number)
        .join(Charge, Charge.invoice_id == Invoice.id)
        .where(*(getattr(Charge, name) == value for name, value in said._asdict().items()))
        .order_by(Invoice.number)
        .limit(MOST_FINDINGS + 1)
    )
    for (number,) in rows:
        if fee is not None and said.clause != fee.clause:
            yield Finding(
                N_(
                    "The line “%(fee)s” of invoice %(invoice)s names clause %(clause)s, but its "
                    "fee plan names clause %(planned)s."
                ),
                {
                    "fee": said.fee,
                    "invoice": number,
                    "clause": said.clause,
                    "planned": fee.clause,
                },
            )
        else:
            yield Finding(
                N_(
                    "The line “%(fee)s” of invoice %(invoice)s has another name, book or basis "
                    "than the fee of its plan."
                ),
                {"fee": said.fee, "invoice": number},
            )


def counted_otherwise() -> tuple[ColumnElement[bool], dict[str, list[UUID]]]:
    """Of a line and its report: whether it was counted on something else than the report says.

    With the parameters that the condition needs. It says nothing where a fee is not due every
    period, nor of a cap finer than the basis is kept: there only the rule tells.
    """
    ways: dict[_Way, list[UUID]] = defaultdict(list)
    for plan_id in db.session.scalars(select(FeePlan.id)):
        plan = the_plan(plan_id)
        for meter in plan.meters:
            if _is_counted_plainly(meter):
                ways[_way(meter, exponent(plan.currency))].append(plan_id)
    wrong = [
        and_(
            Charge.position == way.position,
            Among(Charge.plan_id, f"plans_{place}"),
            _differs(way),
        )
        for place, way in enumerate(ways)
    ]
    plans = {f"plans_{place}": ids for place, ids in enumerate(ways.values())}
    return or_(false(), *wrong), plans


def _is_counted_plainly(meter: Meter) -> bool:
    is_kept_whole = meter.decimals <= MOST_DECIMALS
    return meter.every is None and meter.fee.basis is not Basis.OUTLET and is_kept_whole


class _Way(NamedTuple):
    """A way to count, at a place of plans; networks have few of them."""

    position: int
    basis: Basis
    deduct: frozenset[Deduction]
    grain: int
    """Grains of a minor unit: more than one where discounts are capped."""
    decimals: int
    """Decimals of a grain."""
    cap: int | None
    """Grains of discounts, at most, for each minor unit of gross sales."""


def _way(meter: Meter, digits: int) -> _Way:
    fee = meter.fee
    grain = 10 ** (meter.decimals - digits) if meter.is_money else 1
    cap = None if fee.discount_cap is None else int(fee.discount_cap * grain)
    return _Way(meter.place, fee.basis, frozenset(fee.deduct), grain, meter.decimals, cap)


def _differs(way: _Way) -> ColumnElement[bool]:
    # As numbers: SQLite keeps exact decimals as text. A double tells all that differ by a unit.
    counted = cast(Charge.basis_amount, Float)
    if way.basis.is_money:
        return func.round(counted * 10**way.decimals) != above_zero(_basis(way))
    return counted != cast(REPORTED[way.basis], Float)


def _basis(way: _Way) -> ColumnElement[int]:
    left: ColumnElement[int] = REPORTED["gross_sales"] * way.grain
    cost: ColumnElement[int] = REPORTED["cost_of_goods"] * way.grain
    if way.basis is Basis.COST_OF_GOODS:
        return cost
    if way.basis is not Basis.GROSS_SALES:
        for deduction in sorted(way.deduct):
            left = left - _taken_off(way, deduction)
    return left - cost if way.basis is Basis.GROSS_PROFIT else left


def _taken_off(way: _Way, deduction: Deduction) -> ColumnElement[int]:
    amount: ColumnElement[int] = REPORTED[deduction] * way.grain
    if way.cap is None or deduction is not Deduction.DISCOUNTS:
        return amount
    most = REPORTED["gross_sales"] * way.cap
    return case((amount < most, amount), else_=most)
