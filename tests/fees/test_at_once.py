"""Several people at the same moment: numbers have no gap, nothing is charged or settled twice."""

import threading
import time
from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db, edge
from franchise_portal.fees import services
from franchise_portal.fees.errors import PaymentKnown
from franchise_portal.fees.models import Allocation, Charge, Invoice, OpenItem, Payment
from franchise_portal.fees.queries.crediting import creditable
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.services.crediting import issue_credit_note
from franchise_portal.fees.services.ledger import pass_gate
from franchise_portal.kit import clock
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.corrections import with_owner
from tests.builders.fees import a_report, give_plan, invoices
from tests.conftest import NOON


@pytest.fixture
def planned(network):
    for contract in network.contracts.values():
        give_plan(contract)
    for month in ("2026-08", "2026-09", "2026-10"):
        for outlet in network.outlets.values():
            a_report(outlet, month)
    db.session.commit()
    return network


def together(app, *works):
    """Run each in a thread of its own, all beginning at the same moment; what they raised."""
    start = threading.Barrier(len(works))
    raised = []

    def run(work):
        with app.app_context(), clock.fixed(NOON):
            start.wait()
            try:
                work()
            except Exception as error:  # noqa: BLE001 - the test looks at it
                raised.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return raised


def assessing(month):
    def work():
        with edge():
            services.assess_month(SYSTEM, month=Period.parse_month(month))

    return work


def paying(franchisee, cents, reference):
    def work():
        with edge():
            services.record_payment(
                SYSTEM,
                franchisee=franchisee,
                received_on=date(2026, 11, 1),
                amount=Money(cents, "EUR"),
                reference=reference,
            )

    return work


def count(model):
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_the_same_month_assessed_by_four_at_once_is_charged_once(app, planned):
    assert together(app, *[assessing("2026-10")] * 4) == []
    assert (count(Invoice), count(Charge)) == (2, 9)
    assert check_ledger().agrees


def test_months_assessed_at_once_are_numbered_without_a_gap(app, planned):
    works = [assessing(month) for month in ("2026-08", "2026-09", "2026-10")] * 2
    assert together(app, *works) == []
    numbers = [invoice.number for invoice in invoices()]
    assert numbers == [f"2026-{place:04d}" for place in range(1, 7)]
    assert check_ledger().agrees


def test_payments_at_once_never_settle_more_than_is_open(app, planned):
    assessing("2026-10")()
    omar = planned.franchisees["F-001"]
    works = [paying(omar, 300_000, f"transfer {place}") for place in range(6)]
    assert together(app, *works) == []
    total = invoices(omar)[0].total_minor
    settled = db.session.execute(select(func.sum(Allocation.amount_minor))).scalar_one()
    assert (settled, count(Payment)) == (total, 6)
    assert check_ledger().agrees


def test_the_same_bank_line_sent_by_six_at_once_is_booked_once(app, planned):
    assessing("2026-10")()
    omar = planned.franchisees["F-001"]
    raised = together(app, *[paying(omar, 100_000, "the same")] * 6)
    assert [type(error) for error in raised] == [PaymentKnown] * 5
    assert count(Payment) == 1
    assert check_ledger().agrees


def test_paying_while_a_month_is_assessed_leaves_nothing_open_that_was_paid(app, planned):
    omar = planned.franchisees["F-001"]
    works = [assessing("2026-10"), *[paying(omar, 200_000, f"t{place}") for place in range(5)]]
    assert together(app, *works) == []
    total = invoices(omar)[0].total_minor
    still = db.session.execute(
        select(func.coalesce(func.sum(OpenItem.open_minor), 0)).where(
            OpenItem.franchisee_id == omar.id
        )
    ).scalar_one()
    assert still == max(0, total - 1_000_000)
    assert check_ledger().agrees


def test_an_invoice_credited_at_this_moment_cannot_be_paid_any_more(app, planned):
    """Who pays it waits until the credit note is issued, and is told then."""
    assessing("2026-10")()
    omar = planned.franchisees["F-001"]
    invoice_id = invoices(omar)[0].id
    is_crediting, is_paying = threading.Event(), threading.Event()

    def crediting_all():
        with edge():
            pass_gate()
            is_crediting.set()
            is_paying.wait()
            time.sleep(0.3)
            invoice = with_owner(db.session.get_one(Invoice, invoice_id))
            left = {line.charge_id: line.left for line in creditable(invoice)}
            issue_credit_note(SYSTEM, invoice, left, reason="It was wrong.")

    def paying_it():
        is_crediting.wait()
        is_paying.set()
        with edge():
            services.record_payment(
                SYSTEM,
                franchisee=omar,
                received_on=date(2026, 11, 1),
                amount=Money(100, "EUR"),
                invoice=db.session.get_one(Invoice, invoice_id),
            )

    [refusal] = together(app, crediting_all, paying_it)
    assert "was taken back" in str(refusal)
    assert count(Payment) == 0
    assert check_ledger().agrees
