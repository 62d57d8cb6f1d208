"""What other pages tell of a franchisee's or an outlet's money, in as few queries as possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal, select

from ...database import db
from ...kit import clock
from ...kit.money import Money
from ...kit.period import Period, shifted
from ...ready import Ready
from ...web.slices import TODAY
from ..enums import InvoiceKind, InvoiceStatus
from ..models import Invoice, OpenItem, Payment, SalesReport
from .balances import MOST_SUMMED
from .invoices import StillOpen, days_late, status_of, still_open

MONTHS = 24
LATEST = 6


@dataclass(frozen=True, slots=True)
class OwedTogether:
    """What some franchisees owe together, in one currency."""

    open: Money
    overdue: Money


def owed_together(ids: Any) -> tuple[OwedTogether, ...] | None:  # noqa: ANN401 - a select of ids
    """What the franchisees of a select owe, for each currency.

    None when more is open than can be added up while a page waits: the list must cost the same
    in a network of any size.
    """
    everybody = ids.whereclause is None
    statement = _ALL_TOGETHER if everybody else _together(OpenItem.franchisee_id.in_(ids))
    sums = statement.run({"today": clock.today()})
    if sum(count for _currency, _open, _late, count in sums) > MOST_SUMMED:
        return None
    return tuple(
        OwedTogether(Money(int(minor), currency), Money(int(overdue), currency))
        for currency, minor, overdue, _count in sums
    )


def _together(*where: ColumnElement[bool]) -> Ready:
    items = (
        select(OpenItem.currency, OpenItem.open_minor, OpenItem.due_on)
        .where(*where)
        .limit(MOST_SUMMED + 1)
        .subquery()
    )
    late = case((items.c.due_on < TODAY, items.c.open_minor), else_=0)
    return Ready(
        select(items.c.currency, func.sum(items.c.open_minor), func.sum(late), func.count())
        .group_by(items.c.currency)
        .order_by(items.c.currency)
    )


#: Built once: the plain list of franchisees asks it every time. It first looks whether there are
#: too many, which takes a leap and not a sum.
_ALL_TOGETHER = _together(
    select(literal(1))
    .select_from(OpenItem)
    .limit(1)
    .offset(MOST_SUMMED)
    .correlate(None)
    .scalar_subquery()
    .is_(None)
)


@dataclass(frozen=True, slots=True)
class LatestInvoice:
    """One of a franchisee's last invoices, as its page shows them."""

    id: UUID
    number: str
    month: str
    due_on: date
    total: Money
    status: InvoiceStatus
    days_late: int


def latest_invoices(franchisee_id: UUID) -> Sequence[LatestInvoice]:
    """A franchisee's last invoices, the latest first."""
    rows = db.session.scalars(
        select(Invoice)
        .where(Invoice.franchisee_id == franchisee_id)
        .order_by(Invoice.issued_at.desc(), Invoice.number.desc())
        .limit(LATEST)
    ).all()
    still = still_open([row.id for row in rows])
    return [_invoice(row, still.get(row.id, StillOpen(0, row.due_on))) for row in rows]


def _invoice(row: Invoice, still: StillOpen) -> LatestInvoice:
    return LatestInvoice(
        row.id,
        row.number,
        row.month,
        still.due_on,
        Money(row.total_minor, row.currency),
        status_of(still.minor, still.due_on, row.kind),
        days_late(still.minor, still.due_on),
    )


@dataclass(frozen=True, slots=True)
class OutletMonth:
    """An outlet's sales net of tax and refunds in a month; None when nothing was reported."""

    month: str
    net: Money | None


def outlet_sales(outlet_id: UUID) -> tuple[OutletMonth, ...]:
    """An outlet's last two years, the oldest month first, in the currency reported last."""
    last = db.session.execute(
        select(SalesReport.month, SalesReport.currency)
        .where(SalesReport.outlet_id == outlet_id, SalesReport.is_current)
        .order_by(SalesReport.month.desc())
        .limit(1)
    ).first()
    if last is None:
        return ()
    month, currency = last
    first = shifted(Period.parse_month(month).start, 1 - MONTHS)
    months = [f"{shifted(first, place):%Y-%m}" for place in range(MONTHS)]
    net = SalesReport.gross_minor - SalesReport.sales_tax_minor - SalesReport.refunds_minor
    rows = db.session.execute(
        select(SalesReport.month, func.sum(net))
        .where(
            SalesReport.outlet_id == outlet_id,
            SalesReport.is_current,
            SalesReport.currency == currency,
            SalesReport.month >= months[0],
        )
        .group_by(SalesReport.month)
    )
    sums = {name: int(minor) for name, minor in rows}
    return tuple(
        OutletMonth(name, Money(sums[name], currency) if name in sums else None) for name in months
    )


@dataclass(frozen=True, slots=True)
class MoneyEvent:
    """A document that was issued, or a payment that was booked."""

    at: datetime
    who: str
    invoice_id: UUID | None
    payment_id: UUID | None
    number: str
    month: str
    on: date
    amount: Money
    kind: InvoiceKind = InvoiceKind.INVOICE


def money_events(franchisee_id: UUID, before: datetime | None, limit: int) -> list[MoneyEvent]:
    """A franchisee's invoices and payments, the latest first."""
    issued = select(Invoice).where(Invoice.franchisee_id == franchisee_id)
    booked = select(Payment).where(Payment.franchisee_id == franchisee_id)
    if before is not None:
        issued = issued.where(Invoice.issued_at < before)
        booked = booked.where(Payment.recorded_at < before)
    events = [
        MoneyEvent(
            row.issued_at,
            row.issued_by_name,
            row.id,
            None,
            row.number,
            row.month,
            row.due_on,
            Money(row.total_minor, row.currency),
            row.kind,
        )
        for row in db.session.scalars(issued.order_by(Invoice.issued_at.desc()).limit(limit))
    ]
    events += [
        MoneyEvent(
            row.recorded_at,
            row.recorded_by_name,
            None,
            row.id,
            row.reference,
            "",
            row.received_on,
            Money(row.amount_minor, row.currency),
        )
        for row in db.session.scalars(booked.order_by(Payment.recorded_at.desc()).limit(limit))
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)[:limit]
