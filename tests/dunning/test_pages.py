"""The pages of both sides: what is overdue, reminders, plans, late charges, rates."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.dunning.enums import PlanStatus
from franchise_portal.dunning.models import DunningHold, PaymentPlan
from franchise_portal.dunning.queries.procedures import procedure_in_force
from franchise_portal.dunning.services import reminding
from franchise_portal.fees.enums import Book
from franchise_portal.fees.models import Invoice, OpenItem
from franchise_portal.network.models import Franchisee
from franchise_portal.network.services.indexing import index_everything
from tests.builders.dunning import (
    a_late_invoice,
    account_url,
    agree_on_late,
    at,
    letters,
    propose,
    seen_by,
)
from tests.support.richer import once

TODAY = date(2026, 11, 2)


@pytest.fixture
@once
def late(network):
    """Omar's 4,250 are due since 15 September; he was reminded on 2 November."""
    a_late_invoice(network)
    agree_on_late(network.contracts["CT-F-001-TL"])
    reminding.remind(SYSTEM, [network.franchisees["F-001"].id], on=TODAY)
    db.session.commit()
    return network


def test_the_list_says_who_is_late_since_when_and_what_comes_next(late, browser):
    text = seen_by(browser, "felix", "/dunning/")
    for words in (
        "Omar & Sons",
        "€ 4,250.00",
        "15 September 2026",
        "48 days",
        "Step 1, 2 November",
    ):
        assert words in text
    assert "Reminder, 13 November" in text


@pytest.mark.parametrize("sort", ["since", "-overdue", "franchisee"])
def test_the_list_is_searched_and_sorted(late, browser, sort):
    index_everything()
    db.session.commit()
    browser.sign_in("felix")
    browser.get(f"/dunning/?q=omar&sort={sort}")
    assert "Omar & Sons" in browser.page.text
    browser.get(f"/dunning/?q=nobody&sort={sort}")
    assert "No overdue account matches" in browser.page.text


def test_the_number_of_queries_does_not_grow_with_rows(late, browser):
    browser.sign_in("felix")
    few = queries_of(browser, "/dunning/")
    invoice = db.session.scalars(select(Invoice)).first()
    for number in range(20):
        business = Franchisee(code=f"G-{number:03}", name=f"Guest {number}", since=TODAY)
        db.session.add(business)
        db.session.flush()
        other = Invoice(
            number=f"X-{number}",
            franchisee_id=business.id,
            month=invoice.month,
            statement_month=invoice.month,
            currency="EUR",
            total_minor=100,
            issued_on=invoice.issued_on,
            due_on=invoice.due_on,
        )
        db.session.add(other)
        db.session.flush()
        db.session.add(
            OpenItem(
                invoice_id=other.id,
                book=Book.FRANCHISOR,
                franchisee_id=business.id,
                currency="EUR",
                due_on=invoice.due_on,
                open_minor=100,
            )
        )
    db.session.commit()
    assert queries_of(browser, "/dunning/") == few
    assert "Guest 19" in browser.page.text


def queries_of(browser, url):
    asked = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.get(url)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len([one for one in asked if one.startswith("SELECT")])


def test_a_franchisee_sees_the_own_account_and_the_ways_out(late, browser):
    text = seen_by(browser, "omar", account_url(late))
    assert "Propose a payment plan" in text
    assert "Pause reminders" not in text
    browser.get(account_url(late, "F-002"), status=404)


def test_a_reminder_is_read_by_both_sides_and_by_nobody_else(late, browser):
    [letter] = letters()
    url = f"/dunning/letters/{letter.id}"
    text = seen_by(browser, "omar", url)
    for words in ("A friendly reminder", "2026-0001", "€ 4,250.00", "What happens next"):
        assert words in text
    browser.sign_out()
    assert "RM-2026-0001" in seen_by(browser, "hanna", url)
    browser.sign_out()
    browser.sign_in("olga")
    browser.get(url, status=404)
    browser.post(f"{url}/paper", status=404)


def test_the_pdf_is_asked_for(late, browser):
    [letter] = letters()
    browser.sign_in("omar")
    browser.post(f"/dunning/letters/{letter.id}/paper")
    assert "The PDF is being made" in browser.page.text


def test_reminders_are_paused_and_go_on(late, browser):
    browser.sign_in("felix")
    browser.post(f"{account_url(late)}/pauses", {"pause-until": "", "pause-reason": ""}, status=422)
    form = {"pause-until": "2026-11-20", "pause-reason": "We talk."}
    browser.post(f"{account_url(late)}/pauses", form)
    assert "Reminders pause until 20 November 2026: We talk." in browser.page.text
    hold = db.session.scalars(select(DunningHold)).one()
    browser.post(f"{account_url(late)}/pauses/{hold.id}/end", {"version": str(hold.version)})
    assert "Reminders go on." in browser.page.text


def test_a_step_is_left_out_on_the_page(late, browser):
    browser.sign_in("felix")
    browser.post(f"{account_url(late)}/skips", {"skip-reason": ""}, status=422)
    browser.post(f"{account_url(late)}/skips", {"skip-reason": "We spoke."})
    assert "Felix left out step 2 for invoice 2026-0001: We spoke." in browser.page.text


def test_reminding_by_hand_when_nothing_is_due_says_so(late, browser):
    browser.sign_in("felix")
    browser.post(f"{account_url(late)}/reminder", status=422)
    assert "No reminder is due for Omar & Sons today" in browser.page.text


def error_at(browser, field):
    [words] = re.findall(rf'id="{field}-error">([^<]*)<', browser.page.html)
    return words


def test_the_steps_are_read_by_both_sides_and_changed_by_finance(late, browser):
    assert "Last reminder" in seen_by(browser, "omar", "/dunning/procedure")
    browser.get("/dunning/procedure/edit", status=403)
    browser.sign_out()
    browser.sign_in("felix")
    browser.get("/dunning/procedure/edit")
    form = {
        "version": "0",
        "days_1": "5",
        "name_1": "Hello",
        "manner_1": "friendly",
        "mail_1": "y",
        "manner_2": "plain",
        "rest_days": "20",
        "reason": "Kinder.",
    }
    browser.post("/dunning/procedure", {**form, "days_1": "0"}, status=422)
    # The second row is empty, so the third is the second step; its days are what is wrong.
    earlier = {"days_3": "5", "name_3": "Again", "manner_3": "plain", "mail_3": "y"}
    browser.post("/dunning/procedure", {**form, **earlier}, status=422)
    assert "on a later day than the one before it" in error_at(browser, "days_3")
    silent = {"days_3": "9", "name_3": "Again", "manner_3": "plain"}
    browser.post("/dunning/procedure", {**form, **silent}, status=422)
    assert "said somehow" in error_at(browser, "letter_3")
    browser.post("/dunning/procedure", form)
    assert "The new steps are in force." in browser.page.text
    assert [step.name for step in procedure_in_force().steps] == ["Hello"]
    browser.post("/dunning/procedure", {**form, "name_1": "Mine"}, status=409)
    assert "Mine" in browser.page.html


def test_a_plan_is_laid_out_changed_proposed_and_accepted(late, browser):
    invoice = db.session.scalars(select(Invoice)).one()
    url = f"/dunning/plans/new/{late.franchisees['F-001'].id}"
    browser.sign_in("omar")
    browser.get(url)
    form = {
        "rows": "0",
        "invoices": str(invoice.id),
        "count": "2",
        "first_on": "2026-11-16",
        "broken_after_days": "10",
    }
    browser.post(url, {**form, "act": "lay-out"})
    assert "2125.00" in browser.page.html
    rows = {
        **form,
        "rows": "2",
        "act": "propose",
        "words": "The ovens broke.",
        "due_1": "2026-11-16",
        "amount_1": "1250.00",
        "due_2": "2026-12-16",
        "amount_2": "3000.00",
    }
    browser.post(url, {**rows, "amount_2": "3000.01"}, status=422)
    assert "come to another amount" in browser.page.text
    browser.post(url, rows)
    plan = db.session.scalars(select(PaymentPlan)).one()
    assert "The other side has been told" in browser.page.text
    browser.sign_out()
    browser.sign_in("olga")
    browser.get(f"/dunning/plans/{plan.id}", status=404)
    browser.sign_out()
    assert "Payment plan over € 4,250.00" in seen_by(browser, "felix", "/")
    browser.get(f"/dunning/plans/{plan.id}")
    assert "Accept the plan" in browser.page.text
    browser.post(f"/dunning/plans/{plan.id}/acceptance", {"version": str(plan.version)})
    assert "The plan is agreed." in browser.page.text
    db.session.refresh(plan)
    assert plan.status is PlanStatus.KEPT
    browser.get(account_url(late))
    assert "It is part of the payment plan PP-2026-0001" in browser.page.text


@pytest.mark.parametrize("missing", ["invoices", "count", "first_on"])
def test_a_plan_without_its_parts_is_not_laid_out(late, browser, missing):
    invoice = db.session.scalars(select(Invoice)).one()
    browser.sign_in("omar")
    form = {
        "rows": "0",
        "invoices": str(invoice.id),
        "count": "2",
        "first_on": "2026-11-16",
        "broken_after_days": "10",
        "act": "lay-out",
    }
    del form[missing]
    browser.post(f"/dunning/plans/new/{late.franchisees['F-001'].id}", form, status=422)


def test_a_proposal_is_refused_with_words_or_taken_back(late, browser):
    plan = propose(late.actors["felix"], late)
    db.session.commit()
    url = f"/dunning/plans/{plan.id}"
    browser.sign_in("omar")
    browser.post(f"{url}/refusal", {"version": "1", "words": ""}, status=422)
    browser.post(f"{url}/refusal", {"version": "1", "words": "Three, please."})
    assert "Three, please." in browser.page.text
    second = propose(late.actors["felix"], late)
    db.session.commit()
    browser.sign_out()
    browser.sign_in("felix")
    browser.post(f"/dunning/plans/{second.id}/withdrawal", {"version": "1", "words": ""})
    assert "The proposal is taken back." in browser.page.text
    browser.get("/dunning/plans?status=withdrawn")
    assert second.number in browser.page.text
    assert plan.number not in browser.page.text


def test_home_leads_both_sides_to_what_waits(late, browser):
    assert "1 invoice is overdue" in seen_by(browser, "omar", "/")
    browser.sign_out()
    due = date(2026, 9, 15)
    for day in (date(2026, 11, 13), date(2026, 11, 29)):
        with at(day):
            reminding.remind(SYSTEM, [late.franchisees["F-001"].id], on=day)
    db.session.commit()
    with at(date(2026, 11, 30)):
        text = seen_by(browser, "felix", "/")
    assert "Every reminder was said" in text
    assert (date(2026, 11, 30) - due) == timedelta(days=76)
    assert "76 days late" in text
