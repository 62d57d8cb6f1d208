"""Versions of plans: the office sees drafts, a franchisee what was decided for its contracts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.period import Period
from ...web.paging import Page
from ..models import FeePlan, FeeSimulation, PlanAssignment, PlanMove, PlanVersion
from ..plan_enums import PlanStatus
from ..rules.canonical import plan_from_json
from ..rules.impact import Totals, totals
from ..rules.plans import FeePlan as Plan
from .impact import OutletEffect, effects, latest_year, places_on
from .listing import page_of, with_rows
from .plans import the_plan

MOST_LISTED = 100
TOLD = (PlanStatus.DECIDED, PlanStatus.TAKEN_BACK)
"""What franchisees were told of: also a decision that did not last stays on file."""
DEAREST = (PlanMove.after_minor - PlanMove.before_minor).desc(), PlanMove.id


@dataclass(frozen=True, slots=True)
class Impact:
    """What a version would have meant over the last twelve months of sales."""

    window: Period
    currency: str
    rows: tuple[OutletEffect, ...]
    """Who would pay most more first; those of whom nobody can tell last."""
    totals: Totals

    @property
    def known(self) -> tuple[OutletEffect, ...]:
        """The outlets whose figure is known."""
        return tuple(row for row in self.rows if row.gap is None)


def versions(actor: Actor) -> Sequence[PlanVersion]:
    """Drafts and decisions, the latest first; discarded ones are left out."""
    query = (
        _visible(actor)
        .where(PlanVersion.status != PlanStatus.WITHDRAWN)
        .order_by(PlanVersion.changed_at.desc(), PlanVersion.id)
        .limit(MOST_LISTED)
    )
    return db.session.scalars(query).all()


def version_for(actor: Actor, version_id: UUID) -> PlanVersion:
    """One version.

    Raises:
        NotFound: when there is none; for franchisees, when it concerns none of their contracts.
    """
    query = _visible(actor).where(PlanVersion.id == version_id)
    found = db.session.scalars(query.options(joinedload(PlanVersion.follows))).one_or_none()
    if found is None:
        raise NotFound
    return found


def _visible(actor: Actor) -> Select[PlanVersion]:
    query = select(PlanVersion)
    if isinstance(actor.scope, Everything):
        if actor.may(Permission.FEES_PLAN_WRITE):
            return query
        return query.where(PlanVersion.status.in_(TOLD))
    mine = select(PlanMove.version_id).where(PlanMove.franchisee_id == actor.scope.franchisee_id)
    return query.where(PlanVersion.status.in_(TOLD), PlanVersion.id.in_(mine))


def versions_after(plan_id: UUID, actor: Actor) -> Sequence[PlanVersion]:
    """What was drafted or decided to follow a plan, the latest first."""
    query = _visible(actor).where(
        PlanVersion.follows_id == plan_id, PlanVersion.status != PlanStatus.WITHDRAWN
    )
    return db.session.scalars(query.order_by(PlanVersion.changed_at.desc())).all()


def moves_of(actor: Actor, version: PlanVersion) -> Sequence[PlanMove]:
    """What a decision meant for each contract that the actor can see; the dearest first."""
    return db.session.scalars(_moves(actor, version).order_by(*DEAREST)).all()


def moves_page(actor: Actor, version: PlanVersion, page: int) -> Page[PlanMove]:
    """A page of the same."""
    rows = page_of(_moves(actor, version), page, *DEAREST)
    return with_rows(rows, [row.PlanMove for row in rows.rows])


def count_moved(actor: Actor, version: PlanVersion) -> int:
    """For how many of them the version holds."""
    moved = _moves(actor, version).where(PlanMove.starts_on.is_not(None))
    return db.session.scalar(moved.with_only_columns(func.count())) or 0


def _moves(actor: Actor, version: PlanVersion) -> Select[PlanMove]:
    query = select(PlanMove).where(PlanMove.version_id == version.id)
    if not isinstance(actor.scope, Everything):
        query = query.where(PlanMove.franchisee_id == actor.scope.franchisee_id)
    return query.options(joinedload(PlanMove.contract), joinedload(PlanMove.franchisee))


def plan_in(version: PlanVersion) -> Plan:
    """The plan that a version says."""
    return plan_from_json(version.definition)


def assigned_on(contract_ids: Sequence[UUID], day: date) -> dict[UUID, UUID]:
    """The plans that some contracts have been given from a very day on, by contract."""
    found: dict[UUID, UUID] = {}
    for start in range(0, len(contract_ids), 500):
        query = select(PlanAssignment.contract_id, PlanAssignment.plan_id).where(
            PlanAssignment.starts_on == day,
            PlanAssignment.contract_id.in_(contract_ids[start : start + 500]),
        )
        found |= dict(db.session.execute(query).all())
    return found


def impact_of(
    version: PlanVersion, *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Impact | None:
    """What a version would have meant; None when it follows no plan or nothing was sold."""
    window = latest_year()
    if version.follows_id is None or window is None:
        return None
    after = plan_in(version)
    places = places_on([version.follows_id], clock.today())
    found = effects(places, lambda _before: after, window=window, progress=progress)
    rows = sorted(found, key=dearest_first)
    known = [row.effect for row in rows if row.gap is None]
    return Impact(window, after.currency, tuple(rows), totals(known))


def dearest_first(row: OutletEffect) -> tuple[bool, int, str]:
    """Sorts effects: who pays most more first, those that nobody can tell last."""
    return row.gap is not None, -row.effect.difference, row.place.outlet


def before_of(version: PlanVersion) -> Plan | None:
    """The plan that a version follows, if it follows one."""
    return the_plan(version.follows_id) if version.follows_id else None


def simulations() -> Sequence[FeeSimulation]:
    """The latest questions, with their answers."""
    query = select(FeeSimulation).order_by(FeeSimulation.created_at.desc(), FeeSimulation.id)
    return db.session.scalars(query.limit(MOST_LISTED)).all()


def simulation_for(actor: Actor, simulation_id: UUID) -> FeeSimulation:
    """One question; the office's alone.

    Raises:
        NotFound: when there is none, or for those who may not ask.
    """
    found = db.session.get(FeeSimulation, simulation_id)
    if found is None or not actor.may(Permission.FEES_PLAN_WRITE):
        raise NotFound
    return found


def plans_with(fee: str, currency: str) -> Sequence[UUID]:
    """The plans in a currency that have a fee of a name."""
    rows = db.session.execute(select(FeePlan.id).where(FeePlan.currency == currency))
    return [
        plan_id
        for (plan_id,) in rows
        if any(one.name == fee and one.is_charged for one in the_plan(plan_id).fees)
    ]
