"""Asking for the assessment of a month, by a person or because a report was corrected."""

from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...jobs import Job, JobStatus, enqueue
from ...kit.ids import new_id
from ...kit.period import Period
from ..draft_enums import Occasion
from ..queries.months import ASSESS_JOB, latest_job


def request_assessment(actor: Actor, *, month: Period, occasion: Occasion = Occasion.ASKED) -> Job:
    """Let a job assess a month; one that is at it already, for as good a reason, is enough."""
    actor.require(Permission.FEES_PERIOD_ASSESS)
    job = latest_job(month.text)
    if job is not None and job.status in {JobStatus.WAITING, JobStatus.RUNNING}:
        reason = job.arguments.get("occasion", Occasion.ASKED)
        if reason in {Occasion.ASKED, occasion}:
            return job
    return _enqueue(actor, month, occasion)


def reassess(month: Period) -> None:
    """Let the portal assess a month anew after a report that was charged has changed.

    One that waits is enough; one that runs may have passed the report already. Drafts that are
    shown stay drafts.
    """
    job = latest_job(month.text)
    if job is None or job.status is not JobStatus.WAITING:
        _enqueue(SYSTEM, month, Occasion.CORRECTION)


def _enqueue(actor: Actor, month: Period, occasion: Occasion) -> Job:
    run = new_id()
    return enqueue(
        ASSESS_JOB,
        arguments={
            "month": month.text,
            "run": str(run),
            "occasion": occasion.value,
            **asked_by(actor),
        },
        dedupe_key=f"assess/{month.text}/{run}",
        label=month.text,
        actor=actor,
    )


def asked_by(actor: Actor) -> dict[str, str]:
    """Who asked, as the arguments of a job."""
    return {"user": str(actor.user_id or ""), "name": actor.name}
