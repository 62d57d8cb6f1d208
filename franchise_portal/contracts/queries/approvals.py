"""The table of authority, and what was asked for, as an actor sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import ROLES, Role, Side
from ...access.scope import Everything
from ...accounts.models import User
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.money import exponent
from ...network.queries import founded
from ...web.paging import COUNT_LIMIT, SIZE, Page
from .. import acts
from ..event_enums import ApprovalStatus, Measure
from ..models import (
    Approval,
    ApprovalEntry,
    AuthorityLimit,
    AuthorityTable,
)
from ..rules.authority import NOTHING, UNLIMITED, WINDOW, Decider, Limit, deciders

#: Those who can hold authority at all: they may grant or decide.
HOLDERS = tuple(
    role
    for role in Role
    if role.side is Side.FRANCHISOR and Permission.CONTRACTS_APPROVAL_ASK in ROLES[role]
)
DECIDING = tuple(role for role in HOLDERS if Permission.CONTRACTS_APPROVAL_DECIDE in ROLES[role])
GRANTED = (ApprovalStatus.GRANTED, ApprovalStatus.DONE)


@dataclass(frozen=True, slots=True)
class Authority:
    """The table in force: its number, the currency of its amounts, and the limits."""

    number: int
    currency: str
    limits: Mapping[tuple[Role, str], Limit]

    def limit(self, role: Role | None, act: str) -> Limit:
        """How far a role may go with an act; the portal itself and outsiders go nowhere."""
        return self.limits.get((role, act), NOTHING) if role else NOTHING


def authority() -> Authority:
    """The table in force; before anybody saved one, the usual limits of the acts, number 0."""
    table = latest_table()
    currency = founded().currency
    if table is None:
        return Authority(0, currency, usual_limits(currency))
    rows = db.session.scalars(select(AuthorityLimit).where(AuthorityLimit.table_id == table.id))
    limits = {
        (row.role, row.act): UNLIMITED if row.is_unlimited else Limit(row.size) for row in rows
    }
    return Authority(table.number, currency, limits)


def latest_table() -> AuthorityTable | None:
    """The newest version of the table."""
    query = select(AuthorityTable).order_by(AuthorityTable.number.desc()).limit(1)
    return db.session.scalars(query).one_or_none()


def tables() -> Sequence[AuthorityTable]:
    """Every version of the table, the newest first."""
    return db.session.scalars(select(AuthorityTable).order_by(AuthorityTable.number.desc())).all()


def usual_limits(currency: str) -> Mapping[tuple[Role, str], Limit]:
    """Where the table begins, with amounts in whole units of the currency."""
    unit = 10 ** exponent(currency)
    found = {}
    for act in acts.all_acts():
        for role, size in act.usual.items():
            if size is None:
                found[role, act.slug] = UNLIMITED
            else:
                factor = unit if act.measure is Measure.AMOUNT else 1
                found[role, act.slug] = Limit(size * factor)
    return found


def visible_approvals(actor: Actor) -> Select[Approval]:
    """All of them for the office; the other side sees what its own people asked for."""
    query = select(Approval)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(
        Approval.franchisee_id == actor.scope.franchisee_id,
        Approval.asked_role.in_([role for role in Role if role.side is Side.FRANCHISEE]),
    )


def approval_for(actor: Actor, approval_id: UUID) -> Approval:
    """One approval with its contract and franchisee.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = (
        visible_approvals(actor)
        .where(Approval.id == approval_id)
        .options(joinedload(Approval.contract), joinedload(Approval.franchisee))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def entries_of(approval_id: UUID) -> Sequence[ApprovalEntry]:
    """What was done and said about an approval, the latest first."""
    query = select(ApprovalEntry).where(ApprovalEntry.approval_id == approval_id)
    return db.session.scalars(query.order_by(ApprovalEntry.id.desc())).all()


def approvals_of(actor: Actor, contract_id: UUID, *, limit: int = 20) -> Sequence[Approval]:
    """What was asked for about a contract, as far as the actor may see it, the latest first."""
    query = visible_approvals(actor).where(Approval.contract_id == contract_id)
    return db.session.scalars(query.order_by(Approval.asked_at.desc()).limit(limit)).all()


def granted_before(actor: Actor, act: str, franchisee_id: UUID | None, *, at: datetime) -> int:
    """What an actor has granted alone to a franchisee within the window, in the act's measure."""
    query = select(func.coalesce(func.sum(Approval.quantity), 0)).where(
        Approval.asked_by == actor.user_id,
        Approval.act == act,
        Approval.franchisee_id == franchisee_id
        if franchisee_id
        else Approval.franchisee_id.is_(None),
        Approval.was_at_once,
        Approval.status.in_(GRANTED),
        Approval.decided_at > at - WINDOW,
    )
    return int(db.session.execute(query).scalar_one())


def people_with_authority(act: str, table: Authority) -> Sequence[Decider]:
    """Everybody who can sign in and whose role may decide, with their limit for an act."""
    query = select(User.id, User.role).where(User.role.in_(DECIDING), User.disabled_at.is_(None))
    return [Decider(row.id, table.limit(row.role, act)) for row in db.session.execute(query)]


def deciders_of(approval: Approval, table: Authority) -> Sequence[User]:
    """The people who may decide about an approval, by name."""
    ids = deciders(
        people_with_authority(approval.act, table),
        approval.size,
        asked_by=approval.asked_by,
        currency=table.currency,
    )
    query = select(User).where(User.id.in_(ids)).order_by(User.name)
    return db.session.scalars(query).all()


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedApprovals:
    """What a list of approvals is narrowed to."""

    who: str = "mine"
    """`mine`: waiting for this actor; `asked`: asked by this actor; `all`."""
    statuses: Sequence[str] = ()
    acts: Sequence[str] = ()
    page: int = 1


def approvals(actor: Actor, wanted: WantedApprovals) -> Page[Approval]:
    """One page of approvals: what waits, the longest first; else the latest first."""
    query = visible_approvals(actor)
    for condition in _conditions(actor, wanted):
        query = query.where(condition)
    ids = query.with_only_columns(Approval.id).limit(COUNT_LIMIT + 1).subquery()
    total = db.session.scalar(select(func.count()).select_from(ids)) or 0
    order = Approval.asked_at if wanted.who == "mine" else Approval.asked_at.desc()
    rows = db.session.scalars(
        query.order_by(order, Approval.id)
        .limit(SIZE)
        .offset((wanted.page - 1) * SIZE)
        .options(joinedload(Approval.contract), joinedload(Approval.franchisee))
    ).all()
    return Page(list(rows), wanted.page, SIZE, total)


def waiting_count(actor: Actor) -> int:
    """How many approvals wait for this very actor."""
    query = visible_approvals(actor).with_only_columns(func.count(Approval.id))
    return db.session.scalar(query.where(*_waits_for(actor))) or 0


def _conditions(actor: Actor, wanted: WantedApprovals) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.who == "mine":
        found += _waits_for(actor)
    elif wanted.who == "asked":
        found.append(Approval.asked_by == actor.user_id)
    if wanted.statuses and wanted.who != "mine":
        found.append(Approval.status.in_([ApprovalStatus(one) for one in wanted.statuses]))
    if wanted.acts:
        found.append(Approval.act.in_(wanted.acts))
    return found


def _waits_for(actor: Actor) -> Sequence[ColumnElement[bool]]:
    """Open, not asked by the actor, not expired, and within the limit of the actor's role."""
    if not actor.may(Permission.CONTRACTS_APPROVAL_DECIDE):
        return [Approval.id.is_(None)]
    table = authority()
    within: ColumnElement[bool] = Approval.id.is_(None)
    for act in acts.all_acts():
        limit = table.limit(actor.role, act.slug)
        here: ColumnElement[bool] = Approval.act == act.slug
        if not limit.is_unlimited:
            here = here & (Approval.quantity <= limit.value)
            here = here & Approval.currency.in_(("", table.currency))
        within = within | here
    return [
        Approval.status == ApprovalStatus.ASKED,
        Approval.asked_by != actor.user_id,
        Approval.expires_on >= clock.today(),
        within,
    ]


def expired_by(on: date) -> Sequence[UUID]:
    """Approvals whose last day for a decision has passed."""
    query = select(Approval.id).where(
        Approval.status == ApprovalStatus.ASKED, Approval.expires_on < on
    )
    return db.session.scalars(query.order_by(Approval.asked_at)).all()
