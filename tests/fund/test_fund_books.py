"""The fund's entries in other books: beancount takes them; jobs that run twice change nothing."""

import io
from datetime import UTC, date, datetime

import pytest
from beancount import loader
from pypdf import PdfReader
from sqlalchemy import func, select

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees.models import JournalEntry
from franchise_portal.fees.queries.comparing import balances
from franchise_portal.fees.rules import beancount as rules
from franchise_portal.fees.services import beancount
from franchise_portal.fund import jobs
from franchise_portal.fund.models import FundDelivery, FundReminder
from franchise_portal.fund.services import own, spending, statements
from franchise_portal.jobs import run_waiting
from franchise_portal.kit import clock
from franchise_portal.kit.period import Period
from franchise_portal.mail.models import Message
from franchise_portal.reports import queries as reports
from franchise_portal.reports.services import request_run
from tests.builders.fees import a_report, assess, give_plan, pay
from tests.builders.fund import a_budget, an_own_outlet, choose_plan, euro, spend
from tests.support.richer import once

YEAR = Period.of_days(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
@once
def lived(network):
    for contract in network.contracts.values():
        give_plan(contract)
    outlet = an_own_outlet(network)
    choose_plan(network)
    for one in (outlet, network.outlets["TL-001"]):
        a_report(one)
    assess()
    own.post_own(SYSTEM)
    felix = network.actors["felix"]
    own.note_transfer(felix, amount=euro("250"), on=date(2026, 11, 2), reference='T "1"')
    pay(network.franchisees["F-001"], "4250")
    a_budget(network)
    spending.reverse(felix, spend(network, "300"), reason="Wrong.")
    spend(network, "120")
    db.session.commit()
    return network


def test_beancount_accepts_the_funds_entries_and_comes_to_our_balances(lived):
    file = io.BytesIO()
    beancount.write_books(file)
    text = file.getvalue().decode()
    _entries, errors, _options = loader.load_string(text)
    assert errors == []
    names = {rules.account_name(one.book, one.account) for one in balances()}
    assert {
        "Expenses:Fund:Spending",
        "Assets:Fund:Between",
        "Assets:Franchisor:Between",
        "Expenses:Franchisor:OwnOutlets",
    } <= names
    assert all(name in text for name in names)


def test_the_month_of_the_fund_is_a_report(lived):
    run = request_run(SYSTEM, "fund", Period.parse("2026-11"))
    db.session.commit()
    run_waiting()
    [(_key, file)] = reports.files_of(run)
    pages = PdfReader(io.BytesIO(storage.read(file))).pages
    assert all("NOT RECONCILED" in page.extract_text().replace("\n", " ") for page in pages)


def test_jobs_that_run_twice_change_nothing(lived):
    with clock.fixed(datetime(2027, 4, 20, 8, 0, tzinfo=UTC)):
        row = statements.make(lived.actors["felix"], YEAR)
        statements.publish(lived.actors["felix"], row)
        db.session.commit()
        for _ in range(2):
            jobs.deliver_statement(statement_id=str(row.id))
            jobs.post_own()
            jobs.remind()
        assert counted() == (1, 0, 1)


def counted():
    """Deliveries, reminders (the statement is published in time), mails about it."""
    mails = select(func.count(Message.id)).where(Message.kind == "fund/statement")
    return (
        db.session.scalar(select(func.count(FundDelivery.id))),
        db.session.scalar(select(func.count(FundReminder.id))),
        db.session.scalar(mails),
    )


def test_the_clock_speaks_by_itself_and_once(lived):
    with clock.fixed(datetime(2027, 4, 20, 8, 0, tzinfo=UTC)):
        for _ in range(2):
            jobs.remind()
    mails = db.session.scalars(select(Message).where(Message.kind == "fund/clock")).all()
    assert [mail.to_address for mail in mails] == ["hanna@demo.test"]


def test_nothing_of_it_is_posted_twice(lived):
    before = db.session.scalar(select(func.count(JournalEntry.id)))
    db.session.commit()
    jobs.post_own()
    assert db.session.scalar(select(func.count(JournalEntry.id))) == before
