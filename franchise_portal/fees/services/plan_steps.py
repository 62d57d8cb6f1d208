"""Contracts move to a version, or away from one taken back: at once where few, else in steps.

Each step is a transaction of its own and looks at what is left. So what a crash interrupted goes
on where it stopped, and no contract is moved and nobody written to twice. Two jobs of one version,
as when it is taken back while it still moves, do each other's work.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from ...access.actor import Actor
from ...contracts.models import Contract
from ...database import db
from ...jobs import enqueue
from ...kit import clock
from ..models import PlanMove, PlanVersion
from ..plan_enums import PlanStatus
from ..queries.impact_figures import are_many
from ..queries.plan_moving import counts_of, left_of_owner, moving_over, next_to_move
from .ledger import pass_gate
from .plan_moves import move
from .plan_returns import give_back
from .requests import on_behalf_of

JOB = "fees.move_contracts"
AT_ONCE = 200


def begin_moving(actor: Actor, version: PlanVersion) -> Sequence[PlanMove]:
    """Move the contracts of a version just decided or taken back; none yet where a job does it."""
    if version.follows_id is None:
        return ()
    _, contracts = counts_of(version)
    version.is_moving = are_many(contracts)
    if not version.is_moving:
        return _reach(version, next_to_move(version, limit=contracts + 1))
    version.moved_at = None
    version.moving_job_id = enqueue(
        JOB, arguments={"version_id": str(version.id)}, label=version.name, actor=actor
    ).id
    db.session.flush()
    return ()


def move_some(version_id: UUID) -> tuple[int, int] | None:
    """Move the contracts of the next franchisees: how many are moved then, and of how many.

    None when all are.
    """
    # A month that is being assessed at this moment is charged first, by what holds till then.
    pass_gate()
    version = _held(version_id)
    if not version.is_moving:
        return None
    ids = next_to_move(version, limit=AT_ONCE)
    if not ids:
        version.is_moving, version.moved_at = False, clock.now()
        db.session.flush()
        return None
    _reach(version, ids)
    return counts_of(version)


def move_before_its_turn(contract: Contract) -> None:
    """Have a version reach a contract now, as somebody is about to give it a plan.

    What is given later then counts, as it does where all contracts move at once. The franchisee's
    other contracts come along, since it is written to once about all of them.
    """
    for version in moving_over(contract.id):
        _reach(version, left_of_owner(version, contract.franchisee_id))


def _reach(version: PlanVersion, ids: Sequence[UUID]) -> Sequence[PlanMove]:
    if version.status is PlanStatus.TAKEN_BACK:
        return give_back(_who(version.taken_back_by, version.taken_back_by_name), version, ids)
    return move(_who(version.decided_by, version.decided_by_name), version, ids)


def _who(user_id: UUID | None, name: str) -> Actor:
    return on_behalf_of(str(user_id) if user_id else "", name)


def _held(version_id: UUID) -> PlanVersion:
    query = select(PlanVersion).where(PlanVersion.id == version_id).with_for_update(key_share=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
