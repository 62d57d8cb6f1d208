"""Lists of jobs and mails, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ..access.actor import Actor
from ..access.permissions import Permission
from ..database import db
from ..jobs import Job, JobStatus
from ..kit.errors import NotFound
from ..mail import Message
from ..mail.enums import MailStatus
from ..web.paging import COUNT_LIMIT, SIZE, Page

Row = TypeVar("Row")
Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows are looked for."""

    text: str = ""
    statuses: Collection[str] = ()
    names: Collection[str] = ()
    page: int = 1


#: What is at work first, then what waits; of the rest the latest first.
_URGENCY = case((Job.status == JobStatus.RUNNING, 0), (Job.status == JobStatus.WAITING, 1), else_=2)
_LATEST = func.coalesce(Job.finished_at, Job.started_at, Job.created_at)


def jobs(actor: Actor, wanted: Wanted) -> Page[Job]:
    """A page of jobs."""
    query = visible_jobs(actor)
    if wanted.statuses:
        query = query.where(Job.status.in_(_known(JobStatus, wanted.statuses)))
    else:
        # What the clock does every few minutes would bury what people asked for.
        query = query.where(or_(Job.status != JobStatus.DONE, ~Job.is_routine))
    if wanted.names:
        query = query.where(Job.name.in_(wanted.names))
    if wanted.text:
        query = query.where(_holds(wanted.text, Job.label, Job.name, Job.requested_by_name))
    return _page(query, wanted.page, _URGENCY, _LATEST.desc(), Job.id)


def job_for(actor: Actor, job_id: UUID) -> Job:
    """One job.

    Raises:
        NotFound: when there is none that this person may see.
    """
    row = db.session.scalar(visible_jobs(actor).where(Job.id == job_id))
    if row is None:
        raise NotFound
    return row


def visible_jobs(actor: Actor) -> Select[Job]:
    """All for those who may look at the machinery."""
    actor.require(Permission.JOBS_JOB_READ)
    return select(Job)


def job_names() -> Sequence[str]:
    """The names that the list can be narrowed to."""
    return db.session.scalars(select(Job.name).distinct().order_by(Job.name)).all()


def mails(actor: Actor, wanted: Wanted) -> Page[Message]:
    """A page of mails, the latest first."""
    query = visible_mails(actor)
    if wanted.statuses:
        query = query.where(Message.status.in_(_known(MailStatus, wanted.statuses)))
    if wanted.text:
        query = query.where(
            _holds(wanted.text, Message.subject, Message.to_address, Message.to_name)
        )
    return _page(query, wanted.page, Message.created_at.desc(), Message.id)


def mail_for(actor: Actor, message_id: UUID) -> Message:
    """One mail.

    Raises:
        NotFound: when there is none that this person may see.
    """
    message = db.session.scalar(visible_mails(actor).where(Message.id == message_id))
    if message is None:
        raise NotFound
    return message


def visible_mails(actor: Actor) -> Select[Message]:
    """All for those who may look at the machinery; what one holds is another question."""
    actor.require(Permission.MAIL_MESSAGE_READ)
    return select(Message)


def _page(
    query: Select[Row], number: int, *order: ColumnElement[Any] | InstrumentedAttribute[Any]
) -> Page[Row]:
    total = db.session.scalar(
        select(func.count()).select_from(query.limit(COUNT_LIMIT + 1).subquery())
    )
    rows = db.session.scalars(query.order_by(*order).limit(SIZE).offset((number - 1) * SIZE)).all()
    return Page(rows=rows, number=number, size=SIZE, total=total or 0)


def _known(enumeration: type[Member], values: Collection[str]) -> list[Member]:
    return [member for member in enumeration if member.value in values]


def _holds(text: str, *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return or_(*(column.icontains(text, autoescape=True) for column in columns))
