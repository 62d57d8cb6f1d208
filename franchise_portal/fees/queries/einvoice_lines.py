"""The lines of e-invoices: what is charged and what is taken back, with the taxes.

What comes from no sales report is read by `einvoice_singles`; its rows are of the same form.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, literal, null, select
from sqlalchemy.orm import aliased

from ...contracts.models import Contract
from ...database import db
from ...kit.money import Money
from ...network.enums import TaxCategory
from ...network.models import Outlet
from ..enums import Basis
from ..models import Charge, CreditLine, Invoice, InvoiceTax, SalesReport, Tax, TaxRate
from ..rules.einvoice import NOT_SUBJECT, Fee, Preceding
from ..rules.einvoice import Tax as EInvoiceTax
from ..single_enums import SingleKind
from ..tax_enums import TaxKind

AnyRow = Row[*tuple[Any, ...]]

#: What is printed where the network names no law of its own.
REASONS = {
    TaxCategory.NOT_SUBJECT: "Not subject to VAT",
    TaxCategory.REVERSE_CHARGE: "Reverse charge",
}
SECURITY = "Security, owed back: no consideration for a supply"
STANDARD_REASONS = {
    TaxKind.NOT_SUBJECT: REASONS[TaxCategory.NOT_SUBJECT],
    TaxKind.REVERSE_CHARGE: REASONS[TaxCategory.REVERSE_CHARGE],
}


def charges(invoice_ids: Sequence[UUID]) -> dict[UUID, list[AnyRow]]:
    """The charges of some invoices, by outlet and day."""
    found: dict[UUID, list[AnyRow]] = defaultdict(list)
    rows = db.session.execute(
        select(
            Charge.invoice_id,
            Charge.fee,
            Charge.clause,
            Charge.is_fund,
            Charge.basis,
            Charge.basis_amount,
            Charge.amount_minor,
            Charge.currency,
            SalesReport.starts_on,
            SalesReport.ends_on,
            Outlet.code,
            Outlet.name,
            Contract.number,
            *TAX,
            null().label("charged_by"),
            null().label("single"),
        )
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(Outlet, Outlet.id == Charge.outlet_id)
        .join(Contract, Contract.id == Charge.contract_id)
        .outerjoin(TaxRate, TaxRate.id == Charge.tax_rate_id)
        .outerjoin(Tax, Tax.id == TaxRate.tax_id)
        .where(Charge.invoice_id.in_(invoice_ids))
        .order_by(Outlet.code, SalesReport.starts_on, Charge.position, Charge.id)
    )
    for row in rows:
        found[row.invoice_id].append(row)
    return found


TAX = (Tax.kind.label("tax_kind"), TaxRate.rate.label("tax_rate"), Tax.reason.label("tax_reason"))


def taken_back(invoice_ids: Sequence[UUID]) -> dict[UUID, list[AnyRow]]:
    """The lines that take charges back, as if they were charges below zero."""
    first = aliased(Invoice)
    found: dict[UUID, list[AnyRow]] = defaultdict(list)
    rows = db.session.execute(
        select(
            CreditLine.invoice_id,
            Charge.fee,
            Charge.clause,
            CreditLine.is_fund,
            literal(Basis.OUTLET.value).label("basis"),
            Charge.basis_amount,
            CreditLine.amount_minor,
            CreditLine.currency,
            SalesReport.starts_on,
            SalesReport.ends_on,
            Outlet.code,
            Outlet.name,
            Contract.number,
            *TAX,
            first.number.label("charged_by"),
            null().label("single"),
        )
        .join(Charge, Charge.id == CreditLine.charge_id)
        .join(first, first.id == Charge.invoice_id)
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(Outlet, Outlet.id == Charge.outlet_id)
        .join(Contract, Contract.id == Charge.contract_id)
        .outerjoin(TaxRate, TaxRate.id == Charge.tax_rate_id)
        .outerjoin(Tax, Tax.id == TaxRate.tax_id)
        .where(CreditLine.invoice_id.in_(invoice_ids))
        .order_by(Outlet.code, SalesReport.starts_on, Charge.position, CreditLine.id)
    )
    for row in rows:
        found[row.invoice_id].append(row)
    return found


def posted(taxes: Iterable[InvoiceTax]) -> dict[tuple[str, Decimal], Decimal]:
    """Taxes as they were posted, by category and rate in per cent."""
    return {
        (tax.kind.value, _per_cent(tax.rate)): Money(tax.tax_minor, tax.currency).to_decimal()
        for tax in taxes
    }


def _per_cent(rate: Decimal) -> Decimal:
    return (rate * 100).normalize() if rate else Decimal(0)


def preceding(invoice_ids: Sequence[UUID]) -> dict[UUID, Preceding]:
    """The invoices that credit notes are about, by id."""
    rows = db.session.execute(
        select(Invoice.id, Invoice.number, Invoice.issued_on).where(Invoice.id.in_(invoice_ids))
    )
    return {
        invoice_id: Preceding(number=number, issued_on=issued_on)
        for invoice_id, number, issued_on in rows
    }


def fee_of(row: AnyRow) -> Fee:
    """A line as the rules read it."""
    if row.single is not None:
        return _single(row)
    days = _days(row.starts_on, row.ends_on)
    name = row.fee[:1].upper() + row.fee[1:]
    attributes = [
        ("Outlet", f"{row.code} {row.name}"),
        ("Contract", row.number),
        ("Clause", row.clause),
        ("Belongs to", "Advertising fund" if row.is_fund else "Franchisor"),
        ("Charged by", row.charged_by or ""),
    ]
    basis = Basis(row.basis)
    if basis is not Basis.OUTLET:
        unit = f" {row.currency}" if basis.is_money else ""
        attributes.append((basis.label, f"{_number(row.basis_amount)}{unit}"))
    return Fee(
        name=f"{name}, {row.code}",
        amount=Money(row.amount_minor, row.currency).to_decimal(),
        description=f"{name} of {row.code} {row.name} for {days}, clause {row.clause}",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        attributes=tuple(attributes),
        tax=_tax(row),
    )


def _single(row: AnyRow) -> Fee:
    """A charge that comes from no report."""
    name = SingleKind(row.single).label
    outlet = f"{row.code} {row.name}" if row.code else ""
    about = ", ".join(part for part in (row.words, outlet) if part)
    attributes = (
        ("Outlet", outlet),
        ("Contract", row.number),
        ("Clause", row.clause),
        ("Belongs to", "Franchisor"),
        ("Charged by", row.charged_by or ""),
    )
    return Fee(
        name=f"{name}, {row.code}" if row.code else name,
        amount=Money(row.amount_minor, row.currency).to_decimal(),
        description=f"{name}: {about}, clause {row.clause}" if about else f"Clause {row.clause}",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        attributes=attributes,
        tax=_tax(row),
    )


def _tax(row: AnyRow) -> EInvoiceTax | None:
    if row.single is not None and SingleKind(row.single).is_owed_back:
        return EInvoiceTax(category=NOT_SUBJECT, rate=Decimal(0), reason=SECURITY)
    if not row.tax_kind:
        return None
    return EInvoiceTax(category=row.tax_kind.value, rate=_per_cent(row.tax_rate), reason=_why(row))


def _why(row: AnyRow) -> str:
    """Why there is no tax, in the law's words or in the standard's."""
    return row.tax_reason or STANDARD_REASONS.get(row.tax_kind, "")


def _days(first: date, last: date) -> str:
    return f"{first} to {last}"


def _number(number: Decimal) -> str:
    """Plain digits without idle zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
