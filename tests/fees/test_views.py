"""The pages of sales, months, invoices, statements, payments, plans and the ledger."""

import io

import pytest
from sqlalchemy import event, select

from franchise_portal import jobs
from franchise_portal.database import db
from franchise_portal.fees.models import Invoice, Payment, SalesImport, SalesReport
from tests.builders.fees import a_report, assess, give_plan, invoices, pay
from tests.support.richer import once

CSV = "outlet,period,gross_sales\n"


@pytest.fixture
@once
def planned(network):
    for contract in network.contracts.values():
        give_plan(contract)


@pytest.fixture
@once
def invoiced(network):
    """Everybody has reported and been charged for September and October; Omar has paid a bit."""
    for contract in network.contracts.values():
        give_plan(contract)
    for month in ("2026-09", "2026-10"):
        for outlet in network.outlets.values():
            a_report(outlet, month)
        assess(month)
    pay(network.franchisees["F-001"], "3000")


def upload(browser, *rows, status=200, name="october.csv"):
    file = (io.BytesIO((CSV + "\n".join(rows) + "\n").encode()), name)
    return browser.post("/fees/sales/imports", {"file": file}, status=status)


def test_a_month_from_the_file_to_the_invoices(planned, browser):
    browser.sign_in("hanna")
    upload(browser, "TL-001,2026-10,50000", "TL-003,2026-10,1000", "HX-001,2026-10,20000")
    assert "Posting makes 3 sales reports for October 2026." in browser.page.text
    row = db.session.scalars(select(SalesImport)).one()

    browser.post(f"/fees/sales/imports/{row.id}/posting")
    assert "3 sales reports are posted." in browser.page.text

    browser.get("/fees/months/2026-10")
    assert "Assessing charges 3 reports" in browser.page.text
    browser.post("/fees/months/2026-10/assessment")
    jobs.run_waiting()
    browser.get("/fees/months/2026-10")
    assert "Every report of October 2026 has been charged." in browser.page.text
    assert len(invoices()) == 2


def test_wrong_rows_are_shown_with_the_consequence_of_posting_the_others(planned, browser):
    browser.sign_in("felix")
    upload(browser, "TL-001,2026-10,50000", "TL-O03,2026-10,1000")
    text = browser.page.text
    assert "1 row to correct" in text
    assert "Did you mean “TL-003”?" in text
    assert "2 outlets without a report" in text
    assert "Row 3 is not posted" in text
    assert "Posting makes 1 sales report for October 2026." in text
    assert "The other row can follow later." in text
    row = db.session.scalars(select(SalesImport)).one()

    browser.post(f"/fees/sales/imports/{row.id}/posting", status=409)
    assert db.session.scalars(select(SalesReport)).all() == []
    browser.post(f"/fees/sales/imports/{row.id}/partial-posting")
    assert len(db.session.scalars(select(SalesReport)).all()) == 1


def test_the_wrong_rows_can_be_downloaded(planned, browser):
    browser.sign_in("hanna")
    upload(browser, "=TL-001,2026-10,50000")
    row = db.session.scalars(select(SalesImport)).one()
    answer = browser.get(f"/fees/sales/imports/{row.id}/wrong-rows")
    text = answer.get_data(as_text=True)
    assert text.splitlines()[1].startswith("2,outlet,'=TL-001,")


def test_a_file_that_cannot_be_read_comes_back_with_the_reasons(planned, browser):
    browser.sign_in("hanna")
    file = (io.BytesIO(b"%PDF-1.7 and so on"), "sales.csv")
    browser.post("/fees/sales/imports", {"file": file}, status=422)
    assert "This is a PDF, not a table." in browser.page.text
    assert db.session.scalars(select(SalesImport)).all() == []
    browser.post("/fees/sales/imports", {}, status=422)
    assert "Choose a file." in browser.page.text


def test_a_discarded_file_posts_nothing_and_is_decided(planned, browser):
    browser.sign_in("hanna")
    upload(browser, "TL-001,2026-10,50000")
    row = db.session.scalars(select(SalesImport)).one()
    browser.post(f"/fees/sales/imports/{row.id}/discard")
    assert "Nothing of it was posted." in browser.page.text
    browser.post(f"/fees/sales/imports/{row.id}/posting", status=409)
    browser.get("/fees/sales/imports")
    assert "Discarded" in browser.page.text


def test_a_large_file_is_read_by_a_job_and_the_page_waits_for_it(planned, browser, monkeypatch):
    monkeypatch.setattr("franchise_portal.fees.services.sales.SMALL_FILE", 10)
    monkeypatch.setattr("franchise_portal.fees.services.requests.SMALL_IMPORT", 0)
    browser.sign_in("hanna")
    upload(browser, "TL-001,2026-10,50000")
    assert "Reading the file" in browser.page.text
    jobs.run_waiting()
    row = db.session.scalars(select(SalesImport)).one()
    browser.get(f"/fees/sales/imports/{row.id}")
    assert "Posting makes 1 sales report" in browser.page.text
    browser.post(f"/fees/sales/imports/{row.id}/posting")
    assert "Posting the rows" in browser.page.text
    jobs.run_waiting()
    browser.get(f"/fees/sales/imports/{row.id}")
    assert "1 sales report is posted." in browser.page.text


def test_a_report_that_cannot_be_charged_is_named_on_the_months_page(network, browser):
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"])
    a_report(network.outlets["HX-001"])
    assess()
    db.session.commit()
    browser.sign_in("hanna")
    browser.get("/fees/months/2026-10")
    assert "The last run left out 1 report" in browser.page.text
    assert "Contract CT-F-002-HX has no fee plan in this period." in browser.page.text


def test_a_line_opens_to_base_times_rate_and_the_clause(invoiced, browser):
    browser.sign_in("omar")
    [_, october] = invoices(invoiced.franchisees["F-001"])
    browser.get(f"/fees/invoices/{october.id}")
    text = browser.page.text
    assert "Quay House sold 50,000.00 that count." in text
    assert "50,000.00 × 6%" in text
    assert "Clause 6.1" in text
    assert "900.00: does not apply, the rates give more" in text
    assert "Dispute this line" in text
    assert "until 30 November 2026; the other lines stay due" in text


def test_a_statement_tells_what_is_owed_why_and_how_to_pay(invoiced, browser):
    browser.sign_in("omar")
    browser.get("/fees/statements")
    franchisee = invoiced.franchisees["F-001"]
    browser.get(f"/fees/statements/{franchisee.id}/2026-10")
    text = browser.page.text
    assert "Due by 15 November 2026" in text
    assert "ST-2026-10-F-001-F" in text
    assert "open it in the portal and choose “Dispute this line”" in text
    assert "Opening balance" in text
    assert "Closing balance" in text


def test_a_franchisee_sees_only_the_own_business(invoiced, browser):
    olgas = invoices(invoiced.franchisees["F-002"])[0]
    payment = db.session.scalars(select(Payment)).one()
    browser.sign_in("olga")
    browser.get(f"/fees/payments/{payment.id}", status=404)
    browser.get(f"/fees/statements/{invoiced.franchisees['F-001'].id}/2026-10", status=404)
    browser.get(f"/fees/invoices/{invoices(invoiced.franchisees['F-001'])[0].id}", status=404)
    browser.get(f"/fees/invoices/{olgas.id}")
    browser.get("/fees/invoices")
    assert "Omar & Sons" not in browser.page.text
    browser.get("/fees/sales")
    assert "Quay House" not in browser.page.text
    browser.get("/fees/payments")
    assert "3,000.00" not in browser.page.text


def test_an_outlets_manager_sees_its_sales_and_no_invoice(invoiced, browser):
    browser.sign_in("mina")
    browser.get("/fees/sales")
    assert "Mill Lane" in browser.page.text
    assert "Quay House" not in browser.page.text
    browser.get("/fees/invoices", status=403)


@pytest.mark.parametrize(
    ("who", "url", "status"),
    [
        ("audrey", "/fees/ledger", 200),
        ("audrey", "/fees/sales/imports/new", 403),
        ("rosa", "/fees/invoices", 200),
        ("rosa", "/fees/ledger", 403),
        ("omar", "/fees/months", 403),
        ("hanna", "/fees/months/2026-13", 404),
        ("hanna", "/fees/statements/00000000-0000-0000-0000-000000000000/2026-10", 404),
    ],
)
def test_who_may_open_what(invoiced, browser, who, url, status):
    browser.sign_in(who)
    browser.get(url, status=status)


def test_a_payment_is_recorded_by_hand(invoiced, browser):
    browser.sign_in("felix")
    form = {
        "franchisee": "F-002",
        "received_on": "2026-11-01",
        "amount": "100.50",
        "reference": "by hand",
        "invoice": "",
    }
    browser.post("/fees/payments", form)
    assert "The payment is booked." in browser.page.text
    assert "Where it went" in browser.page.text
    browser.post("/fees/payments", form, status=422)
    assert "is already booked" in browser.page.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("franchisee", "F-999", "No franchisee has this code."),
        ("amount", "1,000", "Write an amount"),
        ("amount", "0", "above zero"),
        ("received_on", "2026-11-30", "still to come"),
        ("invoice", "2026-0999", "There is no such invoice."),
    ],
)
def test_a_payment_with_a_mistake_keeps_the_form(invoiced, browser, field, value, words):
    browser.sign_in("felix")
    form = {
        "franchisee": "F-002",
        "received_on": "2026-11-01",
        "amount": "100.50",
        "reference": "by hand",
        "invoice": "",
        field: value,
    }
    browser.post("/fees/payments", form, status=422)
    assert words in browser.page.text
    assert len(db.session.scalars(select(Payment)).all()) == 1


def test_a_payments_file_books_all_or_shows_every_mistake(invoiced, browser):
    browser.sign_in("felix")
    head = "franchisee,received_on,amount,currency,reference\n"

    def send(rows, status=200):
        file = (io.BytesIO((head + rows).encode()), "bank.csv")
        browser.post("/fees/payments/imports", {"file": file}, status=status)

    send("F-002,2026-11-01,10,EUR,A\nF-O02,2026-11-01,10,EUR,B\n", status=422)
    assert "Did you mean F-002?" in browser.page.text
    send("F-002,2026-11-01,10,EUR,A\nF-001,2026-11-01,10,EUR,B\n")
    assert "2 payments are booked." in browser.page.text
    assert "bank.csv" in browser.page.text


def test_plans_are_told_in_words(invoiced, browser):
    browser.sign_in("omar")
    browser.get("/fees/plans")
    assert "6% of net sales" in browser.page.text
    plan = browser.page.html.split("/fees/plans/")[1].split('"')[0]
    browser.get(f"/fees/plans/{plan}")
    assert "Held in trust for the network" in browser.page.text
    assert "CT-F-001-TL" in browser.page.text
    assert "CT-F-002-HX" not in browser.page.text


def test_the_ledger_shows_balances_and_entries(invoiced, browser):
    browser.sign_in("felix")
    browser.get("/fees/ledger")
    assert "Fund contributions" in browser.page.text
    entry = browser.page.html.split("/fees/ledger/entries/")[1].split('"')[0]
    browser.get(f"/fees/ledger/entries/{entry}")
    browser.get("/fees/ledger?kind=payment&book=fund")
    browser.get(f"/fees/ledger?franchisee={invoiced.franchisees['F-001'].id}")
    assert "Omar & Sons owes" in browser.page.text


def test_lists_ask_as_many_queries_for_fifty_rows_as_for_five(app, invoiced, browser):
    browser.sign_in("hanna")
    few = {url: queries_of(browser, url) for url in LISTS}
    for place in range(4, 10):
        for outlet in invoiced.outlets.values():
            a_report(outlet, f"2026-0{place - 2}")
        assess(f"2026-0{place - 2}")
        pay(invoiced.franchisees["F-002"], "10", reference=f"more {place}")
    db.session.commit()
    many = {url: queries_of(browser, url) for url in LISTS}
    assert many == few
    assert max(many.values()) <= 8


LISTS = ("/fees/sales", "/fees/invoices", "/fees/payments", "/fees/statements")


def queries_of(browser, url):
    asked = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.get(url)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def test_filters_of_invoices_find_by_state_month_number_and_name(invoiced, browser):
    browser.sign_in("hanna")
    browser.get("/fees/invoices?status=paid")
    assert "No invoice matches" in browser.page.text
    browser.get("/fees/invoices?month=2026-09")
    assert "2026-0001" in browser.page.text
    assert "2026-0003" not in browser.page.text
    browser.get("/fees/invoices?q=2026-0003")
    assert "2026-0001" not in browser.page.text
    assert db.session.scalars(select(Invoice)).all()


def test_the_franchisees_page_tells_the_account_and_its_history(invoiced, browser):
    browser.sign_in("rosa")
    browser.get(f"/network/franchisees/{invoiced.franchisees['F-001'].id}")
    assert "is open." in browser.page.text
    assert "issued invoice" in browser.page.text
    browser.get("/network/franchisees?sort=balance")
    browser.get("/network/franchisees?money=owes")
    assert "Omar & Sons" in browser.page.text
    browser.get(f"/network/outlets/{invoiced.outlets['TL-001'].id}")
    assert "Sales, 24 months" in browser.page.text
