"""Which contracts a decided version has still to reach, and how far the work is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select

from ...contracts.models import Contract
from ...database import db
from ...jobs import JobStatus
from ...kit import clock
from ...kit.period import Period
from ..errors import PlanMoving
from ..models import PlanMove, PlanVersion
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


def still_moving() -> ColumnElement[bool]:
    """Of versions: whether a job still moves their contracts."""
    return and_(
        PlanVersion.status == PlanStatus.DECIDED,
        PlanVersion.moving_job_id.is_not(None),
        PlanVersion.moved_at.is_(None),
    )


def left_to_move(version: PlanVersion) -> Select[UUID, UUID]:
    """The contracts that a decision concerns and has not reached, with their franchisees."""
    day = clock.day_of(version.decided_at) if version.decided_at else clock.today()
    reached = select(PlanMove.contract_id).where(PlanMove.version_id == version.id)
    plans = [version.follows_id] if version.follows_id else []
    query: Select[Any, Any] = select(Contract.id, Contract.franchisee_id)
    return (
        covered_on(query, plans, day)
        .where(Contract.id.not_in(reached))
        .distinct()
        .order_by(Contract.franchisee_id, Contract.id)
    )


def next_to_move(version: PlanVersion, *, limit: int) -> Sequence[UUID]:
    """About so many of them: all of a franchisee at once, who is written to about all of them."""
    left = left_to_move(version)
    rows = db.session.execute(left.limit(limit)).all()
    if len(rows) < limit:
        return [contract_id for contract_id, _ in rows]
    last = rows[-1][1]
    whole = db.session.execute(left.where(Contract.franchisee_id == last)).all()
    return [contract_id for contract_id, owner in rows if owner != last] + [row[0] for row in whole]


def moving_over(contract_id: UUID) -> Sequence[PlanVersion]:
    """The decided versions that have still to reach a contract."""
    return [
        version
        for version in db.session.scalars(select(PlanVersion).where(still_moving()))
        if db.session.execute(left_to_move(version).where(Contract.id == contract_id)).first()
    ]


def progress_of(version: PlanVersion) -> Moving | None:
    """How far it is; None when no contract is left to be moved."""
    if not version.is_moving:
        return None
    job = job_of(version.moving_job_id)
    reached = count_of(version)
    return Moving(
        reached,
        max(version.concerns, reached),
        has_failed=job is not None and job.status is JobStatus.FAILED,
    )


def count_of(version: PlanVersion) -> int:
    """How many contracts a decision has reached."""
    query = select(func.count()).select_from(PlanMove).where(PlanMove.version_id == version.id)
    return db.session.execute(query).scalar_one()


def require_moved(month: Period) -> None:
    """Let no month be charged by a plan that has reached some of its contracts only.

    Raises:
        PlanMoving: while a version that holds in the month has not reached all.
    """
    found = db.session.scalars(
        select(PlanVersion)
        .where(still_moving(), PlanVersion.starts_on <= month.last)
        .order_by(PlanVersion.starts_on)
        .limit(1)
    ).first()
    if found is not None:
        raise PlanMoving(
            name=found.name, day=found.starts_on, done=count_of(found), total=found.concerns
        )
