"""What a franchisee may read of a version before it is signed, and when."""

from datetime import date

import pytest

from franchise_portal import storage
from franchise_portal.access.actor import Actor
from franchise_portal.contracts import queries, services
from franchise_portal.contracts.models import ContractVersion
from franchise_portal.contracts.reports.kinds import CONTRACT
from franchise_portal.database import db, edge
from franchise_portal.jobs import run_waiting
from franchise_portal.kit.errors import NotFound
from franchise_portal.reports import queries as papers
from franchise_portal.reports.services import request_paper
from tests.builders import signing as make
from tests.support.page import Browser
from tests.support.people import SmallNetwork


def may_read(actor: Actor, version: ContractVersion) -> bool:
    db.session.rollback()
    try:
        queries.version_for(actor, version.id)
    except NotFound:
        return False
    return True


def disclosed(network: SmallNetwork, version: ContractVersion) -> None:
    with edge():
        file = storage.put(b"%PDF-1.7", name="disclosure.pdf", content_type="application/pdf")
        services.record_disclosure(
            network.actors["hanna"],
            queries.contract_with_id(version.contract_id),
            disclosed_on=date(2026, 9, 1),
            stored=file,
            title="Disclosure document",
        )


def franchisor_first(network: SmallNetwork, version: ContractVersion) -> None:
    """Hanna is asked first, Omar after her."""
    signers = [make.key(network, "hanna"), make.key(network, "omar")]
    held = make.a_round(network, version, signers=signers)
    assert [one.name for one in held.signatories if one.asked_at] == ["Hanna"]


def test_without_a_disclosure_the_words_are_read_from_one_s_turn_on(network: SmallNetwork) -> None:
    version, omar = make.a_draft(network), network.actors["omar"]
    assert not may_read(omar, version)
    signers = [make.key(network, "hanna"), make.key(network, "omar")]
    held = make.a_round(network, version, signers=signers)
    assert not may_read(omar, version)
    make.sign(held, "Hanna", make.by(network, "hanna"))
    assert may_read(omar, version)
    assert not may_read(network.actors["olga"], version)


def test_what_was_disclosed_is_read_before_anybody_signs(network: SmallNetwork) -> None:
    version, omar = make.a_draft(network, pack="us-ftc"), network.actors["omar"]
    disclosed(network, version)
    assert not may_read(omar, version), "the office still writes it"
    franchisor_first(network, version)
    assert may_read(omar, version)
    assert not may_read(network.actors["olga"], version)


@pytest.mark.parametrize("who", ["omar", "hanna"])
def test_a_paper_of_a_draft_is_the_office_s_alone(
    network: SmallNetwork, browser: Browser, who: str
) -> None:
    version = make.a_draft(network)
    with edge():
        request_paper(network.actors["hanna"], CONTRACT.slug, version.id)
    run_waiting()
    paper = papers.current_paper(network.actors["hanna"], CONTRACT.slug, version.id)
    assert paper is not None
    browser.sign_in(who)
    browser.get(f"/reports/{paper.id}/file", status=200 if who == "hanna" else 404).close()


def test_franchisors_who_sign_find_it_in_their_menu(
    network: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("hanna")
    browser.get("/contracts")
    assert browser.page
    assert "/contracts/to-sign" in browser.page.html
    browser.sign_out()
    browser.sign_in("rosa")
    browser.get("/contracts")
    assert "/contracts/to-sign" not in browser.page.html
