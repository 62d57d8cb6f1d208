"""Settling notices once what they asked for is put right."""

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.ids import new_id
from ..enums import DutyAction, NoticeEntryKind, NoticeKind, NoticeStatus
from ..models import Duty, Notice, NoticeEntry

STANDING = (NoticeStatus.GIVEN, NoticeStatus.ANSWERED)


def settle_notices_about(actor: Actor, duty: Duty) -> int:
    """Settle the notices of default about a duty that is no longer owed; how many there were."""
    notices = db.session.scalars(
        select(Notice).where(
            Notice.duty_id == duty.id,
            Notice.kind == NoticeKind.DEFAULT,
            Notice.status.in_(STANDING),
        )
    ).all()
    for notice in notices:
        settle(actor, notice, words="")
    return len(notices)


def settle(actor: Actor, notice: Notice, *, words: str) -> NoticeEntry:
    """Note that nothing more follows from a notice: what it asked for is done."""
    notice.status = NoticeStatus.SETTLED
    entry = NoticeEntry(
        id=new_id(),
        notice_id=notice.id,
        kind=NoticeEntryKind.SETTLED,
        side=actor.side,
        words=words,
        by_id=actor.user_id,
        by_name=actor.name,
        at=clock.now(),
    )
    db.session.add(entry)
    audit.record(actor, DutyAction.NOTICE_SETTLED, notice)
    return entry
