"""The pages of the machinery."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from franchise_portal import Portal
from franchise_portal.audit.models import Entry
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, JobStatus, enqueue, run_waiting
from franchise_portal.kit import clock
from franchise_portal.mail import Message
from franchise_portal.mail.enums import MailStatus
from tests.jobs import bodies  # noqa: F401 - registers the jobs of these tests
from tests.support.page import Browser
from tests.support.people import SmallNetwork


def a_job(**changes: object) -> Job:
    with edge():
        row = enqueue(
            "test.count", arguments={"upto": 3}, label=str(changes.pop("label", "Count to three"))
        )
        for name, value in changes.items():
            setattr(row, name, value)
    return row


def a_mail(**changes: object) -> Message:
    values = {
        "kind": "accounts/invitation",
        "to_address": "olga@demo.test",
        "to_name": "Olga",
        "language": "zh_Hans",
        "subject": "Welcome",
        "text": "Open https://portal.test/once/abc",
        "html": "<p style='color: red'>Open it</p>",
        "status": MailStatus.KEPT,
        **changes,
    }
    message = Message(**values)
    with edge():
        db.session.add(message)
    return message


def test_an_empty_list_says_what_will_stand_there(browser: Browser, network: SmallNetwork) -> None:
    browser.sign_in("hanna")
    browser.get("/jobs/")
    assert "Nothing has run in the background yet" in browser.page.text


def test_a_waiting_list_renews_itself_and_a_still_one_does_not(
    browser: Browser, network: SmallNetwork
) -> None:
    browser.sign_in("hanna")
    a_job()
    browser.get("/jobs/?status=waiting")
    results = next(div for div in browser.page.all("div") if div.get("id") == "results")
    assert results["hx-get"] == "/jobs/?status=waiting"
    run_waiting()
    browser.get("/jobs/")
    assert 'hx-get="/jobs/" hx-trigger="every' not in browser.page.html


def test_a_running_job_shows_how_far_it_is(browser: Browser, network: SmallNetwork) -> None:
    row = a_job(status=JobStatus.RUNNING, done=2, total=3, now_doing="number 2")
    browser.sign_in("audrey")
    browser.get("/jobs/")
    assert "2 of 3" in browser.page.text
    browser.get(f"/jobs/{row.id}")
    assert "number 2" in browser.page.text


def test_a_failed_job_says_why_and_can_be_tried_again(
    browser: Browser, network: SmallNetwork
) -> None:
    row = a_job(status=JobStatus.FAILED, failures=4, error="It is 50% broken")
    browser.sign_in("hanna")
    browser.get("/jobs/?status=failed")
    assert "It is 50% broken" in browser.page.text
    browser.post(f"/jobs/{row.id}/attempts")
    db.session.expire_all()
    again = db.session.get_one(Job, row.id)
    assert (again.status, again.failures, again.requested_by_name) == (
        JobStatus.WAITING,
        0,
        network.actors["hanna"].name,
    )
    noted = db.session.scalars(select(Entry).where(Entry.action == "operations.job.retried")).one()
    assert noted.subject_name == "Count to three"


def test_a_job_that_is_done_cannot_be_tried_again(browser: Browser, network: SmallNetwork) -> None:
    row = a_job(status=JobStatus.DONE)
    browser.sign_in("hanna")
    browser.post(f"/jobs/{row.id}/attempts", status=409)


@pytest.mark.parametrize("who", ["omar", "mina", "felix", "sami"])
def test_the_machinery_is_not_for_everybody(
    browser: Browser, network: SmallNetwork, who: str
) -> None:
    row = a_job(status=JobStatus.FAILED)
    browser.sign_in(who)
    for address in ("/jobs/", f"/jobs/{row.id}", "/mails/", f"/mails/{a_mail().id}"):
        browser.get(address, status=403)
    browser.post(f"/jobs/{row.id}/attempts", status=403)


def test_an_auditor_looks_but_does_not_touch(browser: Browser, network: SmallNetwork) -> None:
    row = a_job(status=JobStatus.FAILED)
    browser.sign_in("audrey")
    browser.get("/jobs/")
    assert "Try again" not in browser.page.text
    browser.post(f"/jobs/{row.id}/attempts", status=403)


def test_a_job_that_is_not_there_is_not_found(browser: Browser, network: SmallNetwork) -> None:
    browser.sign_in("hanna")
    browser.get(f"/jobs/{uuid4()}", status=404)


def test_a_list_of_jobs_is_found_by_words_and_pages(
    browser: Browser, network: SmallNetwork
) -> None:
    for number in range(55):
        a_job(label=f"Statement {number:02}", created_at=clock.wall() - timedelta(minutes=number))
    browser.sign_in("hanna")
    browser.get("/jobs/?page=2")
    assert "51 to 55 of 55" in browser.page.text
    browser.get("/jobs/?q=statement+07")
    assert "Statement 07" in browser.page.text
    assert "Statement 08" not in browser.page.text


def test_a_kept_mail_can_be_read_as_text_and_as_it_looks(
    browser: Browser, network: SmallNetwork
) -> None:
    message = a_mail()
    browser.sign_in("hanna")
    browser.get("/mails/")
    assert "Welcome" in browser.page.text
    browser.get(f"/mails/{message.id}")
    assert "https://portal.test/once/abc" in browser.page.text
    frame = next(iter(browser.page.all("iframe")))
    assert "allow-scripts" not in frame["sandbox"]
    letter = browser.client.get(frame["src"])
    assert letter.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Open it" in letter.text


def test_a_confidential_mail_is_read_only_by_those_who_manage_accounts(
    browser: Browser, network: SmallNetwork
) -> None:
    message = a_mail(is_confidential=True)
    browser.sign_in("audrey")
    browser.get(f"/mails/{message.id}")
    assert "once/abc" not in browser.page.text
    browser.get(f"/mails/{message.id}/letter", status=403)
    browser.sign_out()
    browser.sign_in("hanna")
    browser.get(f"/mails/{message.id}")
    assert "once/abc" in browser.page.text
    noted = db.session.scalars(select(Entry).where(Entry.action == "operations.mail.read")).one()
    assert noted.is_access


def test_a_confidential_mail_that_left_is_nobodys_business(
    app: Portal, browser: Browser, network: SmallNetwork
) -> None:
    from dataclasses import replace  # noqa: PLC0415

    from franchise_portal import mail  # noqa: PLC0415

    before = app.extensions["mail"]
    mail.init_app(app, replace(app.settings, mail_url="smtp://mail.test"))
    try:
        message = a_mail(is_confidential=True)
        browser.sign_in("hanna")
        browser.get(f"/mails/{message.id}")
        assert "once/abc" not in browser.page.text
    finally:
        app.extensions["mail"] = before


def test_what_the_clock_does_is_not_in_the_way(browser: Browser, network: SmallNetwork) -> None:
    a_job(label="Tidy up", status=JobStatus.DONE, is_routine=True)
    a_job(label="Statements", status=JobStatus.DONE)
    browser.sign_in("hanna")
    browser.get("/jobs/")
    assert "Tidy up" not in browser.page.text
    assert "Statements" in browser.page.text
    browser.get("/jobs/?status=done")
    assert "Tidy up" in browser.page.text
