"""The machinery's own job: forgetting what is long done."""

from datetime import timedelta

from sqlalchemy import delete

from ..database import db, edge
from ..kit import clock
from .enums import JobStatus
from .models import Job
from .registry import job

#: Done jobs are shown for a month, routine for two days; what failed stays for a quarter.
KEEP_DONE = timedelta(days=30)
KEEP_ROUTINE = timedelta(days=2)
KEEP_FAILED = timedelta(days=90)


@job("jobs.forget", queue="bulk", every="40 2 * * *")
def forget() -> None:
    """Delete rows that are over for long."""
    now = clock.wall()
    with edge():
        for status, kept in ((JobStatus.DONE, KEEP_DONE), (JobStatus.FAILED, KEEP_FAILED)):
            db.session.execute(
                delete(Job).where(Job.status == status, Job.finished_at < now - kept)
            )
        db.session.execute(
            delete(Job).where(
                Job.is_routine,
                Job.status == JobStatus.DONE,
                Job.finished_at < now - KEEP_ROUTINE,
            )
        )
