"""A month before it is posted: page by page however many paid late, and the sum from a job."""

from datetime import date

import pytest
from sqlalchemy import event, select

from franchise_portal.database import db
from franchise_portal.dunning.errors import MonthDone
from franchise_portal.dunning.models import LateForecast
from franchise_portal.dunning.queries import late_preview
from franchise_portal.dunning.queries.late_preview import preview
from franchise_portal.dunning.services import charging, forecasting
from franchise_portal.fees.models import Invoice
from franchise_portal.fees.queries import listing
from franchise_portal.jobs import run_waiting
from franchise_portal.kit.errors import NotAllowed
from franchise_portal.kit.period import Period
from tests.builders.corrections import credit
from tests.builders.dunning import agree_on_late, at, euro
from tests.builders.fees import a_report, assess, give_plan, pay
from tests.support.richer import once

SEPTEMBER = Period.parse_month("2026-09")
MONTH = "/dunning/late-charges/months/2026-09"


@pytest.fixture
@once
def late(network):
    """Omar and Olga owe 4,250 each since 15 September; Omar's contract asks for interest."""
    for contract in network.contracts.values():
        give_plan(contract)
    for code in ("TL-001", "HX-001"):
        a_report(network.outlets[code], "2026-08", "50000")
    with at(date(2026, 9, 2)):
        assess("2026-08")
    agree_on_late(network.contracts["CT-F-001-TL"])
    db.session.commit()
    return network


@pytest.fixture
def small_pages(monkeypatch):
    """One franchisee on a page, as if the network were large."""
    monkeypatch.setattr(listing, "SIZE", 1)


def test_everybody_who_paid_late_is_on_a_page(late):
    found = preview(late.actors["felix"], SEPTEMBER, page=1)
    assert [row.franchisee.code for row in found.listing.rows] == ["F-001", "F-002"]
    assert [len(row.charges) for row in found.listing.rows] == [1, 0]
    assert (found.totals, found.count, found.is_whole) == ((euro("4.88"),), 1, True)


def test_who_settled_late_is_found_by_whatever_settled_it(late):
    """By a payment, by a credit note; who paid in time is not."""
    with at(date(2026, 9, 20)):
        pay(late.franchisees["F-001"], "4250", on=date(2026, 9, 20))
        olgas = db.session.scalars(
            select(Invoice).where(Invoice.franchisee_id == late.franchisees["F-002"].id)
        ).one()
        credit(olgas, {"royalty": "3000", "advertising fund": "1000", "technology": "250"})
    found = preview(late.actors["felix"], SEPTEMBER, page=1)
    assert [row.franchisee.code for row in found.listing.rows] == ["F-001", "F-002"]
    later = preview(late.actors["felix"], SEPTEMBER.following(), page=1)
    assert later.listing.rows == []


def test_pages_are_worked_out_one_by_one(late, small_pages):
    first = preview(late.actors["felix"], SEPTEMBER, page=1)
    second = preview(late.actors["felix"], SEPTEMBER, page=2)
    assert [row.franchisee.code for row in first.listing.rows] == ["F-001"]
    assert [row.franchisee.code for row in second.listing.rows] == ["F-002"]
    assert (first.count, first.is_whole) == (None, False)


def test_the_number_of_queries_does_not_grow_with_rows(late):
    def queries_of(month):
        ran = []

        def note(_connection, _cursor, statement, *_rest):
            ran.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            preview(late.actors["felix"], month, page=1)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(ran)

    with at(date(2026, 9, 30)):
        pay(late.franchisees["F-002"], "4250", on=date(2026, 9, 15))
    db.session.commit()
    with_one = queries_of(SEPTEMBER)
    a_report(late.outlets["HX-001"], "2026-07", "50000")
    with at(date(2026, 9, 3)):
        assess("2026-07")
    db.session.commit()
    assert queries_of(SEPTEMBER) == with_one


def ask(network, who="felix"):
    db.session.commit()
    row = forecasting.ask_forecast(network.actors[who], SEPTEMBER)
    db.session.commit()
    return row


def the_forecast():
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(LateForecast)).one()


def test_the_sum_of_a_large_network_comes_from_a_job(late, small_pages):
    ask(late)
    assert the_forecast().finished_at is None
    run_waiting()
    found = the_forecast()
    assert (found.franchisees, found.charges, found.sums) == (1, 1, (euro("4.88"),))
    assert preview(late.actors["felix"], SEPTEMBER, page=1).count == 1


def test_asked_while_it_runs_it_is_worked_out_once_and_again_afterwards(late):
    first = ask(late)
    assert ask(late).id == first.id
    run_waiting()
    pay(late.franchisees["F-001"], "4250", on=date(2026, 9, 15))
    ask(late)
    assert the_forecast().finished_at is None
    run_waiting()
    assert (the_forecast().charges, the_forecast().totals) == (0, [])


def test_what_is_missing_is_told_with_it(late):
    agree_on_late(late.contracts["CT-F-002-HX"], base="ecb", has_clause=True)
    db.session.commit()
    ask(late)
    run_waiting()
    [gap] = the_forecast().gaps
    assert "is not kept here" in gap["why"]
    assert (gap["base"], gap["day"]) == ("ecb", date(2026, 9, 1))


def test_a_posted_month_is_not_forecast(late):
    with at(date(2026, 10, 5)):
        charging.post_month(late.actors["felix"], SEPTEMBER)
        with pytest.raises(MonthDone):
            ask(late)


@pytest.mark.parametrize("who", ["rosa", "omar"])
def test_only_who_posts_looks_before(late, who):
    with pytest.raises(NotAllowed):
        preview(late.actors[who], SEPTEMBER, page=1)
    with pytest.raises(NotAllowed):
        ask(late, who)


def test_the_page_of_a_large_network(late, browser, small_pages, monkeypatch):
    browser.sign_in("felix")
    with at(date(2026, 10, 5)):
        browser.get(MONTH)
        for words in ("Omar & Sons", "€ 4.88", "Together on this page", "Work it out"):
            assert words in browser.page.text
        assert "charges everybody who paid late" in browser.page.text
        browser.get(f"{MONTH}?page=2")
        assert "Paid late, and no contract asks for anything." in browser.page.text
        browser.post(f"{MONTH}/forecast")
        assert "being worked out" in browser.page.text
        run_waiting()
        browser.get(MONTH)
        for words in ("The whole network", "1 charge", "for 1 franchisee", "Work it out again"):
            assert words in browser.page.text
        assert "makes 1 charge" in browser.page.text


def test_the_page_of_a_small_network_needs_no_job(late, browser):
    browser.sign_in("felix")
    browser.get(MONTH)
    assert "€ 4.88" in browser.page.text
    assert "Work it out" not in browser.page.text
    assert "Olga" not in browser.page.text
    assert late_preview.forecast_of(SEPTEMBER) is None
