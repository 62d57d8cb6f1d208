"""The pages of the clause library and of templates."""

import pytest

from franchise_portal.contracts.queries import library as queries
from franchise_portal.database import db
from tests.support.page import Browser
from tests.support.people import SmallNetwork

CLAUSE = {
    "key": "parking",
    "language": "en",
    "kind": "general",
    "title": "Parking",
    "body": "Free.",
}


@pytest.fixture
def office(network: SmallNetwork, browser: Browser) -> Browser:
    browser.sign_in("hanna")
    return browser


def clause(key: str = "parking", language: str = "en") -> queries.LibraryClause:
    db.session.rollback()
    db.session.expire_all()
    found = queries.find_library_clause(key, language)
    assert found
    return found


def test_an_empty_library_offers_the_starter_clauses(office: Browser) -> None:
    office.get("/contracts/library")
    assert office.page
    assert "No clause yet" in office.page.text
    office.post("/contracts/library/starter")
    assert "Royalty" in office.page.text
    assert "权利金" not in office.page.text
    office.get("/contracts/library?language=zh_Hant&about=fees")
    assert "權利金" in office.page.text
    assert "Royalty" not in office.page.text
    office.get("/contracts/library?q=nothing+of+the+kind")
    assert "No clause matches" in office.page.text
    office.get("/contracts/templates")
    assert "Franchise agreement, China" in office.page.text


def test_a_clause_is_written_and_written_again(office: Browser) -> None:
    office.get("/contracts/library/new")
    office.post("/contracts/library", {**CLAUSE, "body": "{nowhere}"}, status=422)
    assert office.page
    assert "Nothing fills {nowhere}" in office.page.text
    office.post("/contracts/library", {**CLAUSE, "key": "Parking Lot"}, status=422)
    office.post("/contracts/library", CLAUSE)
    office.post("/contracts/library", CLAUSE, status=422)
    assert "already" in office.page.text
    url = f"/contracts/library/{clause().id}"
    office.get(f"{url}/words")
    seen = str(clause().version)
    words = {"title": "Parking", "note": "clearer", "version": seen}
    office.post(f"{url}/words", {**words, "body": "Free for guests."})
    office.post(f"{url}/words", {**words, "body": "For staff."}, status=409)
    assert "For staff." in office.page.html
    assert "Free for guests." in office.page.text
    office.get(url)
    assert ("ins", {}) in office.page.elements
    assert "clearer" in office.page.text


def test_a_clause_is_retired_and_offered_again(office: Browser) -> None:
    office.post("/contracts/library", CLAUSE)
    url = f"/contracts/library/{clause().id}/retirement"
    office.post(url)
    assert office.page
    assert "No longer offered" in office.page.text
    office.get("/contracts/library")
    assert "Parking" not in office.page.text
    office.get("/contracts/library?state=no")
    assert "Parking" in office.page.text
    office.post(url)
    assert clause().retired_at is None


TEMPLATE = {"key": "short", "language": "en", "pack": "cn", "brand": "", "title": "Short agreement"}


def test_a_template_is_made_of_clauses_and_says_what_its_law_asks_for(office: Browser) -> None:
    office.post("/contracts/library/starter")
    office.get("/contracts/templates/new")
    wrong = {**TEMPLATE, "clauses": "royalty"}
    office.post("/contracts/templates", wrong, status=422)
    assert office.page
    assert "should be a number and a key" in office.page.text
    twice = {**TEMPLATE, "clauses": "6.1 royalty\n6.1 fund"}
    office.post("/contracts/templates", twice, status=422)
    office.post("/contracts/templates", {**TEMPLATE, "clauses": "6.1 nowhere"}, status=422)
    assert "nowhere" in office.page.text
    office.post("/contracts/templates", {**TEMPLATE, "clauses": "6.1 royalty\n2.1 term"})
    assert "The law pack asks for clauses that are not here yet" in office.page.text
    assert "This is not legal advice" in office.page.text
    template = queries.find_template("short", "en")
    assert template
    version = queries.latest_of_template(template)
    assert [one["number"] for one in version.clauses] == ["2.1", "6.1"]


def test_a_template_keeps_older_words_until_somebody_takes_the_newer(office: Browser) -> None:
    office.post("/contracts/library/starter")
    royalty = clause("royalty")
    words = {"title": "Royalty", "body": "Six per cent.", "version": str(royalty.version)}
    office.post(f"/contracts/library/{royalty.id}/words", words)
    template = queries.find_template("standard", "en")
    assert template
    url = f"/contracts/templates/{template.id}"
    office.get(url)
    assert office.page
    assert "newer words in the library" in office.page.text
    office.get(f"{url}/clauses")
    form = {"title": "Standard", "clauses": "6.1 royalty\n2.1 term", "note": "shorter"}
    seen = str(template.version)
    office.post(f"{url}/clauses", {**form, "version": seen})
    assert "Six per cent." in office.page.text
    assert "What the latest version changed" in office.page.text
    office.post(f"{url}/clauses", {**form, "clauses": "2.1 term", "version": seen}, status=409)
    office.post(f"{url}/retirement")
    assert "No longer offered" in office.page.text


@pytest.mark.parametrize("who", ["omar", "mina"])
def test_the_library_is_the_offices_alone(
    network: SmallNetwork, browser: Browser, who: str
) -> None:
    browser.sign_in(who)
    for page in ("library", "templates"):
        browser.get(f"/contracts/{page}", status=403)


def test_who_only_reads_writes_nothing(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("audrey")
    browser.get("/contracts/library")
    assert browser.page
    assert "Write a clause" not in browser.page.text
    browser.post("/contracts/library", CLAUSE, status=403)
    browser.get("/contracts/templates/new", status=403)


def test_the_terms_of_a_template_are_written_in_the_form_of_a_contract(office: Browser) -> None:
    office.post("/contracts/library/starter")
    office.post("/contracts/templates", {**TEMPLATE, "clauses": "6.1 royalty\n2.1 term"})
    template = queries.find_template("short", "en")
    assert template
    url = f"/contracts/templates/{template.id}/terms"
    office.get(url)
    assert office.page
    assert 'name="starts_on"' not in office.page.html
    seen = str(template.version)
    office.post(url, {"term_kind": "length", "version": seen}, status=422)
    assert "Write the length." in office.page.text
    five = {"term_kind": "length", "length": ["5", "years"], "renewals": "none"}
    office.post(url, {**five, "version": seen})
    assert "Terms it begins with" in office.page.text
    office.post(url, {**five, "length": ["7", "years"], "version": seen}, status=409)
    assert "Their version stays too" in office.page.text
    db.session.rollback()
    db.session.expire_all()
    template = queries.find_template("short", "en")
    assert template
    latest = queries.latest_of_template(template)
    terms = queries.template_terms(latest)
    assert (terms.length and terms.length.text, terms.starts_on) == ("5 years", None)
    assert [one["number"] for one in latest.clauses] == ["2.1", "6.1"]
    assert [one.number for one in queries.versions_of_template(template)] == [2, 1]
