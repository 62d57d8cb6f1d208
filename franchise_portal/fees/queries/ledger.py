"""The ledger as it is read: entries with their postings, what a franchisee's account says."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import Select, String, select, type_coerce
from sqlalchemy.orm import aliased

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.models import Franchisee
from ...ready import Ready
from ...rows import Among, written, written_id
from ...web.paging import Page
from ...web.slices import AnyRows, Prepared, page, prepared
from ..enums import Account, Book, EntryKind
from ..models import Invoice, JournalEntry, Posting
from .raw_ids import RawId, raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are looked for."""

    kind: str = ""
    book: str = ""
    franchisee_id: UUID | None = None
    page: int = 1

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.kind or self.book or self.franchisee_id)


class EntryRow(NamedTuple):
    """A row of the list."""

    id: str
    kind: str
    """The value of an `EntryKind`."""
    on: date
    memo: str


PostingRow: TypeAlias = tuple[str, str, str | None, int, str]
"""A posting of a row of the list: book and account by their values, the franchisee's name, the
amount in minor units, and its currency. Plain tuples: a page has hundreds."""


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


def entries(actor: Actor, wanted: Wanted) -> Page[EntryRow]:
    """A page of entries, the latest first."""
    actor.require(Permission.FEES_LEDGER_READ)
    if wanted.is_everything:
        return page(_all_of_them(), wanted.page, make=EntryRow)
    ids = visible_entries(actor).with_only_columns(JournalEntry.id)
    if wanted.kind:
        ids = ids.where(JournalEntry.kind == _kind(wanted.kind))
    touched = []
    if wanted.book in set(Book):
        touched.append(Posting.book == Book(wanted.book))
    if wanted.franchisee_id is not None:
        touched.append(Posting.franchisee_id == wanted.franchisee_id)
    if touched:
        ids = ids.where(JournalEntry.id.in_(select(Posting.entry_id).where(*touched)))
    return page(prepared(ids, _rows, _LATEST), wanted.page, make=EntryRow)


@cache
def _all_of_them() -> Prepared:
    return prepared(select(JournalEntry.id), _rows, _LATEST)


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(JournalEntry.id.in_(ids))


_LATEST = (JournalEntry.id.desc(),)
#: Built once: building a statement costs as much as running one.
_NAMED: AnyRows = select(
    written(JournalEntry.id),
    type_coerce(JournalEntry.kind, String),
    JournalEntry.on_date,
    JournalEntry.memo,
)


def postings(entry_ids: Sequence[str]) -> dict[str, list[PostingRow]]:
    """The postings of the rows of the list, by entry: book by book, the debits first."""
    by_key: dict[RawId, list[PostingRow]] = defaultdict(list)
    for row in _POSTINGS.run({"entries": entry_ids}):
        by_key[row[0]].append(row[1:])
    return {written_id(key): lines for key, lines in by_key.items()}


_POSTINGS = Ready(
    select(
        raw(Posting.entry_id),
        type_coerce(Posting.book, String),
        type_coerce(Posting.account, String),
        Franchisee.name,
        Posting.amount_minor,
        Posting.currency,
    )
    .outerjoin(Franchisee, Franchisee.id == Posting.franchisee_id)
    .where(Among(Posting.entry_id, "entries"))
    .order_by(Posting.book, Posting.amount_minor.desc(), Posting.id)
)


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
