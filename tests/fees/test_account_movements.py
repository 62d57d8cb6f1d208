"""The page of an account: every movement with what was owed after it."""

from datetime import date
from uuid import UUID

import pytest

from franchise_portal.access.actor import SYSTEM
from franchise_portal.fees.queries.account_movements import AccountPage, Wanted, account_of
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.web.paging import SIZE
from tests.builders.fees import a_report, assess, give_plan, invoices, pay
from tests.support.page import Browser
from tests.support.people import SmallNetwork
from tests.support.richer import once

OCTOBER, SEPTEMBER = "2026-10", "2026-09"


def account(network: SmallNetwork, **wanted: object) -> AccountPage:
    owner: UUID = network.franchisees["F-001"].id
    return account_of(SYSTEM, owner, Wanted(**wanted))  # type: ignore[arg-type]


@pytest.fixture
@once
def invoiced(network: SmallNetwork) -> SmallNetwork:
    """Omar owes 4,250 for September and again for October, and has paid 9,000."""
    give_plan(network.contracts["CT-F-001-TL"])
    for month in (SEPTEMBER, OCTOBER):
        a_report(network.outlets["TL-001"], month, gross="50000")
        assess(month)
    pay(network.franchisees["F-001"], "9000")
    return network


def test_each_movement_says_what_was_owed_after_it(invoiced: SmallNetwork) -> None:
    data = account(invoiced)
    moved = [(row.kind, row.minor, row.after) for row in reversed(data.listing.rows)]
    assert moved == [
        ("invoice", 4_250_00, 4_250_00),
        ("invoice", 4_250_00, 8_500_00),
        ("payment", -9_000_00, -500_00),
    ]
    [balance] = balance_of(invoiced.franchisees["F-001"].id)
    assert data.standing == balance.owed


def test_credit_that_settles_an_invoice_is_no_movement(invoiced: SmallNetwork) -> None:
    a_report(invoiced.outlets["TL-001"], "2026-08", gross="50000")
    assess("2026-08")
    data = account(invoiced)
    assert [row.kind for row in data.listing.rows].count("allocation") == 0
    assert data.listing.rows[0].after == 3_750_00


def test_a_movement_stands_where_it_was_booked_whatever_day_it_belongs_to(
    invoiced: SmallNetwork,
) -> None:
    pay(invoiced.franchisees["F-001"], "100", on=date(2025, 12, 30), reference="early")
    latest = account(invoiced).listing.rows[0]
    assert (latest.on, latest.minor, latest.after) == (date(2025, 12, 30), -100_00, -600_00)


def test_an_entry_of_many_postings_is_one_movement(network: SmallNetwork) -> None:
    """A payment that settles dozens of invoices has more postings than are read at first."""
    give_plan(network.contracts["CT-F-001-TL"])
    for year in (2024, 2025):
        for month in range(1, 13):
            a_report(network.outlets["TL-001"], f"{year}-{month:02d}", gross="1000")
            assess(f"{year}-{month:02d}")
    whole = account(network).listing
    pay(network.franchisees["F-001"], "100000")
    after = account(network)
    assert after.listing.total == whole.total + 1
    assert after.listing.rows[0].minor == -100_000_00
    assert after.listing.rows[1:] == whole.rows
    assert after.listing.rows[-1].after == after.listing.rows[-1].minor


def test_a_long_account_goes_on_across_pages(network: SmallNetwork) -> None:
    for number in range(SIZE + 3):
        pay(network.franchisees["F-001"], "10", reference=f"R{number}")
    first, second = account(network), account(network, page=2)
    assert (len(first.listing.rows), len(second.listing.rows)) == (SIZE, 3)
    assert first.listing.total == SIZE + 3
    assert first.listing.rows[-1].after == second.listing.rows[0].after - 10_00
    assert account(network, page=9).listing.number == 1


def test_the_page_leads_to_the_invoices_and_names_the_sum(
    invoiced: SmallNetwork, browser: Browser
) -> None:
    browser.sign_in("omar")
    page = browser.get(f"/fees/accounts/{invoiced.franchisees['F-001'].id}")
    assert invoices()[0].number in page.text
    assert "Kept as credit" in page.text
    assert "500.00" in page.text
    browser.get(f"/fees/accounts/{invoiced.franchisees['F-001'].id}?page=7")


def test_an_account_of_somebody_else_is_not_there(invoiced: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("olga")
    browser.get(f"/fees/accounts/{invoiced.franchisees['F-001'].id}", status=404)


def test_an_account_without_movements_says_so(network: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("omar")
    page = browser.get(f"/fees/accounts/{network.franchisees['F-001'].id}")
    assert "Nothing has moved yet" in page.text
