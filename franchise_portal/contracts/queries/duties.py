"""What both sides owe, as an actor sees it: the office everything, a franchisee its own contracts'.

What the franchisor owes an authority belongs to no contract and is the office's alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.roles import Side
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...network.models import Franchisee
from ...web.paging import COUNT_LIMIT, SIZE, Page
from ..enums import DutyKind, DutyStatus, LadderStep
from ..models import Contract, Duty, DutyEntry, Obligation
from ..rules.ladder import Clock, went_unused

OPEN = (DutyStatus.OPEN, DutyStatus.GIVEN)
LATE = tuple(step for step in LadderStep if step.is_late)
#: In queries; the statuses say the same, and the table sees to it.
IS_OPEN = Duty.closed_on.is_(None)
IS_GIVEN = Duty.given_on.is_not(None)
IS_LATE = and_(IS_OPEN, Duty.was_late, Duty.step.in_(LATE))
CHOICES = tuple(kind for kind in DutyKind if kind.is_choice)


def visible_duties(actor: Actor) -> Select[Any]:
    """All of them for the office, those of one's own contracts on the other side."""
    query = select(Duty)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(Duty.franchisee_id == actor.scope.franchisee_id)


def visible_obligations(actor: Actor) -> Select[Any]:
    """All of them for the office, those of one's own contracts on the other side."""
    query = select(Obligation)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(Obligation.franchisee_id == actor.scope.franchisee_id)


def duty_for(actor: Actor, duty_id: UUID) -> Duty:
    """One duty with its obligation, contract and franchisee.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = (
        visible_duties(actor)
        .where(Duty.id == duty_id)
        .options(
            joinedload(Duty.obligation), joinedload(Duty.contract), joinedload(Duty.franchisee)
        )
    )
    found: Duty | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def clock_of(duty: Duty) -> Clock:
    """The clock of a duty, whose obligation is loaded, as the ladder's rule wants it."""
    return Clock(
        act_by=duty.act_by,
        remind_days=tuple(duty.obligation.remind_days),
        grace_days=duty.obligation.grace_days,
        is_choice=duty.kind.is_choice,
        has_other_side=duty.contract_id is not None,
        cure_until=duty.cure_until,
        noticed_on=duty.noticed_on,
        given_on=duty.given_on if duty.status is DutyStatus.GIVEN else None,
    )


def obligation_for(actor: Actor, obligation_id: UUID) -> Obligation:
    """One obligation with its contract and franchisee.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = (
        visible_obligations(actor)
        .where(Obligation.id == obligation_id)
        .options(joinedload(Obligation.contract), joinedload(Obligation.franchisee))
    )
    found: Obligation | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def duties_of(obligation_id: UUID) -> Sequence[Duty]:
    """The due days of an obligation, the latest first."""
    query = select(Duty).where(Duty.obligation_id == obligation_id).order_by(Duty.due_on.desc())
    return db.session.scalars(query).all()


def duty_entries(duty_id: UUID) -> Sequence[DutyEntry]:
    """What both sides have said about a duty, in order."""
    query = (
        select(DutyEntry)
        .where(DutyEntry.duty_id == duty_id)
        .order_by(DutyEntry.at, DutyEntry.id)
        .options(joinedload(DutyEntry.file))
    )
    return db.session.scalars(query).all()


def duty_entry_for(actor: Actor, entry_id: UUID) -> tuple[Duty, DutyEntry]:
    """One entry with its duty, for its file.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = select(DutyEntry).where(DutyEntry.id == entry_id).options(joinedload(DutyEntry.file))
    entry = db.session.scalars(query).one_or_none()
    if entry is None:
        raise NotFound
    return duty_for(actor, entry.duty_id), entry


def obligations_of(contract_id: UUID) -> Sequence[Obligation]:
    """What both sides owe under a contract, in the order in which it was found."""
    query = (
        select(Obligation)
        .where(Obligation.contract_id == contract_id)
        .order_by(Obligation.ended_on.is_not(None), Obligation.id)
    )
    return db.session.scalars(query).all()


def next_duties(contract_id: UUID, *, limit: int) -> Sequence[Duty]:
    """What comes next under a contract, what is late first."""
    query = (
        select(Duty)
        .where(Duty.contract_id == contract_id, IS_OPEN)
        .order_by(Duty.act_by, Duty.id)
        .limit(limit)
        .options(joinedload(Duty.obligation))
    )
    return db.session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty in a list or a calendar."""

    id: UUID
    obligation_id: UUID
    kind: DutyKind
    owner: Side
    title: str
    heading: dict[str, Any] | None
    due_on: date
    extended_to: date | None
    act_by: date
    status: DutyStatus
    step: LadderStep
    cure_until: date | None
    contract_id: UUID | None
    number: str | None
    franchisee_id: UUID | None
    franchisee: str | None
    franchisee_local: str | None
    closed_on: date | None = None

    @property
    def is_unused(self) -> bool:
        """Whether a right was not used in its time."""
        return went_unused(self.kind, self.status, self.act_by, self.closed_on)

    @property
    def day(self) -> date:
        """The day that counts before holidays: granted, else agreed."""
        return self.extended_to or self.due_on


ROW = (
    Duty.id,
    Duty.obligation_id,
    Duty.kind,
    Duty.owner,
    Obligation.title,
    Obligation.heading,
    Duty.due_on,
    Duty.extended_to,
    Duty.act_by,
    Duty.status,
    Duty.step,
    Duty.cure_until,
    Duty.contract_id,
    Contract.number,
    Duty.franchisee_id,
    Franchisee.name,
    Franchisee.name_local,
    Duty.closed_on,
)


def with_names(query: Select[Any]) -> Select[Any]:
    """The columns of `DutyRow`, for a query over duties."""
    return (
        query.join(Obligation, Obligation.id == Duty.obligation_id)
        .outerjoin(Contract, Contract.id == Duty.contract_id)
        .outerjoin(Franchisee, Franchisee.id == Duty.franchisee_id)
        .with_only_columns(*ROW)
    )


def rows(query: Select[Any]) -> list[DutyRow]:
    """The rows of a query over duties."""
    return [DutyRow(*row) for row in db.session.execute(with_names(query))]


def open_duties_about(actor: Actor, franchisee_id: UUID, *, limit: int) -> list[DutyRow]:
    """What is open between the franchisor and one franchisee, the nearest first."""
    query = visible_duties(actor).where(Duty.franchisee_id == franchisee_id, IS_OPEN)
    return rows(query.order_by(Duty.act_by, Duty.id).limit(limit))


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDuties:
    """What a list of duties is narrowed to; empty means everything."""

    text: str = ""
    owners: Sequence[str] = ()
    kinds: Sequence[str] = ()
    states: Sequence[str] = ()
    """`late`, `open`, `given`, `done`, `closed`."""
    order: str = "act_by"
    is_descending: bool = False
    page: int = 1


ORDERS: dict[str, Any] = {
    "act_by": Duty.act_by,
    "franchisee": Franchisee.name,
    "contract": Contract.number,
}

_STATES: dict[str, ColumnElement[bool]] = {
    "late": IS_LATE,
    "open": and_(IS_OPEN, Duty.given_on.is_(None)),
    "given": IS_GIVEN,
    "done": Duty.status == DutyStatus.DONE,
    "closed": Duty.status.in_([DutyStatus.WAIVED, DutyStatus.LAPSED]),
}


def listed_duties(actor: Actor, wanted: WantedDuties) -> Page[DutyRow]:
    """One page of duties; counting stops at `paging.COUNT_LIMIT`."""
    query = visible_duties(actor)
    for condition in (*_conditions(wanted), *_found_by_words(actor, wanted.text)):
        query = query.where(condition)
    ids = query.with_only_columns(Duty.id).limit(COUNT_LIMIT + 1).subquery()
    total = db.session.scalar(select(func.count()).select_from(ids)) or 0
    column = ORDERS.get(wanted.order, Duty.act_by)
    page = with_names(query).order_by(
        column.desc() if wanted.is_descending else column, Duty.act_by, Duty.id
    )
    found = db.session.execute(page.limit(SIZE).offset((wanted.page - 1) * SIZE))
    return Page([DutyRow(*row) for row in found], wanted.page, SIZE, total)


def _conditions(wanted: WantedDuties) -> Iterable[ColumnElement[bool]]:
    if wanted.owners:
        yield Duty.owner.in_([Side(owner) for owner in wanted.owners])
    if wanted.kinds:
        yield Duty.kind.in_([DutyKind(kind) for kind in wanted.kinds])
    if wanted.states:
        yield or_(*(_STATES[state] for state in wanted.states))
    if wanted.states and not {"done", "closed"} & set(wanted.states):
        # The same again for all of them together, which an index serves.
        yield IS_OPEN


def _found_by_words(actor: Actor, text: str) -> Iterable[ColumnElement[bool]]:
    """Every word has to stand in the business, the contract or what somebody wrote as title."""
    for word in text.split():
        businesses = select(Franchisee.id).where(
            or_(
                Franchisee.code.icontains(word, autoescape=True),
                Franchisee.name.icontains(word, autoescape=True),
                Franchisee.name_local.contains(word, autoescape=True),
            )
        )
        contracts = select(Contract.id).where(Contract.number.icontains(word, autoescape=True))
        written = select(Obligation.id).where(
            Obligation.origin.is_(None), Obligation.title.icontains(word, autoescape=True)
        )
        ids = visible_duties(actor).with_only_columns(Duty.id)
        yield Duty.id.in_(
            union(
                ids.where(Duty.franchisee_id.in_(businesses)),
                ids.where(Duty.contract_id.in_(contracts)),
                ids.where(Duty.obligation_id.in_(written)),
            )
        )
