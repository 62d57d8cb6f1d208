"""Overdue accounts as an actor sees them: the list, one account, and its letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, false, func, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...fees.models import OpenItem
from ...fees.queries.listing import page_at_once, with_rows
from ...kit import clock
from ...kit.errors import NotFound
from ...network.enums import SearchKind
from ...network.models import Franchisee
from ...network.queries import found, franchisee_for
from ...web.paging import Page
from ...web.slices import AnyRows
from ..models import DunningHold, DunningLetter, DunningSaying
from .overdue import Account, account_of, accounts_of
from .procedures import procedure_in_force

MOST_LETTERS = 50


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A row of the list."""

    franchisee: Franchisee
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A step that somebody left out."""

    number: str
    position: int
    on: date
    reason: str
    by_name: str


def overdue_accounts(
    actor: Actor,
    *,
    text: str = "",
    order: str = "since",
    is_descending: bool = False,
    page: int = 1,
) -> Page[AccountRow]:
    """A page of the accounts with something overdue, the one that is late longest first.

    By lateness and by code a page is found in the order of an index, whatever the network's size.
    What is overdue in all has to be summed for everybody.
    """
    actor.require(Permission.DUNNING_ACCOUNT_READ)
    today = clock.today()
    make = {"since": _by_lateness, "overdue": _by_amount, "franchisee": _by_code}[order]
    query, orders = make(today)
    query = _seen(actor, query, Franchisee.id)
    if text:
        query = found(query, SearchKind.FRANCHISEE, Franchisee.id, text)
    rows = page_at_once(query, page, *((by.desc() for by in orders) if is_descending else orders))
    return with_rows(rows, _rows([row.Franchisee for row in rows.rows], today))


def _by_lateness(today: date) -> tuple[AnyRows, tuple[Any, ...]]:
    """Everybody by the open item that is late longest: each stands once, by that item."""
    earlier = aliased(OpenItem)
    longer = exists().where(
        earlier.franchisee_id == OpenItem.franchisee_id,
        earlier.due_on <= OpenItem.due_on,
        tuple_(earlier.due_on, earlier.invoice_id, earlier.book)
        < tuple_(OpenItem.due_on, OpenItem.invoice_id, OpenItem.book),
    )
    query: AnyRows = (
        select(Franchisee)
        .join(OpenItem, OpenItem.franchisee_id == Franchisee.id)
        .where(OpenItem.due_on < today, ~longer)
    )
    return query, (OpenItem.due_on, OpenItem.franchisee_id)


def _by_code(today: date) -> tuple[AnyRows, tuple[Any, ...]]:
    overdue = exists().where(OpenItem.franchisee_id == Franchisee.id, OpenItem.due_on < today)
    return select(Franchisee).where(overdue), (Franchisee.code,)


def _by_amount(today: date) -> tuple[AnyRows, tuple[Any, ...]]:
    sums = (
        select(OpenItem.franchisee_id, func.sum(OpenItem.open_minor).label("minor"))
        .where(OpenItem.due_on < today)
        .group_by(OpenItem.franchisee_id)
        .subquery()
    )
    query: AnyRows = select(Franchisee).join(sums, sums.c.franchisee_id == Franchisee.id)
    return query, (sums.c.minor, Franchisee.code)


def _seen(actor: Actor, query: AnyRows, owner: Any) -> AnyRows:  # noqa: ANN401 - a column
    scope = actor.scope
    if isinstance(scope, Everything):
        return query
    if scope.outlet_ids is not None:
        return query.where(false())
    return query.where(owner == scope.franchisee_id)


def _rows(owners: Sequence[Franchisee], today: date) -> list[AccountRow]:
    ids = [one.id for one in owners]
    accounts = accounts_of(ids, procedure_in_force(), on=today) if ids else {}
    empty = {one: Account(franchisee_id=one, on=today, items=(), pause=None) for one in ids}
    return [AccountRow(one, accounts.get(one.id, empty[one.id])) for one in owners]


def account_for(actor: Actor, franchisee_id: UUID) -> AccountRow:
    """One franchisee with its account, empty where nothing is overdue.

    Raises:
        NotFound: when there is none, or none whose money the actor may see.
    """
    actor.require(Permission.DUNNING_ACCOUNT_READ)
    franchisee = franchisee_for(actor, franchisee_id)
    scope = actor.scope
    if not isinstance(scope, Everything) and scope.outlet_ids is not None:
        raise NotFound
    account = account_of(franchisee_id, procedure_in_force(), on=clock.today())
    return AccountRow(franchisee, account)


def letters_of(franchisee_id: UUID) -> Sequence[DunningLetter]:
    """The reminders to a franchisee, the latest first."""
    query = (
        select(DunningLetter)
        .where(DunningLetter.franchisee_id == franchisee_id)
        .order_by(DunningLetter.said_on.desc(), DunningLetter.number.desc())
        .limit(MOST_LETTERS)
    )
    return db.session.scalars(query).all()


def letter_for(actor: Actor, letter_id: UUID) -> DunningLetter:
    """One reminder.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = (
        select(DunningLetter)
        .where(DunningLetter.id == letter_id)
        .options(joinedload(DunningLetter.franchisee))
    )
    letter = db.session.scalar(query)
    if letter is None:
        raise NotFound
    account_for(actor, letter.franchisee_id)
    return letter


def left_out_of(account: Account) -> Sequence[LeftOut]:
    """The steps that were left out for what is overdue, the latest first."""
    numbers = {item.invoice_id: item.number for item in account.items}
    rows = db.session.scalars(
        select(DunningSaying)
        .where(DunningSaying.invoice_id.in_(list(numbers)), DunningSaying.letter_id.is_(None))
        .order_by(DunningSaying.on_date.desc(), DunningSaying.id.desc())
    )
    return [
        LeftOut(
            number=numbers[row.invoice_id],
            position=row.position,
            on=row.on_date,
            reason=row.reason,
            by_name=row.by_name,
        )
        for row in rows
    ]


def hold_for(actor: Actor, hold_id: UUID) -> DunningHold:
    """One pause.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    hold = db.session.get(DunningHold, hold_id)
    if hold is None:
        raise NotFound
    account_for(actor, hold.franchisee_id)
    return hold


def all_steps_said(actor: Actor, *, limit: int) -> tuple[Sequence[AccountRow], int]:
    """The accounts for which every step was said: people decide what comes next. And how many."""
    actor.require(Permission.DUNNING_ACCOUNT_READ)
    today = clock.today()
    since = func.min(OpenItem.due_on)
    said: AnyRows = (
        select(OpenItem.franchisee_id.label("id"), since.label("since"))
        .join(DunningSaying, DunningSaying.invoice_id == OpenItem.invoice_id)
        .where(
            OpenItem.due_on < today,
            DunningSaying.position >= len(procedure_in_force().steps),
        )
        .group_by(OpenItem.franchisee_id)
    )
    said = _seen(actor, said, OpenItem.franchisee_id)
    count = db.session.scalar(select(func.count()).select_from(said.subquery())) or 0
    if not count:
        return (), 0
    first = said.order_by(since).limit(limit).subquery()
    query = select(Franchisee).join(first, first.c.id == Franchisee.id).order_by(first.c.since)
    return _rows(db.session.scalars(query).all(), today), count


def standing_reminder(franchisee_id: UUID) -> DunningLetter | None:
    """The last reminder, as long as something of what it names is overdue."""
    today = clock.today()
    still = select(OpenItem.invoice_id).where(
        OpenItem.franchisee_id == franchisee_id, OpenItem.due_on < today
    )
    return db.session.scalar(
        select(DunningLetter)
        .join(DunningSaying, DunningSaying.letter_id == DunningLetter.id)
        .where(DunningLetter.franchisee_id == franchisee_id, DunningSaying.invoice_id.in_(still))
        .order_by(DunningLetter.said_on.desc(), DunningLetter.number.desc())
        .limit(1)
    )
