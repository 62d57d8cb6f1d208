"""The pages of renewals, transfers, development, endings and exits, for both sides."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import services
from franchise_portal.contracts.enums import ContractStatus, RenewalMode
from franchise_portal.contracts.event_enums import (
    ExitStatus,
    RenewalStatus,
    TerminationStatus,
    TransferStatus,
)
from franchise_portal.contracts.event_jobs import keep_events
from franchise_portal.contracts.models import Contract
from franchise_portal.contracts.queries import events, exits, renewals, transfers
from franchise_portal.contracts.rules.terms import (
    Deposit,
    DevelopmentStep,
    Notice,
    Renewal,
    Terms,
    TransferTerms,
)
from franchise_portal.contracts.services import endings
from franchise_portal.contracts.services import renewals as renewal_services
from franchise_portal.contracts.services.endings import Plan, TerminationKind
from franchise_portal.database import db, edge
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.kit import clock
from tests.builders.contracts import CLAUSES, euros, lasting
from tests.builders.fees import give_plan, pay
from tests.builders.singles import an_occasion, charge_once
from tests.support.page import Browser
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

PNG = b"\x89PNG\r\n\x1a\n front"
TERMS = Terms(
    starts_on=STARTS_ON,
    ends_on=ENDS_ON,
    renewal=Renewal(
        count=1,
        each=lasting("5 years"),
        mode=RenewalMode.BY_REQUEST,
        conditions=("Outlet refitted",),
        fee=euros("5000"),
    ),
    notice=Notice(at_least=lasting("6 months"), at_most=lasting("5 years")),
    deposit=Deposit(amount=euros("10000"), conditions=("Manuals are back",)),
    development=(DevelopmentStep(number=1, due_on=date(2026, 12, 31), outlets_open=3),),
    transfer=TransferTerms(fee=euros("300"), first_refusal=lasting("7 days")),
)


@pytest.fixture
def contract(network: SmallNetwork) -> Contract:
    found = network.contracts["CT-F-001-TL"]
    with edge():
        services.record_paper_version(
            SYSTEM, found, terms=TERMS, clauses=CLAUSES, title="Agreement", reason=""
        )
    return found


def text(browser: Browser) -> str:
    assert browser.page
    return browser.page.text


def signed_in(browser: Browser, who: str) -> Browser:
    browser.sign_out()
    browser.sign_in(who)
    return browser


def test_a_renewal_from_the_wish_to_the_agreement(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    url = f"/contracts/{contract.id}"
    signed_in(browser, "omar").get(url)
    assert "Life of the contract" in text(browser)
    browser.get(f"{url}/renewal")
    assert "28 February 2034" in text(browser)
    browser.post(f"{url}/renewals", {"ask-wish": "We like it here."})
    assert "We like it here." in text(browser)
    browser.post(f"{url}/renewals", {"ask-wish": "Again."})
    found = renewals.standing_renewal(contract.id, ENDS_ON)
    assert found is not None
    [condition] = found.conditions
    signed_in(browser, "hanna").get("/")
    assert "asks for a renewal of CT-F-001-TL" in text(browser)
    browser.get(f"{url}/renewal")
    browser.post(f"/contracts/renewals/{found.id}/agreement", {"agree-reason": "Yes."}, status=409)
    assert "Outlet refitted" in text(browser)
    assert "Yes." in text(browser)
    signed_in(browser, "rosa")
    evidence = f"/contracts/renewal-conditions/{condition.id}"
    browser.post(f"{evidence}/evidence", status=422)
    bad = {"condition-0-file": (io.BytesIO(b"MZ"), "a.pdf")}
    browser.post(f"{evidence}/evidence", bad, status=422)
    good = {"condition-0-file": (io.BytesIO(PNG), "front.png"), "condition-0-evidence": "New."}
    browser.post(f"{evidence}/evidence", good)
    assert "front.png" in text(browser)
    browser.get(f"{evidence}/file").close()
    signed_in(browser, "hanna")
    browser.post(f"/contracts/renewals/{found.id}/agreement", {"agree-reason": "Yes."})
    assert "next term begins by itself" in text(browser)
    db.session.rollback()
    again = renewals.standing_renewal(contract.id, ENDS_ON)
    assert again is not None
    assert again.status is RenewalStatus.AGREED
    browser.get(f"{url}/charges")
    assert "Renewal fee" in text(browser)


def test_a_renewal_is_declined_with_a_reason_and_the_words_are_kept(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    with edge():
        found = renewal_services.ask_renewal(network.actors["omar"], contract)
    signed_in(browser, "hanna").get(f"/contracts/{contract.id}/renewal")
    browser.post(f"/contracts/renewals/{found.id}/refusal", status=422)
    assert "Write the reason" in text(browser)
    with edge():
        renewal_services.withdraw_renewal(network.actors["omar"], found)
    words = {"decline-reason": "The lease ends."}
    browser.post(f"/contracts/renewals/{found.id}/refusal", words)
    assert "Withdrawn" in text(browser)


def test_a_transfer_from_the_wish_to_the_new_contract(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    url = f"/contracts/{contract.id}"
    signed_in(browser, "omar").get(f"{url}/transfer")
    form = {"ask-to_name": "Olga Trading", "ask-starts_on": "2026-11-16", "ask-wish": "We move."}
    browser.post(f"{url}/transfers", {**form, "ask-starts_on": "2035-01-01"}, status=422)
    browser.post(f"{url}/transfers", form)
    found = transfers.open_transfer(contract.id)
    assert found is not None
    here = f"/contracts/transfers/{found.id}"
    signed_in(browser, "rosa")
    browser.post(f"{here}/buyer", {"buyer-to_franchisee": "F-404"}, status=422)
    browser.post(f"{here}/buyer", {"buyer-to_franchisee": "F-002"})
    assert "Olga Trading" in text(browser)
    browser.post(f"{here}/approval", status=403)
    signed_in(browser, "hanna")
    browser.post(f"{here}/approval", {"approve-reason": "Good."}, status=409)
    assert "Give that right up" in text(browser)
    browser.post(f"{here}/first-refusal", status=422)
    browser.post(f"{here}/first-refusal", {"first_refusal-decision": "waive"})
    browser.post(f"{here}/approval", {"approve-reason": "Good."})
    browser.get(f"{url}/charges")
    assert "Transfer fee" in text(browser)
    charge = transfers.charges_of(contract.id)[0]
    key = charge.id.hex[-8:]
    browser.post(f"/contracts/charges/{charge.id}/invoice", status=422)
    browser.post(
        f"/contracts/charges/{charge.id}/invoice", {f"invoice-{key}-reference": "2026-0017"}
    )
    assert "2026-0017" in text(browser)
    with clock.fixed(datetime(2026, 11, 16, 8, tzinfo=UTC)):
        keep_events(progress=lambda *_: None)
    db.session.rollback()
    browser.get(f"{url}/transfer")
    assert "CT-F-001-TL-T1" in text(browser)
    browser.get(f"{url}/exit")
    signed_in(browser, "olga").get("/contracts")
    assert "CT-F-001-TL-T1" in text(browser)


def test_single_outlets_are_ticked_on_the_page_where_the_terms_allow_it(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    url = f"/contracts/{contract.id}"
    signed_in(browser, "omar").get(f"{url}/transfer")
    assert "Outlets that go" not in text(browser).replace("Outlets that go along", "")
    with edge():
        version = services.start_amendment(
            SYSTEM, contract, effective_from=date(2026, 11, 2), title="Parts", reason=""
        )
        agreed = replace(TERMS.transfer, allows_parts=True)
        services.change_draft(SYSTEM, version, terms=replace(TERMS, transfer=agreed))
        services.execute(SYSTEM, version, at=datetime(2026, 11, 2, 12, tzinfo=UTC))
    browser.get(f"{url}/transfer")
    mill = str(network.outlets["TL-003"].id)
    assert f'value="{mill}"' in browser.page.html
    form = {"ask-to_name": "Olga Trading", "ask-starts_on": "2026-11-16", "ask-outlets": [mill]}
    browser.post(f"{url}/transfers", form)
    found = transfers.open_transfer(contract.id)
    assert found is not None
    assert found.outlet_ids == [mill]
    browser.get(f"{url}/transfer")
    assert "TL-003" in text(browser)
    assert "TL-001" not in text(browser)


def test_a_franchisee_takes_a_transfer_back_and_the_office_refuses_one(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    url = f"/contracts/{contract.id}"
    form = {"ask-to_name": "Olga", "ask-starts_on": "2026-11-16"}
    signed_in(browser, "omar").post(f"{url}/transfers", form)
    first = transfers.open_transfer(contract.id)
    assert first is not None
    browser.post(f"/contracts/transfers/{first.id}/withdrawal")
    browser.post(f"{url}/transfers", form)
    second = transfers.open_transfer(contract.id)
    assert second is not None
    signed_in(browser, "hanna")
    browser.post(f"/contracts/transfers/{second.id}/refusal", {"refuse-reason": "Too far."})
    db.session.rollback()
    assert {one.status for one in transfers.transfers_of(contract.id)} == {
        TransferStatus.WITHDRAWN,
        TransferStatus.REFUSED,
    }


def test_both_sides_see_the_schedule_and_ask_for_more_time(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    url = f"/contracts/{contract.id}"
    signed_in(browser, "omar").get(f"{url}/development")
    assert "2 of 3" in text(browser)
    asking = {"extend-step": "1", "extend-days": "30", "extend-words": "The permit is late."}
    browser.post(f"{url}/extensions", {**asking, "extend-days": "0"}, status=422)
    browser.post(f"{url}/extensions", asking)
    assert "decides about it" in text(browser)
    signed_in(browser, "rosa").post(
        f"{url}/extensions", {"extend-step": "1", "extend-days": "7", "extend-words": "Rain."}
    )
    assert "Granted" in text(browser)
    assert "7 January 2027" in text(browser)


def test_a_contract_rests_ends_and_is_left_on_pages(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    url = f"/contracts/{contract.id}"
    signed_in(browser, "hanna").get(f"{url}/ending")
    browser.post(f"{url}/suspensions", status=422)
    browser.post(f"{url}/suspensions", {"suspend-reason": "Fire."})
    assert "Resting" in text(browser)
    browser.get(url)
    assert "Resting" in text(browser)
    browser.post(f"{url}/suspensions/end", {"lift-reason": "Rebuilt."})
    ending = {
        "terminate-kind": "breach",
        "terminate-effective_on": "2026-11-30",
        "terminate-reason": "Nothing was put right.",
        "terminate-notice_id": "",
        "terminate-fate_0": "closes",
        "terminate-fate_1": "taken_over",
    }
    browser.post(f"{url}/terminations", ending, status=422)
    assert "Notice comes before a termination" in text(browser)
    assert "Nothing was put right." in text(browser)
    browser.post(f"{url}/terminations", {**ending, "terminate-skip_reason": "Abandoned."})
    assert "ends on 30 November 2026" in text(browser)
    found = events.standing_termination(contract.id)
    assert found is not None
    browser.post(
        f"/contracts/terminations/{found.id}/withdrawal", {"withdraw-reason": "Came back."}
    )
    db.session.rollback()
    [only] = events.terminations_of(contract.id)
    assert only.status is TerminationStatus.WITHDRAWN


@pytest.fixture
def left(network: SmallNetwork, contract: Contract) -> Contract:
    """Omar's contract, ended by agreement today."""
    with edge():
        endings.terminate(
            network.actors["hanna"],
            contract,
            Plan(
                kind=TerminationKind.MUTUAL,
                reason="We part as friends.",
                effective_on=date(2026, 11, 2),
                fates={},
            ),
        )
    return contract


def test_an_exit_is_settled_on_its_page(
    network: SmallNetwork, browser: Browser, left: Contract
) -> None:
    url = f"/contracts/{left.id}/exit"
    signed_in(browser, "omar").get(url)
    assert "Exit interview" not in text(browser)
    browser.post(f"{url}/reasons", status=422)
    browser.post(f"{url}/reasons", {"reasons-reasons": ["fees"], "reasons-words": "Too high."})
    assert "Too high." in text(browser)
    signed_in(browser, "rosa").get(url)
    browser.post(f"{url}/closure", status=409)
    assert "cannot be closed yet" in text(browser)
    browser.post(f"{url}/interview", {"interview-status": "held"}, status=422)
    told = {"interview-status": "held", "interview-words": "Good.", "interview-would_return": "yes"}
    browser.post(f"{url}/interview", told)
    browser.post(f"{url}/reasons", {"reasons-reasons": ["money", "lease"]})
    found = exits.exit_of(left.id)
    assert found is not None
    for item in found.returns:
        key = f"return-{item.kind.value.replace('_', '-')}"
        form = {f"{key}-status": "returned", f"{key}-words": "Seen."}
        if item.kind.value == "marks":
            browser.post(f"/contracts/exit-returns/{item.id}", status=422)
            form[f"{key}-file"] = (io.BytesIO(PNG), "sign.png")
        browser.post(f"/contracts/exit-returns/{item.id}", form)
        if item.kind.value == "marks":
            browser.get(f"/contracts/exit-returns/{item.id}/file").close()
    signed_in(browser, "felix").get(url)
    browser.post(f"{url}/deductions", {"keep-amount": "20000", "keep-words": "All."}, status=422)
    browser.post(f"{url}/deductions", {"keep-amount": "200", "keep-words": "A broken sign."})
    paid = {"deposit-amount": "9800.00", "deposit-on": "2026-11-02", "deposit-reference": "TR-9"}
    browser.post(f"{url}/deposit", {**paid, "deposit-on": "2027-01-01"}, status=422)
    browser.post(f"{url}/deposit", paid)
    assert "TR-9" in text(browser)
    browser.post(f"{url}/closure")
    assert "alumnus" in text(browser)
    db.session.rollback()
    closed = exits.exit_of(left.id)
    assert closed is not None
    assert closed.status is ExitStatus.CLOSED
    browser.post(f"{url}/closure")
    browser.get("/contracts/exits?status=closed&cause=terminated")
    assert "Omar & Sons" in text(browser)
    browser.get("/contracts/exits/reasons")
    assert "Worth a call" in text(browser)
    assert "Fees and charges" in text(browser)


def test_a_deposit_that_the_books_hold_is_given_back_by_them(
    network: SmallNetwork, browser: Browser, left: Contract
) -> None:
    with edge():
        give_plan(left)
        occasion = an_occasion(
            left, "10000", source="deposit", kind=SingleKind.DEPOSIT, words="On signing"
        )
        charge_once(occasion, contract=left)
        pay(network.franchisees["F-001"], "10000")
    url = f"/contracts/{left.id}/exit"
    signed_in(browser, "felix").get(url)
    assert "Held in the books € 10,000.00" in text(browser)
    assert "Keep a part of it" not in text(browser)
    too_much = {"give_back-amount": "10000.01", "give_back-words": "All of it."}
    browser.post(f"{url}/deposit-returns", too_much, status=422)
    browser.post(f"{url}/deposit-returns", {**too_much, "give_back-words": ""}, status=422)
    browser.post(f"{url}/deductions", {"keep-amount": "200", "keep-words": "A sign."})
    some = {"give_back-amount": "10000.00", "give_back-words": "The outlet is closed."}
    browser.post(f"{url}/deposit-returns", some)
    assert "It is given back by CN-2026-0001." in text(browser)
    db.session.rollback()
    found = exits.exit_of(left.id)
    assert found is not None
    assert (found.deposit_rest, found.kept) == (euros("0"), euros("0"))
    assert found.returned_reference == "CN-2026-0001"
    assert check_ledger().agrees


def test_another_franchisees_events_do_not_exist(
    network: SmallNetwork, browser: Browser, left: Contract
) -> None:
    found = exits.exit_of(left.id)
    assert found is not None
    item = found.returns[0].id
    signed_in(browser, "olga")
    for page in ("renewal", "transfer", "development", "ending", "exit", "charges"):
        browser.get(f"/contracts/{left.id}/{page}", status=404)
    browser.post(f"/contracts/{left.id}/renewals", status=404)
    browser.post(f"/contracts/{left.id}/exit/reasons", status=404)
    browser.get("/contracts/exits", status=403)
    browser.get("/contracts/exits/reasons", status=403)
    for who in ("mina", "omar"):
        signed_in(browser, who)
        browser.post(f"/contracts/exit-returns/{item}", status=403)


def test_a_contract_without_terms_says_what_is_missing(
    network: SmallNetwork, browser: Browser
) -> None:
    bare = network.contracts["CT-F-002-HX"]
    signed_in(browser, "olga")
    browser.get(f"/contracts/{bare.id}/renewal")
    assert "allow no renewal" in text(browser)
    browser.get(f"/contracts/{bare.id}/development")
    assert "No development schedule" in text(browser)
    browser.get(f"/contracts/{bare.id}/ending")
    browser.get(f"/contracts/{bare.id}/charges")
    browser.get(f"/contracts/{bare.id}/exit", status=404)


def test_an_empty_list_of_exits_says_what_will_stand_there(
    network: SmallNetwork, browser: Browser
) -> None:
    signed_in(browser, "audrey").get("/contracts/exits")
    assert "Nobody has left" in text(browser)
    browser.get("/contracts/exits/reasons")
    assert "Nobody has left" in text(browser)


def test_a_status_never_leads_to_a_broken_page(
    network: SmallNetwork, browser: Browser, contract: Contract
) -> None:
    signed_in(browser, "hanna")
    for status in ContractStatus:
        with edge():
            db.session.get_one(Contract, contract.id).status = status
        for page in ("", "/renewal", "/transfer", "/development", "/ending", "/charges"):
            browser.get(f"/contracts/{contract.id}{page}")
