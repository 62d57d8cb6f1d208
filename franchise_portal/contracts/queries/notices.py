"""Notices as an actor sees them: the office all, a franchisee those of its own contracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.roles import Side
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...network.models import Franchisee
from ...web.paging import COUNT_LIMIT, SIZE, Page
from ..enums import DutyKind, LadderStep, NoticeKind, NoticeStatus
from ..models import Contract, Duty, Notice, NoticeEntry
from .duties import IS_OPEN

STANDING = (NoticeStatus.GIVEN, NoticeStatus.ANSWERED)
PUT_OFF = (LadderStep.CURE_OVER, LadderStep.CONSEQUENCE)


def visible_notices(actor: Actor) -> Select[Any]:
    """All of them for the office, those of one's own contracts on the other side."""
    query = select(Notice)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(Notice.franchisee_id == actor.scope.franchisee_id)


def notice_for(actor: Actor, notice_id: UUID) -> Notice:
    """One notice with its contract, franchisee, duty and letter.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = (
        visible_notices(actor)
        .where(Notice.id == notice_id)
        .options(
            joinedload(Notice.contract),
            joinedload(Notice.franchisee),
            joinedload(Notice.duty).joinedload(Duty.obligation),
            joinedload(Notice.letter),
        )
    )
    found: Notice | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def notice_entries(notice_id: UUID) -> Sequence[NoticeEntry]:
    """Who read a notice and what was answered, in order."""
    query = (
        select(NoticeEntry)
        .where(NoticeEntry.notice_id == notice_id)
        .order_by(NoticeEntry.at, NoticeEntry.id)
        .options(joinedload(NoticeEntry.file))
    )
    return db.session.scalars(query).all()


def notice_entry_for(actor: Actor, entry_id: UUID) -> tuple[Notice, NoticeEntry]:
    """One entry with its notice, for its file.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = select(NoticeEntry).where(NoticeEntry.id == entry_id)
    entry = db.session.scalars(query.options(joinedload(NoticeEntry.file))).one_or_none()
    if entry is None:
        raise NotFound
    return notice_for(actor, entry.notice_id), entry


def notices_of(contract_id: UUID) -> Sequence[Notice]:
    """The notices about a contract, the latest first."""
    query = select(Notice).where(Notice.contract_id == contract_id)
    return db.session.scalars(query.order_by(Notice.sequence.desc())).all()


def notices_about(duty_id: UUID) -> Sequence[Notice]:
    """The notices about a duty, the latest first."""
    query = select(Notice).where(Notice.duty_id == duty_id)
    return db.session.scalars(query.order_by(Notice.given_at.desc())).all()


def standing_notices(
    contract_id: UUID, *, kinds: Sequence[NoticeKind], giver: Side | None = None
) -> Sequence[Notice]:
    """The notices of some kinds that still say what they said, the latest first.

    For life events: a termination looks for the notice that goes before it.
    """
    query = select(Notice).where(
        Notice.contract_id == contract_id, Notice.kind.in_(kinds), Notice.status.in_(STANDING)
    )
    if giver is not None:
        query = query.where(Notice.giver == giver)
    return db.session.scalars(query.order_by(Notice.given_at.desc())).all()


def next_notice_sequence(contract_id: UUID) -> int:
    """The number of a contract's next notice; the caller holds the contract's row."""
    latest = select(func.max(Notice.sequence)).where(Notice.contract_id == contract_id)
    return (db.session.scalar(latest) or 0) + 1


def notice_about_term(contract_id: UUID, term_end: date, kind: NoticeKind) -> Notice | None:
    """What was said already about the end of a term, unless it was withdrawn."""
    query = select(Notice).where(
        Notice.contract_id == contract_id,
        Notice.term_end == term_end,
        Notice.kind == kind,
        Notice.withdrawn_on.is_(None),
    )
    return db.session.scalars(query).first()


def is_repeated(duty: Duty, giver: Side, since: date) -> bool:
    """Whether notice of default was given for another day of the same kind of duty since a day."""
    query = (
        select(Notice.id)
        .join(Duty, Duty.id == Notice.duty_id)
        .where(
            Notice.contract_id == duty.contract_id,
            Notice.kind == NoticeKind.DEFAULT,
            Notice.giver == giver,
            Notice.withdrawn_on.is_(None),
            Notice.given_on >= since,
            Duty.kind == duty.kind,
            Duty.id != duty.id,
        )
        .limit(1)
    )
    return db.session.scalar(query) is not None


def duties_not_put_right(contract_id: UUID, owner: Side) -> Sequence[Duty]:
    """What one side did not put right within the time it was given."""
    query = (
        select(Duty)
        .where(
            Duty.contract_id == contract_id,
            Duty.owner == owner,
            IS_OPEN,
            Duty.step.in_(PUT_OFF),
        )
        .order_by(Duty.act_by)
        .options(joinedload(Duty.obligation))
    )
    return db.session.scalars(query).all()


def duties_to_notice(contract_id: UUID, owner: Side) -> Sequence[Duty]:
    """The duties of one side of which notice can be given: whatever is open, late ones first."""
    query = (
        select(Duty)
        .where(
            Duty.contract_id == contract_id,
            Duty.owner == owner,
            IS_OPEN,
            Duty.given_on.is_(None),
            Duty.kind.not_in([kind for kind in DutyKind if kind.is_choice]),
        )
        .order_by(Duty.act_by, Duty.id)
        .limit(50)
        .options(joinedload(Duty.obligation))
    )
    return db.session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice in a list."""

    id: UUID
    number: str
    kind: NoticeKind
    giver: Side
    status: NoticeStatus
    given_on: date
    until: date | None
    contract_id: UUID
    contract: str
    franchisee_id: UUID
    franchisee: str
    franchisee_local: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedNotices:
    """What a list of notices is narrowed to; empty means everything."""

    text: str = ""
    kinds: Sequence[str] = ()
    givers: Sequence[str] = ()
    statuses: Sequence[str] = ()
    order: str = "given_on"
    is_descending: bool = True
    page: int = 1


ORDERS: dict[str, Any] = {
    "given_on": Notice.given_on,
    "until": Notice.until,
    "franchisee": Franchisee.name,
    "number": Notice.number,
}


def listed_notices(actor: Actor, wanted: WantedNotices) -> Page[NoticeRow]:
    """One page of notices, the latest first unless asked otherwise."""
    query = (
        visible_notices(actor)
        .join(Franchisee, Franchisee.id == Notice.franchisee_id)
        .join(Contract, Contract.id == Notice.contract_id)
    )
    if wanted.kinds:
        query = query.where(Notice.kind.in_([NoticeKind(kind) for kind in wanted.kinds]))
    if wanted.givers:
        query = query.where(Notice.giver.in_([Side(side) for side in wanted.givers]))
    if wanted.statuses:
        query = query.where(Notice.status.in_([NoticeStatus(one) for one in wanted.statuses]))
    for word in wanted.text.split():
        query = query.where(
            or_(
                Notice.number.icontains(word, autoescape=True),
                Franchisee.code.icontains(word, autoescape=True),
                Franchisee.name.icontains(word, autoescape=True),
                Franchisee.name_local.contains(word, autoescape=True),
            )
        )
    ids = query.with_only_columns(Notice.id).limit(COUNT_LIMIT + 1).subquery()
    total = db.session.scalar(select(func.count()).select_from(ids)) or 0
    column = ORDERS.get(wanted.order, Notice.given_on)
    rows: Any = db.session.execute(
        query.with_only_columns(
            Notice.id,
            Notice.number,
            Notice.kind,
            Notice.giver,
            Notice.status,
            Notice.given_on,
            Notice.until,
            Notice.contract_id,
            Contract.number,
            Notice.franchisee_id,
            Franchisee.name,
            Franchisee.name_local,
        )
        .order_by(column.desc() if wanted.is_descending else column, Notice.id.desc())
        .limit(SIZE)
        .offset((wanted.page - 1) * SIZE)
    )
    return Page([NoticeRow(*row) for row in rows], wanted.page, SIZE, total)


def waiting_notices(actor: Actor, *, limit: int) -> tuple[Sequence[NoticeRow], int]:
    """The notices to the actor's side that nobody of it has answered yet."""
    wanted = WantedNotices(
        givers=[side.value for side in Side if side is not actor.side],
        statuses=[NoticeStatus.GIVEN.value],
    )
    page = listed_notices(actor, wanted)
    return page.rows[:limit], page.total
