"""What can still be credited of an invoice, line by line, and what was taken back of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from ...database import db
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Outlet
from ..models import Charge, CreditLine, Invoice, SalesReport, SingleCharge
from ..rules.taxes import Rate
from .raw_ids import RawId, raw
from .single_charges import credited_singles, rates_of_singles, single_lines
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
    words: str = ""
    """What a charge that comes from no report is about."""
    is_single: bool = False
    """Whether it comes from no sales report."""


def creditable(invoice: Invoice) -> tuple[Creditable, ...]:
    """The lines of an invoice or a debit note. Of one charged anew nothing is left here.

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
    return tuple(
        _creditable(row, credited, _rate(rates, raws[row.Charge.id])) for row in rows
    ) + _singles(invoice)


def _singles(invoice: Invoice) -> tuple[Creditable, ...]:
    lines = single_lines([invoice.id])
    if not lines:
        return ()
    credited, raws = credited_singles(invoice.id), rates_of_singles(invoice.id)
    rates = rates_of(raws.values())
    return tuple(
        Creditable(
            charge_id=line.id,
            fee=line.kind.value,
            outlet=line.outlet,
            period=Period.of_days(line.charged_on, line.charged_on),
            is_fund=False,
            amount=line.amount,
            left=line.amount - Money(credited.get(line.id, 0), line.amount.currency),
            rate=_rate(rates, raws[line.id]),
            words=line.words,
            is_single=True,
        )
        for line in lines
    )


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
    fee = (Charge.fee, Charge.outlet_id, SalesReport.starts_on, SalesReport.ends_on)
    mine = db.session.execute(
        select(Charge.id, Charge.month, *fee)
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .where(Charge.id.in_(charge_ids))
    ).all()
    # In two steps, by values that an index has: in one, PostgreSQL without statistics, as while a
    # story is told, compares all charges with all.
    rows = db.session.execute(
        select(*fee, -func.sum(CreditLine.amount_minor))
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(CreditLine, CreditLine.charge_id == Charge.id)
        .where(
            Charge.outlet_id.in_({row.outlet_id for row in mine}),
            Charge.month.in_({row.month for row in mine}),
            CreditLine.is_reversal.is_(False),
        )
        .group_by(*fee)
    )
    credited = {tuple(key): int(minor) for *key, minor in rows}
    return {row.id: credited[key] for row in mine if (key := tuple(row[2:])) in credited}


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
    words: str = ""
    """What a charge that comes from no report is about."""
    is_single: bool = False


def taken_back_by(invoice_ids: Sequence[UUID]) -> dict[UUID, tuple[TakenBack, ...]]:
    """The lines of some documents that take something back, by document."""
    return _by("document_id", invoice_ids)


def taken_back_of(invoice_id: UUID) -> tuple[TakenBack, ...]:
    """What was taken back of an invoice's lines, by whatever document."""
    return _by("charged_id", [invoice_id]).get(invoice_id, ())


def _by(key: str, ids: Sequence[UUID]) -> dict[UUID, tuple[TakenBack, ...]]:
    """By `document_id`, on which a line stands, or by `charged_id`, on which it was charged."""
    if not ids:
        return {}
    found: dict[UUID, list[TakenBack]] = {}
    for one in (*_of_reports(key, ids), *_of_singles(key, ids)):
        found.setdefault(getattr(one, key), []).append(one)
    return {invoice_id: tuple(lines) for invoice_id, lines in found.items()}


def _of_reports(key: str, ids: Sequence[UUID]) -> Iterator[TakenBack]:
    charged = aliased(Invoice)
    column = CreditLine.invoice_id if key == "document_id" else Charge.invoice_id
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
    for line, charge, report, outlet, first, document in rows:
        yield _taken_back(
            line,
            first,
            document,
            fee=charge.fee,
            outlet=outlet.code,
            outlet_name=outlet.name,
            period=Period.of_days(report.starts_on, report.ends_on),
            month=charge.month,
        )


def _of_singles(key: str, ids: Sequence[UUID]) -> Iterator[TakenBack]:
    charged = aliased(Invoice)
    column = CreditLine.invoice_id if key == "document_id" else SingleCharge.invoice_id
    rows = db.session.execute(
        select(CreditLine, SingleCharge, Outlet.code, Outlet.name, charged, Invoice)
        .join(SingleCharge, SingleCharge.id == CreditLine.single_charge_id)
        .outerjoin(Outlet, Outlet.id == SingleCharge.outlet_id)
        .join(charged, charged.id == SingleCharge.invoice_id)
        .join(Invoice, Invoice.id == CreditLine.invoice_id)
        .where(column.in_(ids))
        .order_by(Invoice.number, SingleCharge.position)
    )
    for line, single, code, name, first, document in rows:
        yield _taken_back(
            line,
            first,
            document,
            fee=single.kind.value,
            outlet=code or "",
            outlet_name=name or "",
            period=Period.of_days(single.charged_on, single.charged_on),
            month=first.month,
            words=single.words,
            is_single=True,
        )


def cancelled(invoices: Iterable[Invoice]) -> set[UUID]:
    """Those that cannot be paid: credit notes, and invoices of which nothing is left."""
    several = list(invoices)
    ids = [invoice.id for invoice in several]
    taken: dict[UUID, int] = {}
    for model, line_of in (
        (Charge, CreditLine.charge_id),
        (SingleCharge, CreditLine.single_charge_id),
    ):
        rows = db.session.execute(
            select(model.invoice_id, func.sum(CreditLine.amount_minor))
            .join(CreditLine, line_of == model.id)
            .where(model.invoice_id.in_(ids))
            .group_by(model.invoice_id)
        )
        taken.update({invoice_id: int(minor) for invoice_id, minor in rows})
    return {
        invoice.id
        for invoice in several
        if invoice.total_minor < 0
        or (invoice.id in taken and taken[invoice.id] <= invoice.tax_minor - invoice.total_minor)
    }


def _taken_back(
    line: CreditLine,
    first: Invoice,
    document: Invoice,
    **charged: Any,  # noqa: ANN401 - what is known of the charge
) -> TakenBack:
    """A line of a credit note, with the invoice that it takes back from."""
    return TakenBack(
        is_fund=line.is_fund,
        is_reversal=line.is_reversal,
        amount=Money(line.amount_minor, line.currency),
        charged_on=first.number,
        charged_id=first.id,
        document_id=document.id,
        document=document.number,
        issued_on=document.issued_on,
        **charged,
    )
