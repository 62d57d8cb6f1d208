"""The calendar of both sides: duties, notices that take effect, and terms that end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, select

from ...access.actor import Actor
from ...access.roles import Side
from ...access.scope import Everything
from ...database import db
from ...network.models import Franchisee
from ..enums import ContractStatus, DutyKind, DutyStatus, NoticeKind, NoticeStatus
from ..models import Contract, Duty, Notice
from . import duties
from .contracts import visible_contracts
from .duties import IS_GIVEN, IS_LATE, IS_OPEN, LATE, DutyRow, visible_duties

RUNNING = tuple(status for status in ContractStatus if status.is_running)
HIDDEN = (DutyStatus.WAIVED, DutyStatus.LAPSED)
MOST = 400
"""Duties of a month that are shown; beyond, the list of duties with its filters is the way."""


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """A notice on the day on which it takes effect, or until which something is put right."""

    id: UUID
    number: str
    kind: NoticeKind
    giver: Side
    on: date
    contract_id: UUID
    franchisee: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class TermEnd:
    """A contract on the last day of its term."""

    contract_id: UUID
    number: str
    franchisee: str
    on: date
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How much falls into a month, by whose it is."""

    month: str
    ours: int
    theirs: int


def days(
    actor: Actor, first: date, last: date, *, owner: Side | None = None, limit: int = MOST
) -> list[DutyRow]:
    """The duties between two days, both included, by day: open ones and those that were done."""
    query = visible_duties(actor).where(
        Duty.act_by >= first, Duty.act_by <= last, Duty.status.not_in(HIDDEN)
    )
    if owner is not None:
        query = query.where(Duty.owner == owner)
    return duties.rows(query.order_by(Duty.act_by, Duty.id).limit(limit))


def notice_days(actor: Actor, first: date, last: date) -> Sequence[NoticeDay]:
    """The standing notices whose day lies between two days."""
    query = (
        select(
            Notice.id,
            Notice.number,
            Notice.kind,
            Notice.giver,
            Notice.act_by,
            Notice.contract_id,
            Franchisee.name,
            Notice.given_at,
        )
        .join(Franchisee, Franchisee.id == Notice.franchisee_id)
        .where(
            Notice.act_by >= first,
            Notice.act_by <= last,
            Notice.status.in_([NoticeStatus.GIVEN, NoticeStatus.ANSWERED]),
            *_own(actor, Notice.franchisee_id),
        )
        .order_by(Notice.act_by, Notice.number)
        .limit(MOST)
    )
    found: Any = db.session.execute(query)
    return [NoticeDay(*row) for row in found]


def term_ends(actor: Actor, first: date, last: date) -> Sequence[TermEnd]:
    """The running contracts whose term ends between two days."""
    query = (
        visible_contracts(actor)
        .join(Franchisee, Franchisee.id == Contract.franchisee_id)
        .where(Contract.ends_on >= first, Contract.ends_on <= last, Contract.status.in_(RUNNING))
        .with_only_columns(
            Contract.id, Contract.number, Franchisee.name, Contract.ends_on, Contract.created_at
        )
        .order_by(Contract.ends_on, Contract.number)
        .limit(MOST)
    )
    return [TermEnd(*row) for row in db.session.execute(query)]


def months_ahead(actor: Actor, first: date, last: date) -> Sequence[MonthCount]:
    """How much each month holds for either side, from a day on; what is done is not counted."""
    month = func.substr(cast(Duty.act_by, String), 1, 7)
    query = (
        visible_duties(actor)
        .where(Duty.act_by >= first, Duty.act_by <= last, IS_OPEN)
        .with_only_columns(month, Duty.owner, func.count())
        .group_by(month, Duty.owner)
    )
    found: dict[str, dict[Side, int]] = {}
    for text, owner, number in db.session.execute(query):
        found.setdefault(text, {})[owner] = number
    other = Side.FRANCHISEE if actor.side is Side.FRANCHISOR else Side.FRANCHISOR
    return [
        MonthCount(text, counts.get(actor.side, 0), counts.get(other, 0))
        for text, counts in sorted(found.items())
    ]


def late_duties(actor: Actor, owner: Side, *, limit: int) -> tuple[list[DutyRow], int]:
    """What one side is late with, the longest first, and how much it is altogether."""
    query = visible_duties(actor).where(IS_LATE, Duty.owner == owner)
    found = duties.rows(query.order_by(Duty.act_by, Duty.id).limit(limit))
    if len(found) < limit:
        return found, len(found)
    return found, _number(query)


@dataclass(frozen=True, slots=True)
class Insisted:
    """How often one side was late, and how often the other asked it to put something right."""

    notices: int
    late: int


def insisted_on(actor: Actor, side: Side, *, since: date, until: date) -> Insisted:
    """Of one side's duties that fell due in a span: how many were late, and noticed."""
    notices = select(func.count()).where(
        Notice.kind == NoticeKind.DEFAULT,
        Notice.giver != side,
        Notice.given_on >= since,
        Notice.given_on <= until,
        Notice.withdrawn_on.is_(None),
        *_own(actor, Notice.franchisee_id),
    )
    late = select(func.count()).where(
        Duty.owner == side,
        Duty.was_late,
        Duty.act_by >= since,
        Duty.act_by <= until,
        *_own(actor, Duty.franchisee_id),
    )
    return Insisted(db.session.scalar(notices) or 0, db.session.scalar(late) or 0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the actor's own side has to do now."""

    late: int
    soon: int
    to_check: int
    """Evidence of the other side that waits to be looked at."""
    first: Sequence[DutyRow]


def waiting_for(actor: Actor, on: date, until: date, *, limit: int) -> Waiting:
    """What needs the actor's side: late and soon due duties of its own, evidence to look at."""
    mine, theirs = Duty.owner == actor.side, Duty.owner != actor.side
    is_undone = Duty.given_on.is_(None)
    late = and_(mine, IS_LATE, is_undone)
    soon = and_(
        mine,
        IS_OPEN,
        is_undone,
        Duty.step.not_in(LATE),
        Duty.act_by >= on,
        Duty.act_by <= until,
        Duty.kind != DutyKind.AUDIT,
    )
    to_check = and_(theirs, IS_GIVEN)

    found = [
        visible_duties(actor).where(one).order_by(Duty.act_by, Duty.id)
        for one in (late, soon, to_check)
    ]
    # Each by itself: together, no index serves them.
    nearest = [row for query in found for row in duties.rows(query.limit(limit))]
    nearest.sort(key=lambda row: (row.act_by, row.id))
    late_count, soon_count, check_count = (_number(query) for query in found)
    return Waiting(late_count, soon_count, check_count, nearest[:limit])


def _number(query: Select[Any]) -> int:
    ids = query.with_only_columns(Duty.id).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(ids)) or 0


def _own(actor: Actor, column: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - a column
    if isinstance(actor.scope, Everything):
        return ()
    return (column == actor.scope.franchisee_id,)
