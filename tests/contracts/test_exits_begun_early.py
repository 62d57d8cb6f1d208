"""An exit that is begun before the last day, once the end is certain."""

from datetime import UTC, date, datetime

import pytest

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import services
from franchise_portal.contracts.event_enums import (
    ExitCause,
    ExitReason,
    ExitStatus,
    InterviewStatus,
    ReturnStatus,
)
from franchise_portal.contracts.event_errors import NothingEnds
from franchise_portal.contracts.event_jobs import keep_events
from franchise_portal.contracts.models import Contract
from franchise_portal.contracts.queries import exits as queries
from franchise_portal.contracts.rules.terms import Deposit, Terms
from franchise_portal.contracts.services import endings, exits, settlement
from franchise_portal.contracts.services.endings import Plan, TerminationKind
from franchise_portal.database import db, edge
from franchise_portal.jobs import Progress
from franchise_portal.kit import clock
from franchise_portal.network.enums import FranchiseeStatus
from tests.builders.contracts import CLAUSES, euros, lasting
from tests.support.page import Browser
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

LAST = date(2026, 11, 30)


@pytest.fixture
def contract(network: SmallNetwork) -> Contract:
    """Omar's, with a deposit."""
    found = network.contracts["CT-F-001-TL"]
    deposit = Deposit(amount=euros("10000"), return_within=lasting("60 days"))
    terms = Terms(starts_on=STARTS_ON, ends_on=ENDS_ON, deposit=deposit)
    with edge():
        services.record_paper_version(
            SYSTEM, found, terms=terms, clauses=CLAUSES, title="Agreement", reason=""
        )
    return found


def ending(network: SmallNetwork, contract: Contract) -> None:
    plan = Plan(
        kind=TerminationKind.MUTUAL, reason="We part as friends.", effective_on=LAST, fates={}
    )
    with edge():
        endings.terminate(network.actors["hanna"], contract, plan)


def test_while_nothing_ends_the_contract_the_page_says_what_comes_first(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    browser.sign_in("hanna")
    browser.get(f"/contracts/{contract.id}")
    assert browser.page
    assert "Begin the exit" not in browser.page.text
    browser.get(f"/contracts/{contract.id}/exit/new")
    assert "Nothing ends this contract yet" in browser.page.text
    browser.post(f"/contracts/{contract.id}/exit")
    db.session.rollback()
    assert queries.exit_of(contract.id) is None
    with pytest.raises(NothingEnds), edge():
        exits.prepare_exit(network.actors["hanna"], contract)


def test_it_is_begun_from_the_contract_and_cannot_be_closed_before_the_end(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    ending(network, contract)
    url = f"/contracts/{contract.id}/exit"
    browser.sign_in("hanna")
    browser.get(f"/contracts/{contract.id}")
    assert browser.page
    assert f"{url}/new" in browser.page.html
    browser.get(f"{url}/new")
    assert "The contract ends on 30 November 2026" in browser.page.text
    browser.post(url)
    assert "The exit has begun" in browser.page.text
    db.session.rollback()
    begun = queries.exit_of(contract.id)
    assert begun is not None
    assert (begun.cause, begun.ended_on, begun.status) == (
        ExitCause.TERMINATED,
        LAST,
        ExitStatus.OPEN,
    )
    assert begun.returns
    browser.get(f"{url}/new")
    assert "What is still open" in browser.page.text
    browser.post(f"{url}/closure", status=409)
    assert "30 November 2026" in browser.page.text


def test_from_its_beginning_to_its_end(network: SmallNetwork, contract: Contract) -> None:
    ending(network, contract)
    hanna, felix = network.actors["hanna"], network.actors["felix"]
    with edge():
        exits.prepare_exit(hanna, contract)
        db.session.expire_all()
        begun = queries.exit_of(contract.id)
        assert begun is not None
        for item in list(begun.returns):
            exits.note_return(hanna, item, status=ReturnStatus.RETURNED, words="Seen.")
    with clock.fixed(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        keep_events(progress=Progress())
        db.session.rollback()
        db.session.expire_all()
        found = queries.exit_of(contract.id)
        assert found is not None
        assert (found.id, found.cause) == (begun.id, ExitCause.TERMINATED)
        assert all(one.status is ReturnStatus.RETURNED for one in found.returns)
        assert found.deposit_due_on == date(2027, 1, 29)
        with edge():
            settlement.return_deposit(
                felix, found, amount=euros("10000"), on=date(2026, 12, 1), reference="TR-1"
            )
            exits.note_interview(hanna, found, status=InterviewStatus.HELD, words="A good talk.")
            exits.tell_reasons(hanna, found, reasons=[ExitReason.RETIREMENT])
            exits.close_exit(hanna, found)
        closed = queries.exit_of(contract.id)
    assert closed is not None
    assert closed.status is ExitStatus.CLOSED
    assert closed.franchisee.status is FranchiseeStatus.ALUMNI


def test_a_franchisee_does_not_begin_it(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    ending(network, contract)
    browser.sign_in("omar")
    browser.get(f"/contracts/{contract.id}")
    assert browser.page
    assert "Begin the exit" not in browser.page.text
    browser.get(f"/contracts/{contract.id}/exit/new", status=403)
