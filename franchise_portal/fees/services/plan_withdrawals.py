"""A decided version that has not begun is taken back; contracts keep the plan they have."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...contracts.services.planning import forget_reading
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ..enums import FeesAction
from ..errors import PlanHasBegun, PlanInUse, PlanNotDecided
from ..models import PlanAssignment, PlanMove, PlanVersion
from ..plan_enums import PlanAction, PlanStatus
from .ledger import pass_gate
from .plan_letters import tell_of_withdrawal


def take_back(
    actor: Actor, version: PlanVersion, *, reason: str, seen: int | None
) -> Sequence[PlanMove]:
    """Take a decision back before its day: contracts keep their plans, those who were told hear it.

    Returns what the decision had meant, which stays on file. A contract that somebody has given
    another plan from that day meanwhile keeps that one.

    Raises:
        Refused: without a reason.
        PlanHasBegun: from the version's day on; a new version follows it then.
        PlanInUse: for a plan that followed none and that contracts have been given.
        PlanNotDecided: for a draft, and for what was taken back already.
        ChangedMeanwhile: when somebody changed it after it was opened.
    """
    actor.require(Permission.FEES_PLAN_DECIDE)
    # A month that is being assessed at this moment is charged first, by whatever holds.
    pass_gate()
    version = _held(version.id, seen)
    _require_not_begun(version)
    if not reason.strip():
        raise Refused(N_("Write why; the franchisees who were told read it."), field="reason")
    moves = _moves(version)
    _give_back(actor, version, moves)
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
        contracts=sum(move.starts_on is not None for move in moves),
        reason=version.taken_back_reason,
    )
    db.session.flush()
    tell_of_withdrawal(version, moves)
    return moves


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


def _moves(version: PlanVersion) -> Sequence[PlanMove]:
    query = select(PlanMove).where(PlanMove.version_id == version.id).order_by(PlanMove.id)
    return db.session.scalars(
        query.options(joinedload(PlanMove.contract), joinedload(PlanMove.franchisee))
    ).all()


def _give_back(actor: Actor, version: PlanVersion, moves: Sequence[PlanMove]) -> None:
    """What the decision assigned goes; what stood there before it comes back."""
    moved = {move.contract_id: move for move in moves if move.starts_on is not None}
    assigned = db.session.scalars(
        select(PlanAssignment)
        .where(
            PlanAssignment.plan_id == version.plan_id,
            PlanAssignment.starts_on == version.starts_on,
        )
        .order_by(PlanAssignment.contract_id)
    ).all()
    for assignment in assigned:
        move = moved.get(assignment.contract_id)
        if move is None:
            continue  # given by hand
        if move.replaced_plan_id is None:
            db.session.delete(assignment)
        else:
            assignment.plan_id = move.replaced_plan_id
        _note_at(actor, move, version)


def _note_at(actor: Actor, move: PlanMove, version: PlanVersion) -> None:
    forget_reading(move.contract_id)
    # Who else looks at the contract shall notice.
    flag_modified(move.contract, "note")
    audit.record(
        actor,
        FeesAction.PLAN_UNASSIGNED,
        move.contract,
        plan=version.name,
        starts_on=version.starts_on,
    )
