import csv
import io
from datetime import UTC, date, datetime

import pytest
from flask import current_app, g
from flask_babel import force_locale
from sqlalchemy import select

from franchise_portal import audit
from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.roles import Role
from franchise_portal.accounts.enums import AccountAction
from franchise_portal.audit import actions
from franchise_portal.audit.enums import AuditAction
from franchise_portal.audit.models import Entry
from franchise_portal.audit.sentences import heading, plain_sentence, sentence, words
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.audit.test_services import Act
from tests.support.page import Browser
from tests.support.people import SmallNetwork

actions.register(Act)


def written(network: SmallNetwork, **facts: object) -> Entry:
    with edge():
        return audit.record(network.actors["hanna"], Act.DONE, network.users["felix"], **facts)  # type: ignore[arg-type]


def as_read_by(who: str, network: SmallNetwork, entry: Entry) -> str:
    with db.session.no_autoflush, current_app.test_request_context():
        g.actor = network.actors[who]
        return str(sentence(entry))


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (Role.FINANCE, "Finance"),
        (Money(-123456, "EUR"), "€ −1,234.56"),
        (date(2026, 11, 2), "2 November 2026"),
        (Period.of_month(2026, 10), "1 October 2026 to 31 October 2026"),
        (["A", "B"], "A, B"),
        ([], "none"),
        ("", "nothing"),
        (None, "nothing"),
        (12345, "12,345"),
        (True, "yes"),
        ("100%", "100%"),
        ("<b>", "<b>"),
    ],
)
def test_facts_are_read_in_words(network: SmallNetwork, fact: object, expected: str) -> None:
    told = plain_sentence(written(network, what=fact)).replace("\u00a0", " ")
    assert told == f"Hanna did {expected} to Felix"


def test_a_month_is_read_as_a_month(network: SmallNetwork) -> None:
    assert words("month", "2026-10") == "October 2026"
    assert words("code", "2026-10") == "2026-10"


def test_a_title_that_is_kept_is_read_in_each_readers_language(network: SmallNetwork) -> None:
    title = {"label": "Statements, %(month)s", "params": {"month": "2026-10"}}
    entry = written(network, what="this", title=title)
    assert plain_sentence(entry) == "Hanna did this to Statements, October 2026"
    with force_locale("zh_Hant"):
        assert "2026年10月對帳單" in plain_sentence(entry)


def test_a_fact_that_is_missing_or_an_action_that_is_gone_does_no_harm(
    network: SmallNetwork,
) -> None:
    assert plain_sentence(written(network)) == "Hanna did – to Felix"
    gone = Entry(actor_name="Hanna", action="old.100%.gone", data={})
    assert plain_sentence(gone) == "old.100%.gone"


def test_a_sentence_is_safe_to_show_and_leads_to_its_subject(network: SmallNetwork) -> None:
    entry = written(network, what="<script>")
    entry.subject_name = "<i>Felix</i>"
    html = as_read_by("hanna", network, entry)
    assert "<script>" not in html
    assert "<i>" not in html
    assert f'href="/users/{network.users["felix"].id}"' in html


def test_a_sentence_leads_nobody_to_a_page_that_refuses_them(network: SmallNetwork) -> None:
    assert "<b>Felix</b>" in as_read_by("omar", network, written(network, what="good"))


@pytest.mark.parametrize("code", actions.codes())
def test_every_action_has_a_heading(network: SmallNetwork, code: str) -> None:
    assert heading(code)
    assert "%(" not in heading(code)


def test_the_page_is_filtered_by_its_address(network: SmallNetwork, browser: Browser) -> None:
    written(network, what="this")
    browser.sign_in("felix")
    browser.get("/audit")
    assert browser.page
    assert "Hanna did this to Felix" in browser.page.text
    assert "Felix signed in" in browser.page.text
    browser.get(
        "/audit?kind=change&q=hanna&action=test.thing.done&since=2026-11-02&until=2026-11-02"
    )
    assert "Hanna did this to Felix" in browser.page.text
    assert "Felix signed in" not in browser.page.text
    assert "From 2 November 2026" in browser.page.text
    browser.get("/audit?until=2026-11-01")
    assert "No entry matches" in browser.page.text
    browser.get(f"/audit?type=users&subject={network.users['felix'].id}")
    assert "One object only" in browser.page.text


@pytest.mark.parametrize("query", ["since=x&until=2026-13-01", "subject=x", "older=x", "newer=%20"])
def test_nonsense_in_the_address_is_no_error(
    network: SmallNetwork, browser: Browser, query: str
) -> None:
    browser.sign_in("felix")
    browser.get(f"/audit?{query}")


def test_a_day_is_the_readers_day(network: SmallNetwork, browser: Browser) -> None:
    """Berlin's 2 November begins at 23:00 of the first in UTC."""
    with clock.fixed(datetime(2026, 11, 1, 23, 30, tzinfo=UTC)):
        written(network, what="this")
    browser.sign_in("felix")
    browser.get("/audit?since=2026-11-02&kind=change")
    assert browser.page
    assert "Hanna did this" in browser.page.text
    browser.get("/audit?until=2026-11-01&kind=change")
    assert "Hanna did this" not in browser.page.text


def test_an_export_holds_what_the_filters_let_through_and_no_formula(
    network: SmallNetwork, browser: Browser
) -> None:
    with edge():
        audit.record(SYSTEM, Act.DONE, name='=HYPERLINK("x")', what="@x")
    browser.sign_in("felix")
    answer = browser.client.get("/audit/export?kind=change")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    (row,) = rows
    assert row["action"] == "test.thing.done"
    assert not row["subject"].startswith("=")
    assert row["who"] == "The portal"
    (noted,) = db.session.scalars(select(Entry).where(Entry.action == AuditAction.EXPORTED))
    assert (noted.actor_name, noted.data) == ("Felix", {"entries": 1})


def test_whoever_is_refused_a_page_stands_in_the_book(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("omar")
    browser.get("/audit", status=403)
    (entry,) = db.session.scalars(select(Entry).where(Entry.action == AuditAction.REFUSED))
    assert (entry.actor_name, entry.data) == ("Omar", {"page": "audit.index"})
    assert entry.address == "127.0.0.1"
    assert entry.request_id


def test_a_refused_change_stands_in_the_book_although_it_is_rolled_back(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("adam")
    browser.post(f"/users/{network.users['hanna'].id}/deactivation", status=403)
    assert db.session.scalar(select(Entry).where(Entry.action == AuditAction.REFUSED))
    assert not db.session.scalar(select(Entry).where(Entry.action == AccountAction.DISABLED))


def test_a_stranger_is_sent_to_the_door_and_not_noted(
    network: SmallNetwork, browser: Browser
) -> None:
    assert browser.client.get("/audit").status_code == 303
    assert db.session.scalars(select(Entry)).all() == []
