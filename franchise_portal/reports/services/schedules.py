"""Schedules: a kind of report that asks for itself once a month."""

import logging
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...database import db
from ...kit import clock
from ...kit.errors import DomainError
from ...kit.period import Period
from .. import kinds, rules, titles
from ..enums import ReportAction
from ..models import ReportSchedule
from .asking import request_run

logger = logging.getLogger(__name__)


def plan(actor: Actor, kind: str, *, day_of_month: int, hour: int, zone: str) -> ReportSchedule:
    """Have a kind made every month from the next strike on; replaces the kind's schedule.

    Args:
        actor: who plans it.
        kind: slug of the kind.
        day_of_month: 1 to 28.
        hour: 0 to 23, in `zone`, the network's.
        zone: name of the network's zone.
    """
    kinds.find_monthly(kind)
    schedule = _schedule(kind) or ReportSchedule(kind=kind)
    schedule.day_of_month, schedule.hour = day_of_month, hour
    schedule.created_by_name = actor.name
    # A strike that has passed is not made up for: who plans at noon does not want it at once.
    now = clock.now().astimezone(ZoneInfo(zone))
    schedule.last_period = rules.month_due(
        day_of_month=day_of_month, hour=hour, last_period="", at=now
    )
    db.session.add(schedule)
    title = titles.of_kind(kind)
    audit.record(
        actor,
        ReportAction.SCHEDULED,
        schedule,
        name=kind,
        title=title,
        day=day_of_month,
        hour=hour,
    )
    return schedule


def unplan(actor: Actor, schedule: ReportSchedule) -> None:
    """Make a kind no longer by itself."""
    title = titles.of_kind(schedule.kind)
    audit.record(actor, ReportAction.UNSCHEDULED, schedule, name=schedule.kind, title=title)
    db.session.delete(schedule)


def ask_for(schedule: ReportSchedule, zone: str) -> bool:
    """Ask for what a schedule is due to report; False when nothing is, or nothing can be yet.

    A month that is not assessed yet is asked for again at the next look.
    """
    now = clock.now().astimezone(ZoneInfo(zone))
    period = rules.month_due(
        day_of_month=schedule.day_of_month,
        hour=schedule.hour,
        last_period=schedule.last_period,
        at=now,
    )
    if not period:
        return False
    try:
        request_run(SYSTEM, schedule.kind, Period.parse_month(period))
    except DomainError as error:
        logger.info("schedule waits", extra={"fields": {"kind": schedule.kind, "why": str(error)}})
        return False
    schedule.last_period = period
    return True


def _schedule(kind: str) -> ReportSchedule | None:
    return db.session.scalars(
        select(ReportSchedule).where(ReportSchedule.kind == kind)
    ).one_or_none()
