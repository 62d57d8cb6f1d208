"""Schedules: what is made by itself each month."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from ...database import db
from ...kit.errors import NotFound
from ..models import ReportSchedule


def schedules() -> Sequence[ReportSchedule]:
    """All schedules by kind."""
    return db.session.scalars(select(ReportSchedule).order_by(ReportSchedule.kind)).all()


def schedule_for(schedule_id: UUID) -> ReportSchedule:
    """One schedule.

    Raises:
        NotFound: when there is none.
    """
    schedule = db.session.get(ReportSchedule, schedule_id)
    if schedule is None:
        raise NotFound
    return schedule
