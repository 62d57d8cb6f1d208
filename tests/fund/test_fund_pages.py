"""The fund's pages for both sides: what is shown, done, refused, and not there."""

import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fund.enums import BudgetStatus
from franchise_portal.fund.models import FundBalance, FundBudget, FundSpending, FundStatement
from franchise_portal.fund.queries.budgets import adopted
from franchise_portal.fund.services import own, statements
from franchise_portal.jobs import run_waiting
from franchise_portal.kit import clock
from franchise_portal.kit.ids import new_id
from franchise_portal.kit.period import Period
from tests.builders.fees import a_report, assess, give_plan, invoices, pay
from tests.builders.fund import (
    PDF,
    a_balance,
    a_budget,
    an_own_outlet,
    choose_plan,
    euro,
    fetched,
    spend,
    the_line,
)
from tests.builders.network import outlets
from tests.support.filled import sent
from tests.support.richer import once

NEXT_YEAR = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)
YEAR = Period.of_days(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
@once
def lived(network):
    for contract in network.contracts.values():
        give_plan(contract)
    outlet = an_own_outlet(network)
    choose_plan(network)
    for one in (outlet, network.outlets["TL-001"], network.outlets["HX-001"]):
        a_report(one)
    assess()
    own.post_own(SYSTEM)
    pay(network.franchisees["F-001"], "4250")
    a_budget(network)
    spend(network, "300", regions=[network.regions["north"]])
    a_balance(network, euro("700"))
    db.session.commit()
    return network


READING = (
    "/fund/",
    "/fund/?year=2025",
    "/fund/contributions",
    "/fund/contributions?run_by=own",
    "/fund/contributions?month=2026-11",
    "/fund/spending",
    "/fund/spending?kind=media",
    "/fund/budgets",
    "/fund/regions",
    "/fund/own-outlets",
    "/fund/bank",
    "/fund/statements",
)
WRITING = (
    "/fund/budgets/new",
    "/fund/spending/new",
    "/fund/bank/new",
    "/fund/own-outlets/plan",
    "/fund/statements/new",
    "/fund/rules",
)


@pytest.mark.parametrize("who", ["hanna", "felix", "omar", "audrey"])
def test_everybody_who_is_concerned_reads_the_book(lived, browser, who):
    browser.sign_in(who)
    for url in READING:
        browser.get(url)
    assert browser.page


def test_writing_is_for_the_office_and_the_book_not_for_staff(lived, browser):
    browser.sign_in("hanna")
    for url in WRITING:
        browser.get(url)
    browser.sign_out()
    browser.sign_in("omar")
    for url in WRITING:
        browser.get(url, status=403)
    browser.sign_out()
    browser.sign_in("mina")
    browser.get("/fund/", status=403)


def test_a_franchisee_sees_what_it_paid_in_what_was_spent_and_the_receipt(lived, browser):
    browser.sign_in("omar")
    browser.get("/fund/")
    text = browser.page.text
    assert "You paid in" in text
    assert "1,000.00" in text
    assert "Radio North" in text
    row = db.session.scalars(select(FundSpending)).one()
    browser.get(f"/fund/spending/{row.id}")
    assert "Take it back" not in browser.page.text
    assert fetched(browser, f"/fund/spending/{row.id}/receipt") == PDF


def test_every_figure_opens_to_its_invoice(lived, browser):
    browser.sign_in("omar")
    outlet = lived.outlets["TL-001"]
    browser.get(f"/fund/contributions/{outlet.id}?year=2026")
    [invoice] = invoices(lived.franchisees["F-001"])
    links = [link.get("href") or "" for link in browser.page.all("a")]
    assert any(str(invoice.id) in link for link in links)
    browser.get(next(link for link in links if str(invoice.id) in link))


def test_another_franchisees_outlet_is_not_there(lived, browser):
    browser.sign_in("omar")
    browser.get(f"/fund/contributions/{lived.outlets['HX-001'].id}", status=404)
    assert "HX-001" not in browser.get("/fund/contributions").get_data(as_text=True)
    for url in ("spending", "budgets", "bank", "statements", "contributions"):
        browser.get(f"/fund/{url}/{new_id()}", status=404)
    browser.get("/fund/?year=9999999", status=404)
    browser.get("/fund/contributions?month=never", status=404)


def test_the_own_outlet_stands_among_the_others(lived, browser):
    browser.sign_in("felix")
    browser.get("/fund/contributions")
    assert "Franchisor’s own" in browser.page.text
    browser.get("/fund/contributions?run_by=own")
    assert "TL-000" in browser.page.text
    assert "TL-001" not in browser.page.text


def test_a_budget_from_the_first_line_to_its_adoption(network, browser):
    browser.sign_in("hanna")
    browser.get("/fund/")
    assert "No budget has been adopted" in browser.page.text
    browser.post("/fund/budgets", {"year": "2026"})
    budget = db.session.scalars(select(FundBudget)).one()
    fields = {
        **sent(browser),
        "name_0": "Radio",
        "kind_0": "media",
        "amount_0": "1000",
        "name_1": "Running it",
        "kind_1": "administration",
        "amount_1": "50.50",
    }
    browser.post(f"/fund/budgets/{budget.id}/lines", {**fields, "act": "more"})
    assert (
        len([1 for one in browser.page.all("input") if (one.get("name") or "").startswith("name_")])
        == 6
    )
    browser.post(f"/fund/budgets/{budget.id}/lines", fields)
    assert "1,050.50" in browser.page.text
    browser.post(f"/fund/budgets/{budget.id}/proposal", {"version": str(version_of(budget))})
    browser.post(
        f"/fund/budgets/{budget.id}/adoption",
        {"version": str(version_of(budget)), "motion_ref": "M-3"},
    )
    assert "M-3" in browser.page.text
    assert adopted(2026) is not None


def version_of(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id).version


def test_lines_with_mistakes_are_said_and_not_kept(network, browser):
    browser.sign_in("felix")
    browser.post("/fund/budgets", {"year": "2026"})
    budget = db.session.scalars(select(FundBudget)).one()
    fields = sent(browser)
    browser.post(
        f"/fund/budgets/{budget.id}/lines",
        {**fields, "name_0": "Radio", "amount_0": "-5"},
        status=422,
    )
    browser.post(f"/fund/budgets/{budget.id}/lines", {**fields, "amount_0": "5"}, status=422)
    assert "Each line needs a name" in browser.page.text


def test_who_comes_second_is_told_and_overwrites_nothing(network, browser):
    browser.sign_in("hanna")
    browser.post("/fund/budgets", {"year": "2026"})
    budget = db.session.scalars(select(FundBudget)).one()
    fields = {**sent(browser), "name_0": "Radio", "amount_0": "10"}
    browser.post(f"/fund/budgets/{budget.id}/lines", fields)
    browser.post(f"/fund/budgets/{budget.id}/lines", {**fields, "amount_0": "99"}, status=409)
    browser.post(f"/fund/budgets/{budget.id}/proposal", {"version": "1"}, status=409)
    browser.post(
        f"/fund/budgets/{budget.id}/withdrawal",
        {"version": str(version_of(budget)), "reason": "No."},
    )
    assert db.session.get(FundBudget, budget.id).status is BudgetStatus.WITHDRAWN


def a_form(network, **more):
    return {
        "line": str(the_line().line_key),
        "supplier": "Antenne",
        "purpose": "Twelve spots",
        "on": "2026-11-01",
        "amount": "119",
        "tax": "19",
        "file": (io.BytesIO(PDF), "bill.pdf"),
        **more,
    }


def test_spending_is_posted_and_taken_back(lived, browser):
    browser.sign_in("felix")
    browser.post("/fund/spending", a_form(lived, regions=[str(lived.regions["south"].id)]))
    assert "South" in browser.page.text
    row = db.session.scalars(select(FundSpending).where(FundSpending.supplier == "Antenne")).one()
    assert (row.amount_minor, row.tax_minor) == (119_00, 19_00)
    browser.post(f"/fund/spending/{row.id}/reversal", {"reason": ""}, status=422)
    browser.post(f"/fund/spending/{row.id}/reversal", {"reason": "Wrong amount."})
    assert "Wrong amount." in browser.page.text
    browser.post(f"/fund/spending/{row.id}/reversal", {"reason": "Again."}, status=422)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"file": (io.BytesIO(b""), "")}, "Attach the receipt"),
        ({"file": (io.BytesIO(b"MZ evil"), "bill.pdf")}, "Only PDF"),
        ({"amount": "-5"}, "Write an amount"),
        ({"amount": "5000"}, "overspent"),
        ({"on": "2026-11-30"}, "Choose today"),
        ({"on": "2024-05-05"}, "Budget line"),
        ({"supplier": ""}, "Write who was paid"),
        ({"tax": "119"}, "part of the amount"),
    ],
)
def test_spending_that_cannot_be_says_why_and_posts_nothing(lived, browser, facts, words):
    browser.sign_in("felix")
    if hasattr(facts.get("file", ("",))[0], "seek"):
        stream, name = facts["file"]
        facts = {"file": (io.BytesIO(stream.getvalue()), name)}
    browser.post("/fund/spending", a_form(lived, **facts), status=422)
    assert words in browser.page.text
    assert db.session.scalar(select(func.count(FundSpending.id))) == 1


def test_a_balance_is_entered_with_the_banks_statement(lived, browser):
    browser.sign_in("felix")
    fields = {"on": "2026-11-01", "amount": "5"}
    browser.post("/fund/bank", {**fields, "act": "look"})
    assert "On 1 November 2026 the book says" in browser.page.text
    browser.post("/fund/bank", fields, status=422)
    assert "Attach the bank’s statement" in browser.page.text.replace("'", "’")
    browser.post(
        "/fund/bank",
        {
            **fields,
            "is_overdrawn": "y",
            "item_words": "A fee of the bank",
            "item_amount": "5",
            "file": (io.BytesIO(PDF), "bank.pdf"),
        },
    )
    assert "A fee of the bank" in browser.page.text
    row = db.session.scalars(select(FundBalance).order_by(FundBalance.id.desc())).first()
    assert row.amount_minor == -5_00
    assert fetched(browser, f"/fund/bank/{row.id}/evidence") == PDF


def test_own_outlets_are_posted_and_paid_for(lived, browser):
    browser.sign_in("felix")
    browser.post("/fund/own-outlets/contributions")
    assert "posted already" in browser.page.text
    browser.post(
        "/fund/own-outlets/transfers", {"amount": "400", "on": "2026-11-02", "reference": "T-9"}
    )
    assert "T-9" in browser.page.text
    assert "600.00" in browser.page.text
    browser.post(
        "/fund/own-outlets/transfers",
        {"amount": "601", "on": "2026-11-02", "reference": "T-10"},
        status=422,
    )


def test_the_plan_of_own_outlets_is_chosen(lived, browser):
    browser.sign_in("hanna")
    browser.get("/fund/own-outlets/plan")
    fields = {**sent(browser), "starts_on": "2026-12-01", "brand": str(lived.brands["TL"].id)}
    browser.post("/fund/own-outlets/plan", fields)
    assert "1 December 2026" in browser.page.text
    browser.post("/fund/own-outlets/plan", fields, status=422)


def test_a_statement_is_made_published_and_read_by_a_franchisee(lived, browser):
    browser.sign_in("felix")
    fields = {"first": "2026-01-01", "last": "2026-12-31"}
    browser.post("/fund/statements", fields, status=422)
    with clock.fixed(NEXT_YEAR):
        browser.post("/fund/statements", {**fields, "last": "2025-01-01"}, status=422)
        browser.post("/fund/statements", fields)
        assert "NOT RECONCILED" in browser.page.text
        row = db.session.scalars(select(FundStatement)).one()
        draft = f"/fund/statements/{row.id}"
        browser.post(f"{draft}/draft")
        browser.post(f"{draft}/publication", {"version": "99"}, status=409)
        browser.post(f"{draft}/publication", {"version": str(version_of(row))})
        browser.post(f"{draft}/publication", {"version": str(version_of(row))}, status=422)
        browser.get(f"{draft}/en.pdf", status=404)
        run_waiting()
        browser.sign_out()
        browser.sign_in("omar")
        browser.get("/fund/statements")
        browser.get(draft)
        assert "NOT RECONCILED" in browser.page.text
        assert fetched(browser, f"{draft}/zh_Hans.pdf").startswith(b"%PDF")
        browser.get(f"{draft}/fr.pdf", status=404)
        browser.post(f"{draft}/publication", {"version": "1"}, status=403)


def test_the_rules_are_kept(lived, browser):
    browser.sign_in("hanna")
    browser.get("/fund/rules")
    browser.post("/fund/rules", {**sent(browser), "due_months": "3"})
    browser.get("/fund/rules")
    browser.post("/fund/rules", {**sent(browser), "due_months": "0"}, status=422)
    browser.post("/fund/rules", {**sent(browser), "due_months": "3", "version": "7"}, status=409)


def test_the_clock_is_shown_to_both_sides(lived, browser):
    with clock.fixed(datetime(2027, 5, 3, 9, 0, tzinfo=UTC)):
        for who in ("hanna", "omar"):
            browser.sign_in(who)
            browser.get("/fund/statements")
            assert "is 3 days late" in browser.page.text
            browser.sign_out()


def test_a_long_list_costs_no_more_queries(lived, browser):
    browser.sign_in("hanna")
    few = queries_of(browser, "/fund/contributions")
    outlets(lived, 30)
    for number in range(9):
        spend(lived, "1", purpose=f"Spot {number}")
    db.session.commit()
    assert queries_of(browser, "/fund/contributions") == few
    before = queries_of(browser, "/fund/spending")
    for number in range(9):
        spend(lived, "1", purpose=f"More {number}", regions=[lived.regions["south"]])
    db.session.commit()
    assert queries_of(browser, "/fund/spending") == before


def queries_of(browser, url):
    browser.get(url)
    seen = []

    def count(*_args):
        seen.append(1)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        browser.get(url)
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)


def test_a_draft_is_for_the_office_alone(lived, browser):
    with clock.fixed(NEXT_YEAR):
        row = statements.make(lived.actors["felix"], YEAR)
        db.session.commit()
        browser.sign_in("omar")
        browser.get(f"/fund/statements/{row.id}", status=404)
