"""What can still be credited of an invoice, line by line, and what was taken back of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import aliased

from ...database import db
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Outlet
from ..models import Charge, CreditLine, Invoice, SalesReport
from ..rules.taxes import Rate
from .raw_ids import RawId, raw
from .taken_back import is_live
from .taxing import rates_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Creditable:
    """A line of an invoice and what is left of it."""

    charge_id: UUID
    fee: str
    outlet: str
    period: Period
    is_fund: bool
    amount: Money
    left: Money
    rate: Rate | None


def creditable(invoice: Invoice) -> tuple[Creditable, ...]:
    """The lines of an invoice. Of one that was charged anew nothing is left here.

    What was credited of an earlier version of the same report counts: it was given for good.
    """
    rows = db.session.execute(
        select(Charge, SalesReport, Outlet.code, is_live().label("is_live"))
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(Outlet, Outlet.id == Charge.outlet_id)
        .where(Charge.invoice_id == invoice.id)
        .order_by(Outlet.code, SalesReport.starts_on, Charge.position)
    ).all()
    credited = _credited([row.Charge.id for row in rows])
    raws: dict[UUID, RawId | None] = dict(
        db.session.execute(_RATES.where(Charge.invoice_id == invoice.id)).all()
    )
    rates = rates_of(raws.values())
    return tuple(_creditable(row, credited, _rate(rates, raws[row.Charge.id])) for row in rows)


_RATES = select(Charge.id, raw(Charge.tax_rate_id))


def _rate(rates: dict[RawId, Rate], rate_id: RawId | None) -> Rate | None:
    return rates[rate_id] if rate_id is not None else None


def _creditable(
    row: Row[*tuple[Any, ...]], credited: dict[UUID, int], rate: Rate | None
) -> Creditable:
    charge: Charge = row.Charge
    left = charge.amount_minor - credited.get(charge.id, 0) if row.is_live else 0
    report: SalesReport = row.SalesReport
    return Creditable(
        charge_id=charge.id,
        fee=charge.fee,
        outlet=row.code,
        period=Period.of_days(report.starts_on, report.ends_on),
        is_fund=charge.is_fund,
        amount=Money(charge.amount_minor, charge.currency),
        left=Money(max(left, 0), charge.currency),
        rate=rate,
    )


def _credited(charge_ids: Sequence[UUID]) -> dict[UUID, int]:
    """What was credited of charges and of the earlier ones that they replace."""
    if not charge_ids:
        return {}
    mine, report = aliased(Charge), aliased(SalesReport)
    rows = db.session.execute(
        select(mine.id, -func.sum(CreditLine.amount_minor))
        .select_from(mine)
        .join(report, report.id == mine.sales_report_id)
        .join(
            SalesReport,
            and_(
                SalesReport.outlet_id == report.outlet_id,
                SalesReport.starts_on == report.starts_on,
                SalesReport.ends_on == report.ends_on,
            ),
        )
        .join(Charge, and_(Charge.sales_report_id == SalesReport.id, Charge.fee == mine.fee))
        .join(CreditLine, CreditLine.charge_id == Charge.id)
        .where(mine.id.in_(charge_ids), CreditLine.is_reversal.is_(False))
        .group_by(mine.id)
    )
    return {charge_id: int(minor) for charge_id, minor in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A line that takes a charge back, as its document shows it."""

    fee: str
    outlet: str
    outlet_name: str
    period: Period
    month: str
    is_fund: bool
    is_reversal: bool
    amount: Money
    charged_on: str
    """The number of the invoice on which it was charged."""
    charged_id: UUID
    document_id: UUID
    document: str
    issued_on: date


def taken_back_by(invoice_ids: Sequence[UUID]) -> dict[UUID, tuple[TakenBack, ...]]:
    """The lines of some documents that take something back, by document."""
    return _by(CreditLine.invoice_id, invoice_ids, lambda one: one.document_id)


def taken_back_of(invoice_id: UUID) -> tuple[TakenBack, ...]:
    """What was taken back of an invoice's lines, by whatever document."""
    return _by(Charge.invoice_id, [invoice_id], lambda one: one.charged_id).get(invoice_id, ())


def _by(column: Any, ids: Sequence[UUID], key: Any) -> dict[UUID, tuple[TakenBack, ...]]:  # noqa: ANN401
    if not ids:
        return {}
    charged = aliased(Invoice)
    rows = db.session.execute(
        select(CreditLine, Charge, SalesReport, Outlet, charged, Invoice)
        .join(Charge, Charge.id == CreditLine.charge_id)
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(Outlet, Outlet.id == Charge.outlet_id)
        .join(charged, charged.id == Charge.invoice_id)
        .join(Invoice, Invoice.id == CreditLine.invoice_id)
        .where(column.in_(ids))
        .order_by(Invoice.number, Outlet.code, SalesReport.starts_on, Charge.position)
    )
    found: dict[UUID, list[TakenBack]] = {}
    for line, charge, report, outlet, first, document in rows:
        one = TakenBack(
            fee=charge.fee,
            outlet=outlet.code,
            outlet_name=outlet.name,
            period=Period.of_days(report.starts_on, report.ends_on),
            month=charge.month,
            is_fund=line.is_fund,
            is_reversal=line.is_reversal,
            amount=Money(line.amount_minor, line.currency),
            charged_on=first.number,
            charged_id=first.id,
            document_id=document.id,
            document=document.number,
            issued_on=document.issued_on,
        )
        found.setdefault(key(one), []).append(one)
    return {invoice_id: tuple(lines) for invoice_id, lines in found.items()}


def cancelled(invoices: Iterable[Invoice]) -> set[UUID]:
    """Those that cannot be paid: credit notes, and invoices of which nothing is left."""
    several = list(invoices)
    taken = dict(
        db.session.execute(
            select(Charge.invoice_id, func.sum(CreditLine.amount_minor))
            .join(CreditLine, CreditLine.charge_id == Charge.id)
            .where(Charge.invoice_id.in_([invoice.id for invoice in several]))
            .group_by(Charge.invoice_id)
        ).all()
    )
    return {
        invoice.id
        for invoice in several
        if invoice.total_minor < 0
        or (
            invoice.id in taken
            and int(taken[invoice.id]) <= invoice.tax_minor - invoice.total_minor
        )
    }
