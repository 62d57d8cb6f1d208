"""What becomes of direct debits: collected with a payment, or come back."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ..bank_enums import DebitRunStatus, DebitStatus
from ..models import DebitItem, DebitRun


def settle(actor: Actor, payments: Mapping[UUID, UUID]) -> None:
    """Note which debits brought which payments; a file whose last debit it was is over."""
    items = db.session.scalars(select(DebitItem).where(DebitItem.id.in_(sorted(payments)))).all()
    for item in items:
        item.status, item.payment_id = DebitStatus.COLLECTED, payments[item.id]
    db.session.flush()
    end_when_done(actor, {item.run_id for item in items})


def end_when_done(actor: Actor, run_ids: set[UUID]) -> None:
    """Close the files of which no debit is under way any more."""
    for run in db.session.scalars(
        select(DebitRun).where(DebitRun.id.in_(sorted(run_ids)), DebitRun.ended_at.is_(None))
    ).all():
        still = db.session.scalar(
            select(DebitItem.id)
            .where(DebitItem.run_id == run.id, DebitItem.status == DebitStatus.OPEN)
            .limit(1)
        )
        if still is None:
            run.status, run.ended_at = DebitRunStatus.COLLECTED, clock.now()
            run.ended_by_name = actor.name
    db.session.flush()
