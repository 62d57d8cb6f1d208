"""Whatever the calendar runs on the demo network: run again, it changes nothing.

Every recurring job is run, with the work that it promises, on the story's next day and a month
later, when much has become late. Then it is run once more, and every row of every table is
compared.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select

from franchise_portal import Portal, jobs
from franchise_portal.database import db
from franchise_portal.demo import story
from franchise_portal.jobs import Job, JobKind, JobStatus, Progress
from franchise_portal.jobs.calendar import scheduled
from franchise_portal.kit import clock
from tests.demo.conftest import STATE, Telling
from tests.support.databases import Database

pytestmark = pytest.mark.timeout(300)

Rows = dict[str, list[tuple[object, ...]]]
NEXT_DAY = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
MONTH_LATER = datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
#: Where a job keeps that it has looked, and how far: each look is a row of its own.
LOOKS = {"late_looks"}


@pytest.fixture
def demo(telling: Telling, application: Portal, database: Database) -> Iterator[None]:
    """The demo network as it was told."""
    database.reset(application, STATE)
    with application.app_context():
        clock.set_network(zone=story.ZONE, stands_on=story.STANDS_ON)
        yield
        db.session.remove()
        clock.set_network(zone="UTC", stands_on=None)


@pytest.mark.parametrize("moment", [NEXT_DAY, MONTH_LATER], ids=["the next day", "a month later"])
def test_a_recurring_job_that_is_run_again_changes_nothing(demo: None, moment: datetime) -> None:
    acted, changed = set(), {}
    with clock.fixed(moment):
        before = rows()
        for kind in recurring():
            run(kind)
            once = rows()
            if difference(before, once):
                acted.add(kind.name)
            run(kind)
            before = rows()
            if new := difference(once, before):
                changed[kind.name] = new
    assert changed == {}
    assert acted
    failed = select(func.count()).where(Job.status == JobStatus.FAILED)
    assert db.session.scalar(failed) == 0


def recurring() -> list[JobKind]:
    """The jobs of the calendar that ship; tests register some of their own."""
    found = [
        kind for kind in scheduled() if kind.function.__module__.startswith("franchise_portal.")
    ]
    assert len(found) > 20
    return found


def run(kind: JobKind) -> None:
    """Do what a worker does for a job, and for the jobs that it promises."""
    known = set(promised())
    kind.function(**({"progress": Progress()} if kind.wants_progress else {}))
    while new := [one for one in promised() if one not in known]:
        for job_id in new:
            jobs.work(str(job_id))
        known.update(new)


def promised() -> list[UUID]:
    db.session.rollback()
    return list(db.session.scalars(select(Job.id).order_by(Job.due_at, Job.id)))


def rows() -> Rows:
    """Every row of every table, as the database holds it."""
    db.session.rollback()
    # What the driver makes of JSON cannot stand in a set, as `difference` wants it.
    whole = "one::text" if db.engine.dialect.name == "postgresql" else "*"
    with db.engine.connect() as connection, closing(connection.connection.cursor()) as cursor:
        return {
            table: cursor.execute(f'SELECT {whole} FROM "{table}" one').fetchall()
            for table in set(db.metadata.tables) - LOOKS
        }


def difference(before: Rows, after: Rows) -> dict[str, dict[str, object]]:
    """What went and what came, by table. Each row has a key, so none stands twice."""
    found = {}
    for table, rows_before in before.items():
        # Mostly nothing has changed: a look in the order of the table is the quickest.
        if rows_before != after[table]:
            went, came = set(rows_before) - set(after[table]), set(after[table]) - set(rows_before)
            if went or came:
                found[table] = {"went": list(went)[:3], "came": list(came)[:3]}
    return found
