"""A work horse is killed in the middle of a run, for real."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from franchise_portal import Portal, jobs
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, JobStatus
from franchise_portal.reports import services
from franchise_portal.reports.enums import ReportStatus
from franchise_portal.reports.models import Report, ReportRun
from franchise_portal.storage.models import StoredFile
from tests.builders.fees import OCTOBER
from tests.jobs.crew import Crew, kill, until
from tests.support.queue import PrivateQueue


@pytest.fixture
def valkey(app: Portal, tmp_path: Path) -> Iterator[PrivateQueue]:
    before = app.extensions["jobs"]
    with PrivateQueue(tmp_path / "queue") as running:
        settings = replace(app.settings, redis_url=running.url)
        jobs.doorbell.init_app(app, settings, before.timing)
        yield running
    app.extensions["jobs"] = before


def column(query):
    db.session.rollback()
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def horse() -> int:
    """The process at work, once a report is in its hands."""
    until(lambda: ReportStatus.RENDERING in column(select(Report.status)))
    [holder] = column(select(Job.holder).where(Job.status == JobStatus.RUNNING))
    return int(holder.split(":")[1])


def test_a_killed_run_ends_with_every_statement_exactly_once(
    app: Portal, october, valkey: PrivateQueue
) -> None:
    with Crew(app, valkey.url):
        with edge():
            run_id = services.request_run(SYSTEM, "statement", OCTOBER).id
        kill(horse())
        until(lambda: column(select(ReportRun.ended_at).where(ReportRun.id == run_id)) != [None])
    assert set(column(select(Report.status))) == {ReportStatus.READY}
    current = column(select(Report.subject_key).where(Report.is_current))
    assert Counter(current) == {"F-001": 1, "F-002": 1}
    assert len(column(select(StoredFile.id))) == 2
