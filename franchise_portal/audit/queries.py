"""Reading entries: the whole book for the office, a franchisee's timeline, an object's history."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, Tuple, literal, select, tuple_

from ..access.actor import Actor
from ..access.scope import Everything
from ..database import db
from ..ready import Ready
from ..rows import written
from .enums import EntryKind
from .models import Entry

SIZE = 50
EXPORT_LIMIT = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are looked for; empty fields ask for all."""

    text: str = ""
    """Part of the actor's or the subject's name."""
    actions: Sequence[str] = ()
    kinds: Sequence[str] = ()
    actor_id: UUID | None = None
    subject_type: str = ""
    subject_id: UUID | None = None
    since: datetime | None = None
    """From this moment on."""
    before: datetime | None = None
    """Up to, not including, this moment."""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not any(getattr(self, one.name) for one in fields(self))


class EntryRow(NamedTuple):
    """An entry in the book, as its page shows it."""

    id: str
    at: datetime
    actor_id: str | None
    actor_name: str
    action: str
    subject_type: str
    subject_id: str | None
    subject_name: str
    data: dict[str, Any]
    address: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Entries between two places in the book, newest first, with the ways on."""

    rows: Sequence[EntryRow] = field(default=())
    newer: str = ""
    older: str = ""


def visible_entries(actor: Actor) -> Select[Entry]:
    """Everything for the office; for a franchisee what changed in its own business."""
    query = select(Entry)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(Entry.franchisee_id == actor.scope.franchisee_id, Entry.is_access.is_(False))


def entries(actor: Actor, wanted: Wanted, *, older_than: str = "", newer_than: str = "") -> Slice:
    """One page of entries, found by place and not by counting, however long the book is.

    `older_than` and `newer_than` are places from an earlier slice; nonsense is ignored.
    """
    later, earlier = _place(newer_than), _place(older_than)
    found = _page(_statement(actor, wanted, later, earlier))
    rows = list(found[:SIZE])
    more_newer, more_older = bool(earlier), len(found) > SIZE
    if later:
        rows.reverse()
        more_newer, more_older = more_older, True
    if not rows:
        return Slice()
    return Slice(rows, _mark(rows[0]) if more_newer else "", _mark(rows[-1]) if more_older else "")


def entries_to_export(actor: Actor, wanted: Wanted) -> Sequence[Entry]:
    """What the filters let through, newest first, at most EXPORT_LIMIT."""
    query = _filtered(visible_entries(actor), wanted)
    query = query.order_by(Entry.at.desc(), Entry.id.desc()).limit(EXPORT_LIMIT)
    return db.session.scalars(query).all()


def timeline(
    franchisee_id: UUID, *, limit: int = 30, before: datetime | None = None
) -> Sequence[Entry]:
    """What happened in a franchisee's business, newest first; the caller has checked the scope."""
    query = select(Entry).where(Entry.franchisee_id == franchisee_id, Entry.is_access.is_(False))
    if before is not None:
        query = query.where(Entry.at < before)
    return db.session.scalars(query.order_by(Entry.at.desc(), Entry.id.desc()).limit(limit)).all()


def history(subject: object, *, limit: int = 20, accesses: bool = False) -> Sequence[Entry]:
    """What happened to one object, newest first; the caller has checked the scope."""
    query = select(Entry).where(
        Entry.subject_type == getattr(subject, "__tablename__", ""),
        Entry.subject_id == getattr(subject, "id", None),
    )
    if not accesses:
        query = query.where(Entry.is_access.is_(False))
    return db.session.scalars(query.order_by(Entry.at.desc(), Entry.id.desc()).limit(limit)).all()


def _filtered(query: Select[Entry], wanted: Wanted) -> Select[Entry]:
    if wanted.text:
        query = query.where(
            Entry.actor_name.icontains(wanted.text, autoescape=True)
            | Entry.subject_name.icontains(wanted.text, autoescape=True)
        )
    if wanted.actions:
        query = query.where(Entry.action.in_(wanted.actions))
    if len(wanted.kinds) == 1:
        query = query.where(Entry.is_access.is_(wanted.kinds[0] == EntryKind.ACCESS))
    if wanted.actor_id:
        query = query.where(Entry.actor_id == wanted.actor_id)
    if wanted.subject_id:
        query = query.where(
            Entry.subject_type == wanted.subject_type, Entry.subject_id == wanted.subject_id
        )
    if wanted.since:
        query = query.where(Entry.at >= wanted.since)
    if wanted.before:
        query = query.where(Entry.at < wanted.before)
    return query


def _statement(
    actor: Actor,
    wanted: Wanted,
    later: tuple[datetime, UUID] | None,
    earlier: tuple[datetime, UUID] | None,
) -> Ready:
    is_first = not (later or earlier)
    if is_first and wanted.is_everything and isinstance(actor.scope, Everything):
        return _NEWEST
    query = _filtered(visible_entries(actor), wanted)
    if later:
        return Ready(_ordered(query.where(_position() > _literal(later)), ascending=True))
    if earlier:
        query = query.where(_position() < _literal(earlier))
    return Ready(_ordered(query, ascending=False))


def _page(statement: Ready) -> Sequence[EntryRow]:
    return [EntryRow._make(row) for row in statement.run()]


def _ordered(query: Select[Entry], *, ascending: bool) -> Select[*tuple[Any, ...]]:
    order = (Entry.at, Entry.id) if ascending else (Entry.at.desc(), Entry.id.desc())
    return query.with_only_columns(*_LISTED).order_by(*order).limit(SIZE + 1)


_LISTED = (
    written(Entry.id),
    Entry.at,
    written(Entry.actor_id),
    Entry.actor_name,
    Entry.action,
    Entry.subject_type,
    written(Entry.subject_id),
    Entry.subject_name,
    Entry.data,
    Entry.address,
)
#: Built once, for the page that everybody opens first.
_NEWEST = Ready(_ordered(select(Entry), ascending=False))


def _position() -> Tuple:
    return tuple_(Entry.at, Entry.id)


def _literal(place: tuple[datetime, UUID]) -> Tuple:
    return tuple_(literal(place[0], Entry.at.type), literal(place[1], Entry.id.type))


def _mark(entry: EntryRow) -> str:
    text = f"{entry.at.isoformat()} {entry.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(mark: str) -> tuple[datetime, UUID] | None:
    try:
        text = base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)).decode()
        moment, _, identity = text.partition(" ")
        at = datetime.fromisoformat(moment)
        return (at, UUID(identity)) if at.tzinfo else None
    except (ValueError, binascii.Error):
        return None
