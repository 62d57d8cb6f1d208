"""Corrections for tests: a report's next version, credit notes, payments that came back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from franchise_portal.access.actor import SYSTEM, Actor
from franchise_portal.contracts.models import Approval
from franchise_portal.database import db
from franchise_portal.fees.models import Charge, CreditLine, Invoice, Payment, SalesReport
from franchise_portal.fees.services import crediting, returning, taxes
from franchise_portal.fees.tax_enums import TaxKind
from franchise_portal.kit.money import Money
from franchise_portal.network.models import Outlet
from tests.builders.fees import a_report


def corrected(report: SalesReport, gross: str, **more: Any) -> SalesReport:
    """The report's next version; the one before is kept, and is not current any more."""
    report.is_current = False
    db.session.flush()
    period = f"{report.starts_on}/{report.ends_on}"
    values = {"currency": report.currency, "version": report.version + 1, **more}
    outlet = db.session.get_one(Outlet, report.outlet_id)
    return a_report(outlet, period, gross, **values)


def with_owner(invoice: Invoice) -> Invoice:
    """The invoice with its franchisee, as pages load it."""
    query = select(Invoice).where(Invoice.id == invoice.id).options(joinedload(Invoice.franchisee))
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def amounts_of(invoice: Invoice, amounts: Mapping[str, str]) -> dict[Any, Money]:
    """Amounts by the charges of an invoice, from amounts by fee."""
    charges = db.session.scalars(select(Charge).where(Charge.invoice_id == invoice.id)).all()
    by_fee = {charge.fee: charge.id for charge in charges}
    return {by_fee[fee]: Money.parse(amount, invoice.currency) for fee, amount in amounts.items()}


def credit(
    invoice: Invoice, amounts: Mapping[str, str], reason: str = "The till was broken."
) -> Invoice:
    """A credit note on an invoice, issued without asking anybody."""
    whole = with_owner(invoice)
    return crediting.issue_credit_note(SYSTEM, whole, amounts_of(whole, amounts), reason=reason)


def ask_credit(
    actor: Actor, invoice: Invoice, amounts: Mapping[str, str], reason: str = "The till was broken."
) -> Approval:
    """Ask for a credit note, or grant it at once."""
    whole = with_owner(invoice)
    return crediting.ask_credit(actor, whole, amounts_of(whole, amounts), reason=reason)


def come_back(
    payment: Payment, *, on: date = date(2026, 11, 2), reason: str = "No money on the account"
) -> Payment:
    """Book that the bank took a payment back."""
    query = select(Payment).where(Payment.id == payment.id).options(joinedload(Payment.franchisee))
    whole = db.session.scalars(query).one()
    return returning.reverse_payment(SYSTEM, whole, on=on, reason=reason)


def credit_lines() -> list[CreditLine]:
    """All lines that take something back, in the order in which they were written."""
    return list(db.session.scalars(select(CreditLine).order_by(CreditLine.id)))


def a_tax(
    rate: str = "0.19",
    label: str = "VAT",
    *,
    kind: TaxKind = TaxKind.STANDARD,
    starts_on: date = date(2024, 1, 1),
    reason: str = "",
    **scope: Any,
) -> Any:
    """A tax at a rate, given to everything unless a scope is named."""
    tax = taxes.add_tax(
        SYSTEM, label=label, kind=kind, rate=Decimal(rate), starts_on=starts_on, reason=reason
    )
    taxes.give_tax(SYSTEM, tax=tax, starts_on=starts_on, **scope)
    return tax
