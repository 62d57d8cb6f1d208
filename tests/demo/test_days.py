"""Time does nothing to the story that was not told, and telling it again tells the same."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import case, select

from franchise_portal import Portal
from franchise_portal.audit.models import Entry
from franchise_portal.contracts import clock_jobs, event_jobs, signing_jobs
from franchise_portal.contracts import jobs as contract_jobs
from franchise_portal.contracts.models import Contract, Duty
from franchise_portal.database import db
from franchise_portal.demo import seeds
from franchise_portal.jobs import Job, Progress
from franchise_portal.kit import clock
from franchise_portal.mail.models import Message
from franchise_portal.recruitment import jobs as recruitment_jobs
from franchise_portal.recruitment.models import Applicant
from tests.support.databases import Database

Facts = dict[str, Counter[tuple[object, ...]]]


@pytest.mark.timeout(300)
def test_a_day_brings_only_its_own_and_the_same_seed_tells_the_same(
    told: seeds.Told, application: Portal, database: Database
) -> None:
    """One test, since telling takes long: a quiet day, a day with something due, told again."""
    first = as_told()
    with clock.fixed(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        let_the_jobs_run()
    assert as_told() == first
    with clock.fixed(datetime(2026, 11, 12, 9, tzinfo=UTC)):
        let_the_jobs_run()
    new = select(Message.kind).where(
        Message.to_address == "omar@demo.test", Message.id.not_in(told.dated)
    )
    assert db.session.scalars(new).all() == ["contracts/duty_digest"]
    db.session.remove()
    database.reset(application)
    seeds.tell(seed=told.seed, say=lambda _done, _total, _what: None)
    again = as_told()
    # What came, then what is missing: only that is shown when it fails.
    assert [again[name] - first[name] for name in first] == [Counter()] * len(first)
    assert [first[name] - again[name] for name in first] == [Counter()] * len(first)


def let_the_jobs_run() -> None:
    """What the calendar strikes on a day, those jobs of it that concern people and contracts."""
    recruitment_jobs.remind()
    recruitment_jobs.forget()
    contract_jobs.keep_clocks(progress=Progress())
    event_jobs.keep_events(progress=Progress())
    signing_jobs.keep_signing()
    clock_jobs.read_duties(progress=Progress())
    clock_jobs.sweep_clocks()
    for row in db.session.scalars(select(Job).where(Job.name == "contracts.work_clocks")).all():
        clock_jobs.work_clocks(**row.arguments, progress=Progress())
    clock_jobs.tell_office()


def as_told() -> Facts:
    """The story as it stands in the database, without ids and real time."""
    db.session.rollback()
    # A file of direct debits is called by the real time and by chance, so that no two are alike.
    named = case((Entry.subject_type == "debit_runs", ""), else_=Entry.subject_name)
    asked = {
        "audit": select(Entry.at, Entry.actor_name, Entry.action, named),
        "mails": select(Message.kind, Message.to_address, Message.subject, Message.created_at),
        "contracts": select(Contract.number, Contract.status, Contract.starts_on, Contract.ends_on),
        "applicants": select(Applicant.reference, Applicant.stage, Applicant.touched_at),
        "duties": select(Duty.kind, Duty.owner, Duty.due_on, Duty.act_by, Duty.status, Duty.step),
    }
    return {
        name: Counter(tuple(row) for row in db.session.execute(query))
        for name, query in asked.items()
    }
