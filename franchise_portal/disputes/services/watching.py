"""What the clock does: reminds both sides in time, and tells everybody once an answer is late."""

from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select

from ...access.actor import SYSTEM
from ...database import db
from ...network.queries import founded
from ..enums import DisputeAction, DisputeEntryKind, DisputeStatus
from ..models import Dispute
from ..rules.answering import calendar_of, remind_on
from . import letters
from .records import enter, flush, hold, note

#: No stretch of holidays is longer, so nothing due for a reminder lies further ahead.
FURTHEST_DAYS = 40


def to_watch(on: date) -> list[UUID]:
    """The open disputes of which somebody may have to be reminded or told."""
    latest = date.fromordinal(on.toordinal() + FURTHEST_DAYS)
    soon = and_(Dispute.reminded_on.is_(None), Dispute.answer_until <= latest)
    late = and_(Dispute.escalated_on.is_(None), Dispute.answer_until < on)
    query = select(Dispute.id).where(Dispute.status == DisputeStatus.OPEN, or_(soon, late))
    return list(db.session.scalars(query.order_by(Dispute.answer_until, Dispute.id)))


def watch(dispute_id: UUID, *, on: date) -> bool:
    """Remind both sides of one dispute, or tell that the answer is late; each happens once.

    Whether anything was said.
    """
    dispute = hold(db.session.get_one(Dispute, dispute_id))
    if dispute.status is not DisputeStatus.OPEN:
        return False
    if dispute.answer_until < on:
        return _tell_late(dispute, on)
    calendar = calendar_of(founded().country)
    if dispute.reminded_on is None and remind_on(dispute.answer_until, calendar) <= on:
        dispute.reminded_on = on
        flush()
        enter(SYSTEM, dispute, DisputeEntryKind.REMINDED)
        letters.tell_both(dispute, DisputeEntryKind.REMINDED)
        return True
    return False


def _tell_late(dispute: Dispute, on: date) -> bool:
    if dispute.escalated_on is not None:
        return False
    dispute.escalated_on = on
    dispute.reminded_on = dispute.reminded_on or on  # a reminder would come after its day
    flush()
    enter(SYSTEM, dispute, DisputeEntryKind.LATE)
    note(SYSTEM, DisputeAction.LATE, dispute)
    letters.tell_both(dispute, DisputeEntryKind.LATE, with_owners=True)
    return True
