"""What a monitor is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from franchise_portal import Portal, jobs
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, enqueue
from franchise_portal.kit import clock
from franchise_portal.storage.stores import FolderStore
from tests.jobs import bodies
from tests.support.queue import PrivateQueue


@pytest.fixture
def healthy(app: Portal, queue: PrivateQueue) -> Iterator[None]:
    before = app.extensions["jobs"]
    jobs.init_app(app, replace(app.settings, redis_url=queue.url))
    yield
    app.extensions["jobs"] = before


def ask(app: Portal) -> tuple[int, dict[str, object]]:
    response = app.test_client().get("/healthz")
    return response.status_code, response.get_json()


def a_job_that_waits(minutes: int) -> None:
    with edge():
        row = enqueue(bodies.mark, arguments={"folder": "x", "name": "y"})
        db.session.flush()
        row.due_at = clock.wall() - timedelta(minutes=minutes)


def test_all_is_well(app: Portal, healthy: None) -> None:
    a_job_that_waits(1)
    status, answer = ask(app)
    assert (status, answer["status"], answer["problems"]) == (200, "ok", [])
    assert 50 < answer["oldest_waiting_job_seconds"] < 90


def test_a_job_that_waits_too_long_is_a_problem(app: Portal, healthy: None) -> None:
    a_job_that_waits(6)
    status, answer = ask(app)
    assert status == 503
    assert "waited in the queue default" in answer["problems"][0]


def test_what_is_not_due_yet_is_no_problem(app: Portal, healthy: None) -> None:
    a_job_that_waits(-60)
    assert ask(app)[0] == 200
    assert db.session.query(Job).count() == 1


def test_a_queue_that_is_away_is_a_problem(app: Portal) -> None:
    status, answer = ask(app)
    assert (status, answer["queue"]) == (503, "ConnectionError")
    assert answer["problems"] == ["the queue does not answer"]


def test_a_store_that_cannot_be_written_is_a_problem(
    app: Portal, healthy: None, tmp_path: Path
) -> None:
    before = app.extensions["storage"]
    (tmp_path / "file").write_text("in the way")
    app.extensions["storage"] = FolderStore(tmp_path / "file" / "folder")
    try:
        status, answer = ask(app)
    finally:
        app.extensions["storage"] = before
    assert status == 503
    assert answer["problems"] == ["the storage does not answer"]
