"""Settling open invoices with credit: what was paid too much, what an invoice gave back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from ...database import db
from ...kit.ids import new_id
from ...rows import insert_rows
from ..enums import EntryKind
from ..models import Allocation, Invoice, Payment
from ..rules.bookkeeping import credit_of, credit_sides
from .booking import ALLOCATION_COLUMNS, Key, OpenParts
from .ledger import Journal


@dataclass(frozen=True, slots=True)
class Source:
    """Credit that is left of a payment or of an invoice, in minor units."""

    payment_id: UUID | None
    invoice_id: UUID | None
    since: date
    number: str
    left: int


def use_credit(credit: Mapping[Key, int], *, on: date, at: datetime) -> None:
    """Put credit into what is open, the oldest credit first. Call it behind the gate.

    `credit` says who has how much, by franchisee and currency.
    """
    if not credit:
        return
    parts = OpenParts({franchisee_id for franchisee_id, _ in credit})
    journal = Journal()
    rows: list[tuple[object, ...]] = []
    for franchisee_id, currency in credit:
        for source in sources(franchisee_id, currency):
            result = parts.settle((franchisee_id, currency), source.left)
            if not result.shares:
                break
            rows.extend(
                (
                    new_id(),
                    source.payment_id,
                    source.invoice_id,
                    share.invoice_id,
                    share.book,
                    share.minor,
                    currency,
                    max(source.since, parts.issued_on(share.invoice_id)),
                )
                for share in result.shares
            )
            journal.enter(
                EntryKind.ALLOCATION,
                on=on,
                at=at,
                sides=credit_sides(result.shares),
                franchisee_id=franchisee_id,
                currency=currency,
                memo=source.number,
                invoice_id=source.invoice_id,
                payment_id=source.payment_id,
            )
    insert_rows(Allocation, ALLOCATION_COLUMNS, rows)
    journal.write()
    parts.write()


def sources(franchisee_id: UUID, currency: str) -> Sequence[Source]:
    """The payments and invoices of which credit is left, the oldest first."""
    found = [*_payments(franchisee_id, currency), *_invoices(franchisee_id, currency)]
    return sorted(found, key=lambda source: (source.since, source.number))


def _payments(franchisee_id: UUID, currency: str) -> list[Source]:
    used = func.coalesce(func.sum(Allocation.amount_minor), 0)
    rows = db.session.execute(
        select(Payment.id, Payment.received_on, Payment.reference, Payment.amount_minor - used)
        .outerjoin(Allocation, Allocation.payment_id == Payment.id)
        .where(Payment.franchisee_id == franchisee_id, Payment.currency == currency)
        .group_by(Payment.id)
        .having(Payment.amount_minor > used)
    )
    return [
        Source(payment_id, None, received_on, reference, int(left))
        for payment_id, received_on, reference, left in rows
    ]


def _invoices(franchisee_id: UUID, currency: str) -> list[Source]:
    used = func.coalesce(func.sum(Allocation.amount_minor), 0)
    rows = db.session.execute(
        select(
            Invoice.id,
            Invoice.issued_on,
            Invoice.number,
            Invoice.total_minor - Invoice.fund_minor,
            Invoice.fund_minor,
            used,
        )
        .outerjoin(Allocation, Allocation.from_invoice_id == Invoice.id)
        .where(
            Invoice.franchisee_id == franchisee_id,
            Invoice.currency == currency,
            or_(Invoice.fund_minor < 0, Invoice.total_minor < Invoice.fund_minor),
        )
        .group_by(Invoice.id)
    )
    found = []
    for invoice_id, issued_on, number, fees, fund, taken in rows:
        left = credit_of(fees=fees, fund=fund) - int(taken)
        if left > 0:
            found.append(Source(None, invoice_id, issued_on, number, left))
    return found
