"""A mail is written with the change, leaves after its commit, and is told apart from its fate."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jinja2
import pytest
from flask import g
from sqlalchemy import select

from franchise_portal import Portal, mail
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, JobStatus, run_waiting
from franchise_portal.mail import Message
from franchise_portal.mail.enums import MailStatus
from franchise_portal.mail.jobs import FORGOTTEN
from franchise_portal.network.models import Network
from tests.mail.smtp import Sink, mail_server

LETTER = {
    "subject.txt": "{{ _('Hello') }} {{ recipient_name }}\n of {{ network.name }}",
    "body.txt": "Dear {{ recipient_name }},\n\n\n\n{{ link('health.show') }}\n",
    "body.html": "<p>Dear {{ recipient_name }}, {{ note }}</p>",
}


@pytest.fixture(autouse=True)
def letter(app: Portal, tmp_path: Path) -> Iterator[None]:
    """A letter for these tests beside the portal's own."""
    folder = tmp_path / "templates/test/email/hello"
    folder.mkdir(parents=True)
    for name, text in LETTER.items():
        (folder / name).write_text(text)
    loader = app.jinja_env.loader
    app.jinja_env.loader = jinja2.ChoiceLoader(
        [jinja2.FileSystemLoader(tmp_path / "templates"), loader]
    )
    yield
    app.jinja_env.loader = loader


@pytest.fixture
def server(app: Portal) -> Iterator[Sink]:
    before = app.extensions["mail"]
    with mail_server() as sink:
        mail.init_app(app, replace(app.settings, mail_url=sink.url))
        yield sink
    app.extensions["mail"] = before


def write(**changes: object) -> Message:
    facts = {
        "kind": "test/hello",
        "to_address": "omar@demo.test",
        "to_name": "Omar",
        "context": {"note": "<b>"},
        **changes,
    }
    with edge():
        return mail.send(**facts)


def again(message: Message) -> Message:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Message).where(Message.id == message.id)).one()


def test_without_a_server_a_mail_is_kept(app: Portal) -> None:
    message = again(write())
    assert message.status == MailStatus.KEPT
    assert message.subject == "Hello Omar of Franchise Portal"
    assert message.text == f"Dear Omar,\n\n{app.settings.base_url}/healthz\n"
    assert message.html == "<p>Dear Omar, &lt;b&gt;</p>\n"
    assert run_waiting() == 0


def test_a_mail_leaves_after_the_commit(app: Portal, server: Sink) -> None:
    message = write()
    run_waiting()
    (letter,) = server.letters
    assert again(message).status == MailStatus.SENT
    assert str(letter["Subject"]) == "Hello Omar of Franchise Portal"
    assert str(letter["From"]) == "portal@tamberley.test"
    assert str(letter["To"]) == "Omar <omar@demo.test>"
    assert str(letter["Message-ID"]) == f"<{message.id}@tamberley.test>"
    parts = {part.get_content_type() for part in letter.iter_parts()}
    assert parts == {"text/plain", "text/html"}


def test_a_rolled_back_change_sends_no_mail(app: Portal, server: Sink) -> None:
    with pytest.raises(ZeroDivisionError), edge():  # noqa: PT012 - it happens inside the edge
        mail.send(kind="test/hello", to_address="a@b.test", context={"note": ""})
        1 / 0  # noqa: B018
    assert run_waiting() == 0
    assert server.letters == []


def test_a_mail_delivered_twice_by_the_queue_leaves_once(app: Portal, server: Sink) -> None:
    message = write()
    run_waiting()
    with edge():
        job = db.session.scalars(select(Job).where(Job.name == "mail.deliver")).one()
        job.status = JobStatus.WAITING
    assert run_waiting() == 1
    assert len(server.letters) == 1
    assert again(message).status == MailStatus.SENT


def test_a_refused_address_is_not_tried_again(app: Portal, server: Sink) -> None:
    server.refuse_recipients_with = "550 no such person"
    message = write()
    run_waiting()
    found = again(message)
    assert (found.status, found.error) == (
        MailStatus.FAILED,
        "The server refused the address.",
    )
    assert db.session.scalars(select(Job.status)).one() == JobStatus.DONE


def test_a_busy_server_is_asked_again_later(app: Portal, server: Sink) -> None:
    server.refuse_recipients_with = "451 come back later"
    message = write()
    run_waiting()
    job = db.session.scalars(select(Job)).one()
    assert again(message).status == MailStatus.WAITING
    assert (job.status, job.failures) == (JobStatus.WAITING, 1)
    assert "omar@demo.test" not in job.error


def test_after_the_last_attempt_the_mail_says_why(app: Portal, server: Sink) -> None:
    server.refuse_recipients_with = "451 come back later"
    message = write()
    for _attempt in range(6):
        with edge():
            db.session.scalars(select(Job)).one().due_at = message.created_at
        run_waiting()
    found = again(message)
    assert found.status == MailStatus.FAILED
    assert found.error.startswith("SMTPRecipientsRefused")


def test_a_confidential_mail_is_forgotten_once_it_has_left(app: Portal, server: Sink) -> None:
    message = write(confidential=True)
    run_waiting()
    found = again(message)
    assert (found.text, found.html) == (FORGOTTEN, "")


def test_a_name_cannot_smuggle_a_header_into_a_mail(app: Portal, server: Sink) -> None:
    write(to_name="Omar\r\nBcc: everybody@demo.test")
    run_waiting()
    (letter,) = server.letters
    assert letter["Bcc"] is None


def test_a_mail_is_written_in_the_language_of_its_reader(app: Portal) -> None:
    assert again(write(language="zh_Hans")).language == "zh_Hans"


def test_a_password_is_not_sent_in_the_clear(app: Portal, server: Sink) -> None:
    url = server.url.replace("smtp://", "smtp://user:secret@")
    mail.init_app(app, replace(app.settings, mail_url=url))
    message = write()
    run_waiting()
    assert again(message).status == MailStatus.FAILED
    assert server.letters == []


def test_in_the_demo_network_made_up_people_get_no_mail(app: Portal, server: Sink) -> None:
    with edge():
        db.session.add(Network(name="Tamberley", currency="EUR", is_demo=True))
    g.pop("network_row", None)
    made_up, real = write(), write(to_address="ada@firm.de")
    assert (made_up.status, real.status) == (MailStatus.KEPT, MailStatus.WAITING)
    run_waiting()
    assert [letter["To"] for letter in server.letters] == ["Omar <ada@firm.de>"]


def test_while_a_story_is_told_every_mail_is_kept(app: Portal, server: Sink) -> None:
    with mail.keeping():
        told = write(to_address="ada@firm.de")
    assert told.status is MailStatus.KEPT
    assert db.session.scalars(select(Job)).all() == []
    assert write(to_address="ada@firm.de").status is MailStatus.WAITING
