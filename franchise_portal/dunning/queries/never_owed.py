"""What was taken back of invoices: by a credit note, or because a report was charged anew.

It was never owed, so up to the day on which it was taken back less was open than stood on the
invoice. From then on the books say themselves what is open: the credit settles this invoice or
another one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from ...database import db
from ...fees.enums import Book
from ...fees.models import Charge, CreditLine, Invoice
from ...kit.money import Money


class NeverOwed(NamedTuple):
    """So much of one book of an invoice, in minor units, was taken back by a document."""

    invoice_id: UUID
    book: Book
    minor: int
    issued_on: date
    """The document's day."""


class _Document(NamedTuple):
    id: UUID
    issued_on: date
    currency: str
    fees: int
    fund: int


def never_owed(invoice_ids: Sequence[UUID]) -> Iterator[NeverOwed]:
    """What was taken back of some invoices, with its tax; what was charged anew is set against it.

    A document that takes back charges of several invoices counts for each by what it takes there.
    """
    if not invoice_ids:
        return
    yield from _by_credit_notes(invoice_ids)
    taken = _reversed(invoice_ids)
    for document in _documents({document_id for document_id, _ in taken}):
        mine = sorted(key for key in taken if key[0] == document.id)
        weights = [taken[key] for key in mine]
        for book, minor in ((Book.FRANCHISOR, document.fees), (Book.FUND, document.fund)):
            if minor >= 0:
                continue
            parts = Money(-minor, document.currency).split(weights)
            for (_, invoice_id), part in zip(mine, parts, strict=True):
                if invoice_id in invoice_ids and part:
                    yield NeverOwed(invoice_id, book, part.minor, document.issued_on)


def _by_credit_notes(invoice_ids: Sequence[UUID]) -> Iterator[NeverOwed]:
    rows = db.session.execute(
        select(
            Invoice.corrects_id,
            Invoice.issued_on,
            Invoice.total_minor - Invoice.fund_minor,
            Invoice.fund_minor,
        ).where(Invoice.corrects_id.in_(invoice_ids))
    )
    for invoice_id, issued_on, fees, fund in rows:
        for book, minor in ((Book.FRANCHISOR, fees), (Book.FUND, fund)):
            if invoice_id is not None and minor < 0:
                yield NeverOwed(invoice_id, book, -minor, issued_on)


def _reversed(invoice_ids: Sequence[UUID]) -> Mapping[tuple[UUID, UUID], int]:
    """How much documents take back for good of which invoices, where some of them are these."""
    first = aliased(Charge)
    documents = (
        select(CreditLine.invoice_id)
        .join(first, first.id == CreditLine.charge_id)
        .where(first.invoice_id.in_(invoice_ids), CreditLine.is_reversal)
    )
    rows = db.session.execute(
        select(CreditLine.invoice_id, Charge.invoice_id, func.sum(Charge.amount_minor))
        .join(Charge, Charge.id == CreditLine.charge_id)
        .where(CreditLine.invoice_id.in_(documents), CreditLine.is_reversal)
        .group_by(CreditLine.invoice_id, Charge.invoice_id)
    )
    return {
        (document_id, invoice_id): int(minor)
        for document_id, invoice_id, minor in rows
        if minor > 0
    }


def _documents(ids: set[UUID]) -> Iterator[_Document]:
    rows = db.session.execute(
        select(
            Invoice.id,
            Invoice.issued_on,
            Invoice.currency,
            Invoice.total_minor - Invoice.fund_minor,
            Invoice.fund_minor,
        ).where(Invoice.id.in_(ids))
    )
    return (_Document(*row) for row in rows)
