"""A signed contract ends the application that led to it, on paper as in the portal."""

import logging
from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.contracts import services
from franchise_portal.contracts.models import ContractVersion
from franchise_portal.contracts.services.signing import Chosen
from franchise_portal.database import db, edge
from franchise_portal.jobs import run_waiting
from franchise_portal.network.enums import FranchiseeStatus
from franchise_portal.network.models import Franchisee, Person
from franchise_portal.recruitment.enums import Stage
from franchise_portal.recruitment.models import Applicant
from tests.builders import signing as make
from tests.builders.contracts import a_contract, a_version
from tests.builders.recruitment import approved
from tests.support.people import SmallNetwork


@pytest.fixture
def applicant(network: SmallNetwork) -> Applicant:
    """Ana, approved, whose disclosure nobody has given in the selection."""
    with edge():
        return approved(network)


def her_draft(network: SmallNetwork, applicant: Applicant) -> ContractVersion:
    """A draft under the FTC's rule, disclosed by hand with the contract itself."""
    with edge():
        ana = db.session.get_one(Franchisee, applicant.franchisee_id)
        contract = a_contract(network, franchisee=ana, outlets=[], pack="us-ftc")
        file = storage.put(b"%PDF-1.7", name="disclosure.pdf", content_type="application/pdf")
        services.record_disclosure(
            network.actors["hanna"],
            contract,
            disclosed_on=date(2026, 9, 1),
            stored=file,
            title="Disclosure document",
        )
        return a_version(contract, terms=make.TERMS, clauses=make.CLAUSES)


def ended(applicant: Applicant) -> tuple[Stage, date | None, FranchiseeStatus]:
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get_one(Applicant, applicant.id)
    franchisee = db.session.get_one(Franchisee, applicant.franchisee_id)
    return found.stage, found.signed_on, franchisee.status


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]


def test_signed_on_paper_the_applicant_is_signed_too(
    network: SmallNetwork, applicant: Applicant, caplog: pytest.LogCaptureFixture
) -> None:
    version = her_draft(network, applicant)
    with edge():
        services.execute_on_paper(
            network.actors["hanna"], version, signed_on=date(2026, 10, 15), reason="Filed"
        )
    assert ended(applicant) == (Stage.SIGNED, date(2026, 10, 15), FranchiseeStatus.SIGNED)
    assert warnings(caplog) == []


def test_what_was_signed_before_it_was_entered_ends_the_application_all_the_same(
    network: SmallNetwork, applicant: Applicant, caplog: pytest.LogCaptureFixture
) -> None:
    with edge():
        ana = db.session.get_one(Franchisee, applicant.franchisee_id)
        contract = a_contract(network, franchisee=ana, outlets=[], pack="us-ftc")
        version = a_version(contract, terms=make.TERMS, clauses=make.CLAUSES)
        services.execute_on_paper(
            network.actors["hanna"], version, signed_on=date(2026, 9, 3), reason="Filed"
        )
    assert ended(applicant) == (Stage.SIGNED, date(2026, 9, 3), FranchiseeStatus.SIGNED)
    assert warnings(caplog) == []


def test_sealing_tells_the_selection_without_a_warning(
    network: SmallNetwork, applicant: Applicant, caplog: pytest.LogCaptureFixture
) -> None:
    version = her_draft(network, applicant)
    person = db.session.scalars(
        select(Person).where(Person.franchisee_id == applicant.franchisee_id)
    ).one()
    signers = [Chosen(key=f"person:{person.id}"), make.key(network, "hanna")]
    held = make.a_round(network, version, signers=signers)
    make.sign(held, "Ana Lindqvist", make.how())
    make.sign(held, "Hanna", make.by(network, "hanna"))
    run_waiting()
    assert make.executed(held)
    stage, signed_on, status = ended(applicant)
    assert (stage, signed_on, status) == (
        Stage.SIGNED,
        date(2026, 11, 2),
        FranchiseeStatus.SIGNED,
    )
    assert "application not ended" not in warnings(caplog)
