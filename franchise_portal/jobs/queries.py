"""Looking at jobs."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select

from ..database import db
from .enums import JobStatus
from .models import Job


def counts() -> Mapping[JobStatus, int]:
    """How many jobs are in each state."""
    rows = db.session.execute(select(Job.status, func.count()).group_by(Job.status))
    found = {status: count for status, count in rows}  # noqa: C416 - dict() takes a Result amiss
    return {status: found.get(status, 0) for status in JobStatus}


def longest_waits(*, at: datetime) -> Mapping[str, timedelta]:
    """For each queue, how long the oldest job that is due has waited."""
    rows = db.session.execute(
        select(Job.queue, func.min(Job.due_at))
        .where(Job.status == JobStatus.WAITING, Job.due_at <= at)
        .group_by(Job.queue)
    )
    return {queue: at - due for queue, due in rows}
