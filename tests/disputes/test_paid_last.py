"""What is in dispute is paid last, and an instalment by its agreed day, however money comes."""

import io
from datetime import date

import pytest
from sqlalchemy import event, func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.dunning.queries import plans as plan_queries
from franchise_portal.dunning.services import plans, watching
from franchise_portal.dunning.turns import agreed_of
from franchise_portal.fees import services
from franchise_portal.fees.enums import Turn
from franchise_portal.fees.models import Allocation, Invoice, OpenItem, Payment
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.soundness import check_ledger
from tests.builders.corrections import come_back, credit
from tests.builders.disputes import a_dispute
from tests.builders.dunning import a_late_invoice, at, propose
from tests.builders.fees import a_report, assess, give_plan, invoices, pay
from tests.support.richer import once

HEADER = "franchisee,received_on,amount,currency,reference,invoice\n"


@pytest.fixture
@once
def disputed(network):
    """Omar owes 4,250 for September and for October; 1,000 of September's royalty are in dispute.

    1,000 of each are the fund's. September is due since 16 October, October on 16 November.
    """
    give_plan(network.contracts["CT-F-001-TL"])
    for month, day in (("2026-09", date(2026, 10, 2)), ("2026-10", date(2026, 11, 2))):
        a_report(network.outlets["TL-001"], month, "50000")
        with at(day):
            assess(month)
    with at(date(2026, 10, 20)):
        a_dispute(network.actors["omar"], network.outlets["TL-001"], "2000")
    db.session.commit()
    return network


def omar(network):
    return network.franchisees["F-001"]


def still_open():
    rows = db.session.execute(
        select(Invoice.month, OpenItem.book, OpenItem.open_minor)
        .join(Invoice, Invoice.id == OpenItem.invoice_id)
        .order_by(Invoice.number, OpenItem.book.desc())
    )
    return [(month, book.value, minor) for month, book, minor in rows]


def went(payment):
    rows = db.session.execute(
        select(Invoice.month, Allocation.book, Allocation.amount_minor, Allocation.turn)
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .where(Allocation.payment_id == payment.id)
        .order_by(Allocation.id)
    )
    return [(month, book.value, minor, turn.value) for month, book, minor, turn in rows]


def test_a_payment_settles_what_is_due_and_leaves_what_is_in_dispute(disputed):
    payment = pay(omar(disputed), "4000")
    assert went(payment) == [
        ("2026-09", "fund", 1_000_00, "fund"),
        ("2026-09", "franchisor", 2_250_00, "due"),
        ("2026-10", "fund", 750_00, "coming"),
    ]
    assert check_ledger().agrees


def test_only_when_nothing_else_is_open_what_is_in_dispute_is_paid_and_then_credit(disputed):
    pay(omar(disputed), "7500")
    assert still_open() == [("2026-09", "franchisor", 1_000_00)]
    assert went(pay(omar(disputed), "1200", reference="more")) == [
        ("2026-09", "franchisor", 1_000_00, "contested")
    ]
    [balance] = balance_of(omar(disputed).id)
    assert str(balance.credit) == "200.00 EUR"
    assert check_ledger().agrees


def test_a_named_invoice_is_settled_whole_although_a_part_is_in_dispute(disputed):
    payment = pay(omar(disputed), "5000", invoice=invoices()[0])
    assert went(payment) == [
        ("2026-09", "fund", 1_000_00, "named"),
        ("2026-09", "franchisor", 3_250_00, "named"),
        ("2026-10", "fund", 750_00, "coming"),
    ]


def test_the_lines_of_a_file_follow_the_same_order_one_after_the_other(disputed):
    text = "F-001,2026-11-02,7400,EUR,A,\nF-001,2026-11-02,150,EUR,B,\n"
    file = io.BytesIO((HEADER + text).encode())
    services.import_payments(SYSTEM, file=file, filename="bank.csv")
    first, second = db.session.scalars(select(Payment).order_by(Payment.reference))
    assert went(first)[-1] == ("2026-10", "franchisor", 3_150_00, "coming")
    assert went(second) == [
        ("2026-10", "franchisor", 100_00, "coming"),
        ("2026-09", "franchisor", 50_00, "contested"),
    ]
    assert check_ledger().agrees


def test_credit_follows_it_too(disputed):
    september, october = invoices()
    pay(omar(disputed), "4250", invoice=october)
    pay(omar(disputed), "3000", reference="most of September")
    note = credit(october, {"royalty": "500"})
    rows = db.session.execute(
        select(Allocation.amount_minor, Allocation.turn)
        .where(Allocation.from_invoice_id == note.id, Allocation.invoice_id == september.id)
        .order_by(Allocation.id)
    ).all()
    assert [tuple(row) for row in rows] == [(250_00, Turn.DUE), (250_00, Turn.CONTESTED)]
    assert check_ledger().agrees


def test_what_came_back_is_open_again_whatever_its_turn_was(disputed):
    payment = pay(omar(disputed), "8000")
    before = db.session.scalar(select(func.count()).select_from(Allocation))
    come_back(payment)
    assert sum(minor for *_, minor in still_open()) == 8_500_00
    assert db.session.scalar(select(func.count()).select_from(Allocation)) == before * 2 - 1
    assert check_ledger().agrees


@pytest.fixture
@once
def planned(network):
    """4,250 of August in two instalments, 10 November and 10 December; October is due on the 16th.

    1,000 of each are the fund's.
    """
    a_late_invoice(network)
    plan = propose(network.actors["omar"], network, first=date(2026, 11, 10))
    whole = plan_queries.plan_for(SYSTEM, plan.id)
    plans.accept_plan(network.actors["felix"], whole, seen=None)
    a_report(network.outlets["TL-001"], "2026-10", "50000")
    assess("2026-10")
    db.session.commit()
    return network


def test_a_payment_fills_the_instalment_that_is_due_before_and_then_the_invoice(planned):
    assert went(pay(omar(planned), "2125")) == [
        ("2026-08", "fund", 1_000_00, "instalment"),
        ("2026-08", "franchisor", 1_125_00, "instalment"),
    ]
    assert went(pay(omar(planned), "4250", reference="October")) == [
        ("2026-10", "fund", 1_000_00, "coming"),
        ("2026-10", "franchisor", 3_250_00, "coming"),
    ]
    assert still_open() == [("2026-08", "franchisor", 2_125_00)]
    assert check_ledger().agrees


def test_an_old_invoice_in_a_plan_does_not_take_what_was_paid_for_the_month(planned):
    pay(omar(planned), "2125")
    with at(date(2026, 11, 16)):
        payment = pay(omar(planned), "4250", on=date(2026, 11, 16), reference="October")
    assert [turn for *_, turn in went(payment)] == ["fund", "due"]


def test_the_rule_counts_what_is_left_of_a_plan_as_its_page_does(planned):
    august = invoices()[0]
    for amount in ("300", "2000", "125"):
        pay(omar(planned), amount, invoice=august, reference=amount)
        [kept] = agreed_of([omar(planned).id])[omar(planned).id].plans
        minor = dict(
            db.session.execute(
                select(OpenItem.invoice_id, func.sum(OpenItem.open_minor)).group_by(
                    OpenItem.invoice_id
                )
            ).all()
        )
        plan_id = plan_queries.plans_of(omar(planned).id)[0].id
        whole = plan_queries.plan_for(SYSTEM, plan_id)
        standing = plan_queries.standing_of(whole, on=date(2026, 11, 2))
        assert kept.left(minor) == [
            (one.instalment.due_on, one.instalment.minor - one.paid)
            for one in standing.instalments
            if not one.is_paid
        ]


def test_a_broken_plan_gives_its_invoices_their_own_day_back(planned):
    plan = plan_queries.plans_of(omar(planned).id)[0]
    with at(date(2026, 12, 1)):
        watching.watch_plan(plan.id, on=date(2026, 12, 1))
        payment = pay(omar(planned), "5250", on=date(2026, 12, 1))
    assert went(payment) == [
        ("2026-08", "fund", 1_000_00, "fund"),
        ("2026-10", "fund", 1_000_00, "fund"),
        ("2026-08", "franchisor", 3_250_00, "due"),
    ]


def asked_by(act):
    """How often the database is asked something."""
    asked = []

    def note(_connection, _cursor, statement, *_more):
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def test_a_payment_asks_no_more_however_many_invoices_are_open(disputed):
    few = asked_by(lambda: pay(omar(disputed), "10", reference="a few"))
    for month in ("2026-05", "2026-06", "2026-07", "2026-08"):
        a_report(disputed.outlets["TL-001"], month, "50000")
        assess(month)
    assert asked_by(lambda: pay(omar(disputed), "10", reference="more")) <= few


@pytest.mark.parametrize("who", ["felix", "omar"])
def test_the_page_of_a_payment_says_why_it_went_there(disputed, browser, who):
    payment = pay(omar(disputed), "8000")
    db.session.commit()
    browser.sign_in(who)
    browser.get(f"/fees/payments/{payment.id}")
    words = browser.page.text
    assert "It was due, and the advertising fund comes first." in words
    assert "€ 500.00: It is in dispute, so it comes last." in words
    assert "only then does something become credit" in words
