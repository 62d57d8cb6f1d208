"""Ringing again for what the queue forgot, and taking from the dead what they held."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from redis.exceptions import RedisError
from sqlalchemy import Row, or_, select, update

from ..database import db, own_connection
from ..kit import clock
from . import holding
from .doorbell import Bell, Doorbell, the_doorbell
from .enums import JobStatus
from .models import Job
from .registry import kind_of

logger = logging.getLogger(__name__)

#: Rows looked at in one sweep; the rest come in the next.
AT_ONCE = 5000
DEFAULT_TIMEOUT = 300


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did."""

    released: int
    """Rows taken from processes that are gone."""
    rung: int
    """Rows rung for again."""


def sweep() -> Swept:
    """Look once. Any number of sweepers may look at the same time.

    Needs an application context.
    """
    doorbell = the_doorbell()
    released = _release(doorbell.timing.lease)
    rung = _ring(doorbell)
    if released or rung:
        fields = {"released": released, "rung": rung}
        logger.info("swept", extra={"fields": fields})
    return Swept(released, rung)


def _release(lease: float) -> int:
    with db.engine.connect() as connection:
        running = connection.scalars(
            select(Job.id).where(Job.status == JobStatus.RUNNING).limit(AT_ONCE)
        ).all()
    return sum(holding.take_from_the_dead(job_id, lease=lease) for job_id in running)


def _ring(doorbell: Doorbell) -> int:
    rows = _unheard(doorbell.timing.ring_grace)
    if not rows:
        return 0
    try:
        # A long queue is no reason to ring: what stands in it will be heard.
        queued = {name: doorbell.ids_in(name) for name in {row.queue for row in rows}}
    except RedisError:
        return 0
    silent = [row for row in rows if str(row.id) not in queued[row.queue]]
    if silent and doorbell.ring(_bell(row) for row in silent):
        ids = [row.id for row in silent]
        with own_connection() as connection:
            connection.execute(update(Job).where(Job.id.in_(ids)).values(rung_at=clock.wall()))
        return len(silent)
    return 0


def _unheard(grace: float) -> Sequence[Row[UUID, str, str, int]]:
    now = clock.wall()
    with db.engine.connect() as connection:
        return connection.execute(
            select(Job.id, Job.name, Job.queue, Job.attempts)
            .where(
                Job.status == JobStatus.WAITING,
                Job.due_at <= now,
                or_(Job.rung_at.is_(None), Job.rung_at < now - timedelta(seconds=grace)),
            )
            .order_by(Job.due_at, Job.id)
            .limit(AT_ONCE)
        ).all()


def _bell(row: Row[UUID, str, str, int]) -> Bell:
    try:
        timeout = kind_of(row.name).timeout
    except LookupError:
        # Another version of the portal may know it.
        timeout = DEFAULT_TIMEOUT
    return Bell(row.id, row.name, row.queue, timeout, is_urgent=row.attempts > 0)
