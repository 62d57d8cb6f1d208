"""Looking at jobs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select

from ..database import db
from ..kit.errors import NotFound
from .enums import JobStatus
from .models import Job


def all_jobs(
    *, statuses: tuple[JobStatus, ...] = (), names: tuple[str, ...] = ()
) -> Select[tuple[Job]]:
    """Jobs, those first that are at work or wait, then the latest."""
    query = select(Job)
    if statuses:
        query = query.where(Job.status.in_(statuses))
    if names:
        query = query.where(Job.name.in_(names))
    return query


def job_for(job_id: UUID) -> Job:
    """One job.

    Raises:
        NotFound: when there is none.
    """
    row = db.session.get(Job, job_id)
    if row is None:
        raise NotFound
    return row


def counts() -> Mapping[JobStatus, int]:
    """How many jobs are in each state."""
    rows = db.session.execute(select(Job.status, func.count()).group_by(Job.status)).tuples()
    found = dict(rows)
    return {status: found.get(status, 0) for status in JobStatus}


def longest_waits(*, at: datetime) -> Mapping[str, timedelta]:
    """For each queue, how long the oldest job that is due has waited."""
    rows = db.session.execute(
        select(Job.queue, func.min(Job.due_at))
        .where(Job.status == JobStatus.WAITING, Job.due_at <= at)
        .group_by(Job.queue)
    ).tuples()
    return {queue: at - due for queue, due in rows}
