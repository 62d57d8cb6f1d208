"""Whether lines are what their fee plans say, and were counted on what their reports say.

The amounts themselves only the rule gives again, which takes as long as charging did; but clause,
fee and basis of each line follow from its plan and its report by what a query can count.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Float, and_, cast, func, or_, select

from ...database import db
from ...kit.errors import NotFound
from ...kit.i18n import N_
from ...kit.money import exponent
from ...rows import Among
from ..enums import Basis, Deduction
from ..models import Charge, FeePlan, Invoice, SalesReport
from ..rules.plans import Fee
from .comparing import MOST_FINDINGS, Finding, above_zero, first_found
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
AT_A_TIME = 20
"""Ways to count that one query compares."""


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


def bases_of_lines() -> Iterator[Finding]:
    """Each line was counted on what its report says.

    Not with a cap on discounts, nor where a fee is not due every period: there only the rule tells.
    """
    ways: dict[tuple[object, ...], list[UUID]] = defaultdict(list)
    for plan_id in db.session.scalars(select(FeePlan.id)):
        plan = the_plan(plan_id)
        for position, fee in enumerate(plan.fees):
            if _is_counted_plainly(fee):
                digits = exponent(plan.currency) if fee.basis.is_money else 0
                ways[fee.basis, frozenset(fee.deduct), digits, position].append(plan_id)
    several = list(ways.items())
    for start in range(0, len(several), AT_A_TIME):
        yield from _miscounted(several[start : start + AT_A_TIME])


def _is_counted_plainly(fee: Fee) -> bool:
    return fee.basis is not Basis.OUTLET and fee.discount_cap is None and fee.every is None


def _miscounted(ways: list[tuple[tuple[Any, ...], list[UUID]]]) -> Iterator[Finding]:
    wrong: list[ColumnElement[bool]] = []
    plans: dict[str, list[UUID]] = {}
    for place, ((basis, deduct, digits, position), plan_ids) in enumerate(ways):
        name = f"plans_{place}"
        plans[name] = plan_ids
        differs = _differs(basis, deduct, digits)
        wrong.append(and_(Charge.position == position, Among(Charge.plan_id, name), differs))
    rows = first_found(
        select(Charge.fee, Invoice.number)
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(or_(*wrong)),
        plans,
    )
    for fee, number in rows:
        yield Finding(
            N_(
                "The line “%(fee)s” of invoice %(invoice)s was counted on another amount than its "
                "sales report says."
            ),
            {"fee": fee, "invoice": number},
        )


def _differs(basis: Basis, deduct: frozenset[Deduction], digits: int) -> ColumnElement[bool]:
    # As numbers: SQLite keeps exact decimals as text. A double tells all that differ by a unit.
    counted = cast(Charge.basis_amount, Float)
    if basis.is_money:
        return func.round(counted * 10**digits) != above_zero(_basis(basis, deduct))
    return counted != cast(REPORTED[basis], Float)


def _basis(basis: Basis, deduct: frozenset[Deduction]) -> ColumnElement[int]:
    if basis is Basis.COST_OF_GOODS:
        return REPORTED["cost_of_goods"] + 0
    left = REPORTED["gross_sales"] + 0
    if basis is Basis.GROSS_SALES:
        return left
    for deduction in sorted(deduct):
        left -= REPORTED[deduction]
    return left - REPORTED["cost_of_goods"] if basis is Basis.GROSS_PROFIT else left


CHECKS_OF_TERMS: tuple[Callable[[], Iterator[Finding]], ...] = (lines_of_plans, bases_of_lines)
