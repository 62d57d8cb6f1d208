"""Which contracts a version has still to reach, and how far the work is.

A version that is decided moves contracts to itself; one that is taken back moves them away again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from ...contracts.models import Contract
from ...database import db
from ...jobs import JobStatus
from ...kit import clock
from ...kit.period import Period
from ..errors import PlanMoving, PlanMovingBack
from ..models import PlanMove, PlanReturn, PlanVersion
from ..plan_enums import PlanStatus
from .impact import covered_on
from .jobs import job_of


@dataclass(frozen=True, slots=True)
class Moving:
    """How far the contracts of a version have moved."""

    done: int
    total: int
    has_failed: bool = False
    """Whether the job has given up, so that somebody has to let it go on."""


def left_of(version: PlanVersion) -> Select[UUID, UUID]:
    """The contracts that a version concerns and has not reached, with their franchisees."""
    is_back = version.status is PlanStatus.TAKEN_BACK
    return left_to_return(version) if is_back else left_to_move(version)


def left_to_move(version: PlanVersion) -> Select[UUID, UUID]:
    """The contracts that a decision concerns and has not reached."""
    day = clock.day_of(version.decided_at) if version.decided_at else clock.today()
    reached = select(PlanMove.contract_id).where(PlanMove.version_id == version.id)
    plans = [version.follows_id] if version.follows_id else []
    query: Select[Any, Any] = select(Contract.id.label("contract_id"), Contract.franchisee_id)
    return (
        covered_on(query, plans, day)
        .where(Contract.id.not_in(reached))
        .distinct()
        .order_by(Contract.franchisee_id, Contract.id)
    )


def left_to_return(version: PlanVersion) -> Select[UUID, UUID]:
    """The contracts that a decision had reached and that do not know yet that it is taken back."""
    return (
        select(PlanMove.contract_id, PlanMove.franchisee_id)
        .outerjoin(PlanReturn, PlanReturn.move_id == PlanMove.id)
        .where(PlanMove.version_id == version.id, PlanReturn.id.is_(None))
        .order_by(PlanMove.franchisee_id, PlanMove.contract_id)
    )


def next_to_move(version: PlanVersion, *, limit: int) -> Sequence[UUID]:
    """About so many of them: all of a franchisee at once, who is written to about all of them."""
    left = left_of(version)
    rows = db.session.execute(left.limit(limit)).all()
    if len(rows) < limit:
        return [contract_id for contract_id, _ in rows]
    last = rows[-1][1]
    whole = left_of_owner(version, last)
    return [contract_id for contract_id, owner in rows if owner != last] + list(whole)


def left_of_owner(version: PlanVersion, franchisee_id: UUID) -> Sequence[UUID]:
    """Those of one franchisee."""
    rows = left_of(version).subquery()
    query = (
        select(rows.c.contract_id)
        .where(rows.c.franchisee_id == franchisee_id)
        .order_by(rows.c.contract_id)
    )
    return db.session.scalars(query).all()


def moving_over(contract_id: UUID) -> Sequence[PlanVersion]:
    """The versions that have still to reach a contract."""
    found = []
    for version in db.session.scalars(_moving()):
        left = left_of(version).subquery()
        if db.session.execute(
            select(left.c.contract_id).where(left.c.contract_id == contract_id)
        ).first():
            found.append(version)
    return found


def _moving() -> Select[PlanVersion]:
    query = select(PlanVersion).where(PlanVersion.is_moving)
    return query.order_by(PlanVersion.starts_on, PlanVersion.id)


def progress_of(version: PlanVersion) -> Moving | None:
    """How far it is; None when no contract is left to be moved."""
    if not version.is_moving:
        return None
    job = job_of(version.moving_job_id)
    done, total = counts_of(version)
    return Moving(done, total, has_failed=job is not None and job.status is JobStatus.FAILED)


def counts_of(version: PlanVersion) -> tuple[int, int]:
    """How many contracts a version has reached, and of how many."""
    reached = count_of(version)
    if version.status is not PlanStatus.TAKEN_BACK:
        return reached, max(version.concerns, reached)
    query = select(func.count()).select_from(PlanReturn).join(PlanMove)
    returned = query.where(PlanMove.version_id == version.id)
    return db.session.execute(returned).scalar_one(), reached


def count_of(version: PlanVersion) -> int:
    """How many contracts a decision has reached."""
    query = select(func.count()).select_from(PlanMove).where(PlanMove.version_id == version.id)
    return db.session.execute(query).scalar_one()


def require_moved(month: Period) -> None:
    """Let no month be charged by a plan that has reached some of its contracts only.

    Raises:
        PlanMoving: while a version that holds in the month has not reached all.
    """
    found = db.session.scalars(_moving().where(PlanVersion.starts_on <= month.last)).first()
    if found is not None:
        raise not_moved(found)


def require_reached(contract_id: UUID, day: date) -> None:
    """Let nothing be charged by the plan of a contract that is to have another one by that day.

    Raises:
        PlanMoving: while a version that holds on the day has not reached the contract.
    """
    for version in moving_over(contract_id):
        if version.starts_on <= day:
            raise not_moved(version)


def require_at_rest(version: PlanVersion) -> None:
    """Let one version after the other move the contracts of a plan: the later word shall count.

    Raises:
        PlanMoving: while another one that follows the same plan moves them.
    """
    others = _moving().where(
        PlanVersion.follows_id == version.follows_id, PlanVersion.id != version.id
    )
    found = db.session.scalars(others).first()
    if found is not None:
        raise not_moved(found)


def not_moved(version: PlanVersion) -> PlanMoving:
    """What to say while a version has not reached all its contracts."""
    done, total = counts_of(version)
    kind = PlanMovingBack if version.status is PlanStatus.TAKEN_BACK else PlanMoving
    return kind(name=version.name, day=version.starts_on, done=done, total=total)
