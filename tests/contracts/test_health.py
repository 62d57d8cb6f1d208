"""The health check: each rule as a table, and the whole over a network."""

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from franchise_portal.contracts import services
from franchise_portal.contracts.enums import ClauseKind, ContractStatus
from franchise_portal.contracts.health_words import TITLES
from franchise_portal.contracts.models import ContractOutlet, ContractVersion
from franchise_portal.contracts.reports import health
from franchise_portal.contracts.rules.health import HealthFacts, Twice, contract_health
from franchise_portal.contracts.rules.surroundings import Place
from franchise_portal.contracts.rules.terms import NO_END
from franchise_portal.contracts.services import examination
from franchise_portal.database import db, edge
from franchise_portal.kit.ids import new_id
from franchise_portal.law import pack
from franchise_portal.network.queries import founded
from franchise_portal.reports import renderer, writing
from tests.builders import fees
from tests.builders.contracts import CLAUSES, NOW, PLAIN_TERMS, a_version, executed
from tests.support.page import Browser
from tests.support.people import SmallNetwork

TODAY = date(2026, 11, 2)
SOUND = HealthFacts(
    status=ContractStatus.IN_FORCE,
    pack=pack("none"),
    starts_on=date(2024, 3, 1),
    ends_on=date(2029, 2, 28),
    terms=PLAIN_TERMS,
    clause_kinds=frozenset({ClauseKind.FEES}),
    clause_numbers=frozenset({"6.1"}),
    places=(Place(id=new_id(), name="TL-001"),),
)


def test_a_sound_contract_has_no_finding() -> None:
    assert contract_health(SOUND, on=TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"ends_on": date(2026, 11, 1), "terms": None}, ["health.over", "health.no_version"]),
        ({"ends_on": TODAY, "terms": replace(PLAIN_TERMS, notice=None)}, []),
        ({"ends_on": NO_END}, []),
        ({"ends_on": date(2027, 2, 28)}, ["health.notice_passed"]),
        ({"ends_on": date(2027, 5, 2)}, []),
        ({"ends_on": date(2027, 5, 1)}, ["health.notice_passed"]),
        (
            {"status": ContractStatus.SIGNED, "starts_on": date(2026, 11, 1)},
            ["health.not_begun"],
        ),
        ({"status": ContractStatus.SIGNED, "starts_on": TODAY}, []),
        (
            {
                "twice": (
                    Twice(
                        name="T-01", number="CT-8", other="T-02", first=TODAY, last=date(2027, 1, 1)
                    ),
                )
            },
            ["health.promised_twice"],
        ),
        ({"has_fee_plan": False}, ["health.no_fee_plan"]),
        ({"terms": None}, ["health.no_version"]),
        ({"is_from_particulars": True}, ["health.no_terms"]),
        ({"clause_numbers": frozenset()}, ["health.no_clauses"]),
        ({"empty_clauses": 2}, ["health.empty_clauses"]),
        ({"terms": replace(PLAIN_TERMS, outlets_permitted=0)}, ["health.too_many_outlets"]),
        ({"places": ()}, ["health.no_outlet"]),
        ({"outside": SOUND.places}, ["health.outlet_outside"]),
        ({"late_insurance": 1}, ["health.insurance"]),
        (
            {"clause_kinds": frozenset({ClauseKind.INSURANCE})},
            ["health.insurance_unwritten"],
        ),
        (
            {
                "pack": pack("cn"),
                "clause_kinds": frozenset(map(ClauseKind, pack("cn").required_clauses))
                - {ClauseKind.COOLING_OFF},
            },
            ["health.required_clause"],
        ),
    ],
)
def test_what_is_found(changes: dict[str, Any], rules: list[str]) -> None:
    found = contract_health(replace(SOUND, **changes), on=TODAY)
    assert [finding.rule for finding in found] == rules
    for finding in found:
        assert finding.rule in TITLES
        assert str(finding).strip().endswith(".")


def test_the_network_is_examined_whole(network: SmallNetwork) -> None:
    hanna = network.actors["hanna"]
    with edge():
        for contract in network.contracts.values():
            fees.give_plan(contract)
        executed(a_version(network.contracts["CT-F-001-TL"]))
    found = examination.examine_contracts(hanna, on=TODAY)
    rules = {
        one.contract.number: [finding.rule for finding in one.findings] for one in found.patients
    }
    # The version replaced the clauses: two of the plan's three are gone.
    assert rules["CT-F-001-TL"] == ["fees.without_clause", "fees.without_clause"]
    assert "health.no_version" in rules["CT-F-002-HX"]
    assert found.examined == found.living == len(network.contracts)
    assert dict(found.counts)["fees.without_clause"] == 1
    assert found.uncovered_count == 0


def test_an_outlet_without_a_contract_is_named(network: SmallNetwork) -> None:
    outlet = network.outlets["TL-003"]
    with edge():
        for covered in db.session.query(ContractOutlet).filter_by(outlet_id=outlet.id):
            covered.ends_on = TODAY - timedelta(days=1)
    found = examination.examine_contracts(network.actors["hanna"], on=TODAY)
    assert [one.code for one in found.uncovered] == ["TL-003"]
    found = examination.examine_contracts(network.actors["hanna"], on=TODAY, brand="HX")
    assert found.uncovered_count == 0


def test_a_page_looks_at_the_first_ones_and_says_so(network: SmallNetwork) -> None:
    found = examination.examine_contracts(network.actors["hanna"], on=TODAY, most=1)
    assert found.examined == 1
    assert found.living == len(network.contracts)


def test_many_contracts_are_examined_in_portions(network: SmallNetwork) -> None:
    rows = [
        services.ContractRow(
            number=f"CT-M-{number:05}",
            franchisee_id=network.franchisees["F-001"].id,
            brand_id=network.brands["TL"].id,
            starts_on=date(2030, 1, 1),
            ends_on=date(2030, 12, 31),
            outlet_ids=[],
            clauses=[services.Words("6.1", "Royalty", "Six.")],
        )
        for number in range(1_203)
    ]
    with edge():
        services.create_contracts_bulk(network.actors["hanna"], rows, file="many.csv")
    found = examination.examine_contracts(network.actors["hanna"], on=TODAY)
    assert found.examined == found.living == 1_203 + len(network.contracts)
    assert dict(found.counts)["health.no_fee_plan"] >= 1_203
    assert len(found.patients) == examination.MOST_LISTED
    assert found.unlisted == found.examined - found.sound - examination.MOST_LISTED


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_check_is_printed(network: SmallNetwork, language: str) -> None:
    with edge(write=False), writing.speaking(language, "Europe/Berlin"):
        document = health.build(founded().id)
        html = writing.html_of(health.HEALTH.template, document, language)
    pdf = PdfReader(io.BytesIO(renderer.engine().write(html, health.HEALTH.stylesheets).data))
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    for number in network.contracts:
        assert number in text
    assert "/StructTreeRoot" in pdf.trailer["/Root"]


def test_the_page_shows_what_to_look_at(network: SmallNetwork, browser: Browser) -> None:
    with edge():
        version = executed(
            a_version(
                network.contracts["CT-F-001-TL"],
                clauses=[replace(CLAUSES[0], body="")],
            ),
            at=NOW,
        )
    assert isinstance(version, ContractVersion)
    browser.sign_in("hanna")
    browser.get("/contracts/health")
    assert browser.page
    assert "CT-F-001-TL" in browser.page.text
    assert "Clauses without their words: 1." in browser.page.text
    assert "No fee plan is in force" in browser.page.text
    browser.get("/contracts/health?brand=HX")
    assert "CT-F-001-TL" not in browser.page.text
    browser.post("/contracts/health/document")
    assert "The PDF is being made" in browser.page.text
    browser.sign_out()
    browser.sign_in("omar")
    browser.get("/contracts/health", status=403)
