"""Asking for the estimates of a whole month, which a job makes."""

from ...access.actor import Actor
from ...access.permissions import Permission
from ...jobs import Job, enqueue
from ...kit.ids import new_id
from ...kit.period import Period
from .assessment_requests import asked_by
from .estimating import ESTIMATE_JOB


def request_estimates(actor: Actor, *, month: Period) -> Job:
    """Let a job estimate what is missing of a month; doing it twice estimates nothing twice."""
    actor.require(Permission.FEES_PERIOD_ASSESS)
    return enqueue(
        ESTIMATE_JOB,
        arguments={"month": month.text, **asked_by(actor)},
        dedupe_key=f"estimate/{month.text}/{new_id()}",
        label=month.text,
        actor=actor,
    )
