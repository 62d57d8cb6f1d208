"""What is overdue of some franchisees, which step each invoice has behind it, and what is held."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, func, select

from ...database import db
from ...fees.enums import Book
from ...fees.holds import Hold, asked_for, holds_of
from ...fees.models import Invoice, OpenItem
from ...kit.money import Money
from ..models import DueExtension, DunningHold, DunningSaying
from ..rules.steps import Coming, Heard, coming
from .procedures import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One overdue invoice."""

    invoice_id: UUID
    franchisee_id: UUID
    number: str
    month: str
    due_on: date
    """The day that counts, later than the invoice's own where more time was given."""
    fees: Money
    fund: Money
    heard: Heard | None
    coming: Coming | None
    """None where all steps are behind it."""
    holds: tuple[Hold, ...]

    @property
    def open(self) -> Money:
        """All that is open of it."""
        return self.fees + self.fund

    @property
    def asked(self) -> Money:
        """What of it is asked for now."""
        return asked_for(self.open, self.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLetter:
    """The reminder that comes next, if nothing is paid until then."""

    on: date
    position: int
    name: str
    items: tuple[Item, ...]
    """The invoices for which it is a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything overdue of one franchisee on a day."""

    franchisee_id: UUID
    on: date
    items: tuple[Item, ...]
    """The one due first comes first."""
    pause: DunningHold | None
    """Where somebody paused all reminders."""

    @property
    def overdue(self) -> tuple[Money, ...]:
        """What is overdue, in each currency."""
        return _sums(item.open for item in self.items)

    @property
    def since(self) -> date | None:
        """The due day of what is late longest."""
        return self.items[0].due_on if self.items else None

    @property
    def days_late(self) -> int:
        """How long that is."""
        return (self.on - self.since).days if self.since else 0

    @property
    def asked(self) -> tuple[Item, ...]:
        """The invoices of which something is asked for now."""
        return tuple(item for item in self.items if item.asked)

    @property
    def is_held(self) -> bool:
        """Whether nobody is reminded of anything."""
        return self.pause is not None or not self.asked

    @property
    def said(self) -> Heard | None:
        """The highest step that any of the invoices has behind it."""
        heard = [item.heard for item in self.items if item.heard]
        return max(heard, default=None)

    @property
    def next_letter(self) -> NextLetter | None:
        """The reminder that comes next; None while all is held or every step is behind us."""
        waiting = [(item, item.coming) for item in self.asked if item.coming]
        if self.pause is not None or not waiting:
            return None
        day = max(self.on, min(step.on for _item, step in waiting))
        comes = [(item, step) for item, step in waiting if step.on <= day]
        top = max((step for _item, step in comes), key=lambda step: step.position)
        items = tuple(item for item, _step in comes)
        return NextLetter(on=day, position=top.position, name=top.step.name, items=items)


def accounts_of(
    franchisee_ids: Collection[UUID], procedure: Procedure, *, on: date
) -> Mapping[UUID, Account]:
    """The accounts of some franchisees in a few queries, without those that owe nothing late."""
    rows = _open_rows(franchisee_ids, on)
    invoice_ids = [row.invoice_id for row in rows]
    heard = _heard(invoice_ids)
    held, pauses = holds_of(invoice_ids, on), pauses_of(franchisee_ids, on)
    found: dict[UUID, list[Item]] = {}
    for row in rows:
        last = heard.get(row.invoice_id)
        item = Item(
            invoice_id=row.invoice_id,
            franchisee_id=row.franchisee_id,
            number=row.number,
            month=row.month,
            due_on=row.due_on,
            fees=Money(int(row.fees), row.currency),
            fund=Money(int(row.fund), row.currency),
            heard=last,
            coming=coming(procedure.steps, row.due_on, last),
            holds=held.get(row.invoice_id, ()),
        )
        found.setdefault(row.franchisee_id, []).append(item)
    return {
        franchisee_id: Account(
            franchisee_id=franchisee_id,
            on=on,
            items=tuple(sorted(items, key=lambda item: (item.due_on, item.number))),
            pause=pauses.get(franchisee_id),
        )
        for franchisee_id, items in found.items()
    }


def account_of(franchisee_id: UUID, procedure: Procedure, *, on: date) -> Account:
    """The account of one franchisee, empty where nothing is overdue."""
    empty = Account(franchisee_id=franchisee_id, on=on, items=(), pause=None)
    return accounts_of([franchisee_id], procedure, on=on).get(franchisee_id, empty)


def overdue_franchisees(on: date, *, after: UUID | None, limit: int) -> Sequence[UUID]:
    """The next franchisees by id with something overdue, for the daily round."""
    query = select(OpenItem.franchisee_id).where(OpenItem.due_on < on).distinct()
    if after is not None:
        query = query.where(OpenItem.franchisee_id > after)
    return db.session.scalars(query.order_by(OpenItem.franchisee_id).limit(limit)).all()


def extensions(invoice_ids: Collection[UUID]) -> Mapping[UUID, date]:
    """Until when there is more time for some invoices."""
    query = (
        select(DueExtension.invoice_id, func.max(DueExtension.until))
        .where(DueExtension.invoice_id.in_(list(invoice_ids)))
        .group_by(DueExtension.invoice_id)
    )
    return dict(db.session.execute(query).all()) if invoice_ids else {}


def pauses_of(franchisee_ids: Collection[UUID], on: date) -> Mapping[UUID, DunningHold]:
    """The pauses that count on a day, by franchisee; of several the one that lasts longest."""
    query = (
        select(DunningHold)
        .where(
            DunningHold.franchisee_id.in_(list(franchisee_ids)),
            DunningHold.starts_on <= on,
            DunningHold.until >= on,
            DunningHold.ended_on.is_(None) | (DunningHold.ended_on > on),
        )
        .order_by(DunningHold.until, DunningHold.id)
    )
    return {one.franchisee_id: one for one in db.session.scalars(query)}


def _open_rows(franchisee_ids: Collection[UUID], on: date) -> Sequence[Row[Any]]:
    query = (
        select(
            OpenItem.invoice_id,
            OpenItem.franchisee_id,
            OpenItem.currency,
            Invoice.number,
            Invoice.month,
            func.max(OpenItem.due_on).label("due_on"),
            func.sum(case((OpenItem.book == Book.FUND, 0), else_=OpenItem.open_minor)).label(
                "fees"
            ),
            func.sum(case((OpenItem.book == Book.FUND, OpenItem.open_minor), else_=0)).label(
                "fund"
            ),
        )
        .join(Invoice, Invoice.id == OpenItem.invoice_id)
        .where(OpenItem.due_on < on, OpenItem.franchisee_id.in_(list(franchisee_ids)))
        .group_by(
            OpenItem.invoice_id,
            OpenItem.franchisee_id,
            OpenItem.currency,
            Invoice.number,
            Invoice.month,
        )
    )
    return db.session.execute(query).all()


def _heard(invoice_ids: Collection[UUID]) -> Mapping[UUID, Heard]:
    query = (
        select(
            DunningSaying.invoice_id,
            DunningSaying.position,
            DunningSaying.on_date,
            DunningSaying.letter_id.is_not(None),
        )
        .where(DunningSaying.invoice_id.in_(list(invoice_ids)))
        .order_by(DunningSaying.position)
    )
    rows = db.session.execute(query).all() if invoice_ids else ()
    return {
        invoice_id: Heard(position, day, bool(was_said))
        for invoice_id, position, day, was_said in rows
    }


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    found: dict[str, Money] = {}
    for amount in amounts:
        before = found.get(amount.currency, Money.zero(amount.currency))
        found[amount.currency] = before + amount
    return tuple(found[currency] for currency in sorted(found))
