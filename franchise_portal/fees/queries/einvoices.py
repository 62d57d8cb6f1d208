"""What e-invoices are made of, and those that were made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from ...database import db
from ...kit.errors import Unreadable
from ...kit.money import Money, exponent
from ...kit.period import Period
from ...network.models import Franchisee, Network
from ...network.queries import founded
from ...network.rules.identifiers import compact, iban
from ...storage.models import StoredFile
from ..bank_enums import MandateStatus
from ..enums import InvoiceKind
from ..models import EInvoice, Invoice, Mandate
from ..rules.einvoice import (
    CREDIT_TRANSFER,
    SEPA_DEBIT,
    SEPA_TRANSFER,
    Facts,
    Party,
    PayBy,
)
from . import einvoice_lines as lines
from .einvoice_lines import REASONS, AnyRow
from .einvoice_singles import singles
from .invoices import taxes_of

__all__ = [
    "REASONS",
    "buyer_of",
    "facts_of",
    "invoiced_in",
    "invoices_of",
    "made",
    "reason_of",
    "seller_of",
    "street_of",
]

EURO = "EUR"


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
    charges, taken, taxes = lines.charges(ids), lines.taken_back(ids), taxes_of(ids)
    others = singles(ids)
    corrected = lines.preceding([one.corrects_id for one in invoices if one.corrects_id])
    mandates = _mandates(network, [invoice.franchisee_id for invoice in invoices])
    for invoice in invoices:
        mandate = mandates.get(invoice.franchisee_id)
        rows = [*charges[invoice.id], *taken[invoice.id], *others[invoice.id]]
        facts = _facts(network, invoice, rows, mandate)
        yield (
            invoice,
            replace(
                facts,
                taxes=lines.posted(taxes.get(invoice.id, ())),
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
    # A debit note is about the days up to which its charges were counted, and no month.
    is_debit_note = invoice.kind is InvoiceKind.DEBIT_NOTE
    whole = () if is_debit_note else (month.start, month.last)
    contracts = {row.number for row in charges}
    return Facts(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        currency=invoice.currency,
        seller=seller_of(network),
        buyer=buyer_of(invoice.franchisee),
        fees=tuple(lines.fee_of(row) for row in charges),
        category=network.tax_category.value,
        reason=reason_of(network),
        starts_on=min([*whole[:1], *(row.starts_on for row in charges)]),
        ends_on=max([*whole[1:], *(row.ends_on for row in charges)]),
        contract=contracts.pop() if len(contracts) == 1 else "",
        pay_by=_pay_by(network, invoice, mandate),
        notes=_notes(invoice),
        is_debit_note=is_debit_note,
    )


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
