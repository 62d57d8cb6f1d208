"""Sealing by a real worker on a real queue, killed in the middle of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from franchise_portal import Portal, jobs
from franchise_portal.contracts.models import ExecutedDocument
from franchise_portal.contracts.services.signatures import SEAL
from franchise_portal.database import db
from franchise_portal.jobs import Job, JobStatus
from franchise_portal.mail import Message
from tests.builders import signing as make
from tests.jobs.crew import Crew, kill, until
from tests.support.people import SmallNetwork
from tests.support.queue import PrivateQueue


@pytest.fixture
def valkey(app: Portal, tmp_path: Path) -> Iterator[PrivateQueue]:
    before = app.extensions["jobs"]
    with PrivateQueue(tmp_path / "queue") as running:
        settings = replace(app.settings, redis_url=running.url)
        jobs.doorbell.init_app(app, settings, before.timing)
        yield running
    app.extensions["jobs"] = before


def sealing() -> tuple[JobStatus, str]:
    """How far the job is, and which process holds it."""
    db.session.rollback()
    row = db.session.execute(select(Job.status, Job.holder).where(Job.name == SEAL)).one()
    db.session.rollback()
    return row.status, row.holder


def test_a_worker_killed_while_it_seals_leaves_one_signed_file(
    app: Portal, network: SmallNetwork, valkey: PrivateQueue
) -> None:
    held = make.a_round(network)
    make.sign(held, "Omar", make.by(network, "omar"))
    make.sign(held, "Hanna", make.by(network, "hanna"))
    with Crew(app, valkey.url):
        until(lambda: sealing()[0] is JobStatus.RUNNING)
        kill(int(sealing()[1].split(":")[1]))
        until(lambda: sealing()[0] is JobStatus.DONE)
    document = make.executed(held)
    assert make.bytes_of(document).startswith(b"%PDF-")
    assert db.session.scalar(select(func.count()).select_from(ExecutedDocument)) == 1
    completed = select(func.count()).where(Message.kind == "contracts/signing_completed")
    assert db.session.scalar(completed) == 2
