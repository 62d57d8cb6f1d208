"""Fee plans: parsed once, shown with the contracts that use them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, func, select

from ...access.actor import Actor
from ...access.scope import Everything
from ...contracts.models import Contract
from ...contracts.queries import visible_contracts
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...network.models import Franchisee
from ..models import FeePlan, PlanAssignment
from ..rules.canonical import plan_from_json
from ..rules.plans import FeePlan as Plan
from .raw_ids import RawId

_parsed: dict[str, Plan] = {}
_digests: dict[RawId, str] = {}


def the_plan(plan_id: RawId) -> Plan:
    """The plan behind a row, parsed. A row never changes, so each process parses it once."""
    digest = _digests.get(plan_id)
    if digest is None:
        row = db.session.get(FeePlan, plan_id if isinstance(plan_id, UUID) else UUID(plan_id))
        if row is None:
            raise NotFound
        digest = _digests[plan_id] = row.digest
        if digest not in _parsed:
            _parsed[digest] = plan_from_json(row.definition)
    return _parsed[digest]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the list."""

    id: UUID
    name: str
    currency: str
    plan: Plan
    contracts: int
    """Contracts that use it today."""
    ever: int
    """Contracts that use it, used it or will use it."""


@dataclass(frozen=True, slots=True)
class Use:
    """A contract that uses a plan, from when to when."""

    contract_id: UUID
    number: str
    franchisee: str
    franchisee_local: str
    starts_on: date
    until: date | None
    """The day on which another plan takes over; None when none does."""


def plans(actor: Actor) -> tuple[PlanRow, ...]:
    """The plans that the actor can see, those in use most first.

    The office sees all that were ever kept, others those of their own contracts.
    """
    today, ever = _counted(_in_force(actor, clock.today())), _counted(_assigned(actor).subquery())
    now = func.coalesce(today.c.contracts, 0)
    query = (
        select(FeePlan.id, FeePlan.name, FeePlan.currency, now, func.coalesce(ever.c.contracts, 0))
        .outerjoin(today, today.c.plan_id == FeePlan.id)
        .outerjoin(ever, ever.c.plan_id == FeePlan.id)
        .order_by(now.desc(), FeePlan.name, FeePlan.id)
        .limit(MOST_PLANS)
    )
    if not _sees_all(actor):
        query = query.where(ever.c.contracts > 0)
    return tuple(
        PlanRow(plan_id, name, currency, the_plan(plan_id), contracts, in_all)
        for plan_id, name, currency, contracts, in_all in db.session.execute(query)
    )


def _counted(assigned: Subquery) -> Subquery:
    return (
        select(
            assigned.c.plan_id,
            func.count(func.distinct(assigned.c.contract_id)).label("contracts"),
        )
        .group_by(assigned.c.plan_id)
        .subquery()
    )


def _sees_all(actor: Actor) -> bool:
    return isinstance(actor.scope, Everything)


MOST_PLANS = 200
MOST_USES = 100


def _assigned(actor: Actor) -> Select[*tuple[Any, ...]]:
    seen = visible_contracts(actor).with_only_columns(Contract.id).order_by(None)
    return select(
        PlanAssignment.plan_id, PlanAssignment.contract_id, PlanAssignment.starts_on
    ).where(PlanAssignment.contract_id.in_(seen))


def _in_force(actor: Actor, day: date) -> Subquery:
    """The plan that each visible contract uses on a day."""
    latest = (
        select(func.max(PlanAssignment.starts_on))
        .where(PlanAssignment.contract_id == Contract.id, PlanAssignment.starts_on <= day)
        .correlate(Contract)
        .scalar_subquery()
    )
    seen = visible_contracts(actor).with_only_columns(Contract.id).order_by(None)
    return (
        select(PlanAssignment.plan_id, PlanAssignment.contract_id)
        .join(Contract, Contract.id == PlanAssignment.contract_id)
        .where(
            Contract.id.in_(seen),
            Contract.starts_on <= day,
            Contract.ends_on >= day,
            PlanAssignment.starts_on == latest,
        )
        .subquery()
    )


def plan_for(actor: Actor, plan_id: UUID) -> tuple[FeePlan, Plan]:
    """One plan, its row and what it says.

    Raises:
        NotFound: when there is none; for franchisees, when no contract of theirs uses or used it.
    """
    row = db.session.get(FeePlan, plan_id)
    if row is None:
        raise NotFound
    used = _assigned(actor).where(PlanAssignment.plan_id == plan_id).limit(1)
    if not _sees_all(actor) and db.session.execute(used).first() is None:
        raise NotFound
    return row, the_plan(plan_id)


def uses_of(actor: Actor, plan_id: UUID) -> tuple[Sequence[Use], int]:
    """The first contracts that use or used a plan, by number, and how many there are."""
    assigned = _assigned(actor).subquery()
    following = (
        select(func.min(PlanAssignment.starts_on))
        .where(
            PlanAssignment.contract_id == assigned.c.contract_id,
            PlanAssignment.starts_on > assigned.c.starts_on,
        )
        .scalar_subquery()
    )
    query = (
        select(
            Contract.id,
            Contract.number,
            Franchisee.name,
            Franchisee.name_local,
            assigned.c.starts_on,
            following,
        )
        .select_from(assigned)
        .join(Contract, Contract.id == assigned.c.contract_id)
        .join(Franchisee, Franchisee.id == Contract.franchisee_id)
        .where(assigned.c.plan_id == plan_id)
    )
    rows = db.session.execute(query.order_by(Contract.number).limit(MOST_USES)).all()
    count = db.session.execute(
        select(func.count()).select_from(query.order_by(None).subquery())
    ).scalar_one()
    return [Use(*row) for row in rows], count


def plans_of(contract_id: UUID) -> Sequence[tuple[date, FeePlan]]:
    """The plans of a contract, the latest first, each with its first day."""
    rows = db.session.execute(
        select(PlanAssignment.starts_on, FeePlan)
        .join(FeePlan, FeePlan.id == PlanAssignment.plan_id)
        .where(PlanAssignment.contract_id == contract_id)
        .order_by(PlanAssignment.starts_on.desc())
    )
    return [(starts_on, plan) for starts_on, plan in rows]
