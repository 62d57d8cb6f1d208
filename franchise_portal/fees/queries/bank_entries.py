"""Lines of bank statements: those that wait for somebody, and what became of the others."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.errors import NotFound
from ...ready import Ready
from ...web.paging import Page
from ..bank_enums import BankEntryStatus
from ..models import BankEntry, PaymentImport
from .listing import page_of, with_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines are looked for."""

    status: str = ""
    import_id: UUID | None = None
    page: int = 1


def visible_entries(actor: Actor) -> Select[BankEntry]:
    """All for those who book payments; a line that is nobody's yet is the office's affair."""
    actor.require(Permission.FEES_PAYMENT_RECORD)
    return select(BankEntry).options(joinedload(BankEntry.franchisee))


def entries(actor: Actor, wanted: Wanted) -> Page[BankEntry]:
    """A page of lines, the latest first."""
    query = visible_entries(actor)
    if wanted.status in set(BankEntryStatus):
        query = query.where(BankEntry.status == BankEntryStatus(wanted.status))
    if wanted.import_id is not None:
        query = query.where(BankEntry.import_id == wanted.import_id)
    page = page_of(query, wanted.page, BankEntry.received_on.desc(), BankEntry.id.desc())
    return with_rows(page, [row.BankEntry for row in page.rows])


def entry_for(actor: Actor, entry_id: UUID) -> BankEntry:
    """One line.

    Raises:
        NotFound: when there is none.
    """
    entry = db.session.scalar(visible_entries(actor).where(BankEntry.id == entry_id))
    if entry is None:
        raise NotFound
    return entry


def open_count() -> int:
    """How many lines wait for somebody."""
    return int(_OPEN.scalars()[0])


#: Built once: the list of payments asks it each time.
_OPEN = Ready(
    select(func.count()).select_from(BankEntry).where(BankEntry.status == BankEntryStatus.OPEN)
)


def counts_of(row: PaymentImport) -> dict[BankEntryStatus, int]:
    """What became of the lines of one statement."""
    rows = db.session.execute(
        select(BankEntry.status, func.count())
        .where(BankEntry.import_id == row.id)
        .group_by(BankEntry.status)
    )
    return {row[0]: row[1] for row in rows}
