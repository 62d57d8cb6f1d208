"""Files of direct debits, and what could go into the next."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.models import Franchisee
from ...web.paging import Page
from ..bank_enums import DebitStatus
from ..holds import Hold, asked_of, holds_of
from ..models import DebitItem, DebitRun, Invoice, OpenItem
from ..rules.direct_debit import Due
from .listing import page_of, with_rows


def visible_runs(actor: Actor) -> Select[DebitRun]:
    """All for those who may see direct debits."""
    actor.require(Permission.FEES_DEBIT_READ)
    return select(DebitRun)


def runs(actor: Actor, *, page: int = 1) -> Page[DebitRun]:
    """A page of files, the latest first."""
    found = page_of(visible_runs(actor), page, DebitRun.collection_on.desc(), DebitRun.id.desc())
    return with_rows(found, [row.DebitRun for row in found.rows])


def run_for(actor: Actor, run_id: UUID) -> DebitRun:
    """One file.

    Raises:
        NotFound: when there is none.
    """
    query = visible_runs(actor).where(DebitRun.id == run_id)
    run = db.session.scalar(query.options(joinedload(DebitRun.file)))
    if run is None:
        raise NotFound
    return run


def items_of(run: DebitRun, *, page: int = 1) -> Page[DebitItem]:
    """A page of a file's debits by franchisee."""
    query = (
        select(DebitItem)
        .join(Franchisee, Franchisee.id == DebitItem.franchisee_id)
        .where(DebitItem.run_id == run.id)
        .options(
            joinedload(DebitItem.franchisee),
            joinedload(DebitItem.invoice),
            joinedload(DebitItem.mandate),
        )
    )
    found = page_of(query, page, Franchisee.code, DebitItem.end_to_end)
    return with_rows(found, [row.DebitItem for row in found.rows])


def item_for(actor: Actor, run_id: UUID, item_id: UUID) -> DebitItem:
    """One debit of a file.

    Raises:
        NotFound: when there is none.
    """
    actor.require(Permission.FEES_DEBIT_READ)
    item = db.session.scalar(
        select(DebitItem)
        .where(DebitItem.id == item_id, DebitItem.run_id == run_id)
        .options(joinedload(DebitItem.franchisee))
    )
    if item is None:
        raise NotFound
    return item


def open_items(run: DebitRun) -> Sequence[DebitItem]:
    """The debits of a file that are still under way, with their franchisees."""
    return db.session.scalars(
        select(DebitItem)
        .where(DebitItem.run_id == run.id, DebitItem.status == DebitStatus.OPEN)
        .options(joinedload(DebitItem.franchisee), joinedload(DebitItem.invoice))
        .order_by(DebitItem.end_to_end)
    ).all()


def counts_of(run: DebitRun) -> dict[DebitStatus, tuple[int, Money]]:
    """What became of a file's debits: how many and how much."""
    rows = db.session.execute(
        select(DebitItem.status, func.count(), func.sum(DebitItem.amount_minor))
        .where(DebitItem.run_id == run.id)
        .group_by(DebitItem.status)
    )
    return {status: (count, Money(int(minor), run.currency)) for status, count, minor in rows}


def due_by(day: date) -> list[Due]:
    """Every book's part of every invoice that is open and due by a day.

    What is held of a part stands beside the rest of it, and is not collected.
    """
    under_way = exists().where(
        DebitItem.invoice_id == OpenItem.invoice_id,
        DebitItem.book == OpenItem.book,
        DebitItem.status == DebitStatus.OPEN,
    )
    tries = (
        select(func.count())
        .select_from(DebitItem)
        .where(DebitItem.invoice_id == OpenItem.invoice_id, DebitItem.book == OpenItem.book)
        .correlate(OpenItem)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            OpenItem.invoice_id,
            Invoice.number,
            Invoice.month,
            OpenItem.franchisee_id,
            Franchisee.code,
            Franchisee.name,
            OpenItem.book,
            OpenItem.due_on,
            OpenItem.open_minor,
            OpenItem.currency,
            under_way.label("is_under_way"),
            tries.label("tries"),
        )
        .join(Invoice, Invoice.id == OpenItem.invoice_id)
        .join(Franchisee, Franchisee.id == OpenItem.franchisee_id)
        .where(OpenItem.due_on <= day)
        .order_by(Franchisee.code, Invoice.number, OpenItem.book)
    ).all()
    holds = holds_of({row.invoice_id for row in rows}, clock.today())
    return [due for row in rows for due in _dues(row, holds.get(row.invoice_id, ()))]


def _dues(row: Row[*tuple[Any, ...]], holds: Sequence[Hold]) -> Iterator[Due]:
    """A part as it is asked for, and what is held of it."""
    open_ = Money(row.open_minor, row.currency)
    asked = asked_of(row.book, open_, holds)
    for amount, is_held in ((asked, False), (open_ - asked, True)):
        if amount:
            yield Due(
                invoice_id=row.invoice_id,
                number=row.number,
                month=row.month,
                franchisee_id=row.franchisee_id,
                code=row.code,
                name=row.name,
                book=row.book,
                due_on=row.due_on,
                amount=amount,
                is_under_way=bool(row.is_under_way),
                is_held=is_held,
                tries=row.tries,
            )
