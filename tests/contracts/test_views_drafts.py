"""Drafting on pages: from a template to a contract ready to go out, and an amendment after it."""

import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from franchise_portal import Portal
from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import queries, services
from franchise_portal.contracts.enums import ContractStatus, VersionStatus
from franchise_portal.contracts.queries import library
from franchise_portal.database import db, edge
from franchise_portal.kit.durations import Duration
from franchise_portal.kit.money import Money
from tests.builders.contracts import FULL_TERMS, NOW, a_contract, a_version, executed
from tests.support.databases import Database
from tests.support.filled import sent
from tests.support.page import Browser
from tests.support.people import SmallNetwork

DRAFT = {
    "number": "CT-2029-0042",
    "franchisee": "F-001",
    "brand": "TL",
    "outlets": "TL-001",
    "title": "Franchise agreement",
    "starts_on": "2029-03-01",
}

#: What the form of the terms sends for terms of every kind.
TERMS: dict[str, Any] = {
    "starts_on": "2029-03-01",
    "term_kind": "length",
    "length": ["5", "years"],
    "renewals": "limited",
    "renewal_count": "2",
    "renewal_each": ["3", "years"],
    "renewal_mode": "by_agreement",
    "renewal_same": "y",
    "renewal_fee": "2500.00",
    "renewal_conditions": "No open default\nOutlet refitted",
    "notice_least": ["6", "months"],
    "notice_most": ["12", "months"],
    "outlets_permitted": "3",
    "step0-due_on": "2029-12-31",
    "step0-outlets_open": "1",
    "step1-due_on": "2031-12-31",
    "step1-outlets_open": "3",
    "step1-grace": ["90", "days"],
    "deposit_amount": "10000.00",
    "deposit_within": ["60", "days"],
    "has_audit": "y",
    "audit_notice": ["10", "days"],
    "audit_trigger": "2.5",
    "audit_payer": "franchisee",
    "policy0-kind": "liability",
    "policy0-cover": "1000000.00",
    "policy0-evidence_every": "year",
    "non_compete_during": "y",
    "guarantor0-name": "Omar Senior",
    "guarantor0-limit": "50000",
    "has_transfer": "y",
    "transfer_refusal": ["30", "days"],
    "governing_law": "Germany",
}


@pytest.fixture
def office(network: SmallNetwork, browser: Browser, app: Portal, database: Database) -> Browser:
    """Hanna at work, with the library of clauses; it is planted once a process."""

    def plant() -> None:
        with edge():
            services.plant_library(network.actors["hanna"])

    database.once(app, "planted library", plant)
    browser.sign_in("hanna")
    return browser


def a_template(key: str = "standard", language: str = "en") -> str:
    found = library.find_template(key, language)
    assert found
    return str(found.id)


def the_draft(number: str = "CT-2029-0042") -> Any:
    db.session.rollback()
    db.session.expire_all()
    contract = next(
        c for c in db.session.scalars(queries.visible_contracts(SYSTEM)) if c.number == number
    )
    version = queries.open_version(contract.id)
    assert version
    return version


def drafted(browser: Browser, **changes: str) -> Any:
    browser.get("/contracts/drafts/new?franchisee=F-001")
    browser.post("/contracts/drafts", {**DRAFT, "template": a_template(), **changes})
    return the_draft(changes.get("number", DRAFT["number"]))


def test_a_contract_is_drafted_from_a_template(office: Browser) -> None:
    version = drafted(office)
    assert office.page
    assert "Edit the terms" in office.page.text
    assert (version.template, version.template_version) == ("standard", 1)
    clauses = queries.clauses_of(version)
    assert len(clauses) == 25
    assert "Omar & Sons" in clauses[0].body
    assert "{franchisee}" in clauses[0].source
    contract = queries.contract_for(SYSTEM, version.contract_id)
    assert contract.status is ContractStatus.DRAFT
    assert (contract.starts_on, contract.ends_on) == (date(2029, 3, 1), date(2034, 2, 28))


def test_a_draft_names_everything_that_keeps_it_from_going_out(office: Browser) -> None:
    version = drafted(office)
    office.get(f"/contracts/versions/{version.id}")
    assert office.page
    assert "Not ready" in office.page.text
    assert "still holds places to be filled: {territory}" in office.page.text
    assert "{governing_law}" in office.page.text


def test_every_part_of_the_terms_is_typed_and_shown_again(office: Browser) -> None:
    version = drafted(office)
    url = f"/contracts/versions/{version.id}/terms"
    office.get(url)
    office.post(url, {**TERMS, "version": str(version.version)})
    terms = queries.terms_of(the_draft())
    assert terms.length == Duration.parse("5 years")
    assert terms.renewal
    assert (terms.renewal.count, terms.renewal.fee) == (2, Money.parse("2500", "EUR"))
    assert terms.renewal.conditions == ("No open default", "Outlet refitted")
    assert [(step.number, step.outlets_open) for step in terms.development] == [(1, 1), (2, 3)]
    assert terms.development[1].grace == Duration.parse("90 days")
    assert terms.audit
    assert str(terms.audit.trigger_rate) == "0.025"
    assert terms.guarantors[0].limit == Money.parse("50000", "EUR")
    assert office.page
    assert "5 years, from 1 March 2029 to 28 February 2034" in office.page.text
    assert "General liability: € 1,000,000.00 for each event" in office.page.text
    # The clauses are filled from the terms.
    bodies = " ".join(clause.body for clause in queries.clauses_of(the_draft()))
    assert "2 times, 3 years each time" in bodies
    office.get(url)
    assert 'value="2.5"' in office.page.html
    assert 'value="Omar Senior"' in office.page.html


def test_saving_the_same_terms_changes_nothing(office: Browser, network: SmallNetwork) -> None:
    with edge():
        contract = a_contract(network, number="CT-2029-0042")
        terms = FULL_TERMS
        version = a_version(contract, terms=terms, clauses=[], effective_from=date(2029, 3, 1))
    url = f"/contracts/versions/{version.id}/terms"
    office.get(url)
    assert office.page
    office.post(url, sent(office))
    assert queries.terms_of(the_draft()) == terms


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"length": ["", "years"]}, "Write the length."),
        ({"length": ["x", "years"]}, "Write a whole number, such as 6"),
        ({"length": ["5", "fortnights"]}, "Write a whole number, such as 6"),
        ({"term_kind": "last_day"}, "Choose the last day."),
        ({"renewal_count": ""}, "Write how many times it can be renewed."),
        ({"renewal_each": ["", "years"]}, "Write how long each renewal is."),
        ({"notice_least": ["", "months"]}, "Write the shortest notice too."),
        ({"territory_exclusive": "y"}, "Name the territory."),
        ({"deposit_amount": ""}, "Write the amount of the deposit."),
        ({"deposit_amount": "1.234,00"}, "Write an amount such as 48210.50."),
        ({"audit_trigger": "250"}, "Write per cent above 0 and at most 100."),
        ({"audit_trigger": "a lot"}, "Write per cent as a number"),
        ({"step0-due_on": ""}, "Choose the day of this step."),
        ({"step1-outlets_open": ""}, "Write how many outlets are open by then."),
        ({"policy0-kind": ""}, "Choose the kind of insurance."),
        ({"policy0-cover": "much"}, "Write an amount such as 48210.50."),
        ({"guarantor0-name": ""}, "Write the guarantor’s name."),
        ({"starts_on": ""}, "Choose the first day."),
        ({"renewal_mode": "by_magic"}, "Not a valid choice"),
    ],
)
def test_what_is_typed_wrongly_is_said_at_its_field(
    office: Browser, changes: dict[str, Any], words: str
) -> None:
    version = drafted(office)
    url = f"/contracts/versions/{version.id}/terms"
    office.get(url)
    office.post(url, {**TERMS, **changes, "version": str(version.version)}, status=422)
    assert office.page
    assert words in office.page.text
    assert queries.terms_of(the_draft()).outlets_permitted is None


def test_two_who_write_the_terms_at_once_both_keep_their_words(office: Browser) -> None:
    version = drafted(office)
    url = f"/contracts/versions/{version.id}/terms"
    seen = str(version.version)
    office.post(url, {**TERMS, "outlets_permitted": "4", "version": seen})
    office.post(url, {**TERMS, "outlets_permitted": "5", "version": seen}, status=409)
    assert office.page
    assert "Somebody else changed this" in office.page.text
    assert 'value="5"' in office.page.html
    assert queries.terms_of(the_draft()).outlets_permitted == 4
    again = str(the_draft().version)
    office.post(url, {**TERMS, "outlets_permitted": "5", "version": again})
    assert queries.terms_of(the_draft()).outlets_permitted == 5


def test_clauses_are_written_changed_and_taken_out(office: Browser) -> None:
    version = drafted(office)
    url = f"/contracts/versions/{version.id}/clauses"
    form = {"number": "6.4", "kind": "fees", "title": "Order", "body": "From {first_day} on."}
    office.get(f"{url}/new")
    office.post(url, {**form, "version": str(version.version)})
    clauses = queries.clauses_of(the_draft())
    place = next(i for i, clause in enumerate(clauses) if clause.number == "6.4")
    assert clauses[place - 1].number == "6.3"
    assert clauses[place].body == "From 1 March 2029 on."
    office.get(f"{url}/{place}")
    assert office.page
    assert "From {first_day} on." in office.page.html
    stale = str(the_draft().version)
    office.post(f"{url}/{place}", {**form, "body": "First.", "version": stale})
    office.post(f"{url}/{place}", {**form, "body": "Second.", "version": stale}, status=409)
    assert "Second." in office.page.html
    assert queries.clauses_of(the_draft())[place].body == "First."
    office.post(f"{url}/{place}/removal", {"version": str(the_draft().version)})
    assert "6.4" not in [clause.number for clause in queries.clauses_of(the_draft())]
    office.get(f"{url}/99", status=404)


def test_clauses_are_taken_from_the_library(office: Browser) -> None:
    version = drafted(office)
    url = f"/contracts/versions/{version.id}/library"
    office.get(url)
    assert office.page
    assert "Deposit" in office.page.text
    office.post(url, {"clauses": ["deposit", "guarantee"], "version": str(version.version)})
    keys = {clause.key for clause in queries.clauses_of(the_draft())}
    assert {"deposit", "guarantee"} <= keys


def test_two_who_take_clauses_at_once_both_get_theirs(office: Browser) -> None:
    version = drafted(office)
    url, stale = f"/contracts/versions/{version.id}/library", str(version.version)
    office.post(url, {"clauses": ["deposit"], "version": stale})
    office.post(url, {"clauses": ["guarantee", "deposit"], "version": stale}, status=409)
    assert office.page
    assert "What they saved is in the draft" in office.page.text
    ticked = [one.get("value") for one in office.page.all("input") if "checked" in one]
    assert ticked == ["guarantee"]
    office.post(url, {"clauses": ["guarantee"], "version": str(the_draft().version)})
    keys = [clause.key for clause in queries.clauses_of(the_draft())]
    assert keys.count("deposit") == keys.count("guarantee") == 1


def test_a_draft_from_nothing_under_chinese_law_names_the_missing_clauses(
    office: Browser,
) -> None:
    version = drafted(office, template="", pack="cn", number="CT-2029-0043")
    office.get(f"/contracts/versions/{version.id}/library")
    assert office.page
    assert "The law pack asks for clauses that are not here yet" in office.page.text
    assert "This is not legal advice" in office.page.text
    office.get(f"/contracts/versions/{version.id}")
    assert "asks for a clause about “Cooling-off”" in office.page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"franchisee": "F-999"}, "No franchisee has the code"),
        ({"outlets": "TL-001 TL-999"}, "No outlet has the code “TL-999”"),
        ({"outlets": "HX-001"}, "does not belong to this franchisee"),
        ({"number": "CT-F-001-TL"}, "Another contract has the number"),
        ({"starts_on": ""}, "Choose the first day."),
    ],
)
def test_a_draft_that_cannot_be_is_refused(
    office: Browser, changes: dict[str, str], words: str
) -> None:
    office.get("/contracts/drafts/new")
    office.post("/contracts/drafts", {**DRAFT, "template": a_template(), **changes}, status=422)
    assert office.page
    assert words in office.page.text


def test_a_disclosure_is_recorded_and_found_again(office: Browser, network: SmallNetwork) -> None:
    version = drafted(office)
    url = f"/contracts/{version.contract_id}"
    office.post(
        f"{url}/disclosures",
        {
            "disclosure-disclosed_on": "2026-10-15",
            "disclosure-file": (io.BytesIO(b"%PDF-1.7 disclosure"), "disclosure.pdf"),
        },
    )
    assert office.page
    assert "received on 15 October 2026" in office.page.text
    contract = queries.contract_for(SYSTEM, version.contract_id)
    assert contract.status is ContractStatus.DISCLOSED
    [link] = [a["href"] for a in office.page.all("a") if "/disclosures/" in (a.get("href") or "")]
    with office.client.get(str(link)) as answer:
        assert answer.data == b"%PDF-1.7 disclosure"
    office.sign_out()
    office.sign_in("olga")
    office.get(str(link), status=404)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"disclosure-disclosed_on": "2030-01-01"}, "This day lies ahead"),
        ({"disclosure-disclosed_on": ""}, "Choose the day"),
    ],
)
def test_a_disclosure_that_cannot_be_is_refused(
    office: Browser, data: dict[str, Any], words: str
) -> None:
    version = drafted(office)
    file = (io.BytesIO(b"%PDF-1.7"), "disclosure.pdf")
    url = f"/contracts/{version.contract_id}/disclosures"
    office.post(url, {**data, "disclosure-file": file}, status=422)
    assert office.page
    assert words in office.page.text


def test_a_contract_signed_on_paper_is_entered_part_by_part(office: Browser) -> None:
    version = drafted(office, starts_on="2030-03-01")
    url = f"/contracts/versions/{version.id}"
    sections = {**TERMS, "starts_on": "2030-03-01", "step0-due_on": "2030-12-31"}
    office.post(f"{url}/terms", {**sections, "version": str(version.version)})
    numbers = [clause.number for clause in queries.clauses_of(the_draft())]
    while "3.1" in numbers:
        place = numbers.index("3.1")
        office.post(f"{url}/clauses/{place}/removal", {"version": str(the_draft().version)})
        numbers = [clause.number for clause in queries.clauses_of(the_draft())]
    for number in ("6.1",):
        place = numbers.index(number)
        form = {"number": number, "kind": "fees", "title": "Royalty", "body": "Six per cent."}
        office.post(f"{url}/clauses/{place}", {**form, "version": str(the_draft().version)})
    office.get(f"{url}/paper")
    office.post(f"{url}/paper", {"signed_on": "2030-01-01"}, status=422)
    assert office.page
    assert "This day lies ahead" in office.page.text
    office.post(f"{url}/paper", {"signed_on": "2026-10-30", "reason": "folder 12"})
    contract = queries.contract_for(SYSTEM, version.contract_id)
    assert contract.status is ContractStatus.SIGNED
    assert contract.signed_on == date(2026, 10, 30)
    assert queries.terms_on(contract.id, date(2030, 3, 1)) is not None


def test_what_is_not_ready_is_not_signed_on_paper_either(office: Browser) -> None:
    version = drafted(office)
    url = f"/contracts/versions/{version.id}"
    office.post(f"{url}/paper", {"signed_on": "2026-10-30"}, status=422)
    assert office.page
    assert "is not ready" in office.page.text
    assert "{territory}" in office.page.text
    assert the_draft().status is VersionStatus.DRAFT


def test_an_amendment_begins_with_what_is_in_force_and_is_compared(
    office: Browser, network: SmallNetwork
) -> None:
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        executed(a_version(contract, terms=FULL_TERMS))
    url = f"/contracts/{contract.id}/amendments"
    office.get(f"{url}/new")
    form = {"kind": "amendment", "title": "Amendment 1", "reason": "A third outlet"}
    office.post(url, {**form, "effective_from": "2024-02-29"}, status=422)
    assert office.page
    assert "cannot take effect before it" in office.page.text
    office.post(url, {**form, "effective_from": "2027-01-01"})
    version = the_draft("CT-F-001-TL")
    assert queries.terms_of(version) == FULL_TERMS
    office.get(f"/contracts/versions/{version.id}/comparison")
    assert "The terms are the same." in office.page.text
    data = sent_after(office, f"/contracts/versions/{version.id}/terms")
    office.post(f"/contracts/versions/{version.id}/terms", {**data, "outlets_permitted": "7"})
    office.get(f"/contracts/versions/{version.id}/comparison")
    assert "Outlets permitted" in office.page.text
    assert ("del", {}) in office.page.elements
    assert ("ins", {}) in office.page.elements
    # The other side sees it only once it goes out.
    office.sign_out()
    office.sign_in("omar")
    office.get(f"/contracts/versions/{version.id}", status=404)
    office.get(f"/contracts/{contract.id}")
    assert "Amendment 1" not in office.page.text


def sent_after(browser: Browser, url: str) -> dict[str, Any]:
    browser.get(url)
    return sent(browser)


def test_a_draft_is_withdrawn_with_a_reason(office: Browser) -> None:
    version = drafted(office)
    office.post(f"/contracts/versions/{version.id}/withdrawal", {"reason": ""}, status=422)
    office.post(f"/contracts/versions/{version.id}/withdrawal", {"reason": "Begun twice"})
    assert queries.version_with_id(version.id).status is VersionStatus.WITHDRAWN


def test_a_contract_nobody_signed_is_withdrawn(office: Browser, network: SmallNetwork) -> None:
    version = drafted(office)
    url = f"/contracts/{version.contract_id}"
    office.post(f"{url}/withdrawal", {"reason": "The applicant changed plans"})
    db.session.expire_all()
    contract = queries.contract_for(SYSTEM, version.contract_id)
    assert contract.status is ContractStatus.WITHDRAWN
    office.post(
        f"/contracts/{network.contracts['CT-F-001-TL'].id}/withdrawal",
        {"reason": "no"},
        status=409,
    )


def test_what_is_out_for_signature_cannot_be_edited(office: Browser, network: SmallNetwork) -> None:
    with edge():
        contract = a_contract(network)
        version = a_version(contract, terms=FULL_TERMS, effective_from=contract.starts_on)
        version.status = VersionStatus.OUT_FOR_SIGNATURE
    for page in ("terms", "title", "clauses/new", "library"):
        office.get(f"/contracts/versions/{version.id}/{page}", status=409)
        assert office.page
        assert "Out for signature" in office.page.text


def test_an_outlet_joins_and_leaves_a_contract(office: Browser, network: SmallNetwork) -> None:
    contract = network.contracts["CT-F-001-TL"]
    url = f"/contracts/{contract.id}/outlets"
    code = {"outlet-outlet": "TL-003", "outlet-starts_on": "2026-12-01"}
    office.post(url, code, status=422)
    assert office.page
    assert "covers" in office.page.text
    outlet = network.outlets["TL-003"]
    office.post(f"{url}/{outlet.id}/release")
    assert queries.contract_covering(outlet.id, NOW.date()) is not None
    assert queries.contract_covering(outlet.id, date(2026, 12, 1)) is None
    office.post(url, code)
    assert queries.contract_covering(outlet.id, date(2026, 12, 1)) is not None
    office.post(url, {"outlet-outlet": "TL-999", "outlet-starts_on": "2026-12-01"}, status=422)
    office.post(url, {"outlet-outlet": "TL-001", "outlet-starts_on": "2035-12-01"}, status=422)
    assert "runs from" in office.page.text


def test_the_list_is_narrowed_by_law_and_by_end(office: Browser, network: SmallNetwork) -> None:
    drafted(office, pack="cn")
    office.get("/contracts?pack=cn")
    assert office.page
    assert "CT-2029-0042" in office.page.text
    assert "CT-F-001-TL" not in office.page.text
    office.get("/contracts?ending=year")
    assert "No contract matches" in office.page.text
    with edge():
        contract = queries.contract_for(SYSTEM, network.contracts["CT-F-001-TL"].id)
        services.change_contract(
            network.actors["hanna"], contract, changes={"ends_on": date(2027, 6, 30)}
        )
    office.get("/contracts?ending=year")
    assert "CT-F-001-TL" in office.page.text


def test_a_version_is_asked_for_as_a_pdf(office: Browser, network: SmallNetwork) -> None:
    with edge():
        version = executed(a_version(network.contracts["CT-F-001-TL"]))
    office.sign_out()
    office.sign_in("omar")
    office.post(f"/contracts/versions/{version.id}/document")
    assert office.page
    assert "CT-F-001-TL" in office.page.text
    assert isinstance(version.id, UUID)


def test_two_who_rename_a_draft_both_keep_their_words(office: Browser) -> None:
    version = drafted(office)
    url = f"/contracts/versions/{version.id}/title"
    office.get(url)
    form = {"effective_from": "2029-03-01", "version": str(version.version)}
    office.post(url, {**form, "title": "First title"})
    office.post(url, {**form, "title": "Second title"}, status=409)
    assert office.page
    assert "First title" in office.page.text
    assert "Second title" in office.page.html
    assert the_draft().title == "First title"
