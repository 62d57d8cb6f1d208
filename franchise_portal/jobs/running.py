"""Running one row: claim, pulse, body, outcome. RQ calls `work`; so do tests and commands."""

import contextvars
import logging
import os
import threading
import time
from dataclasses import dataclass
from uuid import UUID

from flask import Flask, current_app, has_app_context
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from ..database import db
from ..kit import clock
from ..kit.errors import DomainError
from . import holding, reasons
from .doorbell import the_doorbell
from .enums import JobStatus
from .models import Job
from .progress import Lost, Progress
from .registry import JobKind, kind_of

logger = logging.getLogger("franchise_portal.job")

#: The exit status of a work horse whose job was given to another.
EX_LOST = 75


@dataclass(slots=True)
class _Process:
    """What this process is: a worker's horse is bound to its application and works alone."""

    app: Flask | None = None
    leaves_when_lost: bool = False


_process = _Process()


def bind(app: Flask, *, leaves_when_lost: bool = False) -> None:
    """Say which application `work` runs in when RQ calls it, outside any context."""
    _process.app = app
    _process.leaves_when_lost = leaves_when_lost


def work(row_id: str) -> None:
    """Run the job in row `row_id`, if it waits and is due. The only function that RQ knows.

    Called again for a row that is running, done or not yet due, it does nothing. It does not
    raise for a job that fails: the row says so, and when it is tried again.
    """
    app = current_app._get_current_object() if has_app_context() else _process.app  # type: ignore[attr-defined] # noqa: SLF001
    if app is None:
        raise RuntimeError("start the workers with worker.py, which brings the application along")
    # The business clock and the transaction's mood must not leak into whoever called.
    contextvars.copy_context().run(_work, app, UUID(row_id))


def run_waiting(limit: int = 1000) -> int:
    """Run what is due here and now, in this process, until nothing is; for tests and commands.

    Returns:
        How many jobs ran.
    """
    count = 0
    while count < limit:
        with db.engine.connect() as connection:
            row_id = connection.scalar(
                select(Job.id)
                .where(Job.status == JobStatus.WAITING, Job.due_at <= clock.wall())
                .order_by(Job.due_at, Job.id)
                .limit(1)
            )
        if row_id is None:
            return count
        work(str(row_id))
        count += 1
    return count


def _work(app: Flask, job_id: UUID) -> None:
    with app.app_context():
        try:
            claimed = _take(job_id)
            if claimed is not None:
                _run(app, claimed)
        finally:
            db.session.remove()


def _take(job_id: UUID) -> holding.Claim | None:
    claimed = holding.claim(job_id)
    # RQ brings a job back at once when its horse was killed: no need to wait for the sweeper.
    if claimed is None and holding.take_from_the_dead(job_id, lease=the_doorbell().timing.lease):
        claimed = holding.claim(job_id)
    return claimed


def _run(app: Flask, claimed: holding.Claim) -> None:
    began = time.monotonic()
    progress = Progress()
    timing = the_doorbell().timing
    pulse = Pulse(app, claimed, progress, timing.heartbeat)
    pulse.start()
    try:
        outcome = _attempt(claimed, progress)
    finally:
        pulse.stop()
    if outcome is None:
        ours = holding.finish(claimed, progress)
        words = "done"
    else:
        ours = holding.give_back(
            claimed, reasons.reason(outcome), is_final=_is_final(outcome), backoff=timing.backoff
        )
        words = "failed"
    _log(claimed, words if ours else "lost", began, outcome)


def _attempt(claimed: holding.Claim, progress: Progress) -> Exception | None:
    """Run the body; return what went wrong, if anything did."""
    try:
        kind = kind_of(claimed.name)
        _set_business_clock()
        _call(kind, claimed, progress)
    except Lost:
        return None
    except Exception as error:  # noqa: BLE001 - whatever a job raises becomes its row's reason
        db.session.rollback()
        return error
    db.session.rollback()
    return None


def _call(kind: JobKind, claimed: holding.Claim, progress: Progress) -> None:
    extra = {"progress": progress} if kind.wants_progress else {}
    kind.function(**claimed.arguments, **extra)


def _set_business_clock() -> None:
    features = current_app.extensions.get("features")
    if features is not None:
        features.set_clock()
        # Reading the network must not leave a transaction open for the job's first edge.
        db.session.rollback()


def _is_final(error: Exception) -> bool:
    # What the rules of the trade refuse today they refuse in ten seconds.
    return isinstance(error, DomainError)


def _log(claimed: holding.Claim, outcome: str, began: float, error: Exception | None) -> None:
    fields = {
        "name": claimed.name,
        "id": str(claimed.id),
        "attempt": claimed.attempt,
        "ms": round((time.monotonic() - began) * 1000),
        "outcome": outcome,
    }
    if error is None:
        logger.info("job", extra={"fields": fields})
        return
    fields["reason"] = reasons.reason(error)
    expected = isinstance(error, DomainError)
    logger.warning("job", extra={"fields": fields}, exc_info=None if expected else error)


class Pulse(threading.Thread):
    """Keeps a row ours while its body runs, and writes how far it is."""

    def __init__(
        self, app: Flask, claimed: holding.Claim, progress: Progress, heartbeat: float
    ) -> None:
        """`heartbeat` in seconds."""
        super().__init__(name=f"pulse of {claimed.id}", daemon=True)
        self._app = app
        self._claimed = claimed
        self._progress = progress
        self._heartbeat = heartbeat
        self._ended = threading.Event()

    def stop(self) -> None:
        """End it; returns when it no longer writes."""
        self._ended.set()
        self.join()

    def run(self) -> None:
        """Beat until stopped."""
        with self._app.app_context():
            written = self._progress.words
            beaten = time.monotonic()
            while not self._ended.wait(min(1.0, self._heartbeat)):
                is_due = time.monotonic() - beaten >= self._heartbeat
                if is_due or written != self._progress.words:
                    written, beaten = self._progress.words, time.monotonic()
                    self._beat()

    def _beat(self) -> None:
        try:
            kept = holding.keep(self._claimed, self._progress)
        except SQLAlchemyError:
            # The database is busy or away: the body will hear of it soon enough.
            return
        if not kept and not self._ended.is_set():
            self._leave()

    def _leave(self) -> None:
        self._progress.is_lost = True
        logger.warning(
            "job given to another",
            extra={"fields": {"name": self._claimed.name, "id": str(self._claimed.id)}},
        )
        if _process.leaves_when_lost:
            os._exit(EX_LOST)


__all__ = ["bind", "run_waiting", "work"]
