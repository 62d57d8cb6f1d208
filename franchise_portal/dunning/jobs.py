"""What the days bring to late payments: reminders, payment plans that are watched, late charges.

Each job runs every hour, since a network's day may begin at any of them, and says or charges
nothing twice.
"""

import logging
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from ..access.actor import SYSTEM
from ..database import db, edge
from ..jobs import Progress, job
from ..kit import clock
from ..kit.errors import DomainError
from ..kit.ids import new_id
from ..kit.period import Period
from ..network.queries import founded
from .models import LateForecast, LateRun
from .queries.late import reckon
from .queries.late_corrections import seen_upto, touched_franchisees
from .queries.late_invoices import late_franchisees
from .queries.overdue import overdue_franchisees
from .queries.plans import kept_plans
from .services import charging, forecasting, reminding, watching
from .services.correcting import correct_charges, note_look
from .services.forecasting import Sum

EARLIEST_HOUR = 7
"""Of the network's day: nobody is reminded at night."""
AT_ONCE = 50

logger = logging.getLogger(__name__)


@job("dunning.remind", queue="bulk", every="40 * * * *", timeout=3600)
def remind(*, progress: Progress) -> None:
    """Remind of what is overdue, portion by portion."""
    if not _is_day():
        return
    today, done = clock.today(), 0
    after: UUID | None = None
    while True:
        with edge(write=False):
            portion = overdue_franchisees(today, after=after, limit=AT_ONCE)
        if not portion:
            return
        with edge():
            reminding.remind(SYSTEM, portion, on=today)
        done, after = done + len(portion), portion[-1]
        progress(done, done)


@job("dunning.watch_plans", queue="bulk", every="30 * * * *", timeout=3600)
def watch_plans(*, progress: Progress) -> None:
    """See how each payment plan stands that is being kept; each is a unit of work of its own."""
    if not _is_day():
        return
    today, done = clock.today(), 0
    after: UUID | None = None
    while True:
        with edge(write=False):
            portion = kept_plans(after=after, limit=AT_ONCE)
        if not portion:
            return
        for plan_id in portion:
            with edge():
                watching.watch_plan(plan_id, on=today)
        done, after = done + len(portion), portion[-1]
        progress(done, done)


@job(charging.JOB, queue="bulk", timeout=3600, retries=3)
def charge_month(*, run_id: str, progress: Progress) -> None:
    """Post a month, franchisee by franchisee; what a crash interrupted goes on where it stopped."""
    with edge(write=False):
        run = db.session.get_one(LateRun, UUID(run_id))
        month = Period.parse_month(run.month)
    today, done = clock.today(), 0
    after: UUID | None = None
    failed: DomainError | None = None
    while True:
        with edge(write=False):
            portion = late_franchisees(month, after=after, limit=AT_ONCE)
        if not portion:
            break
        for franchisee_id in portion:
            failed = _charged(UUID(run_id), franchisee_id, today) or failed
        done, after = done + len(portion), portion[-1]
        progress(done, done)
    if failed is not None:
        raise failed
    with edge():
        charging.finish(SYSTEM, db.session.get_one(LateRun, UUID(run_id)))
        # After a gap each month begins the next: one after the other, so that what an invoice
        # costs once is charged by the earliest.
        charging.post_next(SYSTEM)


@job("dunning.charge_late", queue="bulk", every="50 4 * * *", timeout=900)
def charge_late() -> None:
    """Once a person has posted a first month, post each further one when it is over.

    The month that it begins is followed by all others that are over.
    """
    with edge():
        charging.post_next(SYSTEM)


@job(forecasting.JOB, queue="bulk", timeout=3600, retries=1)
def forecast_month(*, forecast_id: str, progress: Progress) -> None:
    """Work out what a month would charge everybody, portion by portion; nothing is posted."""
    with edge(write=False):
        month = Period.parse_month(db.session.get_one(LateForecast, UUID(forecast_id)).month)
    found, done = Sum(), 0
    after: UUID | None = None
    while True:
        with edge(write=False):
            portion = late_franchisees(month, after=after, limit=AT_ONCE)
            if portion:
                found.add(reckon(portion, month))
        if not portion:
            break
        done, after = done + len(portion), portion[-1]
        progress(done, done)
    with edge():
        forecasting.keep(UUID(forecast_id), found)


@job("dunning.correct_late", queue="bulk", every="20 5 * * *", timeout=3600)
def correct_late(*, progress: Progress) -> None:
    """Take back what posted charges are too high by, once more is known; each franchisee alone."""
    with edge(write=False):
        since = seen_upto()
    upto, today, done, corrections = new_id(), clock.today(), 0, 0
    after: UUID | None = None
    failed: DomainError | None = None
    while True:
        with edge(write=False):
            portion = touched_franchisees(since, after=after, limit=AT_ONCE)
        if not portion:
            break
        for franchisee_id in portion:
            try:
                with edge():
                    notes = correct_charges(SYSTEM, franchisee_id, since=since, on=today)
                    corrections += len(notes)
            except DomainError as refusal:
                logger.warning("late charges of %s: %s", franchisee_id, refusal)
                failed = refusal
        done, after = done + len(portion), portion[-1]
        progress(done, done)
    if failed is not None:
        raise failed
    with edge():
        note_look(upto, corrections)


def _charged(run_id: UUID, franchisee_id: UUID, today: date) -> DomainError | None:
    """What one franchisee's charges refuse shall not keep the others waiting."""
    try:
        with edge():
            run = db.session.get_one(LateRun, run_id)
            charging.charge_franchisee(SYSTEM, run, franchisee_id, on=today)
    except DomainError as refusal:
        logger.warning("late charges of %s: %s", franchisee_id, refusal)
        return refusal
    return None


def _is_day() -> bool:
    with edge(write=False):
        zone = founded().zone
    return clock.now().astimezone(ZoneInfo(zone)).hour >= EARLIEST_HOUR
