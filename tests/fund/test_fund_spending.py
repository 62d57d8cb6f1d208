"""Spending: with a receipt, for a line of the budget, in the fund's book; undone by reversal."""

from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.database import db
from franchise_portal.fees.enums import Account, Book
from franchise_portal.fees.models import JournalEntry
from franchise_portal.fees.queries.comparing import balances
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fund.errors import NoBudget, ReversedAlready
from franchise_portal.fund.models import FundSpending
from franchise_portal.fund.queries.budgets import adopted, lines_of
from franchise_portal.fund.queries.spending import by_region, regions_of
from franchise_portal.fund.services import spending
from franchise_portal.kit.errors import NotAllowed, Refused
from franchise_portal.kit.ids import new_id
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.fund import ON, a_bill, a_budget, a_file, euro, spend, the_line


@pytest.fixture
def planned(network):
    a_budget(network)
    return network


def stands(account, book=Book.FUND):
    return next(
        (one.amount for one in balances() if (one.book, one.account) == (book, account)),
        euro("0"),
    )


def test_spending_leaves_the_funds_bank_and_is_an_expense(planned):
    row = spend(planned, "300", tax="47.90")
    assert row.number == "SP-2026-0001"
    assert stands(Account.EXPENSE) == euro("300")
    assert stands(Account.BANK) == euro("-300")
    assert stands(Account.BANK, Book.FRANCHISOR) == euro("0")
    assert check_ledger().findings == ()


def test_what_was_spent_and_taken_back_is_zero(planned):
    row = spend(planned, "300", regions=list(planned.regions.values()))
    back = spending.reverse(planned.actors["felix"], row, reason="Paid twice.")
    assert (back.amount_minor, back.reverses_id) == (-300_00, row.id)
    assert [stands(Account.EXPENSE), stands(Account.BANK)] == [euro("0"), euro("0")]
    assert set(by_region(Period.parse("2026-11"), "EUR").values()) == {0}
    [radio, *_rest] = lines_of(adopted(2026))
    assert radio.standing.spent == 0
    assert check_ledger().findings == ()


def test_it_is_taken_back_once(planned):
    row = spend(planned)
    felix = planned.actors["felix"]
    back = spending.reverse(felix, row, reason="Wrong.")
    for one in (row, back):
        with pytest.raises(ReversedAlready):
            spending.reverse(felix, one, reason="Again.")
    with pytest.raises(Refused, match="why"):
        spending.reverse(felix, spend(planned), reason=" ")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"money": Money(0, "EUR")}, "amount"),
        ({"money": Money(-5, "EUR")}, "amount"),
        ({"money": Money(500, "USD")}, "amount"),
        ({"amount": "10", "tax": "10"}, "tax"),
        ({"supplier": " "}, "supplier"),
        ({"purpose": ""}, "purpose"),
        ({"on": date(2026, 11, 3)}, "on"),
        ({"line_key": new_id()}, "line"),
        ({"amount": "1000.01"}, "over_reason"),
    ],
)
def test_what_cannot_be_is_refused_and_the_books_stay(planned, facts, field):
    with pytest.raises(Refused) as refusal:
        spend(planned, **facts)
    assert refusal.value.field == field
    assert how_many(FundSpending) == how_many(JournalEntry) == 0


def how_many(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_without_a_receipt_nothing_is_posted(planned):
    with pytest.raises(Refused, match="receipt"):
        spending.spend(planned.actors["felix"], a_bill(), None)
    assert how_many(JournalEntry) == 0


def test_without_a_budget_nothing_is_spent(network):
    with pytest.raises(NoBudget):
        spending.spend(network.actors["felix"], a_bill(line_key=new_id()), a_file())


def test_over_the_line_it_takes_a_written_reason(planned):
    spend(planned, "900")
    with pytest.raises(Refused, match=r"overspent by 50.00 EUR"):
        spend(planned, "150")
    row = spend(planned, "150", over_reason="The council agreed on the phone.")
    assert row.over_reason == "The council agreed on the phone."
    assert spend(planned, "10", "Posters", over_reason="Not needed.").over_reason == ""


def test_several_regions_share_it_to_the_cent(planned):
    row = spend(planned, "100.01", regions=list(planned.regions.values()))
    assert sorted(minor for _region, minor in regions_of(row.id)) == [50_00, 50_01]


def test_a_lines_own_region_gets_what_names_none(network):
    a_budget(network, region=network.regions["south"])
    [(region, minor)] = regions_of(spend(network, "80").id)
    assert (region.code, minor) == ("S", 80_00)


def test_numbers_run_without_gaps_through_refusals(planned):
    spend(planned)
    with pytest.raises(Refused):
        spend(planned, "5000")
    db.session.commit()
    assert spend(planned).number == "SP-2026-0002"


def test_franchisees_and_the_administrator_do_not_spend(planned):
    bill = a_bill()
    for who in ("omar", "adam", "audrey"):
        with pytest.raises(NotAllowed):
            spending.spend(planned.actors[who], bill, a_file())


def test_the_check_notices_spending_that_the_ledger_lacks(planned):
    row = spend(planned)
    twin = {
        column.name: getattr(row, column.key)
        for column in FundSpending.__table__.columns
        if column.name not in {"id", "number"}
    }
    db.session.add(FundSpending(id=new_id(), number="SP-2026-0099", **twin))
    db.session.flush()
    found = [str(finding) for finding in check_ledger().findings]
    assert any("SP-2026-0099" in words for words in found)
    assert any("Spent by the fund" in words for words in found)


def test_the_line_is_known_by_its_name_of_then(planned):
    assert spend(planned, on=ON).line_name == the_line().name
