"""What is killed here is killed for real: horses, workers, Valkey."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from franchise_portal import Portal, jobs
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, JobStatus, enqueue
from franchise_portal.jobs.doorbell import the_doorbell
from tests.jobs import bodies
from tests.jobs.bodies import marks
from tests.jobs.crew import Crew, descendants, kill, parent_of, until
from tests.support.queue import PrivateQueue


@pytest.fixture
def valkey(app: Portal, tmp_path: Path) -> Iterator[PrivateQueue]:
    """A Valkey of this test alone: it will be killed."""
    before = app.extensions["jobs"]
    with PrivateQueue(tmp_path / "queue") as running:
        jobs.doorbell.init_app(app, _with_queue(app, running.url), before.timing)
        yield running
    app.extensions["jobs"] = before


def _with_queue(app: Portal, url: str):
    return replace(app.settings, redis_url=url)


def promise(function, **arguments) -> Job:
    with edge():
        return enqueue(function, arguments=arguments)


def status_of(row: Job) -> JobStatus:
    db.session.rollback()
    return db.session.scalars(select(Job.status).where(Job.id == row.id)).one()


def is_done(row: Job) -> bool:
    return status_of(row) == JobStatus.DONE


def test_a_promise_is_kept_by_a_worker(app: Portal, valkey: PrivateQueue, tmp_path: Path) -> None:
    with Crew(app, valkey.url):
        row = promise(bodies.mark, folder=str(tmp_path), name="here")
        until(lambda: is_done(row))
    assert len(marks(tmp_path, "here")) == 1


def test_a_killed_horse_is_replaced(app: Portal, valkey: PrivateQueue, tmp_path: Path) -> None:
    with Crew(app, valkey.url):
        row = promise(bodies.linger, folder=str(tmp_path), name="x")
        until(lambda: marks(tmp_path, "x-began"))
        kill(int(marks(tmp_path, "x-began")[0].read_text()))
        until(lambda: len(marks(tmp_path, "x-began")) == 2)
        (tmp_path / "x-may-end").touch()
        until(lambda: is_done(row))
    assert len(marks(tmp_path, "x-ended")) == 1


def test_a_killed_worker_with_its_horse_loses_nothing(
    app: Portal, valkey: PrivateQueue, tmp_path: Path
) -> None:
    with Crew(app, valkey.url):
        row = promise(bodies.linger, folder=str(tmp_path), name="x")
        until(lambda: marks(tmp_path, "x-began"))
        horse = int(marks(tmp_path, "x-began")[0].read_text())
        kill(parent_of(horse))
        kill(horse)
        until(lambda: len(marks(tmp_path, "x-began")) == 2)
        (tmp_path / "x-may-end").touch()
        until(lambda: is_done(row))
    assert len(marks(tmp_path, "x-ended")) == 1


@pytest.mark.any_database
def test_a_horse_does_not_outlive_its_worker(
    app: Portal, valkey: PrivateQueue, tmp_path: Path
) -> None:
    with Crew(app, valkey.url):
        row = promise(bodies.linger, folder=str(tmp_path), name="x")
        until(lambda: marks(tmp_path, "x-began"))
        horse = int(marks(tmp_path, "x-began")[0].read_text())
        kill(parent_of(horse))
        until(lambda: not _lives(horse))
        until(lambda: len(marks(tmp_path, "x-began")) == 2)
        (tmp_path / "x-may-end").touch()
        until(lambda: is_done(row))
    assert len(marks(tmp_path, "x-ended")) == 1


def test_a_second_delivery_of_a_running_job_starts_nothing(
    app: Portal, valkey: PrivateQueue, tmp_path: Path
) -> None:
    with Crew(app, valkey.url, workers=2):
        row = promise(bodies.linger, folder=str(tmp_path), name="x")
        until(lambda: marks(tmp_path, "x-began"))
        the_doorbell().ring([jobs.doorbell.Bell(row.id, row.name, "default", 60)])
        other = promise(bodies.mark, folder=str(tmp_path), name="other")
        until(lambda: is_done(other))
        (tmp_path / "x-may-end").touch()
        until(lambda: is_done(row))
    assert len(marks(tmp_path, "x-began")) == len(marks(tmp_path, "x-ended")) == 1


def test_a_flushed_valkey_loses_no_job(app: Portal, valkey: PrivateQueue, tmp_path: Path) -> None:
    rows = [promise(bodies.mark, folder=str(tmp_path), name=f"n{n}") for n in range(5)]
    the_doorbell().connection.flushall()
    with Crew(app, valkey.url):
        until(lambda: all(is_done(row) for row in rows))
    assert [len(marks(tmp_path, f"n{n}")) for n in range(5)] == [1] * 5


def test_a_killed_valkey_loses_no_job(app: Portal, valkey: PrivateQueue, tmp_path: Path) -> None:
    with Crew(app, valkey.url):
        running = promise(bodies.linger, folder=str(tmp_path), name="x")
        until(lambda: marks(tmp_path, "x-began"))
        kill(valkey.server.process.pid)
        valkey.server.process.wait()
        promised_meanwhile = promise(bodies.mark, folder=str(tmp_path), name="y")
        (tmp_path / "x-may-end").touch()
        until(lambda: is_done(running))
        valkey.server.restart_if_ended()
        until(lambda: is_done(promised_meanwhile))
    assert len(marks(tmp_path, "x-ended")) == len(marks(tmp_path, "y")) == 1


def test_a_job_that_takes_its_process_down_is_tried_again(
    app: Portal, valkey: PrivateQueue, tmp_path: Path
) -> None:
    with Crew(app, valkey.url):
        row = promise(bodies.die, folder=str(tmp_path))
        until(lambda: is_done(row))
    db.session.refresh(row)
    assert (row.attempts, row.losses, row.failures) == (2, 1, 0)


def test_a_job_that_takes_too_long_is_ended(app: Portal, valkey: PrivateQueue) -> None:
    with Crew(app, valkey.url):
        row = promise(bodies.oversleep)
        until(lambda: status_of(row) == JobStatus.FAILED)
    db.session.refresh(row)
    assert row.error == "It took longer than it may."


def test_asked_to_stop_a_worker_finishes_its_job(
    app: Portal, valkey: PrivateQueue, tmp_path: Path
) -> None:
    with Crew(app, valkey.url) as crew:
        row = promise(bodies.linger, folder=str(tmp_path), name="x")
        until(lambda: marks(tmp_path, "x-began"))
        crew.process.terminate()
        (tmp_path / "x-may-end").touch()
        crew.process.join(20)
    assert is_done(row)


@pytest.mark.any_database
def test_workers_do_not_outlive_a_killed_parent(app: Portal, valkey: PrivateQueue) -> None:
    crew = Crew(app, valkey.url, workers=2)
    with crew:
        until(lambda: len(descendants(crew.pid)) == 3)
        children = descendants(crew.pid)
        kill(crew.pid)
        until(
            lambda: not any(Path(f"/proc/{pid}/task").is_dir() and _lives(pid) for pid in children)
        )


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
