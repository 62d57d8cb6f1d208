"""The franchisor's own outlets contribute on the same basis, and owe it until it is transferred."""

from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees.enums import Account, Book
from franchise_portal.fees.queries.comparing import balances
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fund import jobs
from franchise_portal.fund.models import FundOwnContribution
from franchise_portal.fund.queries import own as queries
from franchise_portal.fund.services import own
from franchise_portal.kit.errors import Refused
from franchise_portal.kit.money import Money
from franchise_portal.network.services import sell_outlet
from tests.builders.fees import FUND, ROYALTY, a_plan, a_report, assess, give_plan, invoices
from tests.builders.fund import an_own_outlet, choose_plan, euro

TIERED = {
    **{key: FUND[key] for key in ("name", "clause", "basis", "deduct", "fund")},
    "method": "marginal",
    "tiers": [{"up_to": "60000", "rate": "0.02"}, {"rate": "0.01"}],
    "thresholds": "year_to_date",
}


@pytest.fixture
def own_outlet(network):
    outlet = an_own_outlet(network)
    choose_plan(network)
    return outlet


def posted():
    return [
        row.amount_minor
        for row in db.session.scalars(select(FundOwnContribution).order_by(FundOwnContribution.id))
    ]


def stands(account, book):
    return {(one.account, one.book): one.amount for one in balances()}.get(
        (account, book), euro("0")
    )


def test_an_own_outlet_owes_what_a_franchisees_outlet_would(network, own_outlet):
    for contract in network.contracts.values():
        give_plan(contract)
    for outlet in (own_outlet, network.outlets["HX-001"]):
        a_report(outlet, gross="50000", refunds="1234.56")
    assess()
    own.post_own(SYSTEM)
    [invoice] = invoices(network.franchisees["F-002"])
    assert posted() == [invoice.fund_minor] == [975_31]
    assert stands(Account.BETWEEN, Book.FUND) == euro("975.31")
    assert stands(Account.OWN_SHARE, Book.FRANCHISOR) == euro("975.31")
    assert stands(Account.CONTRIBUTIONS, Book.FUND) == euro("-1950.62")
    assert check_ledger().findings == ()


def test_posting_again_posts_nothing(network, own_outlet):
    a_report(own_outlet)
    own.post_own(SYSTEM)
    assert own.post_own(SYSTEM) == {}
    db.session.commit()
    jobs.post_own()
    assert posted() == [1000_00]


def test_a_corrected_report_is_taken_back_and_posted_anew(network, own_outlet):
    first = a_report(own_outlet)
    own.post_own(SYSTEM)
    first.is_current = False
    db.session.flush()
    a_report(own_outlet, gross="40000", version=2)
    own.post_own(SYSTEM)
    assert posted() == [1000_00, -1000_00, 800_00]
    assert queries.owed("EUR") == euro("800")
    assert check_ledger().findings == ()


def test_thresholds_of_the_year_look_at_what_was_posted_before(network):
    outlet = an_own_outlet(network)
    choose_plan(network, plan=a_plan(ROYALTY, TIERED))
    for month in ("2026-08", "2026-09"):
        a_report(outlet, month)
    own.post_own(SYSTEM)
    assert posted() == [1000_00, 600_00]


def test_a_plan_that_counts_otherwise_begins_the_tiers_of_the_year_anew(network):
    outlet = an_own_outlet(network)
    choose_plan(network, plan=a_plan(TIERED))
    gross = {**TIERED, "basis": "gross_sales", "deduct": []}
    choose_plan(network, date(2026, 9, 1), plan=a_plan(gross))
    for month in ("2026-08", "2026-09"):
        a_report(outlet, month)
    own.post_own(SYSTEM)
    assert posted() == [1000_00, 1000_00]


def test_reports_before_the_plans_first_day_and_of_franchisees_outlets_count_not(network):
    outlet = an_own_outlet(network)
    choose_plan(network, date(2026, 10, 1))
    a_report(outlet, "2026-09")
    a_report(network.outlets["TL-001"])
    assert own.post_own(SYSTEM) == {}


def test_an_outlet_that_was_sold_contributes_up_to_its_sale(network, own_outlet):
    a_report(own_outlet, "2026-09")
    sell_outlet(
        network.actors["hanna"],
        outlet=own_outlet,
        franchisee=network.franchisees["F-001"],
        starts_on=date(2026, 10, 1),
    )
    a_report(own_outlet, "2026-10")
    own.post_own(SYSTEM)
    assert posted() == [1000_00]


def test_a_transfer_moves_the_money_between_the_books(network, own_outlet):
    a_report(own_outlet)
    own.post_own(SYSTEM)
    felix = network.actors["felix"]
    own.note_transfer(felix, amount=euro("600"), on=date(2026, 11, 2), reference="T-1")
    assert stands(Account.BANK, Book.FUND) == euro("600")
    assert stands(Account.BANK, Book.FRANCHISOR) == euro("-600")
    assert queries.owed("EUR") == euro("400")
    assert check_ledger().findings == ()


@pytest.mark.parametrize(
    ("amount", "on", "reference"),
    [
        (Money(0, "EUR"), date(2026, 11, 2), "T"),
        (Money(-1, "EUR"), date(2026, 11, 2), "T"),
        (Money(1, "USD"), date(2026, 11, 2), "T"),
        (Money(1000_01, "EUR"), date(2026, 11, 2), "T"),
        (Money(1, "EUR"), date(2026, 11, 3), "T"),
        (Money(1, "EUR"), date(2026, 11, 2), " "),
    ],
)
def test_a_transfer_that_cannot_be_is_refused(network, own_outlet, amount, on, reference):
    a_report(own_outlet)
    own.post_own(SYSTEM)
    with pytest.raises(Refused):
        own.note_transfer(network.actors["felix"], amount=amount, on=on, reference=reference)
    assert queries.owed("EUR") == euro("1000")


def test_a_plan_without_a_fund_fee_or_in_another_currency_is_refused(network):
    with pytest.raises(Refused, match="no fee for the fund"):
        choose_plan(network, plan=a_plan(ROYALTY))
    with pytest.raises(Refused, match="charges in USD"):
        choose_plan(network, plan=a_plan(FUND, currency="USD"))
    choose_plan(network)
    with pytest.raises(Refused, match="later day"):
        choose_plan(network)


def test_brands_with_own_outlets_and_no_plan_are_named(network):
    an_own_outlet(network)
    [(brand, count)] = queries.without_plan()
    assert (brand.code, count) == ("TL", 1)
    choose_plan(network)
    assert queries.without_plan() == []
