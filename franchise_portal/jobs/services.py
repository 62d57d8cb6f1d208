"""Promising work, and asking for it again."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from ..database import after_commit_together, db
from ..kit import clock
from ..kit.errors import DomainError
from ..kit.i18n import N_
from ..kit.ids import new_id
from .doorbell import Bell, the_doorbell
from .enums import JobStatus
from .models import Job
from .registry import check_arguments, kind_of


class Requester(Protocol):
    """Who asks: an actor, or anything with a name."""

    @property
    def user_id(self) -> UUID | None: ...

    @property
    def name(self) -> str: ...


class NotFailed(DomainError):
    """Only what failed can be tried again."""

    template = N_("This job has not failed, so there is nothing to try again.")


def enqueue(
    function_or_name: Callable[..., object] | str,
    *,
    arguments: Mapping[str, Any],
    dedupe_key: str | None = None,
    label: str = "",
    actor: Requester | None = None,
    is_routine: bool = False,
) -> Job:
    """Promise a job in the current transaction; the queue is told once it is committed.

    With a `dedupe_key` the promise is made once: asking again returns the first one, whatever
    has become of it.
    """
    kind = kind_of(function_or_name)
    values = {
        "id": new_id(),
        "name": kind.name,
        "queue": kind.queue,
        "arguments": check_arguments(kind, arguments),
        "dedupe_key": dedupe_key,
        "is_routine": is_routine,
        "label": label[:300],
        "status": JobStatus.WAITING,
        "max_attempts": kind.retries + 1,
        "rung_at": clock.wall(),
        "requested_by": actor.user_id if actor else None,
        "requested_by_name": actor.name if actor else "",
    }
    if dedupe_key is None:
        row = Job(**values)
        db.session.add(row)
    else:
        row = _find_or_insert(dedupe_key, values)
        if row.id != values["id"]:
            return row
    bell = Bell(row.id, kind.name, kind.queue, kind.timeout)
    after_commit_together(the_doorbell().ring, bell)
    return row


def _find_or_insert(dedupe_key: str, values: dict[str, Any]) -> Job:
    """Two transactions with the same key at the same moment must both come out well."""
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    statement = insert(Job).values(values).on_conflict_do_nothing(index_elements=["dedupe_key"])
    db.session.execute(statement)
    found = select(Job).where(Job.dedupe_key == dedupe_key)
    # What this session remembers of an older promise may be out of date.
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def try_again(*, actor: Requester, row: Job) -> Job:
    """Begin a failed job anew, with all its attempts.

    Raises:
        NotFailed: when it waits, runs or is done.
    """
    changed = db.session.execute(
        update(Job)
        .where(Job.id == row.id, Job.status == JobStatus.FAILED)
        .values(
            status=JobStatus.WAITING,
            failures=0,
            losses=0,
            due_at=clock.wall(),
            rung_at=clock.wall(),
            finished_at=None,
            error="",
            requested_by=actor.user_id,
            requested_by_name=actor.name,
        )
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFailed
    kind = kind_of(row.name)
    bell = Bell(row.id, kind.name, row.queue, kind.timeout)
    after_commit_together(the_doorbell().ring, bell)
    db.session.refresh(row)
    return row
