"""Settling open invoices with credit: what was paid too much, what an invoice gave back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from ...database import db
from ...kit.ids import new_id
from ...rows import insert_rows
from ..enums import Book, EntryKind
from ..models import Allocation, Invoice, Payment
from ..queries.usage import used_of_invoice, used_of_payment
from ..rules.allocation import Share
from ..rules.bookkeeping import credit_of, credit_sides
from .booking import ALLOCATION_COLUMNS, Key, OpenParts
from .ledger import Journal
from .open_items import OpenItems


@dataclass(frozen=True, slots=True)
class Source:
    """Credit that is left of a payment or of an invoice, in minor units."""

    payment_id: UUID | None
    invoice_id: UUID | None
    since: date
    number: str
    left: int


@dataclass(frozen=True, slots=True)
class OwnCredit:
    """What a credit note gives back, by book, and the invoice that it is about; minor units."""

    id: UUID
    corrects: UUID
    number: str
    fees: int
    fund: int


def use_own_credit(notes: Sequence[OwnCredit], *, on: date, at: datetime) -> None:
    """Let credit notes settle first what is open of their own invoices, book by book.

    Call it behind the gate. What is left is credit like any other.
    """
    journal = Journal()
    rows: list[tuple[object, ...]] = []
    for credit in notes:
        items = OpenItems(credit.corrects)
        for book, minor in ((Book.FUND, credit.fund), (Book.FRANCHISOR, credit.fees)):
            taken = items.settle(book, minor)
            if not taken:
                continue
            rows.append(
                (
                    new_id(),
                    None,
                    credit.id,
                    credit.corrects,
                    book,
                    taken,
                    items.currency,
                    on,
                    None,
                    None,
                )
            )
            journal.enter(
                EntryKind.ALLOCATION,
                on=on,
                at=at,
                sides=credit_sides((Share(credit.corrects, book, taken),)),
                franchisee_id=items.franchisee_id,
                currency=items.currency,
                memo=credit.number,
                invoice_id=credit.id,
            )
    insert_rows(Allocation, ALLOCATION_COLUMNS, rows)
    journal.write()


def use_credit(credit: Mapping[Key, int], *, on: date, at: datetime) -> None:
    """Put credit into what is open on a day, the oldest credit first. Call it behind the gate.

    `credit` says who has how much, by franchisee and currency. No more than that is used: of a
    payment that came back after it was paid out again, the payment still shows what it was.
    """
    if not credit:
        return
    parts = OpenParts({franchisee_id for franchisee_id, _ in credit})
    journal = Journal()
    rows: list[tuple[object, ...]] = []
    for (franchisee_id, currency), minor in credit.items():
        budget = minor
        for source in sources(franchisee_id, currency):
            result = parts.settle((franchisee_id, currency), min(source.left, budget), on=on)
            if not result.shares:
                break
            budget -= sum(share.minor for share in result.shares)
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
                    None,
                    share.turn,
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
    back = aliased(Payment)
    left = Payment.amount_minor - used_of_payment(Payment.id)
    rows = db.session.execute(
        select(Payment.id, Payment.received_on, Payment.reference, left).where(
            Payment.franchisee_id == franchisee_id,
            Payment.currency == currency,
            Payment.amount_minor > 0,
            ~exists().where(back.reverses_id == Payment.id),
            left > 0,
        )
    )
    return [
        Source(payment_id, None, received_on, reference, int(left))
        for payment_id, received_on, reference, left in rows
    ]


def _invoices(franchisee_id: UUID, currency: str) -> list[Source]:
    used = used_of_invoice(Invoice.id)
    rows = db.session.execute(
        select(
            Invoice.id,
            Invoice.issued_on,
            Invoice.number,
            Invoice.total_minor - Invoice.fund_minor,
            Invoice.fund_minor,
            used,
        ).where(
            Invoice.franchisee_id == franchisee_id,
            Invoice.currency == currency,
            or_(Invoice.fund_minor < 0, Invoice.total_minor < Invoice.fund_minor),
        )
    )
    found = []
    for invoice_id, issued_on, number, fees, fund, taken in rows:
        left = credit_of(fees=fees, fund=fund) - int(taken)
        if left > 0:
            found.append(Source(None, invoice_id, issued_on, number, left))
    return found
