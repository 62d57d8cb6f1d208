"""What the days bring to duties and notices by themselves: reading, reminding, sending letters."""

from contextlib import suppress
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from .. import storage
from ..access.actor import SYSTEM
from ..database import db, edge
from ..jobs import Progress, enqueue, job
from ..kit import clock
from ..network.queries import founded
from ..reports import writing
from .fulfilment import all_answers
from .models import Notice
from .queries import clocks as clock_queries
from .queries import notices as notice_queries
from .queries import planning as planning_queries
from .services import clocks, fulfilling, letters, planning
from .services.notices import SEND

EARLIEST_HOUR = 6
"""Of the network's day: nobody is reminded at night."""
READ_AT_ONCE = 200
PLAN_AT_ONCE = 500
MAILED_AT_ONCE = 25


@job("contracts.read_duties", queue="bulk", every="25 * * * *", timeout=3600)
def read_duties(*, progress: Progress) -> None:
    """Read duties from contracts that changed, and lay them out further ahead.

    Each portion is a unit of work of its own; what is read or laid out is not found again.
    """
    today = clock.today()
    done = 0
    while ids := _unread():
        with edge():
            planning.read_contracts(ids, on=today)
        done += len(ids)
        progress(done, done + len(ids))
    with edge():
        planning.read_authorities(on=today)
    while ids := _unplanned(today):
        with edge():
            planning.lay_out(ids, on=today)
        done += len(ids)
        progress(done, done + len(ids))
    progress(done, done)


def _unread() -> list[UUID]:
    with edge(write=False):
        return planning_queries.contracts_to_read(READ_AT_ONCE)


def _unplanned(today: date) -> list[UUID]:
    before = planning.AHEAD.after(today) - planning.RENEW_BEFORE
    with edge(write=False):
        return planning_queries.obligations_to_plan(before, PLAN_AT_ONCE)


@job("contracts.settle_duties", queue="bulk", every="15 */3 * * *", timeout=3600)
def settle_duties(*, progress: Progress) -> None:
    """Close what is on record as done: a month's sales reported, its fees paid."""
    today = clock.today()
    done = 0
    for answer in all_answers():
        with edge(write=False):
            found = list(fulfilling.portions(answer, on=today))
        for portion in found:
            with edge():
                fulfilling.settle(answer, portion, on=today)
            done += len(portion)
            progress(done, done)


@job("contracts.sweep_clocks", every="35 * * * *", timeout=600)
def sweep_clocks() -> None:
    """Once the day has begun at the office: find what the clock has to look at.

    It runs each hour, since a network's day may begin at any of them. Nothing is found twice.
    """
    if not _is_day():
        return
    today = clock.today()
    with edge():
        clocks.sweep(on=today)
    with edge():
        clocks.speak(clock_queries.due_to_authorities(today), on=today)
    with edge():
        clocks.forget_old(on=today)


@job(clocks.WORK, queue="bulk", timeout=900)
def work_clocks(*, first: str, last: str, progress: Progress) -> None:
    """Move the duties of some businesses up the ladder, then write to each of the businesses."""
    today = clock.today()
    begin, end = UUID(first), UUID(last)
    with edge():
        rows = clock_queries.due_of_businesses(today, begin, end)
        clocks.speak(rows, on=today)
    with edge(write=False):
        waiting = clock_queries.unmailed_businesses(begin, end)
    for done in range(0, len(waiting), MAILED_AT_ONCE):
        progress(done, len(waiting))
        with edge():
            clocks.mail_businesses(waiting[done : done + MAILED_AT_ONCE], on=today)
    progress(len(waiting), len(waiting))


@job("contracts.tell_office", every="50 * * * *", timeout=900)
def tell_office() -> None:
    """Write to those at the office about what the clock has said since the last time."""
    if not _is_day():
        return
    today = clock.today()
    taken = 1
    while taken:
        with edge():
            taken = clocks.mail_office(on=today)


@job("contracts.mail_leftovers", every="5 * * * *", timeout=900)
def mail_leftovers() -> None:
    """Promise again what a killed job left: things said to businesses that stand in no mail."""
    with edge():
        for portion in clock_queries.leftover_portions():
            arguments = {"first": str(portion.first), "last": str(portion.last)}
            enqueue(clocks.WORK, arguments=arguments, is_routine=True)


@job(SEND, timeout=300, retries=5)
def send_notice(*, notice_id: str) -> None:
    """Make the letter of a notice once, then write to its addressee once."""
    identity = UUID(notice_id)
    with edge(write=False):
        made = db.session.scalar(select(Notice.letter_id).where(Notice.id == identity))
        language = db.session.scalar(select(Notice.language).where(Notice.id == identity))
    if language is None:
        return
    if made is None:
        _make_letter(identity, language)
    with edge():
        if _claim_mailing(identity):
            letters.tell_of_notice(notice_queries.notice_for(SYSTEM, identity))


def _make_letter(notice_id: UUID, language: str) -> None:
    from ..reports import renderer  # noqa: PLC0415 - it takes a second to load
    from .reports import letters as documents  # noqa: PLC0415 - reports stand above services

    with edge(write=False), writing.speaking(language, founded().zone):
        document = documents.build(notice_queries.notice_for(SYSTEM, notice_id))
        html = writing.html_of(documents.TEMPLATE, document, language)
    rendered = renderer.engine().write(html, documents.STYLESHEETS)
    with suppress(_MadeAlready), edge():
        file = storage.put(
            rendered.data, name=f"{document.margin.number}.pdf", content_type="application/pdf"
        )
        db.session.flush()
        kept = db.session.execute(
            update(Notice)
            .where(Notice.id == notice_id, Notice.letter_id.is_(None))
            .values(letter_id=file.id)
            .execution_options(synchronize_session=False)
        )
        if kept.rowcount != 1:  # type: ignore[attr-defined]
            raise _MadeAlready


class _MadeAlready(Exception):
    """Another attempt kept its letter first; ours is not needed."""


def _claim_mailing(notice_id: UUID) -> bool:
    """Whether the mails are ours to write; one that was withdrawn before is not sent."""
    claimed = db.session.execute(
        update(Notice)
        .where(Notice.id == notice_id, Notice.mailed_at.is_(None))
        .values(mailed_at=clock.wall())
        .returning(Notice.withdrawn_on)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return claimed is not None and claimed.withdrawn_on is None


def _is_day() -> bool:
    with edge(write=False):
        zone = founded().zone
    return clock.now().astimezone(ZoneInfo(zone)).hour >= EARLIEST_HOUR
