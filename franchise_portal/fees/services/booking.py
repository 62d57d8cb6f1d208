"""Booking money in the order that `rules.allocation` states; what is left becomes credit."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, delete, select, update

from ...database import db
from ...kit import clock
from ...kit.ids import new_id
from ...kit.money import Money
from ...rows import insert_rows
from ..enums import Book, EntryKind
from ..errors import PaymentKnown
from ..models import Allocation, Invoice, OpenItem, Payment
from ..rules.allocation import NO_TERMS, Allocated, OpenPart, Terms, allocate
from ..rules.bookkeeping import payment_sides
from ..turns import terms_of
from .ledger import Journal, pass_gate

PAYMENT_COLUMNS = (
    "id",
    "franchisee_id",
    "received_on",
    "amount_minor",
    "currency",
    "reference",
    "invoice_id",
    "digest",
    "import_id",
    "recorded_at",
    "recorded_by_name",
    "reverses_id",
    "reason",
)
ALLOCATION_COLUMNS = (
    "id",
    "payment_id",
    "from_invoice_id",
    "invoice_id",
    "book",
    "amount_minor",
    "currency",
    "allocated_on",
    "write_off_id",
    "turn",
)
PORTION = 500


@dataclass(frozen=True, slots=True)
class BankLine:
    """One receipt as the bank wrote it."""

    franchisee_id: UUID
    code: str
    """The franchisee's code, which is part of the digest."""
    received_on: date
    amount: Money
    reference: str
    invoice_id: UUID | None = None
    """The invoice that the payer named."""

    @property
    def digest(self) -> str:
        """What tells this line from every other; the same line is booked once."""
        parts = (
            self.code,
            self.received_on.isoformat(),
            str(self.amount.minor),
            self.amount.currency,
            self.reference,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


Key = tuple[UUID, str]


_items = cast("Table", OpenItem.__table__)
_HERE = and_(_items.c.invoice_id == bindparam("of_invoice"), _items.c.book == bindparam("of_book"))
_REDUCE = update(_items).where(_HERE).values(open_minor=bindparam("rest"))
_SETTLE = delete(_items).where(_HERE)


class OpenParts:
    """What some franchisees still owe, kept up to date while payments are allocated."""

    def __init__(self, franchisee_ids: Iterable[UUID]) -> None:
        """Load the open items of franchisees. Call it behind the gate."""
        self._parts: dict[Key, list[OpenPart]] = defaultdict(list)
        self._issued: dict[UUID, date] = {}
        self._terms: dict[UUID, Terms] = {}
        self._reduced: dict[tuple[UUID, object], int] = {}
        ids = sorted(set(franchisee_ids))
        for start in range(0, len(ids), PORTION):
            self._load(ids[start : start + PORTION])

    def _load(self, franchisee_ids: Sequence[UUID]) -> None:
        owing: set[UUID] = set()
        rows = db.session.execute(
            select(
                OpenItem.franchisee_id,
                OpenItem.currency,
                OpenItem.invoice_id,
                Invoice.number,
                Invoice.issued_on,
                OpenItem.book,
                OpenItem.due_on,
                OpenItem.open_minor,
            )
            .join(Invoice, Invoice.id == OpenItem.invoice_id)
            .where(OpenItem.franchisee_id.in_(franchisee_ids))
        )
        for franchisee_id, currency, invoice_id, number, issued_on, book, due_on, minor in rows:
            part = OpenPart(invoice_id, number, book, due_on, minor)
            self._parts[franchisee_id, currency].append(part)
            self._issued[invoice_id] = issued_on
            owing.add(franchisee_id)
        self._terms.update(terms_of(owing))

    def settle(self, key: Key, minor: int, *, on: date, named: UUID | None = None) -> Allocated:
        """Allocate an amount of a day to what a franchisee owes in a currency, and remember it."""
        terms = self._terms.get(key[0], NO_TERMS)
        result = allocate(minor, self._parts[key], on=on, named=named, terms=terms)
        taken: dict[tuple[UUID, Book], int] = defaultdict(int)
        for share in result.shares:
            taken[share.invoice_id, share.book] += share.minor
        left = []
        for part in self._parts[key]:
            rest = part.minor - taken[part.invoice_id, part.book]
            if rest:
                left.append(replace(part, minor=rest))
            if rest != part.minor:
                self._reduced[part.invoice_id, part.book] = rest
        self._parts[key] = left
        return result

    def issued_on(self, invoice_id: UUID) -> date:
        """The day on which an open invoice was issued."""
        return self._issued[invoice_id]

    def write(self) -> None:
        """Bring the open items in the database up to date."""
        items = [
            {"of_invoice": invoice_id, "of_book": book, "rest": rest}
            for (invoice_id, book), rest in self._reduced.items()
        ]
        connection = db.session.connection()
        # Past the unit of work: no item is held as an object here, and there may be thousands.
        for statement, some in (
            (_REDUCE, [item for item in items if item["rest"]]),
            (_SETTLE, [item for item in items if not item["rest"]]),
        ):
            if some:
                connection.execute(statement, some)
        self._reduced = {}


def book(
    lines: Sequence[BankLine], *, by: str, import_id: UUID | None = None
) -> list[tuple[UUID, Allocated]]:
    """Book bank lines in their order and allocate each.

    Returns:
        For each line the payment's id and where the money went.

    Raises:
        PaymentKnown: when one of the lines has been booked before.
    """
    pass_gate()
    _refuse_known(lines)
    parts = OpenParts(line.franchisee_id for line in lines)
    journal, at = Journal(), clock.now()
    payments: list[tuple[object, ...]] = []
    allocations: list[tuple[object, ...]] = []
    booked = []
    for line in lines:
        payment_id, amount = new_id(), line.amount
        key = (line.franchisee_id, amount.currency)
        result = parts.settle(key, amount.minor, on=line.received_on, named=line.invoice_id)
        payments.append(_payment_row(line, payment_id, at, by, import_id))
        allocations.extend(
            (
                new_id(),
                payment_id,
                None,
                share.invoice_id,
                share.book,
                share.minor,
                amount.currency,
                max(line.received_on, parts.issued_on(share.invoice_id)),
                None,
                share.turn,
            )
            for share in result.shares
        )
        journal.enter(
            EntryKind.PAYMENT,
            on=line.received_on,
            at=at,
            sides=payment_sides(result.shares, result.rest),
            franchisee_id=line.franchisee_id,
            currency=amount.currency,
            memo=line.reference,
            payment_id=payment_id,
        )
        booked.append((payment_id, result))
    insert_rows(Payment, PAYMENT_COLUMNS, payments)
    insert_rows(Allocation, ALLOCATION_COLUMNS, allocations)
    journal.write()
    parts.write()
    return booked


def known_digests(digests: Sequence[str]) -> set[str]:
    """Those of the digests that belong to payments booked before."""
    known: set[str] = set()
    for start in range(0, len(digests), PORTION):
        portion = digests[start : start + PORTION]
        known.update(db.session.scalars(select(Payment.digest).where(Payment.digest.in_(portion))))
    return known


def _refuse_known(lines: Sequence[BankLine]) -> None:
    digests = [line.digest for line in lines]
    if len(set(digests)) < len(digests) or known_digests(digests):
        raise PaymentKnown


def _payment_row(
    line: BankLine, payment_id: UUID, at: object, by: str, import_id: UUID | None
) -> tuple[object, ...]:
    return (
        payment_id,
        line.franchisee_id,
        line.received_on,
        line.amount.minor,
        line.amount.currency,
        line.reference,
        line.invoice_id,
        line.digest,
        import_id,
        at,
        by,
        None,
        "",
    )
