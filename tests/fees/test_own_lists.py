"""What a franchisee's own lists leave out, and the way to what is overdue."""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.disputes.models import Dispute
from franchise_portal.dunning.enums import RateUse
from franchise_portal.dunning.services import rates
from franchise_portal.fees import services
from franchise_portal.fees.models import PaymentImport, SalesImport
from tests.builders.disputes import charge_both, charge_of
from tests.builders.dunning import a_late_invoice
from tests.builders.fees import a_file, pay


@pytest.fixture
def owing(network):
    """Omar owes since 15 September, and paid a part."""
    a_late_invoice(network)
    pay(network.franchisees["F-001"], "100", on=date(2026, 10, 1), reference="")
    db.session.commit()
    return network


def heads(browser):
    return " ".join(re.findall(r'<th scope="col".*?</th>', browser.page.html, re.DOTALL))


@pytest.mark.parametrize(
    "url",
    ["/fees/invoices", "/fees/payments", "/fees/statements", "/dunning/plans", "/disputes/"],
)
def test_a_list_of_ones_own_does_not_repeat_whose_it_is(owing, browser, url):
    browser.sign_in("omar")
    browser.get(url)
    assert "Franchisee" not in heads(browser)
    browser.sign_in("felix")
    browser.get("/fees/invoices")
    assert "Franchisee" in heads(browser)


def test_a_franchisee_comes_straight_to_what_is_overdue(owing, browser):
    browser.sign_in("omar")
    browser.get("/dunning/")
    assert "Overdue invoices" in browser.page.text
    assert "Our payments" in browser.page.text


def test_a_payment_without_a_reference_is_named_by_what_it_is(owing, browser):
    browser.sign_in("omar")
    browser.get(f"/fees/accounts/{owing.franchisees['F-001'].id}")
    assert re.search(r'<a href="/fees/payments/[^"]+">Payment</a>', browser.page.html)


def test_files_are_kept_by_their_name_wherever_they_lay(network):
    sales = a_file("TL-001,2026-10,50000.50")
    services.import_sales(SYSTEM, file=sales, filename="/srv/till/october.csv")
    rows = b"franchisee,received_on,amount,currency,reference\nF-001,2026-11-01,10,EUR,A\n"
    services.import_payments(SYSTEM, file=io.BytesIO(rows), filename="/srv/bank/november.csv")
    assert db.session.scalars(select(SalesImport.filename)).one() == "october.csv"
    assert db.session.scalars(select(PaymentImport.filename)).one() == "november.csv"


def test_a_table_of_payments_leads_to_the_payments_that_it_booked(network, browser):
    rows = b"franchisee,received_on,amount,currency,reference\nF-001,2026-11-01,10,EUR,A\n"
    services.import_payments(SYSTEM, file=io.BytesIO(rows), filename="november.csv")
    db.session.commit()
    file = db.session.scalars(select(PaymentImport)).one()
    browser.sign_in("felix")
    browser.get(f"/fees/payments/imports/{file.id}")
    assert "From november.csv" in browser.page.text
    assert "Every line is decided" not in browser.page.text


def test_what_is_wrong_with_a_line_is_chosen_and_not_guessed(network, browser):
    line = charge_of(charge_both(network).outlets["TL-001"])
    browser.sign_in("omar")
    said = {"reason": "", "right": "2000", "words": "It is too much."}
    browser.post(f"/disputes/new/{line.id}", said, status=422)
    assert "Choose what is wrong with the line." in browser.page.text
    assert "It is too much." in browser.page.html
    assert db.session.query(Dispute).count() == 0


def test_a_line_whose_days_are_over_shows_no_form_that_cannot_succeed(owing, browser):
    browser.sign_in("omar")
    line = charge_of(owing.outlets["TL-001"])
    browser.get(f"/disputes/new/{line.id}")
    assert "could be disputed until" in browser.page.text
    assert "<textarea" not in browser.page.html
    assert "Open the invoice" in browser.page.text


@pytest.mark.parametrize(
    ("url", "typed", "place"),
    [
        ("/dunning/rates", {"key": "ecb", "name": "Again", "use": "base"}, "key"),
        ("/dunning/rates/ecb", {"rate": "2", "starts_on": "2026-01-01"}, "starts_on"),
        (
            "/fees/refunds",
            {"franchisee": "F-001", "amount": "50", "account": "DE1", "words": "Asked for."},
            "amount",
        ),
        ("/fees/taxes", {"label": "VAT", "rate": "x", "starts_on": "2026-01-01"}, "rate"),
    ],
)
def test_a_refusal_stands_at_the_field_that_it_is_about(network, browser, url, typed, place):
    felix = network.actors["felix"]
    table = rates.add_table(felix, key="ecb", name="Main rate", use=RateUse.BASE)
    rates.add_rate(felix, table, starts_on=date(2026, 1, 1), rate=Decimal("0.02"))
    db.session.commit()
    browser.sign_in("felix")
    browser.post(url, typed, status=422)
    assert f'id="{place}-error"' in browser.page.html
    assert "Not a valid decimal" not in browser.page.text
