"""The ledger as it is read: entries with their postings, what a franchisee's account says."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.models import Franchisee
from ...web.paging import Page
from ..enums import Account, Book, EntryKind
from ..models import Invoice, JournalEntry, Posting
from .listing import page_of, with_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are looked for."""

    kind: str = ""
    book: str = ""
    franchisee_id: UUID | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One posting; debit above zero."""

    book: Book
    account: Account
    franchisee: str
    franchisee_local: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its postings."""

    id: UUID
    kind: EntryKind
    on: date
    memo: str
    invoice_id: UUID | None
    payment_id: UUID | None
    posted_at: datetime
    lines: tuple[Line, ...]


def visible_entries(actor: Actor) -> Select[JournalEntry]:
    """All for those who may read the ledger."""
    actor.require(Permission.FEES_LEDGER_READ)
    return select(JournalEntry)


def entries(actor: Actor, wanted: Wanted) -> Page[Entry]:
    """A page of entries, the latest first, each with its postings."""
    query = visible_entries(actor)
    if wanted.kind:
        query = query.where(JournalEntry.kind == _kind(wanted.kind))
    touched = []
    if wanted.book in set(Book):
        touched.append(Posting.book == Book(wanted.book))
    if wanted.franchisee_id is not None:
        touched.append(Posting.franchisee_id == wanted.franchisee_id)
    if touched:
        query = query.where(JournalEntry.id.in_(select(Posting.entry_id).where(*touched)))
    page = page_of(query, wanted.page, JournalEntry.id.desc())
    rows = [row.JournalEntry for row in page.rows]
    return with_rows(page, _with_lines(rows))


def _kind(value: str) -> EntryKind | None:
    return EntryKind(value) if value in set(EntryKind) else None


def entry_for(actor: Actor, entry_id: UUID) -> Entry:
    """One entry.

    Raises:
        NotFound: when there is none.
    """
    row = db.session.scalar(visible_entries(actor).where(JournalEntry.id == entry_id))
    if row is None:
        raise NotFound
    return _with_lines([row])[0]


def _with_lines(rows: Sequence[JournalEntry]) -> list[Entry]:
    lines: dict[UUID, list[Line]] = defaultdict(list)
    whose = aliased(Franchisee)
    for posting, name, local in db.session.execute(
        select(Posting, whose.name, whose.name_local)
        .outerjoin(whose, whose.id == Posting.franchisee_id)
        .where(Posting.entry_id.in_([row.id for row in rows]))
        .order_by(Posting.book, Posting.amount_minor.desc(), Posting.id)
    ):
        lines[posting.entry_id].append(
            Line(
                posting.book,
                posting.account,
                name or "",
                local or "",
                Money(posting.amount_minor, posting.currency),
            )
        )
    return [
        Entry(
            row.id,
            row.kind,
            row.on_date,
            row.memo,
            row.invoice_id,
            row.payment_id,
            row.posted_at,
            tuple(lines[row.id]),
        )
        for row in rows
    ]


def invoice_number(invoice_id: UUID) -> str:
    """The number of an invoice that an entry names."""
    return db.session.scalar(select(Invoice.number).where(Invoice.id == invoice_id)) or ""
