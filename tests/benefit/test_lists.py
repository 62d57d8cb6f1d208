"""The lists ask the database as often for many rows as for a few."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from franchise_portal.benefit.services import stress
from franchise_portal.database import db
from tests.builders.benefit import a_taking, an_account
from tests.builders.fees import a_report, assess, give_plan
from tests.builders.network import outlets

PAGES = (
    "/benefit/",
    "/benefit/stress",
    "/benefit/goods",
    "/benefit/savings",
    "/benefit/relief",
)
MOST = 8


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collects every statement that reaches the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("page", PAGES)
def test_more_rows_take_no_more_queries(browser, network, page):
    give_plan(network.contracts["CT-F-001-TL"])
    for code in ("TL-001", "TL-003"):
        a_report(network.outlets[code], "2026-10", "8000")
    assess()
    an_account(network.outlets["TL-001"], sales=8_000)
    a_taking(network.outlets["TL-001"])
    stress.watch_month("2026-10")
    db.session.commit()
    browser.sign_in("hanna")
    browser.get(page)  # what a process looks up once is looked up now
    with counted() as few:
        browser.get(page)
    for outlet in outlets(network, 20):
        an_account(outlet, sales=8_000)
        a_taking(outlet)
    db.session.commit()
    with counted() as many:
        browser.get(page)
    if page in {"/benefit/", "/benefit/goods"}:
        assert "TL-1019" in browser.page.text
    assert len(many) == len(few)
    assert len(many) <= MOST, "\n".join(many)
