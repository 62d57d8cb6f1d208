"""What the franchisor owed a business in a month and whether it came, and what it answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select

from ...access.roles import Side
from ...contracts.enums import DutyKind, DutyStatus, NoticeEntryKind, NoticeStatus
from ...contracts.models import Duty, Notice, NoticeEntry, Obligation
from ...database import db
from ...fund.owed import heading_of
from ...fund.queries.owed import statements_owed
from ...kit.period import Period

CHOICES = tuple(kind for kind in DutyKind if kind.is_choice)
NOT_OWED = (DutyStatus.WAIVED, DutyStatus.LAPSED)


@dataclass(frozen=True, slots=True)
class Promise:
    """A duty of the franchisor, as `duty_title` reads it."""

    title: str
    heading: Mapping[str, Any] | None
    kind: DutyKind
    act_by: date
    done_on: date | None

    def is_missed(self, month: Period) -> bool:
        """Whether it was not done in time, judged at the end of the month."""
        if self.done_on is None or self.done_on > month.last:
            return self.act_by <= month.last
        return self.done_on > self.act_by


def fund_statements_in(franchisee_id: UUID, month: Period) -> Sequence[Promise]:
    """The statements of the fund that were due to a business in a month, or still missing then.

    One that came in the month, late or not, is among them.
    """
    found = [
        Promise("", heading_of(one), DutyKind.YEARLY_REPORT, one.clock.due_on, one.published_on)
        for one in statements_owed(franchisee_id, month.last)
    ]
    return [one for one in found if one.act_by in month or _was_waited_for(one, month)]


def _was_waited_for(one: Promise, month: Period) -> bool:
    is_gone = one.done_on is not None and one.done_on < month.start
    return one.act_by < month.start and not is_gone


def has_promises(franchisee_id: UUID, by: date) -> bool:
    """Whether the franchisor has ever owed a business anything that is on record."""
    query = exists().where(
        Duty.franchisee_id == franchisee_id,
        Duty.owner == Side.FRANCHISOR,
        Duty.kind.not_in(CHOICES),
        Duty.act_by <= by,
    )
    return bool(db.session.scalar(select(query)))


def promises_in(franchisee_id: UUID, month: Period) -> Sequence[Promise]:
    """What fell due in a month, and what was late from before and still missing or came late.

    What was waived or is no longer owed is left out. The missed ones come first.
    """
    due = and_(Duty.act_by >= month.start, Duty.act_by <= month.last)
    late = and_(
        Duty.act_by < month.start, or_(Duty.closed_on.is_(None), Duty.closed_on >= month.start)
    )
    rows = db.session.execute(
        select(
            Obligation.title,
            Obligation.heading,
            Obligation.kind,
            Duty.act_by,
            Duty.closed_on,
            Duty.given_on,
        )
        .join(Obligation, Obligation.id == Duty.obligation_id)
        .where(
            Duty.franchisee_id == franchisee_id,
            Duty.owner == Side.FRANCHISOR,
            Duty.kind.not_in(CHOICES),
            Duty.status.not_in(NOT_OWED),
            or_(due, late),
        )
        .order_by(Duty.act_by, Duty.id)
    )
    found = [
        # Given and waiting to be looked at by the other side counts as done.
        Promise(title, heading, kind, act_by, closed_on or given_on)
        for title, heading, kind, act_by, closed_on, given_on in rows
    ]
    return sorted(found, key=lambda one: not one.is_missed(month))


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """A notice of the franchisee, and when the franchisor first answered."""

    number: str
    given_on: date
    answer_until: date | None
    answered_on: date | None
    judged_on: date

    @property
    def is_late(self) -> bool:
        """Whether the answer came after its day, or is missing past it."""
        if self.answer_until is None:
            return False
        return (self.answered_on or self.judged_on) > self.answer_until


ANSWERS = tuple(kind for kind in NoticeEntryKind if kind is not NoticeEntryKind.READ)


def notices_in(franchisee_id: UUID, month: Period) -> Sequence[NoticeGiven]:
    """The notices that a business gave in a month, or that the franchisor answered in it."""
    answered = (
        select(NoticeEntry.notice_id, func.min(NoticeEntry.at).label("at"))
        .where(NoticeEntry.side == Side.FRANCHISOR, NoticeEntry.kind.in_(ANSWERS))
        .group_by(NoticeEntry.notice_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Notice.number, Notice.given_on, Notice.answer_until, answered.c.at)
        .outerjoin(answered, answered.c.notice_id == Notice.id)
        .where(
            Notice.franchisee_id == franchisee_id,
            Notice.giver == Side.FRANCHISEE,
            Notice.status != NoticeStatus.WITHDRAWN,
            Notice.given_on <= month.last,
        )
        .order_by(Notice.given_on, Notice.number)
    )
    found = [
        NoticeGiven(
            number,
            given_on,
            until,
            at.date() if at is not None and at.date() <= month.last else None,
            month.last,
        )
        for number, given_on, until, at in rows
    ]
    return [one for one in found if one.given_on in month or one.answered_on in month]
