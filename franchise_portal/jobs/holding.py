"""Taking a row, keeping it, giving it back: each a conditional UPDATE in its own transaction.

`attempts` is the token. It grows with every claim, and every later change names it: a process
that was believed dead finds that its number is no longer the latest, and can change nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Update, select, update

from ..database import db, edge, own_connection
from ..kit import clock
from ..kit.i18n import N_
from . import processes, rules
from .enums import JobStatus
from .models import Job
from .progress import Progress
from .registry import kind_of

GONE = N_("The process at work on it disappeared.")


@dataclass(frozen=True, slots=True)
class Claim:
    """A row in our hands, under the number of our attempt."""

    id: UUID
    name: str
    arguments: dict[str, Any]
    attempt: int
    failures: int
    max_attempts: int


def claim(job_id: UUID) -> Claim | None:
    """Take a row that waits and is due; None when it is not ours to take."""
    now = clock.wall()
    with own_connection() as connection:
        row = _look(connection, job_id)
        if row is None or row.status != JobStatus.WAITING or row.due_at > now:
            return None
        taken = connection.execute(
            update(Job)
            .where(Job.id == job_id, Job.status == JobStatus.WAITING, Job.attempts == row.attempts)
            .values(
                status=JobStatus.RUNNING,
                attempts=row.attempts + 1,
                holder=processes.this_process(),
                started_at=now,
                heartbeat_at=now,
                finished_at=None,
                done=0,
                total=0,
                now_doing="",
                error="",
            )
        )
    if taken.rowcount != 1:
        return None
    return Claim(job_id, row.name, row.arguments, row.attempts + 1, row.failures, row.max_attempts)


def keep(claimed: Claim, progress: Progress) -> bool:
    """Say that we are alive, and how far; False when somebody else has the row."""
    done, total, now_doing = progress.words
    values = {"heartbeat_at": clock.wall(), "done": done, "total": total, "now_doing": now_doing}
    with own_connection() as connection:
        return connection.execute(_ours(claimed).values(values)).rowcount == 1


def finish(claimed: Claim, progress: Progress) -> bool:
    """Mark our row done; False when somebody else has it."""
    done, total, now_doing = progress.words
    with own_connection() as connection:
        changed = connection.execute(
            _ours(claimed).values(
                status=JobStatus.DONE,
                finished_at=clock.wall(),
                done=done,
                total=total,
                now_doing=now_doing,
                error="",
            )
        )
    return changed.rowcount == 1


def give_back(claimed: Claim, reason: str, *, is_final: bool, backoff: tuple[float, ...]) -> bool:
    """After an error: let it wait for another try, or fail it for good and tell its feature.

    Returns:
        False when somebody else has the row.
    """
    failures = claimed.failures + 1
    now = clock.wall()
    if is_final or failures >= claimed.max_attempts:
        return _fail(_ours(claimed), claimed.id, reason, failures=failures)
    with own_connection() as connection:
        changed = connection.execute(
            _ours(claimed).values(
                status=JobStatus.WAITING,
                failures=failures,
                due_at=now + rules.pause_after_failure(failures, backoff),
                rung_at=None,
                error=reason,
            )
        )
    return changed.rowcount == 1


def take_from_the_dead(job_id: UUID, *, lease: float) -> bool:
    """Give a running row whose process is gone back to those who wait; fail it when it kills.

    Returns:
        Whether the row waits now.
    """
    now = clock.wall()
    with own_connection() as connection:
        row = _look(connection, job_id)
        if row is None or not _is_abandoned(row, now, lease):
            return False
        same = update(Job).where(
            Job.id == job_id, Job.status == JobStatus.RUNNING, Job.attempts == row.attempts
        )
        losses = row.losses + 1
        if losses <= rules.MOST_LOSSES:
            changed = connection.execute(
                same.values(
                    status=JobStatus.WAITING,
                    losses=losses,
                    due_at=now + rules.pause_after_loss(losses),
                    rung_at=None,
                    error=GONE,
                )
            )
            return changed.rowcount == 1
    _fail(same, job_id, GONE, losses=losses)
    return False


def _look(connection: Connection, job_id: UUID) -> Row[Any] | None:
    return connection.execute(select(Job.__table__).where(Job.id == job_id)).one_or_none()


def _is_abandoned(row: Row[Any], now: datetime, lease: float) -> bool:
    if row.status != JobStatus.RUNNING:
        return False
    gone = processes.is_gone(row.holder)
    if gone is None:
        return rules.is_silent(row.heartbeat_at, at=now, lease=lease)
    # A process that lives may be silent for long: on SQLite its own transaction keeps its
    # heartbeat from being written.
    return gone or rules.is_silent(row.heartbeat_at, at=now, lease=lease * 20)


def _ours(claimed: Claim) -> Update:
    return update(Job).where(
        Job.id == claimed.id, Job.status == JobStatus.RUNNING, Job.attempts == claimed.attempt
    )


def _fail(row: Update, job_id: UUID, reason: str, **counts: int) -> bool:
    """Fail a row for good, and let the feature say so in the same transaction."""
    with edge():
        changed = db.session.execute(
            row.values(
                status=JobStatus.FAILED, finished_at=clock.wall(), error=reason, **counts
            ).execution_options(synchronize_session=False)
        )
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            return False
        job = db.session.get_one(Job, job_id)
        kind = kind_of(job.name)
        if kind.when_failed:
            kind.when_failed(**job.arguments, reason=reason)
    return True
