"""The pages of charges that come from no sales report, for both sides."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from franchise_portal.contracts.event_enums import ChargeKind, ChargeStatus
from franchise_portal.contracts.models import ContractCharge
from franchise_portal.database import db, edge
from franchise_portal.fees.models import Invoice, SingleCharge
from franchise_portal.fees.queries.soundness import check_ledger
from tests.builders.corrections import a_tax, come_back
from tests.builders.fees import give_plan, pay
from tests.builders.singles import an_occasion, charge_once


@pytest.fixture
def contract(network):
    with edge():
        give_plan(network.contracts["CT-F-001-TL"])
    return network.contracts["CT-F-001-TL"]


def sent(contract, **more):
    return {
        "kind": "other",
        "clause": "6.1",
        "amount": "120.00",
        "outlet_id": "",
        "on": "2026-11-02",
        "words": "A lost key card.",
        "token": "11111111-1111-1111-1111-111111111111",
        "step": "charge",
        **more,
    }


def notes():
    db.session.rollback()
    return db.session.scalars(select(Invoice).order_by(Invoice.number)).all()


def test_finance_charges_what_a_clause_allows(browser, contract):
    browser.sign_in("felix")
    url = f"/fees/contracts/{contract.id}/single-charges"
    browser.get(f"{url}/new")
    browser.post(url, sent(contract))
    [note] = notes()
    assert (note.number, note.total_minor) == ("DN-2026-0001", 120_00)
    assert "A lost key card." in browser.get("/fees/single-charges").text
    assert [str(finding) for finding in check_ledger().findings] == []


def test_the_same_form_sent_twice_charges_once(browser, contract):
    browser.sign_in("felix")
    url = f"/fees/contracts/{contract.id}/single-charges"
    browser.post(url, sent(contract))
    page = browser.post(url, sent(contract), status=422)
    assert "charged already" in page.text
    assert len(notes()) == 1


def test_looking_shows_tax_and_due_day_and_charges_nothing(browser, contract):
    with edge():
        a_tax()
    browser.sign_in("felix")
    page = browser.post(
        f"/fees/contracts/{contract.id}/single-charges", sent(contract, step="look")
    )
    assert "142.80" in page.text
    assert "15 November 2026" in page.text
    assert notes() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"clause": ""},
        {"clause": "99"},
        {"amount": "0"},
        {"amount": "-1"},
        {"words": " "},
        {"on": "2026-11-03"},
        {"kind": "nonsense"},
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_charged(browser, contract, wrong):
    browser.sign_in("felix")
    url = f"/fees/contracts/{contract.id}/single-charges"
    browser.post(url, sent(contract, **wrong), status=422)
    assert notes() == []


def test_above_the_limit_a_second_person_is_asked(browser, contract):
    browser.sign_in("felix")
    url = f"/fees/contracts/{contract.id}/single-charges"
    browser.post(url, sent(contract, amount="5000"))
    assert notes() == []
    assert "A lost key card." in browser.page.text


def test_only_finance_and_owners_charge(browser, contract):
    for name in ("omar", "rosa", "audrey", "adam"):
        browser.sign_in(name)
        browser.get(f"/fees/contracts/{contract.id}/single-charges/new", status=403)
        browser.post(f"/fees/contracts/{contract.id}/single-charges", sent(contract), status=403)


def test_the_franchisee_opens_the_line_to_its_working_and_clause(browser, contract):
    with edge():
        note = charge_once(an_occasion(contract), contract=contract)
    browser.sign_in("omar")
    page = browser.get(f"/fees/invoices/{note.id}")
    for words in (
        "Debit note DN-2026-0001",
        "Interest on late payment",
        "8% a year",
        "4,250.00",
        "18",
        "Six.",
    ):
        assert words in page.text
    assert "DN-2026-0001" in browser.get("/fees/single-charges").text
    browser.sign_in("olga")
    browser.get(f"/fees/invoices/{note.id}", status=404)
    assert "DN-2026-0001" not in browser.get("/fees/single-charges").text


def test_the_statement_shows_it(browser, contract):
    with edge():
        charge_once(an_occasion(contract), contract=contract)
    browser.sign_in("omar")
    page = browser.get(f"/fees/statements/{contract.franchisee_id}/2026-11")
    assert "Interest on late payment" in page.text
    assert "Debit note DN-2026-0001" in page.text


def test_a_line_of_it_is_credited_on_the_page(browser, contract):
    with edge():
        note = charge_once(an_occasion(contract), contract=contract)
    browser.sign_in("felix")
    browser.get(f"/fees/invoices/{note.id}/credit")
    browser.post(f"/fees/invoices/{note.id}/credit", {"line_1": "16.78", "reason": "x"}, status=422)
    browser.post(f"/fees/invoices/{note.id}/credit", {"line_1": "16.77", "reason": "Ours."})
    assert [one.number for one in notes()] == ["CN-2026-0001", "DN-2026-0001"]
    browser.get(f"/fees/invoices/{notes()[0].id}")
    assert "Interest on late payment" in browser.page.text
    assert [str(finding) for finding in check_ledger().findings] == []


def test_what_a_transfer_costs_is_charged_and_noted_at_the_contract(browser, contract):
    with edge():
        due = ContractCharge(
            contract_id=contract.id,
            franchisee_id=contract.franchisee_id,
            kind=ChargeKind.TRANSFER_FEE,
            origin_id=uuid4(),
            amount_minor=5_000_00,
            currency="EUR",
            arose_on=date(2026, 10, 20),
        )
        db.session.add(due)
    browser.sign_in("felix")
    assert "Transfer fee" in browser.get("/fees/single-charges").text
    url = f"/fees/single-charges/events/{due.id}"
    browser.get(url)
    browser.post(url, {"clause": ""}, status=422)
    browser.post(url, {"clause": "6.1"})
    browser.post(url, {"clause": "6.1"}, status=422)
    [note] = notes()
    again = db.session.get_one(ContractCharge, due.id)
    assert (again.status, again.reference) == (ChargeStatus.INVOICED, note.number)
    assert note.total_minor == 5_000_00


def test_a_payment_that_came_back_is_charged_once(browser, network, contract):
    with edge():
        payment = pay(network.franchisees["F-001"], "10", reference="debit")
        back = come_back(payment)
    browser.sign_in("felix")
    page = browser.get(f"/fees/payments/{back.id}")
    assert "Charge what it cost" in page.text
    browser.get(f"/fees/payments/{back.id}/charge")
    url = f"/fees/contracts/{contract.id}/single-charges?payment={back.id}"
    asked = sent(contract, kind="returned_debit", amount="15", words="The bank returned it.")
    browser.post(url, asked)
    browser.post(url, {**asked, "token": str(uuid4())}, status=422)
    db.session.rollback()
    [single] = db.session.scalars(select(SingleCharge)).all()
    assert single.source == f"returned_payment/{back.id}"


def test_without_a_contract_chosen_the_page_asks_whose_it_is(browser, contract):
    browser.sign_in("felix")
    browser.get("/fees/single-charges/new")
    page = browser.get("/fees/single-charges/new?franchisee=F-999", status=422)
    assert "No franchisee has this code" in page.text
    browser.get("/fees/single-charges/new?franchisee=F-001")
    assert "CT-F-001-TL" in browser.page.text
