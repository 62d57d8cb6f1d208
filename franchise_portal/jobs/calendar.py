"""The calendar: jobs that begin by the clock.

RQ brings a calendar of its own. It speaks pickle, and two of them ring twice; this one keeps what
it has rung in the database, so any number may run. Cron lines are in UTC.
"""

import logging
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ..database import db, edge
from ..kit import clock
from . import rules
from .enums import JobStatus
from .models import Beat, Job
from .registry import JobKind, all_kinds
from .services import enqueue

logger = logging.getLogger(__name__)


def scheduled() -> tuple[JobKind, ...]:
    """The jobs that the calendar runs."""
    return tuple(kind for kind in all_kinds() if kind.every)


def strike(at: datetime | None = None) -> int:
    """Promise what the clock calls for, once for each moment however many calendars look.

    A moment missed while no calendar ran is made up for once. The first time an entry is seen it
    waits for its next moment. An entry whose last run has not ended yet is left out.

    Returns:
        How many jobs were promised.
    """
    at = at or clock.wall()
    due = [kind for kind in scheduled() if _is_due(kind, at)]
    return sum(_promise(kind, rules.last_strike(str(kind.every), at=at)) for kind in due)


def _is_due(kind: JobKind, at: datetime) -> bool:
    """A look without a lock, so that an idle calendar does not stand in a writer's way."""
    with db.engine.connect() as connection:
        last = connection.scalar(select(Beat.last_due_at).where(Beat.name == kind.name))
    return last is None or last < rules.last_strike(str(kind.every), at=at)


def _promise(kind: JobKind, moment: datetime) -> bool:
    with edge():
        if _begin(kind, moment):
            return False
        moved = db.session.execute(
            update(Beat)
            .where(Beat.name == kind.name, Beat.last_due_at < moment)
            .values(last_due_at=moment)
            .execution_options(synchronize_session=False)
        )
        if moved.rowcount != 1 or _is_still_at_it(kind):  # type: ignore[attr-defined]
            return False
        key = f"{kind.name}@{moment.isoformat()}"
        enqueue(kind.name, arguments={}, dedupe_key=key, is_routine=True)
    return True


def _begin(kind: JobKind, moment: datetime) -> bool:
    """Note an entry seen for the first time; whether it was."""
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    noted = db.session.execute(
        insert(Beat).values(name=kind.name, last_due_at=moment).on_conflict_do_nothing()
    )
    return bool(noted.rowcount == 1)  # type: ignore[attr-defined]


def _is_still_at_it(kind: JobKind) -> bool:
    unfinished = (
        select(Job.id)
        .where(
            Job.name == kind.name,
            Job.is_routine,
            Job.status.in_([JobStatus.WAITING, JobStatus.RUNNING]),
        )
        .limit(1)
    )
    return db.session.scalar(unfinished) is not None
