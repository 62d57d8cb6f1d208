"""What e-invoices are made of, and those that were made."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, literal, null, select
from sqlalchemy.orm import aliased, joinedload

from ...contracts.models import Contract
from ...database import db
from ...kit.errors import Unreadable
from ...kit.money import Money, exponent
from ...kit.period import Period
from ...network.enums import TaxCategory
from ...network.models import Franchisee, Network, Outlet
from ...network.queries import founded
from ...network.rules.identifiers import compact, iban
from ...storage.models import StoredFile
from ..bank_enums import MandateStatus
from ..enums import Basis
from ..models import (
    Charge,
    CreditLine,
    EInvoice,
    Invoice,
    InvoiceTax,
    Mandate,
    SalesReport,
    Tax,
    TaxRate,
)
from ..rules.einvoice import (
    CREDIT_TRANSFER,
    SEPA_DEBIT,
    SEPA_TRANSFER,
    Facts,
    Fee,
    Party,
    PayBy,
    Preceding,
)
from ..rules.einvoice import Tax as EInvoiceTax
from ..tax_enums import TaxKind
from .invoices import taxes_of

AnyRow = Row[*tuple[Any, ...]]

EURO = "EUR"
#: What is printed where the network names no law of its own.
REASONS = {
    TaxCategory.NOT_SUBJECT: "Not subject to VAT",
    TaxCategory.REVERSE_CHARGE: "Reverse charge",
}
STANDARD_REASONS = {
    TaxKind.NOT_SUBJECT: REASONS[TaxCategory.NOT_SUBJECT],
    TaxKind.REVERSE_CHARGE: REASONS[TaxCategory.REVERSE_CHARGE],
}


def invoices_of(month: Period) -> Sequence[UUID]:
    """The ids of all invoices for a month, by number."""
    query = select(Invoice.id).where(Invoice.month == month.text).order_by(Invoice.number)
    return db.session.scalars(query).all()


def invoiced_in(month: Period) -> Iterable[Franchisee]:
    """The franchisees that were invoiced for a month, by code."""
    was = exists().where(Invoice.franchisee_id == Franchisee.id, Invoice.month == month.text)
    return db.session.scalars(select(Franchisee).where(was).order_by(Franchisee.code))


def made(invoice_ids: Sequence[UUID]) -> dict[UUID, StoredFile]:
    """The e-invoices that were made of some invoices."""
    rows = db.session.scalars(
        select(EInvoice)
        .where(EInvoice.invoice_id.in_(invoice_ids))
        .options(joinedload(EInvoice.file))
    )
    return {row.invoice_id: row.file for row in rows}


def facts_of(invoice_ids: Sequence[UUID]) -> Iterator[tuple[Invoice, Facts]]:
    """What is known of some invoices, in the order of their numbers."""
    network = founded()
    invoices = db.session.scalars(
        select(Invoice)
        .where(Invoice.id.in_(invoice_ids))
        .options(joinedload(Invoice.franchisee))
        .order_by(Invoice.number)
    ).all()
    ids = [invoice.id for invoice in invoices]
    charges, taken, taxes = _charges(ids), _taken_back(ids), taxes_of(ids)
    corrected = _numbers([one.corrects_id for one in invoices if one.corrects_id])
    mandates = _mandates(network, [invoice.franchisee_id for invoice in invoices])
    for invoice in invoices:
        mandate = mandates.get(invoice.franchisee_id)
        rows = [*charges[invoice.id], *taken[invoice.id]]
        facts = _facts(network, invoice, rows, mandate)
        yield (
            invoice,
            replace(
                facts,
                taxes=_posted(taxes.get(invoice.id, ())),
                preceding=corrected.get(invoice.corrects_id) if invoice.corrects_id else None,
                digits=exponent(invoice.currency),
            ),
        )


def seller_of(network: Network) -> Party:
    """The franchisor."""
    return Party(
        name=network.legal_name or network.name,
        trading_name=network.name,
        country=network.country,
        registration=network.registration,
        vat_number=network.vat_number,
        tax_number=network.tax_number,
        street=street_of(network.address, network.postcode, network.city),
        postcode=network.postcode,
        city=network.city,
        email=network.email,
    )


def buyer_of(franchisee: Franchisee) -> Party:
    """The franchisee."""
    return Party(
        name=franchisee.name,
        country=franchisee.country,
        identifier=franchisee.code,
        registration=franchisee.registration,
        vat_number=franchisee.vat_number,
        street=street_of(franchisee.address, franchisee.postcode, franchisee.city),
        postcode=franchisee.postcode,
        city=franchisee.city,
        email=franchisee.email,
    )


def street_of(address: str, postcode: str, city: str) -> str:
    """An address as it is printed, less the postcode and town that stand by themselves."""
    for end in (f"{postcode} {city}", f"{city} {postcode}", city):
        if end.strip() and address.endswith(end.strip()):
            return address.removesuffix(end.strip()).rstrip(" ,;")
    return address


def reason_of(network: Network) -> str:
    """Why there is no tax, as an invoice says it."""
    return network.tax_reason or REASONS.get(network.tax_category, "")


def _charges(invoice_ids: Sequence[UUID]) -> dict[UUID, list[AnyRow]]:
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
            *_TAX,
            null().label("charged_by"),
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


_TAX = (Tax.kind.label("tax_kind"), TaxRate.rate.label("tax_rate"), Tax.reason.label("tax_reason"))


def _taken_back(invoice_ids: Sequence[UUID]) -> dict[UUID, list[AnyRow]]:
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
            *_TAX,
            first.number.label("charged_by"),
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


def _posted(taxes: Iterable[InvoiceTax]) -> dict[tuple[str, Decimal], Decimal]:
    return {
        (tax.kind.value, _per_cent(tax.rate)): Money(tax.tax_minor, tax.currency).to_decimal()
        for tax in taxes
    }


def _per_cent(rate: Decimal) -> Decimal:
    return (rate * 100).normalize() if rate else Decimal(0)


def _numbers(invoice_ids: Sequence[UUID]) -> dict[UUID, Preceding]:
    rows = db.session.execute(
        select(Invoice.id, Invoice.number, Invoice.issued_on).where(Invoice.id.in_(invoice_ids))
    )
    return {
        invoice_id: Preceding(number=number, issued_on=issued_on)
        for invoice_id, number, issued_on in rows
    }


def _mandates(network: Network, franchisee_ids: Sequence[UUID]) -> dict[UUID, Mandate]:
    """The mandates under which fees are collected."""
    if not network.fees_creditor:
        return {}
    rows = db.session.scalars(
        select(Mandate).where(
            Mandate.franchisee_id.in_(franchisee_ids),
            Mandate.creditor_id == network.fees_creditor,
            Mandate.status == MandateStatus.ACTIVE,
        )
    )
    return {row.franchisee_id: row for row in rows}


def _facts(
    network: Network, invoice: Invoice, charges: Sequence[AnyRow], mandate: Mandate | None
) -> Facts:
    month = Period.parse_month(invoice.month)
    contracts = {row.number for row in charges}
    return Facts(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        currency=invoice.currency,
        seller=seller_of(network),
        buyer=buyer_of(invoice.franchisee),
        fees=tuple(_fee(row) for row in charges),
        category=network.tax_category.value,
        reason=reason_of(network),
        starts_on=min([month.start, *(row.starts_on for row in charges)]),
        ends_on=max([month.last, *(row.ends_on for row in charges)]),
        contract=contracts.pop() if len(contracts) == 1 else "",
        pay_by=_pay_by(network, invoice, mandate),
        notes=_notes(invoice),
    )


def _fee(row: AnyRow) -> Fee:
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
        tax=EInvoiceTax(category=row.tax_kind.value, rate=_per_cent(row.tax_rate), reason=_why(row))
        if row.tax_kind
        else None,
    )


def _why(row: AnyRow) -> str:
    """Why there is no tax, in the law's words or in the standard's."""
    return row.tax_reason or STANDARD_REASONS.get(row.tax_kind, "")


def _days(first: date, last: date) -> str:
    return f"{first} to {last}"


def _number(number: Decimal) -> str:
    """Plain digits without idle zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _notes(invoice: Invoice) -> tuple[str, ...]:
    if not invoice.fund_minor:
        return ()
    fund = Money(invoice.fund_minor, invoice.currency)
    return (f"Of the total, {fund} belongs to the advertising fund, which is held apart.",)


def _pay_by(network: Network, invoice: Invoice, mandate: Mandate | None) -> PayBy | None:
    if mandate is not None and invoice.currency == EURO:
        return PayBy(
            means=SEPA_DEBIT,
            mandate=mandate.reference,
            creditor=mandate.creditor_id,
            debited=mandate.iban,
        )
    if not network.fees_account:
        return None
    try:
        account, is_iban = iban(network.fees_account), True
    except Unreadable:
        account, is_iban = compact(network.fees_account), False
    return PayBy(
        means=SEPA_TRANSFER if is_iban and invoice.currency == EURO else CREDIT_TRANSFER,
        account=account,
        account_name=network.legal_name or network.name,
        bic=network.fees_bic,
    )
