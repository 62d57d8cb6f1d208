"""What the clock has to look at on a day, found through one index, and what waits to be mailed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, case, func, select

from ...access.roles import Side
from ...database import db
from ..models import Dispatch, Duty, Obligation
from .duties import IS_OPEN, DutyRow, rows

PORTION = 500
"""Duties that one job looks at, more where one business has more."""
AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Portion:
    """Businesses that follow one another by id, from the first to the last."""

    first: UUID
    last: UUID
    duties: int


def due_now() -> Select[*tuple[Any, ...]]:
    """How many duties of each business the clock has to look at; `on` is a parameter.

    They are found first and counted afterwards: asked in one, SQLite walks through all businesses
    to have them in order, instead of through the index of what is due.
    """
    due = (
        select(Duty.franchisee_id)
        .where(Duty.next_on <= bindparam("on"), Duty.franchisee_id.is_not(None))
        .cte("due")
        .prefix_with("MATERIALIZED")
    )
    return (
        select(due.c.franchisee_id, func.count())
        .group_by(due.c.franchisee_id)
        .order_by(due.c.franchisee_id)
    )


_DUE_NOW = due_now()


def portions(on: date) -> list[Portion]:
    """The work of a day, cut between businesses into portions."""
    return _cut(db.session.execute(_DUE_NOW, {"on": on}).all())


def _cut(counts: Iterable[AnyRow]) -> list[Portion]:
    found: list[Portion] = []
    first: UUID | None = None
    last: UUID | None = None
    count = 0
    for franchisee_id, number in counts:
        if first is None:
            first = franchisee_id
        last, count = franchisee_id, count + number
        if count >= PORTION:
            found.append(Portion(first, last, count))
            first, count = None, 0
    if first is not None and last is not None:
        found.append(Portion(first, last, count))
    return found


def leftover_portions() -> list[Portion]:
    """Businesses to which something was said that stands in no mail yet, cut like a day's work."""
    query = (
        select(Dispatch.franchisee_id, func.count())
        .where(
            Dispatch.side == Side.FRANCHISEE,
            Dispatch.mailed_at.is_(None),
            Dispatch.franchisee_id.is_not(None),
        )
        .group_by(Dispatch.franchisee_id)
        .order_by(Dispatch.franchisee_id)
    )
    return _cut(db.session.execute(query).all())


_LOOKED_AT = (
    Duty.id,
    Duty.franchisee_id,
    Duty.contract_id,
    Duty.owner,
    Duty.kind,
    Duty.status,
    Duty.step,
    Duty.act_by,
    Duty.next_on,
    Duty.given_on,
    Duty.noticed_on,
    Duty.cure_until,
    Duty.was_late,
    Duty.version,
    Obligation.remind_days,
    Obligation.grace_days,
)


def due_of_businesses(on: date, first: UUID, last: UUID) -> Sequence[AnyRow]:
    """What the clock has to look at for the businesses of a portion.

    Found by the day, in the index that has both. Asked for the column itself, SQLite without
    statistics would go through all that these businesses ever owed.
    """
    business = case((Duty.franchisee_id.is_not(None), Duty.franchisee_id))
    return _looked_at(on, and_(business >= first, business <= last))


def due_to_authorities(on: date) -> Sequence[AnyRow]:
    """What the clock has to look at of what the franchisor owes authorities."""
    return _looked_at(on, Duty.franchisee_id.is_(None))


def _looked_at(on: date, whose: Any) -> Sequence[AnyRow]:  # noqa: ANN401 - a condition
    """What is closed has no next day."""
    query = (
        select(*_LOOKED_AT)
        .join(Obligation, Obligation.id == Duty.obligation_id)
        .where(Duty.next_on <= on, whose)
        .order_by(Duty.franchisee_id, Duty.id)
    )
    return db.session.execute(query).all()


def unmailed_businesses(first: UUID, last: UUID) -> list[UUID]:
    """The businesses of a portion to which the clock has said something in no mail yet."""
    query = (
        select(Dispatch.franchisee_id)
        .where(
            Dispatch.side == Side.FRANCHISEE,
            Dispatch.mailed_at.is_(None),
            Dispatch.franchisee_id >= first,
            Dispatch.franchisee_id <= last,
        )
        .distinct()
        .order_by(Dispatch.franchisee_id)
    )
    return [found for found in db.session.scalars(query) if found is not None]


def still_open(duty_ids: Iterable[UUID]) -> dict[UUID, DutyRow]:
    """Those of some duties that are still open, with their names."""
    query = select(Duty).where(Duty.id.in_(list(duty_ids)), IS_OPEN)
    return {row.id: row for row in rows(query)}
