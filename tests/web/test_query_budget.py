"""A list page asks the database as often for fifty rows as for a few, and at most eight times."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from franchise_portal import Portal
from franchise_portal.database import db
from franchise_portal.demo import many, story
from franchise_portal.kit import clock
from tests.support.databases import Database
from tests.support.page import Browser

MOST = 8
FEW, ENOUGH = 8, 160
PAGES = (
    "/network/outlets",
    "/network/franchisees",
    "/network/people",
    "/contracts",
    "/fees/sales",
    "/fees/invoices",
    "/fees/payments",
    "/fees/ledger",
)


@contextmanager
def counted(app: Portal) -> Iterator[list[str]]:
    """Collects every statement that reaches the database, without opening a transaction."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(" ".join(statement.split()))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def asked(app: Portal, database: Database, outlets: int) -> dict[str, tuple[int, list[str]]]:
    """For each page the rows that it shows and what it asks, in a network of so many outlets.

    Each request stands in a context of its own, as it does in a server.
    """
    database.reset(app)
    with app.app_context():
        many.tell(outlets=outlets, months=1, seed=5, say=lambda _done, _total, _what: None)
        db.session.remove()
        clock.set_network(zone="UTC", stands_on=None)
        client = signed_in(app)
    found = {}
    for page in PAGES:
        client.get(page, follow_redirects=True)  # what a process looks up once is looked up now
        with counted(app) as seen:
            answer = client.get(page, follow_redirects=True)
        assert answer.status_code == 200, page
        found[page] = (answer.get_data(as_text=True).count("<tr>"), seen)
    return found


def signed_in(app: Portal) -> FlaskClient:
    """A client with Hanna's session."""
    browser = Browser(app)
    browser.sign_in("hanna", story.PASSWORD)
    client = FlaskClient(app, app.response_class)
    cookie = browser.client.get_cookie("portal")
    assert cookie
    client.set_cookie("portal", cookie.value)
    return client


Asked = tuple[dict[str, tuple[int, list[str]]], dict[str, tuple[int, list[str]]]]


@pytest.fixture(scope="module")
def both(application: Portal, database: Database) -> Asked:
    return asked(application, database, FEW), asked(application, database, ENOUGH)


@pytest.mark.parametrize("page", PAGES)
def test_fifty_rows_take_as_many_queries_as_a_few(both: Asked, page: str) -> None:
    (few_rows, few), (many_rows, many_asked) = both[0][page], both[1][page]
    assert few_rows < 30 < many_rows
    assert len(many_asked) == len(few), "\n".join(many_asked)
    assert len(many_asked) <= MOST, "\n".join(many_asked)
