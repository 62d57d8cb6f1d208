"""Background work. A row is the truth, the queue is a doorbell.

`enqueue` writes a row in the caller's transaction and rings RQ once that is committed. A worker
claims the row, keeps it by a heartbeat and marks it done or failed. Whatever the queue forgets,
the sweeper rings for again; whatever a dead process held, it gives to another. So a killed worker
or an emptied Redis costs time, never work. Every job may run more than once: it begins by looking
at what is already there.

    @job("fees.assess_month", queue="default", timeout=900)
    def assess(*, month: str, progress: Progress) -> None: …

    enqueue(assess, arguments={"month": "2026-10"}, dedupe_key="assess/2026-10", actor=actor)
"""

from .doorbell import connection, init_app
from .enums import JobStatus
from .models import Job
from .progress import Lost, Progress
from .registry import JobKind, all_kinds, job, kind_of
from .rules import Timing
from .running import run_waiting, work
from .services import enqueue, try_again
from .sweeper import sweep
from .warming import warm

__all__ = [
    "Job",
    "JobKind",
    "JobStatus",
    "Lost",
    "Progress",
    "Timing",
    "all_kinds",
    "connection",
    "enqueue",
    "init_app",
    "job",
    "kind_of",
    "run_waiting",
    "sweep",
    "try_again",
    "warm",
    "work",
]
