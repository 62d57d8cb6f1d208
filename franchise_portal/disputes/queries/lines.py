"""Lines that can be disputed: fees on sales reports, and what a debit note charges."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, false, func, select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...fees.models import Charge, CreditLine, Invoice, SalesReport, SingleCharge
from ...fees.queries.crediting import creditable
from ...fees.queries.taken_back import is_live
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Outlet
from ...network.queries import founded
from ..enums import DisputeStatus
from ..models import Dispute

MOST_LISTED = 60
OPEN = (DisputeStatus.OPEN, DisputeStatus.MEDIATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an issued invoice, as a dispute names it."""

    id: UUID
    is_single: bool
    """Whether it comes from no sales report."""
    invoice_id: UUID
    number: str
    franchisee_id: UUID
    contract_id: UUID
    outlet_id: UUID | None
    outlet: str
    words: str
    """The fee's name, or the kind of the single charge."""
    clause: str
    report_id: UUID | None
    period: Period
    amount: Money
    left: Money
    """What was not credited, and not charged anew."""
    issued_on: date
    until: date
    """The last day on which it can be disputed."""

    @property
    def can_be_disputed(self) -> bool:
        """Whether its days are not over and something is left."""
        return self.left.minor > 0 and clock.today() <= self.until


def line_for(actor: Actor, line_id: UUID) -> Line:
    """A line that the actor may see, by the id of its charge.

    Raises:
        NotFound: when there is none.
    """
    singles = _singles(actor).where(SingleCharge.id == line_id)
    for query in (_charges(actor).where(Charge.id == line_id), singles):
        row = db.session.execute(query).first()
        if row is not None:
            line = _line(row)
            # What was credited of an earlier version of the same report counts too.
            left = {one.charge_id: one.left for one in creditable(row.Invoice)}
            return replace(line, left=left[line.id])
    raise NotFound


def lines_to_dispute(actor: Actor) -> Sequence[Line]:
    """The latest lines that the actor could dispute today, without those in dispute."""
    first = clock.today() - timedelta(days=founded().dispute_days)
    disputed = exists().where(Dispute.charge_id == Charge.id, Dispute.status.in_(OPEN))
    fees = _charges(actor).where(Invoice.issued_on >= first, is_live(), ~disputed)
    order = (Invoice.number.desc(), Outlet.code, Charge.position)
    disputed = exists().where(Dispute.single_charge_id == SingleCharge.id, Dispute.status.in_(OPEN))
    singles = _singles(actor).where(Invoice.issued_on >= first, ~disputed)
    rows = (
        *db.session.execute(
            singles.order_by(Invoice.number.desc(), SingleCharge.position).limit(MOST_LISTED)
        ),
        *db.session.execute(fees.order_by(*order).limit(MOST_LISTED)),
    )
    return [line for row in rows if (line := _line(row)).can_be_disputed]


def _charges(actor: Actor) -> Select[*tuple[Any, ...]]:
    credited = (
        select(func.coalesce(func.sum(CreditLine.amount_minor), 0))
        .where(CreditLine.charge_id == Charge.id, CreditLine.is_reversal.is_(False))
        .correlate(Charge)
        .scalar_subquery()
    )
    query = (
        select(
            Charge,
            Invoice,
            SalesReport,
            Outlet.code,
            Outlet.name,
            credited.label("credited"),
            is_live().label("is_live"),
        )
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(Outlet, Outlet.id == Charge.outlet_id)
    )
    scope = actor.scope
    actor.require(Permission.DISPUTES_DISPUTE_READ)
    if isinstance(scope, Everything):
        return query
    query = query.where(Invoice.franchisee_id == scope.franchisee_id)
    if scope.outlet_ids is not None:
        query = query.where(Charge.outlet_id.in_(scope.outlet_ids))
    return query


def _singles(actor: Actor) -> Select[*tuple[Any, ...]]:
    credited = (
        select(func.coalesce(func.sum(CreditLine.amount_minor), 0))
        .where(CreditLine.single_charge_id == SingleCharge.id)
        .correlate(SingleCharge)
        .scalar_subquery()
    )
    query = (
        select(SingleCharge, Invoice, Outlet.code, Outlet.name, credited.label("credited"))
        .join(Invoice, Invoice.id == SingleCharge.invoice_id)
        .outerjoin(Outlet, Outlet.id == SingleCharge.outlet_id)
    )
    scope = actor.scope
    if isinstance(scope, Everything):
        return query
    if scope.outlet_ids is not None:
        return query.where(false())
    return query.where(Invoice.franchisee_id == scope.franchisee_id)


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    single: SingleCharge | None = getattr(row, "SingleCharge", None)
    report: SalesReport | None = getattr(row, "SalesReport", None)
    charge: Any = single or row.Charge
    invoice: Invoice = row.Invoice
    left = charge.amount_minor + int(row.credited) if getattr(row, "is_live", True) else 0
    first = report.starts_on if report else charge.charged_on
    last = report.ends_on if report else charge.charged_on
    return Line(
        id=charge.id,
        is_single=single is not None,
        invoice_id=invoice.id,
        number=invoice.number,
        franchisee_id=invoice.franchisee_id,
        contract_id=charge.contract_id,
        outlet_id=charge.outlet_id,
        outlet=f"{row.code} {row.name}" if row.code else "",
        words=single.kind.value if single else charge.fee,
        clause=charge.clause,
        report_id=report.id if report else None,
        period=Period.of_days(first, last),
        amount=Money(charge.amount_minor, charge.currency),
        left=Money(max(left, 0), charge.currency),
        issued_on=invoice.issued_on,
        until=invoice.issued_on + timedelta(days=founded().dispute_days),
    )
