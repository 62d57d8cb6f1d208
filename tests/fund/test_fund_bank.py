"""The bank against the book: equal, explained, or not; entered with the bank's own statement."""

from datetime import date

import pytest

from franchise_portal.database import db
from franchise_portal.fees.bank_enums import BankEntryStatus
from franchise_portal.fees.enums import Book
from franchise_portal.fees.models import BankEntry, PaymentImport
from franchise_portal.fund.enums import Agreement
from franchise_portal.fund.queries import bank as queries
from franchise_portal.fund.queries import book
from franchise_portal.fund.services import bank
from franchise_portal.fund.services.bank import Written
from franchise_portal.kit.errors import NotAllowed, Refused
from franchise_portal.kit.money import Money
from tests.builders.fees import a_report, assess, give_plan, pay
from tests.builders.fund import ON, a_balance, a_budget, a_file, euro, spend


@pytest.fixture
def moving(network):
    """Omar paid 5,000, of which 1,000 are the fund's; 300 were spent on 20 October."""
    for contract in network.contracts.values():
        give_plan(contract)
    a_report(network.outlets["TL-001"])
    assess()
    pay(network.franchisees["F-001"], "4250", on=date(2026, 11, 2))
    a_budget(network)
    spend(network, "300", on=date(2026, 10, 20))
    return network


def test_the_book_knows_what_was_in_the_bank_on_each_day(moving):
    days = (date(2026, 10, 19), date(2026, 10, 20), date(2026, 11, 1), ON)
    assert [book.in_bank("EUR", day) for day in days] == [
        euro("0"),
        euro("-300"),
        euro("-300"),
        euro("700"),
    ]


def test_equal_balances_agree(moving):
    row = a_balance(moving, euro("700"))
    data = queries.balance_for(moving.actors["omar"], row.id)
    assert data.reconciliation.agreement is Agreement.AGREES
    assert (data.difference, data.unexplained) == (euro("0"), euro("0"))


def test_spending_on_its_way_explains_what_the_bank_has_more(moving):
    [one] = [one for one in queries.candidates(ON, "EUR") if one.spending]
    row = a_balance(moving, euro("1000"), chosen=[one])
    data = queries.balance_for(moving.actors["felix"], row.id)
    assert data.reconciliation.agreement is Agreement.EXPLAINED
    assert data.difference == euro("-300")
    assert not data.reconciliation.agreement.is_reconciled


def test_money_on_the_account_that_nobody_booked_can_explain_it(moving):
    upload = PaymentImport(filename="fund.xml")
    db.session.add(upload)
    db.session.flush()
    entry = BankEntry(
        import_id=upload.id,
        account=Book.FUND,
        received_on=ON,
        amount_minor=5_00,
        currency="EUR",
        payer_name="Somebody",
        digest="d" * 64,
        status=BankEntryStatus.OPEN,
    )
    db.session.add(entry)
    db.session.flush()
    [one] = [one for one in queries.candidates(ON, "EUR") if one.entry]
    row = a_balance(moving, euro("705"), chosen=[one])
    data = queries.balance_for(moving.actors["felix"], row.id)
    assert data.reconciliation.agreement is Agreement.EXPLAINED


def test_a_written_item_and_what_is_left_unexplained(moving):
    row = a_balance(
        moving, euro("400"), written=[Written("On its way from the franchisor", euro("250"))]
    )
    data = queries.balance_for(moving.actors["felix"], row.id)
    assert data.reconciliation.agreement is Agreement.DIFFERS
    assert data.unexplained == euro("50")


def test_the_latest_of_a_day_counts_and_the_earlier_one_stays(moving):
    first = a_balance(moving, euro("1"))
    a_balance(moving, euro("700"))
    [data] = queries.balances(moving.actors["felix"])
    assert data.bank == euro("700")
    assert queries.balance_for(moving.actors["felix"], first.id).bank == euro("1")


def test_many_days_are_compared_each_with_its_own(moving):
    a_balance(moving, euro("700"))
    a_balance(moving, euro("-300"), date(2026, 10, 31))
    a_balance(moving, euro("0"), date(2026, 10, 1))
    found = queries.balances(moving.actors["felix"])
    assert [data.book for data in found] == [euro("700"), euro("-300"), euro("0")]
    assert {data.reconciliation.agreement for data in found} == {Agreement.AGREES}


@pytest.mark.parametrize(
    "facts",
    [
        {"amount": Money(1, "USD")},
        {"on": date(2026, 11, 3)},
        {"evidence": None},
        {"written": [Written(" ", euro("5"))]},
        {"written": [Written("Something", euro("0"))]},
        {"written": [Written("Something", Money(5, "USD"))]},
    ],
)
def test_what_cannot_be_is_refused(moving, facts):
    usual = {"on": ON, "amount": euro("700"), "evidence": a_file()}
    with pytest.raises(Refused):
        bank.note_balance(moving.actors["felix"], **{**usual, **facts})
    assert queries.balances(moving.actors["felix"]) == []


def test_only_who_handles_its_money_enters_balances(moving):
    for who in ("omar", "adam", "sami"):
        with pytest.raises(NotAllowed):
            bank.note_balance(moving.actors[who], on=ON, amount=euro("1"), evidence=a_file())
