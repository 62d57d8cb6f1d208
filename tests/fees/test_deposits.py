"""Deposits: charged as what is owed back, given back from there, and never income."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import reckoning
from franchise_portal.database import db
from franchise_portal.disputes.queries.behaviour import _monthly_fees
from franchise_portal.fees.enums import Book, InvoiceKind
from franchise_portal.fees.errors import CreditTooMuch
from franchise_portal.fees.models import Invoice, OpenItem, Posting, SingleCharge
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.deposits import received_deposits
from franchise_portal.fees.queries.einvoices import facts_of
from franchise_portal.fees.queries.held import held_under
from franchise_portal.fees.queries.single_list import usual_clause
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.fees.rules.einvoice import document_of
from franchise_portal.fees.rules.einvoice_checks import broken_rules
from franchise_portal.fees.services.crediting import issue_credit_note
from franchise_portal.fees.services.deposits import give_back
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.fees.single_errors import ChargeOfNothing
from franchise_portal.home import figures
from franchise_portal.kit.errors import Refused
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from franchise_portal.network.models import Franchisee
from tests.builders.corrections import a_tax, come_back, with_owner
from tests.builders.dunning import euro
from tests.builders.fees import PLAIN, a_plan, a_report, assess, give_plan, pay
from tests.builders.singles import an_occasion, charge_once
from tests.support.richer import once

CLAUSE = "9"
DEPOSIT = {"name": "deposit", "kind": "deposit", "clause": CLAUSE, "method": "flat"}


@pytest.fixture
@once
def secured(network):
    """Omar's plan names a deposit of 4,000 under clause 9."""
    plan = a_plan(*PLAIN, {**DEPOSIT, "amount": "4000"})
    give_plan(network.contracts["CT-F-001-TL"], plan)
    db.session.commit()
    return network


@pytest.fixture
def contract(secured):
    return secured.contracts["CT-F-001-TL"]


def a_deposit(contract, amount="4000", source="deposit/1"):
    occasion = an_occasion(
        contract, amount, source=source, kind=SingleKind.DEPOSIT, clause=CLAUSE, words="On signing"
    )
    return charge_once(occasion, contract=contract)


def stands():
    """What each account of the franchisor's book stands at, those at zero aside."""
    total = func.sum(Posting.amount_minor)
    rows = db.session.execute(
        select(Posting.account, total)
        .where(Posting.book == Book.FRANCHISOR)
        .group_by(Posting.account)
        .having(total != 0)
    )
    return {account.value: int(minor) for account, minor in rows}


def sound():
    assert [str(finding) for finding in check_ledger().findings] == []


def test_a_deposit_is_owed_and_owed_back_and_is_no_income(contract):
    note = a_deposit(contract)
    assert (note.kind, note.total_minor, note.tax_minor) == (InvoiceKind.DEBIT_NOTE, 4_000_00, 0)
    assert stands() == {"receivable": 4_000_00, "deposits": -4_000_00}
    assert [str(one.left) for one in held_under(contract.id)] == ["4000.00 EUR"]
    sound()


def test_no_tax_is_on_a_deposit_even_where_everything_is_taxed(contract, network):
    a_tax(rate="0.19")
    note = a_deposit(contract)
    charge = db.session.scalars(select(SingleCharge)).one()
    assert (note.total_minor, note.tax_minor, charge.tax_rate_id) == (4_000_00, 0, None)
    fee = charge_once(an_occasion(contract, "100"), contract=contract)
    assert fee.tax_minor == 19_00
    sound()


def test_a_deposit_stands_on_a_debit_note_of_its_own(contract):
    deposit = an_occasion(contract, "4000", source="d", kind=SingleKind.DEPOSIT, clause=CLAUSE)
    with pytest.raises(Refused, match="debit note of its own"):
        charge_once(deposit, an_occasion(contract), contract=contract)
    assert stands() == {}


def test_a_deposit_of_nothing_or_less_is_refused(contract):
    for amount in ("0", "-4000"):
        with pytest.raises(ChargeOfNothing):
            a_deposit(contract, amount)
    assert stands() == {}


def test_the_plan_names_the_clause(contract):
    assert usual_clause(contract, SingleKind.DEPOSIT, date(2026, 11, 2)) == CLAUSE


def test_what_was_paid_is_given_back_as_credit(contract, network):
    a_deposit(contract)
    pay(network.franchisees["F-001"], "4000")
    assert stands() == {"bank": 4_000_00, "deposits": -4_000_00}
    [note] = give_back(SYSTEM, contract.id, amount=euro("1500"), reason="The lease ended.")
    assert (note.kind, note.total_minor) == (InvoiceKind.CREDIT_NOTE, -1_500_00)
    assert stands() == {"bank": 4_000_00, "deposits": -2_500_00, "credit": -1_500_00}
    [balance] = balance_of(network.franchisees["F-001"].id)
    assert str(balance.credit) == "1500.00 EUR"
    sound()


def test_what_is_still_owed_is_settled_by_it_before_anything_is_credit(contract, network):
    a_deposit(contract)
    pay(network.franchisees["F-001"], "4000")
    a_report(network.outlets["TL-001"], "2026-10", "50000")
    assess()
    give_back(SYSTEM, contract.id, amount=euro("4000"), reason="The contract ended.")
    still = db.session.scalar(select(func.sum(OpenItem.open_minor)))
    assert still == 250_00
    assert "deposits" not in stands()
    assert stands()["revenue"] == -3_250_00
    sound()


def test_what_was_never_paid_of_it_is_open_no_more(contract, network):
    a_deposit(contract)
    pay(network.franchisees["F-001"], "1000")
    give_back(SYSTEM, contract.id, amount=euro("4000"), reason="The contract ended.")
    [balance] = balance_of(network.franchisees["F-001"].id)
    assert (str(balance.open), str(balance.credit)) == ("0.00 EUR", "1000.00 EUR")
    sound()


@pytest.mark.parametrize("amount", ["0", "4000.01"])
def test_more_than_is_held_is_not_given_back(contract, amount):
    a_deposit(contract)
    before = stands()
    with pytest.raises(Refused, match=r"4000\.00 EUR are held"):
        give_back(SYSTEM, contract.id, amount=euro(amount), reason="Why not.")
    with pytest.raises(Refused, match="are held"):
        give_back(SYSTEM, contract.id, amount=Money(1, "USD"), reason="Why not.")
    with pytest.raises(Refused, match="Write why"):
        give_back(SYSTEM, contract.id, amount=euro("1"), reason=" ")
    assert stands() == before


def test_it_is_given_back_once(contract):
    a_deposit(contract)
    give_back(SYSTEM, contract.id, amount=euro("4000"), reason="The contract ended.")
    with pytest.raises(Refused):
        give_back(SYSTEM, contract.id, amount=euro("4000"), reason="Again.")
    sound()


def test_several_deposits_are_given_back_from_the_oldest_on(contract):
    a_deposit(contract, "1000", "deposit/1")
    a_deposit(contract, "3000", "deposit/2")
    notes = give_back(SYSTEM, contract.id, amount=euro("1500"), reason="A part.")
    assert [note.total_minor for note in notes] == [-1_000_00, -500_00]
    assert [str(one.left) for one in held_under(contract.id)] == ["2500.00 EUR"]
    sound()


def test_a_payment_of_a_deposit_that_comes_back_leaves_it_owed_back(contract, network):
    a_deposit(contract)
    come_back(pay(network.franchisees["F-001"], "4000"))
    assert stands() == {"receivable": 4_000_00, "deposits": -4_000_00}
    sound()


def test_what_was_received_counts_as_security(contract, network):
    a_deposit(contract)
    pay(network.franchisees["F-001"], "1500")
    came = received_deposits([contract.id], before=date(2026, 11, 3))
    assert came == {contract.id: {"EUR": 1_500_00}}


def test_a_deposit_is_no_fee_on_the_first_page_and_none_in_the_usual_month(contract, network):
    a_report(network.outlets["TL-001"], "2026-10", "50000")
    assess()
    before = figures.fees(network.actors["felix"], "2026-11", "EUR")
    usual = _monthly_fees(contract.franchisee_id, date(2026, 1, 1), date(2026, 12, 1))
    a_deposit(contract)
    assert figures.fees(network.actors["felix"], "2026-11", "EUR") == before
    again = _monthly_fees(contract.franchisee_id, date(2026, 1, 1), date(2026, 12, 1))
    assert usual == again == 4_250_00


def test_the_exit_of_a_contract_hears_what_is_held(contract):
    assert reckoning.deposit_held(contract.id) == ()
    a_deposit(contract)
    assert reckoning.deposit_held(contract.id) == (euro("4000"),)
    [number] = reckoning.give_deposit_back(SYSTEM, contract.id, euro("4000"), "The contract ended.")
    assert number.startswith("CN-2026-")
    assert reckoning.deposit_held(contract.id) == ()


acts = st.lists(
    st.tuples(st.sampled_from(["charge", "pay", "back", "come back"]), st.integers(1, 500_00)),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts)
def test_whatever_is_done_what_is_held_is_what_was_charged_less_what_was_given_back(contract, done):
    held, payments = 0, []
    try:
        for place, (act, minor) in enumerate(done):
            amount = Money(minor, "EUR")
            if act == "charge":
                a_deposit(contract, str(amount.to_decimal()), f"deposit/{place}")
                held += minor
            elif act == "pay" and db.session.scalar(select(func.count(Invoice.id))):
                whose = db.session.get_one(Franchisee, contract.franchisee_id)
                payments.append(pay(whose, str(amount.to_decimal()), reference=str(place)))
            elif act == "back" and minor <= held:
                give_back(SYSTEM, contract.id, amount=amount, reason="A part.")
                held -= minor
            elif act == "come back" and payments:
                come_back(payments.pop())
        assert stands().get("deposits", 0) == -held
        assert "revenue" not in stands()
        sound()
    finally:
        db.session.rollback()


def test_a_credit_note_by_hand_gives_no_more_back_than_is_left(contract):
    note = a_deposit(contract)
    give_back(SYSTEM, contract.id, amount=euro("3000"), reason="A part.")
    [line] = held_under(contract.id)
    with pytest.raises(CreditTooMuch):
        issue_credit_note(
            SYSTEM, with_owner(note), {line.charge_id: euro("1000.01")}, reason="Too much."
        )


def test_a_deposit_is_charged_on_a_page_and_both_sides_read_what_it_is(contract, browser):
    url = f"/fees/contracts/{contract.id}/single-charges"
    browser.sign_in("felix")
    browser.get(f"{url}/new")
    assert "owed back" in browser.page.text
    fields = {
        "kind": "deposit",
        "clause": CLAUSE,
        "amount": "100",
        "on": "2026-11-02",
        "words": "On signing",
        "token": "0198a2f0-0000-7000-8000-000000000001",
    }
    browser.post(url, {**fields, "step": "look"})
    assert "Tax none" in browser.page.text
    browser.post(url, {**fields, "step": "charge"})
    note = db.session.scalars(select(Invoice)).one()
    assert stands() == {"receivable": 100_00, "deposits": -100_00}
    browser.get("/fees/ledger")
    assert "Deposits of franchisees" in browser.page.text
    browser.get(f"/network/franchisees/{note.franchisee_id}")
    assert "A deposit of € 100.00 is held, and owed back." in browser.page.text
    browser.sign_out()
    browser.sign_in("omar")
    browser.get(f"/fees/invoices/{note.id}")
    assert "It is no fee: it is held for the franchisee and owed back" in browser.page.text
    assert "Deposits, owed back" in browser.page.text


def test_a_statement_says_that_a_deposit_is_no_fee(contract, network, browser):
    a_report(network.outlets["TL-001"], "2026-11", "50000")
    a_deposit(contract)
    data = statement_of(contract.franchisee_id, Period.parse_month("2026-11"))
    [account] = data.accounts
    assert (str(account.fees), str(account.deposits)) == ("0.00 EUR", "4000.00 EUR")
    assert account.opening + account.charges - account.paid == account.closing
    give_back(SYSTEM, contract.id, amount=euro("1000"), reason="A part.")
    [account] = statement_of(contract.franchisee_id, Period.parse_month("2026-11")).accounts
    assert (str(account.fees), str(account.deposits)) == ("0.00 EUR", "3000.00 EUR")


def test_the_einvoice_of_a_deposit_is_outside_the_scope_of_tax(contract):
    a_tax(rate="0.19")
    note = a_deposit(contract)
    [(_, facts)] = facts_of([note.id])
    [fee] = facts.fees
    assert (fee.tax.category, fee.tax.rate) == ("O", 0)
    document = document_of(facts)
    broken = {one.rule for one in broken_rules(document)}
    assert not {rule for rule in broken if rule.startswith("BR-O-")}
    assert document.type == "383"
