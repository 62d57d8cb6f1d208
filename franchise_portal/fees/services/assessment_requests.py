"""Asking for the assessment of a month, by a person or because a report was corrected."""

from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...jobs import Job, JobStatus, enqueue
from ...kit.ids import new_id
from ...kit.period import Period
from ..queries.months import ASSESS_JOB, latest_job


def request_assessment(actor: Actor, *, month: Period) -> Job:
    """Let a job assess a month; one that is at it already is enough."""
    actor.require(Permission.FEES_PERIOD_ASSESS)
    job = latest_job(month.text)
    if job is not None and job.status in {JobStatus.WAITING, JobStatus.RUNNING}:
        return job
    run = new_id()
    return enqueue(
        ASSESS_JOB,
        arguments={"month": month.text, "run": str(run), **asked_by(actor)},
        dedupe_key=f"assess/{month.text}/{run}",
        label=month.text,
        actor=actor,
    )


def reassess(month: Period) -> None:
    """Let the portal assess a month anew after a report that was charged has changed.

    One that waits is enough; one that runs may have passed the report already.
    """
    job = latest_job(month.text)
    if job is not None and job.status is JobStatus.WAITING:
        return
    run = new_id()
    enqueue(
        ASSESS_JOB,
        arguments={"month": month.text, "run": str(run), **asked_by(SYSTEM)},
        dedupe_key=f"assess/{month.text}/{run}",
        label=month.text,
        actor=SYSTEM,
    )


def asked_by(actor: Actor) -> dict[str, str]:
    """Who asked, as the arguments of a job."""
    return {"user": str(actor.user_id or ""), "name": actor.name}
