"""What the queue forgot is rung for again; what the dead held is given to the living."""

import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from franchise_portal import Portal, jobs
from franchise_portal.database import db, edge
from franchise_portal.jobs import (
    Job,
    JobStatus,
    doorbell,
    enqueue,
    holding,
    processes,
    rules,
    sweep,
)
from franchise_portal.jobs.doorbell import the_doorbell
from franchise_portal.jobs.progress import Progress
from franchise_portal.kit import clock
from tests.jobs import bodies
from tests.support.queue import PrivateQueue

ELSEWHERE = "another-machine:1:1"


@pytest.fixture
def heard(app: Portal, queue: PrivateQueue) -> Iterator[None]:
    """A queue that answers, empty, and rings without grace."""
    before = app.extensions["jobs"]
    jobs.init_app(app, replace(app.settings, redis_url=queue.url), rules.Timing(ring_grace=0))
    the_doorbell().connection.flushall()
    yield
    app.extensions["jobs"] = before


def promise() -> Job:
    with edge():
        return enqueue(bodies.count, arguments={"upto": 1})


def held_by(holder: str, **changes: object) -> Job:
    row = promise()
    assert holding.claim(row.id)
    with edge():
        row = db.session.get_one(Job, row.id, populate_existing=True)
        row.holder = holder
        for name, value in changes.items():
            setattr(row, name, value)
    return row


def again(row: Job) -> Job:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Job, row.id)


def test_what_stands_in_the_queue_is_left_alone(app: Portal, heard: None) -> None:
    promise()
    assert sweep().rung == 0


def test_what_the_queue_forgot_is_rung_for_again_once(app: Portal, heard: None) -> None:
    row = promise()
    the_doorbell().connection.flushall()
    assert sweep().rung == 1
    assert the_doorbell().ids_in("bulk") == {str(row.id)}
    assert sweep().rung == 0


def test_what_was_begun_already_goes_before_what_was_not(app: Portal, heard: None) -> None:
    fresh, begun = promise(), promise()
    with edge():
        db.session.get_one(Job, begun.id).attempts = 1
    the_doorbell().connection.flushall()
    sweep()
    queued = the_doorbell().connection.lrange("rq:queue:bulk", 0, -1)
    assert queued == [str(begun.id).encode(), str(fresh.id).encode()]


def test_what_is_not_due_is_not_rung_for(app: Portal, heard: None) -> None:
    row = promise()
    the_doorbell().connection.flushall()
    with edge():
        db.session.get_one(Job, row.id).due_at = clock.wall() + timedelta(hours=1)
    assert sweep().rung == 0


def test_a_queue_that_is_away_stops_nobody(app: Portal) -> None:
    row = promise()
    assert sweep().rung == 0
    assert again(row).status == JobStatus.WAITING


def test_a_living_process_keeps_its_row(app: Portal) -> None:
    row = held_by(processes.this_process(), heartbeat_at=clock.wall() - timedelta(minutes=2))
    assert sweep().released == 0
    assert again(row).status == JobStatus.RUNNING


def test_a_dead_process_on_this_machine_loses_its_row_at_once(app: Portal) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    row = held_by(f"{processes.machine()}:{child}:12345")
    assert sweep().released == 1
    row = again(row)
    assert (row.status, row.losses) == (JobStatus.WAITING, 1)


def test_a_process_id_used_again_is_not_taken_for_the_old_one(app: Portal) -> None:
    row = held_by(f"{processes.machine()}:{os.getpid()}:1")
    assert sweep().released == 1
    assert again(row).status == JobStatus.WAITING


@pytest.mark.parametrize(("silence", "released"), [(5, 0), (40, 1)])
def test_a_process_elsewhere_loses_its_row_after_its_lease(
    app: Portal, silence: int, released: int
) -> None:
    held_by(ELSEWHERE, heartbeat_at=clock.wall() - timedelta(seconds=silence))
    assert sweep().released == released


def test_a_job_that_kills_its_workers_is_failed(app: Portal, tmp_path: Path) -> None:
    row = held_by(ELSEWHERE, heartbeat_at=None, losses=rules.MOST_LOSSES)
    assert sweep().released == 0
    row = again(row)
    assert (row.status, row.error) == (JobStatus.FAILED, holding.GONE)


def test_a_process_that_was_believed_dead_can_change_nothing(app: Portal) -> None:
    row = promise()
    first = holding.claim(row.id)
    with edge():
        job = db.session.get_one(Job, row.id, populate_existing=True)
        job.holder, job.heartbeat_at = ELSEWHERE, None
    sweep()
    second = holding.claim(row.id)
    assert first
    assert second
    assert not holding.keep(first, Progress())
    assert not holding.finish(first, Progress())
    assert not holding.give_back(first, "no", is_final=True, backoff=(1,))
    assert holding.keep(second, Progress())
    assert holding.finish(second, Progress())


def test_two_claims_at_once_are_one(app: Portal) -> None:
    row = promise()
    claims = [holding.claim(row.id), holding.claim(row.id)]
    assert [claim is not None for claim in claims] == [True, False]


def test_the_queue_speaks_json(app: Portal, heard: None) -> None:
    row = promise()
    data = the_doorbell().connection.hget(f"rq:job:{row.id}", "data")
    assert json.loads(zlib.decompress(data)) == [doorbell.ENTRY, None, [str(row.id)], {}]


def test_the_serializer_is_the_only_one(app: Portal) -> None:
    assert doorbell.SERIALIZER.__name__ == "JSONSerializer"
