"""The jobs of fees: they begin where they stopped, and say when the books disagree."""

import pytest
from sqlalchemy import func, select, update

from franchise_portal import jobs
from franchise_portal.database import db
from franchise_portal.fees import services
from franchise_portal.fees.models import Assessment, Charge, Invoice, OpenItem
from franchise_portal.fees.queries.months import latest_job
from franchise_portal.jobs import Job, JobStatus
from tests.builders.fees import OCTOBER, a_report, all_report


@pytest.fixture
def planned(network):
    all_report(network)
    db.session.commit()
    return network


def count(model):
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def request(network):
    job = services.request_assessment(network.actors["felix"], month=OCTOBER)
    db.session.commit()
    return job


def test_a_month_is_assessed_by_a_job_in_the_name_of_who_asked(planned):
    request(planned)
    assert jobs.run_waiting() == 1
    db.session.rollback()
    [run] = db.session.scalars(select(Assessment))
    assert (run.requested_by_name, run.invoices) == ("Felix", 2)
    assert db.session.scalars(select(Invoice.issued_by_name)).first() == "Felix"
    assert latest_job("2026-10").status is JobStatus.DONE


def test_asking_twice_while_it_waits_is_asking_once(planned):
    assert request(planned).id == request(planned).id


def test_asking_again_later_finds_what_came_since(planned):
    request(planned)
    jobs.run_waiting()
    db.session.expire_all()
    a_report(planned.outlets["TL-001"], "2026-09")
    db.session.commit()
    again = request(planned)
    jobs.run_waiting()
    db.session.expire_all()
    assert db.session.get_one(Job, again.id).status is JobStatus.DONE
    assert count(Charge) == 9


def test_a_job_that_is_run_again_after_its_end_charges_nothing_twice(planned):
    job = request(planned)
    jobs.run_waiting()
    db.session.expire_all()
    db.session.execute(
        update(Job).where(Job.id == job.id).values(status=JobStatus.WAITING, finished_at=None)
    )
    db.session.commit()
    jobs.run_waiting()
    db.session.expire_all()
    assert (count(Charge), count(Assessment)) == (9, 1)


def test_books_that_disagree_fail_the_nightly_job_with_the_difference(planned):
    request(planned)
    jobs.run_waiting()
    db.session.expire_all()
    db.session.execute(update(OpenItem).values(open_minor=OpenItem.open_minor + 1))
    job = jobs.enqueue("fees.check_ledger", arguments={})
    db.session.commit()
    jobs.run_waiting()
    db.session.expire_all()
    found = db.session.get_one(Job, job.id)
    assert found.status is JobStatus.FAILED
    assert "The books do not agree" in found.error


def test_books_that_agree_end_the_nightly_job_quietly(planned):
    job = jobs.enqueue("fees.check_ledger", arguments={})
    db.session.commit()
    jobs.run_waiting()
    db.session.expire_all()
    assert db.session.get_one(Job, job.id).status is JobStatus.DONE
