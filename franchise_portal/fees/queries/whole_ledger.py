"""The whole ledger in the order of its days, for exports: a stream, however long it is."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from ...database import db, read_in_portions
from ...kit.money import Money
from ...network.models import Franchisee
from ..models import Invoice, JournalEntry, Payment, Posting
from ..rules.beancount import Part, Standing, Transaction
from .comparing import balances

AT_ONCE = 2_000
"""Postings that are held at a time."""


def entry_count() -> int:
    """How many entries there are."""
    return db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def first_and_last_day() -> tuple[date, date] | None:
    """The days of the first and the last entry; None when there is none."""
    first: date | None = db.session.scalar(select(func.min(JournalEntry.on_date)))
    last: date | None = db.session.scalar(select(func.max(JournalEntry.on_date)))
    return (first, last) if first and last else None


def standings() -> tuple[Standing, ...]:
    """What each account of each book comes to, by SQL: the export's entries must agree with it."""
    return tuple(Standing(one.book, one.account, one.amount) for one in balances())


def all_entries() -> Iterator[Transaction]:
    """Every entry with its postings, by day and then as they were posted."""
    rows = db.session.execute(_ROWS, execution_options=read_in_portions(AT_ONCE))
    for _entry_id, group in groupby(rows, key=lambda row: row.id):
        yield _transaction(list(group))


_ROWS: Select[*tuple[Any, ...]] = (
    select(
        JournalEntry.id,
        JournalEntry.kind,
        JournalEntry.on_date,
        JournalEntry.memo,
        Invoice.number,
        Payment.id.label("payment_id"),
        Posting.book,
        Posting.account,
        Posting.amount_minor,
        Posting.currency,
        Franchisee.code,
        Franchisee.name,
    )
    .join(Posting, Posting.entry_id == JournalEntry.id)
    .outerjoin(Invoice, Invoice.id == JournalEntry.invoice_id)
    .outerjoin(Payment, Payment.id == JournalEntry.payment_id)
    .outerjoin(Franchisee, Franchisee.id == Posting.franchisee_id)
    .order_by(JournalEntry.on_date, JournalEntry.id, Posting.book, Posting.account, Posting.id)
)


def _transaction(rows: list[Row[*tuple[Any, ...]]]) -> Transaction:
    first = rows[0]
    payment: UUID | None = first.payment_id
    return Transaction(
        id=str(first.id),
        kind=first.kind,
        on=first.on_date,
        memo=first.memo,
        payee=first.name or "",
        franchisee=first.code or "",
        invoice=first.number or "",
        payment=str(payment) if payment else "",
        parts=tuple(
            Part(row.book, row.account, Money(row.amount_minor, row.currency)) for row in rows
        ),
    )
