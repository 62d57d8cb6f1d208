"""The check of the ledger finds days, terms, bases and uses of credit changed behind its back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from franchise_portal.contracts.services import approvals
from franchise_portal.database import db
from franchise_portal.fees.enums import EntryKind
from franchise_portal.fees.models import (
    Allocation,
    Charge,
    Invoice,
    JournalEntry,
    OpenItem,
    Payment,
    Posting,
    SalesReport,
    WriteOff,
)
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.services import write_offs
from franchise_portal.kit.money import Money
from franchise_portal.network.queries import founded
from franchise_portal.network.services.founding import change_settings
from tests.builders.corrections import with_owner
from tests.builders.fees import FUND, ROYALTY, a_plan, a_report, assess, give_plan, invoices, pay
from tests.fees.test_soundness import lift_the_ban
from tests.support.richer import once

PER_CUSTOMER = {
    "name": "per customer",
    "clause": "6.4",
    "basis": "customers",
    "method": "per_unit",
    "rate": "0.5",
}


@pytest.fixture
@once
def books(network):
    """September is paid, with credit left over; October's invoice took it, and part is given up."""
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"], "2026-09")
    assess("2026-09")
    for day, amount in ((20, "4300"), (21, "200")):
        pay(network.franchisees["F-001"], amount, on=date(2026, 9, day))
    a_report(network.outlets["TL-001"], "2026-10")
    assess("2026-10")
    give_up(network, invoices()[1], "150")
    db.session.commit()
    assert check_ledger(with_rule=True).findings == ()
    return network


def give_up(network, invoice, amount):
    asked = write_offs.ask_write_off(
        network.actors["felix"],
        with_owner(invoice),
        amount=Money.parse(amount, "EUR"),
        words="Not worth it.",
    )
    approvals.grant(network.actors["hanna"], asked)


def change(model, *where, **values):
    lift_the_ban("write_offs")
    write(model, *where, **values)


def write(model, *where, **values):
    db.session.execute(update(model).where(*where).values(**values))
    db.session.flush()


def found():
    """What the check tells, after which all is as it was."""
    try:
        return [str(finding) for finding in check_ledger().findings]
    finally:
        db.session.rollback()


def test_another_day_of_issue_is_found(books):
    first = invoices()[0]
    yesterday = first.issued_on - timedelta(days=1)
    due_on = first.due_on - timedelta(days=1)
    change(Invoice, Invoice.id == first.id, issued_on=yesterday, due_on=due_on)
    assert found() == [
        "Document 2026-0001 says that it was issued on 2026-11-01, but its entry is of 2026-11-02."
    ]


def test_another_moment_of_issue_is_found(books):
    first = invoices()[0]
    moment = first.issued_at + timedelta(seconds=1)
    change(Invoice, Invoice.id == first.id, issued_at=moment)
    assert found() == ["Document 2026-0001 was issued at another moment than its entry says."]


def test_another_due_day_of_what_is_paid_is_found(books):
    first = invoices()[0]
    change(Invoice, Invoice.id == first.id, due_on=first.due_on + timedelta(days=30))
    assert found() == [
        (
            "Document 2026-0001 of 2026-11-02 is due on 2026-12-15. By the days to pay that held "
            "then it would be due on 2026-11-15."
        )
    ]


def test_another_due_day_of_what_is_open_is_found(books):
    second = invoices()[1]
    change(OpenItem, OpenItem.invoice_id == second.id, due_on=second.due_on + timedelta(days=9))
    assert found() == [
        (
            "Document 2026-0002 is due on 2026-11-15, but what is open of it is kept as due on "
            "2026-11-24, and no such day was granted."
        )
    ]


def test_other_days_to_pay_count_from_when_they_were_set(books):
    change_settings(books.actors["hanna"], founded(), changes={"payment_days": 30})
    a_report(books.outlets["TL-003"], "2026-10")
    assess("2026-10")
    third = invoices()[2]
    assert (third.due_on - third.issued_on).days == 30
    assert check_ledger().findings == ()
    change(Invoice, Invoice.id == third.id, due_on=third.issued_on + timedelta(days=20))
    assert any(line.startswith("Document 2026-0003 of 2026-11-02 is due on") for line in found())


def test_another_day_of_a_payment_is_found(books):
    first = db.session.scalars(select(Payment).order_by(Payment.received_on)).first()
    change(Payment, Payment.id == first.id, received_on=first.received_on - timedelta(days=4))
    [line] = found()
    assert "says that it came on 2026-09-16, but its entry is of 2026-09-20." in line


def test_another_clause_of_a_line_is_found(books):
    here = Charge.fee == "royalty", Charge.invoice_id == invoices()[0].id
    change(Charge, *here, clause="9.9")
    assert found() == [
        (
            "The line “royalty” of invoice 2026-0001 names clause 9.9, but its fee plan names "
            "clause 6.1."
        )
    ]


@pytest.mark.parametrize(
    "values",
    [{"fee": "levy"}, {"basis": "gross_sales"}, {"position": 7}],
    ids=["name", "basis", "place"],
)
def test_a_line_that_is_not_of_its_plan_is_found(books, values):
    here = Charge.fee == "royalty", Charge.invoice_id == invoices()[0].id
    change(Charge, *here, **values)
    name = values.get("fee", "royalty")
    assert found()[0] == (
        f"The line “{name}” of invoice 2026-0001 has another name, book or basis than the fee of "
        "its plan."
    )


@pytest.mark.parametrize("column", ["gross_minor", "sales_tax_minor", "refunds_minor"])
def test_another_figure_of_a_report_is_found(books, column):
    here = SalesReport.month == "2026-09"
    change(SalesReport, here, **{column: getattr(SalesReport, column) + 1_00})
    assert sorted(found()) == [
        f"The line “{fee}” of invoice 2026-0001 was counted on another amount than its sales "
        "report says."
        for fee in ("advertising fund", "royalty")
    ]


def test_a_figure_that_no_fee_is_counted_on_says_nothing_of_the_books(books):
    change(SalesReport, SalesReport.month == "2026-09", cost_of_goods_minor=5_00)
    assert found() == []


CAPPED = {**ROYALTY, "deduct": ["sales_tax", "discounts"], "discount_cap": "0.025"}


@pytest.mark.parametrize(
    ("discounts", "changed", "is_found"),
    [("500", "501", True), ("5000", "500", True), ("5000", "6000", False)],
    ids=["below the cap", "across it", "above it"],
)
def test_discounts_count_up_to_their_cap(network, discounts, changed, is_found):
    """Of sales of 50,000 at most 1,250 are taken off."""
    give_plan(network.contracts["CT-F-001-TL"], a_plan(CAPPED, FUND))
    a_report(network.outlets["TL-001"], "2026-09", discounts=discounts)
    assess("2026-09")
    assert check_ledger(with_rule=True).findings == ()
    change(SalesReport, discounts_minor=Money.parse(changed, "EUR").minor)
    assert bool(found()) is is_found


def test_another_count_of_a_report_is_found(network):
    give_plan(network.contracts["CT-F-001-TL"], a_plan(ROYALTY, FUND, PER_CUSTOMER))
    a_report(network.outlets["TL-001"], "2026-09", customers=Decimal("812.5"))
    assess("2026-09")
    assert check_ledger().findings == ()
    change(SalesReport, customers=Decimal(812))
    assert found() == [
        (
            "The line “per customer” of invoice 2026-0001 was counted on another amount than its "
            "sales report says."
        )
    ]


def test_credit_moved_from_one_payment_to_another_is_found(books):
    """All accounts and all balances stand as before."""
    lift_the_ban()
    one, other = db.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.kind == EntryKind.ALLOCATION)
        .order_by(JournalEntry.id)
    ).all()
    for entry, minor in ((one, 10), (other, -10)):
        of_it = Posting.entry_id == entry.id
        for one in db.session.scalars(select(Posting).where(of_it)).all():
            more = minor if one.amount_minor > 0 else -minor
            write(Posting, Posting.id == one.id, amount_minor=one.amount_minor + more)
    lines = found()
    assert len(lines) == 2
    assert all("settled" in line and "but its entries post" in line for line in lines)


def test_a_write_off_of_another_amount_is_found(books):
    change(WriteOff, amount_minor=1_00)
    assert found() == ["Of 2026-0002 1.00 EUR are written off, but its entries post 150.00 EUR."]


def test_a_use_of_credit_given_to_another_payment_is_found(books):
    rows = db.session.scalars(
        select(Allocation).where(Allocation.payment_id.is_not(None)).order_by(Allocation.id)
    ).all()
    other = next(one.payment_id for one in rows if one.payment_id != rows[-1].payment_id)
    change(Allocation, Allocation.id == rows[-1].id, payment_id=other)
    lines = found()
    assert any("but its entries post" in line for line in lines)
