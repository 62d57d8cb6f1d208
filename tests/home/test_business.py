"""The first page of a franchisee: what is owed, in each currency."""

from franchise_portal.database import edge
from tests.builders import fees
from tests.support.page import Browser
from tests.support.people import SmallNetwork


def text(browser: Browser) -> str:
    browser.sign_in("omar")
    browser.get("/")
    assert browser.page
    return browser.page.text


def test_what_is_owed_is_said_in_every_currency(network: SmallNetwork, browser: Browser) -> None:
    with edge():
        fees.give_plan(network.contracts["CT-F-001-TL"])
        harbour = fees.a_dollar_outlet(network)
        fees.a_report(network.outlets["TL-001"])
        fees.a_report(harbour, currency="USD")
        fees.assess()
    euros, dollars = sorted(
        fees.invoices(network.franchisees["F-001"]), key=lambda one: one.currency
    )
    page = text(browser)
    assert page.count("You owe") == 2
    for invoice in (euros, dollars):
        assert f"{invoice.total_minor / 100:,.2f}" in page


def test_credit_in_one_currency_is_said_beside_what_is_owed_in_another(
    network: SmallNetwork, browser: Browser
) -> None:
    with edge():
        fees.give_plan(network.contracts["CT-F-001-TL"])
        harbour = fees.a_dollar_outlet(network)
        fees.a_report(network.outlets["TL-001"])
        fees.a_report(harbour, currency="USD")
        fees.assess()
        _euros, dollars = sorted(fees.invoices(), key=lambda one: one.currency)
        paid = f"{dollars.total_minor / 100 + 25:.2f}"
        fees.pay(network.franchisees["F-001"], paid, currency="USD")
    page = text(browser)
    assert page.count("You owe") == 1
    assert "25.00 is kept for your next invoice" in page


def test_whoever_owes_nothing_is_thanked(network: SmallNetwork, browser: Browser) -> None:
    assert "Everything is settled. Thank you." in text(browser)
