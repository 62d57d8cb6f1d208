"""The pages of late charges, rates and more time to pay."""

from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.dunning.models import LateRun, LateWaiver
from franchise_portal.dunning.services import charging
from franchise_portal.fees.models import Invoice, OpenItem
from franchise_portal.kit.period import Period
from tests.builders.corrections import come_back
from tests.builders.dunning import (
    a_late_invoice,
    account_url,
    agree_on_late,
    at,
    late_charges,
    seen_by,
)
from tests.builders.fees import pay
from tests.support.richer import once


@pytest.fixture
@once
def late(network):
    """Omar's 4,250 are due since 15 September, and cost 3.65 % a year."""
    a_late_invoice(network)
    agree_on_late(network.contracts["CT-F-001-TL"])
    db.session.commit()
    return network


def test_a_month_is_looked_at_before_it_is_posted(late, browser):
    browser.sign_in("felix")
    with at(date(2026, 11, 4)):
        browser.get("/dunning/late-charges")
        assert "Look at October 2026" in browser.page.text
        browser.get("/dunning/late-charges/months/2026-10")
        assert "3,250.00 × 3.65% × 31 days ÷ 365" in browser.page.text
        assert "€ 10.08" in browser.page.text
        browser.post("/dunning/late-charges/months/2026-10")
        assert db.session.scalars(select(LateRun)).one().month == "2026-10"
        browser.post("/dunning/late-charges/months/2026-10", status=409)
    browser.get("/dunning/late-charges/months/nonsense", status=404)


@pytest.fixture
def charged(late):
    with at(date(2026, 11, 4)):
        run = charging.post_month(late.actors["felix"], Period.parse_month("2026-10"))
        charging.charge_franchisee(SYSTEM, run, late.franchisees["F-001"].id, on=date(2026, 11, 4))
        charging.finish(SYSTEM, run)
    db.session.commit()
    return late


def test_a_late_charge_shows_its_working_to_both_sides(charged, browser):
    [one] = late_charges()
    url = f"/dunning/late-charges/{one.id}"
    text = seen_by(browser, "omar", url)
    for words in ("€ 3,250.00", "3.65%", "31", "€ 10.08", "6.8", "Added exactly, rounded once"):
        assert words in text
    assert "Waive it" not in text
    browser.get(account_url(charged))
    assert "Interest on a late payment" in browser.page.text
    browser.sign_out()
    browser.sign_in("olga")
    browser.get(url, status=404)


def test_a_charge_is_waived_on_its_page(charged, browser):
    [one] = late_charges()
    url = f"/dunning/late-charges/{one.id}"
    browser.sign_in("felix")
    browser.post(f"{url}/waiver", {"words": ""}, status=422)
    browser.post(f"{url}/waiver", {"words": "The bank was at fault."})
    assert "a credit note is issued" in browser.page.text
    assert db.session.scalars(select(LateWaiver)).one().late_charge_id == one.id
    browser.post(f"{url}/waiver", {"words": "Again."}, status=422)
    assert "This charge is waived already." in browser.page.text


def test_rates_are_kept_on_a_page(network, browser):
    browser.sign_in("felix")
    table = {"name": "Base rate", "key": "ecb", "use": "base", "source": ""}
    browser.post("/dunning/rates", {**table, "key": ""}, status=422)
    browser.post("/dunning/rates", table)
    browser.post("/dunning/rates", table, status=422)
    browser.post("/dunning/rates/ecb", {"starts_on": "2026-01-01", "rate": "much"}, status=422)
    browser.post("/dunning/rates/ecb", {"starts_on": "2026-01-01", "rate": "-0.88"})
    assert "−0.88%" in browser.page.text
    browser.post("/dunning/rates/ecb", {"starts_on": "2026-01-01", "rate": "1"}, status=422)
    browser.get("/dunning/rates/nothing/new", status=404)
    browser.sign_out()
    assert "Base rate" in seen_by(browser, "omar", "/dunning/rates")


def test_more_time_is_given_on_a_page(late, browser):
    invoice = db.session.scalars(select(Invoice)).one()
    url = f"/dunning/invoices/{invoice.id}/extension"
    browser.sign_in("felix")
    browser.get(url)
    browser.post(url, {"until": "2026-09-10", "words": "Kindness."}, status=422)
    browser.post(url, {"until": "2026-12-31", "words": "The terminal was down."})
    assert "above your limit" in browser.page.text
    browser.sign_out()
    browser.sign_in("hanna")
    browser.post(url, {"until": "2026-11-20", "words": "The terminal was down."})
    assert "More time is given." in browser.page.text
    browser.sign_out()
    browser.sign_in("omar")
    browser.get(url, status=403)


def test_invoices_are_late_by_the_day_that_was_given(late, browser):
    invoice = db.session.scalars(select(Invoice)).one()
    pages = (
        "/fees/invoices",
        f"/fees/invoices/{invoice.id}",
        f"/network/franchisees/{invoice.franchisee_id}",
    )
    browser.sign_in("hanna")
    for page in pages:
        browser.get(page)
        assert "48 days late" in browser.page.text, page
    browser.post(
        f"/dunning/invoices/{invoice.id}/extension",
        {"until": "2026-11-20", "words": "The terminal was down."},
    )
    for page in pages:
        browser.get(page)
        assert "days late" not in browser.page.text, page
    browser.get(pages[0])
    assert "20 November 2026" in browser.page.text
    browser.get(pages[1])
    for words in ("Due 20 Nov", "To pay by 20 Nov", "Due at first", "15 September 2026"):
        assert words in browser.page.text
    with at(date(2026, 11, 23)):
        for page in pages:
            browser.get(page)
            assert "3 days late" in browser.page.text, page


def test_more_time_still_holds_when_a_payment_comes_back(late, browser):
    invoice = db.session.scalars(select(Invoice)).one()
    browser.sign_in("hanna")
    browser.post(
        f"/dunning/invoices/{invoice.id}/extension",
        {"until": "2026-11-20", "words": "The terminal was down."},
    )
    payment = pay(late.franchisees["F-001"], "4250")
    assert not db.session.scalars(select(OpenItem)).all()
    come_back(payment)
    days = db.session.scalars(select(OpenItem.due_on)).all()
    assert days == [date(2026, 11, 20)] * 2
