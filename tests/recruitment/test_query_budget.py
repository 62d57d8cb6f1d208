"""The list and the page of an applicant ask the database as often for many as for few."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from franchise_portal import Portal
from franchise_portal.database import db
from franchise_portal.recruitment import services
from franchise_portal.recruitment.enums import NoteKind
from tests.builders.recruitment import an_applicant, assessed
from tests.support.page import Browser

MOST = 8
"""The list asks for choices of four filters besides rows, count, session and settings."""


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that reaches the database meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def asked(browser: Browser, address: str) -> list[str]:
    db.session.rollback()
    with counted() as seen:
        browser.get(address)
    return seen


def test_the_list(app: Portal, network, browser: Browser) -> None:
    browser.sign_in("hanna")
    for number in range(5):
        an_applicant(network, f"Name {number}")
    db.session.commit()
    few = asked(browser, "/recruitment/applicants")
    for number in range(5, 50):
        an_applicant(network, f"Name {number}", keeper_id=network.users["dora"].id)
    db.session.commit()
    many = asked(browser, "/recruitment/applicants")
    assert len(few) == len(many)
    assert len(many) <= MOST, "\n".join(many)


@pytest.mark.parametrize("tail", ["", "/assessment", "/disclosure"])
def test_the_pages_of_one(app: Portal, network, browser: Browser, tail: str) -> None:
    browser.sign_in("hanna")
    ana = assessed(network)
    db.session.commit()
    few = asked(browser, f"/recruitment/applicants/{ana.id}{tail}")
    for number in range(20):
        services.add_note(
            network.actors["dora"], ana, kind=NoteKind.CALL, text=f"Called {number} times"
        )
        services.add_person(network.actors["dora"], ana, name=f"Person {number}", role="family")
    db.session.commit()
    many = asked(browser, f"/recruitment/applicants/{ana.id}{tail}")
    assert len(few) == len(many)
