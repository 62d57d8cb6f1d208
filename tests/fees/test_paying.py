"""Payments: where the money goes, what is refused, what a file books."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees import services
from franchise_portal.fees.enums import Book
from franchise_portal.fees.errors import PaymentKnown
from franchise_portal.fees.models import Allocation, OpenItem, Payment
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.kit.errors import BadInput, NotAllowed
from franchise_portal.kit.money import Money
from tests.builders.fees import a_report, assess, give_plan, invoices, pay
from tests.support.richer import once

HEADER = "franchisee,received_on,amount,currency,reference,invoice\n"


@pytest.fixture
@once
def invoiced(network):
    """Omar owes 3,250 of fees and 1,000 of the fund for September, and again for October."""
    give_plan(network.contracts["CT-F-001-TL"])
    for month in ("2026-09", "2026-10"):
        a_report(network.outlets["TL-001"], month, gross="50000")
        assess(month)
    return network


def omar(network):
    return network.franchisees["F-001"]


def still_open():
    """Minor units by number and book."""
    numbers = {invoice.id: invoice.number for invoice in invoices()}
    rows = db.session.execute(select(OpenItem.invoice_id, OpenItem.book, OpenItem.open_minor))
    return {(numbers[invoice_id][-1], book.value): minor for invoice_id, book, minor in rows}


def settled_by(payment):
    numbers = {invoice.id: invoice.number for invoice in invoices()}
    rows = db.session.execute(
        select(Allocation.invoice_id, Allocation.book, Allocation.amount_minor)
        .where(Allocation.payment_id == payment.id)
        .order_by(Allocation.id)
    )
    return [(numbers[invoice_id][-1], book.value, minor) for invoice_id, book, minor in rows]


def test_the_fund_is_settled_first_and_then_the_oldest_fee(invoiced):
    payment = pay(omar(invoiced), "3000")
    assert settled_by(payment) == [
        ("1", "fund", 1_000_00),
        ("2", "fund", 1_000_00),
        ("1", "franchisor", 1_000_00),
    ]
    assert check_ledger().agrees


def test_the_invoice_that_was_named_comes_before_the_fund_of_others(invoiced):
    second = invoices()[1]
    payment = pay(omar(invoiced), "4500", invoice=second)
    assert settled_by(payment) == [
        ("2", "fund", 1_000_00),
        ("2", "franchisor", 3_250_00),
        ("1", "fund", 250_00),
    ]


def test_what_is_too_much_becomes_credit(invoiced):
    pay(omar(invoiced), "9000")
    assert still_open() == {}
    [balance] = balance_of(omar(invoiced).id)
    assert str(balance.credit) == "500.00 EUR"
    assert str(balance.owed) == "-500.00 EUR"
    assert check_ledger().agrees


def test_the_same_bank_line_is_booked_once(invoiced):
    pay(omar(invoiced), "100", reference="X1")
    with pytest.raises(PaymentKnown):
        pay(omar(invoiced), "100", reference="X1")
    pay(omar(invoiced), "100", reference="X1 again")
    assert check_ledger().agrees


@pytest.mark.parametrize(
    ("amount", "on", "words"),
    [
        (Money(0, "EUR"), date(2026, 11, 1), "more than zero"),
        (Money(100, "EUR"), date(2026, 11, 3), "still to come"),
        (Money(100, "USD"), date(2026, 11, 1), "never been invoiced in USD"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(invoiced, amount, on, words):
    with pytest.raises(BadInput, match=words):
        services.record_payment(
            SYSTEM, franchisee=omar(invoiced), received_on=on, amount=amount, reference="x"
        )


def test_the_invoice_of_another_franchisee_is_refused(invoiced):
    with pytest.raises(BadInput, match="belongs to another franchisee"):
        pay(invoiced.franchisees["F-002"], "10", invoice=invoices()[0])


def test_those_who_may_not_record_payments_cannot(invoiced):
    with pytest.raises(NotAllowed):
        services.record_payment(
            invoiced.actors["rosa"],
            franchisee=omar(invoiced),
            received_on=date(2026, 11, 1),
            amount=Money(100, "EUR"),
        )


def book(text, *, dry_run=False):
    file = io.BytesIO((HEADER + text).encode())
    return services.import_payments(SYSTEM, file=file, filename="bank.csv", dry_run=dry_run)


def problems_of(text):
    with pytest.raises(BadInput) as refused:
        book(text)
    return [(p.row, p.column, str(p).removeprefix(f"{p.where}: ")) for p in refused.value.problems]


def test_a_file_books_every_line_and_allocates_it(invoiced):
    read = book("F-001,2026-11-01,4000,EUR,A,\nF-001,2026-11-02,4600,EUR,B,2026-0002\n")
    assert (read.payments, str(read.totals[0])) == (2, "8600.00 EUR")
    assert (str(read.allocated[0]), str(read.credit[0])) == ("8500.00 EUR", "100.00 EUR")
    assert check_ledger().agrees


def test_a_dry_run_books_nothing(invoiced):
    assert book("F-001,2026-11-01,4000,EUR,A,\n", dry_run=True).payments == 1
    assert db.session.execute(select(func.count()).select_from(Payment)).scalar_one() == 0


def test_every_wrong_line_is_named_and_none_is_booked(invoiced):
    found = problems_of(
        "F-O01,2026-11-01,10,EUR,A,\n"
        "F-001,2026-11-31,10,EUR,B,\n"
        "F-001,2026-11-01,-10,EUR,C,\n"
        "F-001,2026-11-01,10,EURO,D,\n"
        "F-001,2026-11-01,10,USD,E,\n"
        "F-001,2026-11-01,10,EUR,F,2026-0999\n"
        "F-001,2026-11-01,10,EUR,G,\n"
        "F-001,2026-11-01,10,EUR,G,\n"
    )
    assert [(row, column) for row, column, _ in found] == [
        (2, "franchisee"),
        (3, "received_on"),
        (4, "amount"),
        (5, "currency"),
        (6, "currency"),
        (7, "invoice"),
        (9, "reference"),
    ]
    assert "Did you mean F-001?" in found[0][2]
    assert found[-1][2].startswith("The same payment stands in row 8.")
    assert db.session.execute(select(func.count()).select_from(Payment)).scalar_one() == 0


def test_the_same_file_twice_is_refused_line_by_line(invoiced):
    book("F-001,2026-11-01,10,EUR,A,\n")
    [(row, _, text)] = problems_of("F-001,2026-11-01,10,EUR,A,\n")
    assert row == 2
    assert text.startswith("This payment is booked already.")


def test_money_is_dated_by_the_later_of_receipt_and_invoice(invoiced):
    pay(omar(invoiced), "100", on=date(2026, 10, 1))
    [(book_of, on)] = db.session.execute(select(Allocation.book, Allocation.allocated_on)).all()
    assert (book_of, on) == (Book.FUND, date(2026, 11, 2))
