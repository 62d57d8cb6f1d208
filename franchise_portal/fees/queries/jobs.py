"""The job that works on something of ours, to show how far it is."""

from uuid import UUID

from ...database import db
from ...jobs import Job


def job_of(job_id: UUID | None) -> Job | None:
    """The row of a job, if it is still kept."""
    return db.session.get(Job, job_id) if job_id else None
