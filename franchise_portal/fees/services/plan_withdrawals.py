"""A decided version that has not begun is taken back; contracts keep the plan they have."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ..errors import PlanHasBegun, PlanInUse, PlanNotDecided
from ..models import PlanAssignment, PlanMove, PlanVersion
from ..plan_enums import PlanAction, PlanStatus
from ..queries.plan_moving import require_at_rest
from .ledger import pass_gate
from .plan_steps import begin_moving


def take_back(
    actor: Actor, version: PlanVersion, *, reason: str, seen: int | None
) -> Sequence[PlanMove]:
    """Take a decision back before its day: contracts keep their plans, those who were told hear it.

    Returns what the decision had meant, which stays on file; nothing yet where the contracts are
    many, so that a job gives them back. A contract that somebody has given another plan from that
    day meanwhile keeps that one.

    Raises:
        Refused: without a reason.
        PlanHasBegun: from the version's day on; a new version follows it then.
        PlanInUse: for a plan that followed none and that contracts have been given.
        PlanNotDecided: for a draft, and for what was taken back already.
        PlanMoving: while another version moves contracts of the same plan.
        ChangedMeanwhile: when somebody changed it after it was opened.
    """
    actor.require(Permission.FEES_PLAN_DECIDE)
    # A month that is being assessed at this moment is charged first, by whatever holds.
    pass_gate()
    version = _held(version.id, seen)
    _require_not_begun(version)
    require_at_rest(version)
    if not reason.strip():
        raise Refused(N_("Write why; the franchisees who were told read it."), field="reason")
    version.status = PlanStatus.TAKEN_BACK
    version.taken_back_by, version.taken_back_by_name = actor.user_id, actor.name
    version.taken_back_at = version.changed_at = clock.now()
    version.taken_back_reason = reason.strip()
    audit.record(
        actor,
        PlanAction.TAKEN_BACK,
        version,
        name=version.name,
        starts_on=version.starts_on,
        contracts=_moved(version),
        reason=version.taken_back_reason,
    )
    db.session.flush()
    return begin_moving(actor, version)


def _held(version_id: UUID, seen: int | None) -> PlanVersion:
    query = select(PlanVersion).where(PlanVersion.id == version_id).with_for_update()
    version = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if version.status is not PlanStatus.DECIDED:
        raise PlanNotDecided(name=version.name, status=version.status)
    if seen is not None and version.version != seen:
        raise ChangedMeanwhile
    return version


def _require_not_begun(version: PlanVersion) -> None:
    if version.follows_id is not None:
        if version.starts_on <= clock.today():
            raise PlanHasBegun(name=version.name, day=version.starts_on)
        return
    given = select(PlanAssignment.id).where(PlanAssignment.plan_id == version.plan_id).limit(1)
    if db.session.scalar(given) is not None:
        raise PlanInUse(name=version.name)


def _moved(version: PlanVersion) -> int:
    moved = select(func.count()).where(
        PlanMove.version_id == version.id, PlanMove.starts_on.is_not(None)
    )
    return db.session.execute(moved).scalar_one()
