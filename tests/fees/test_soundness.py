"""The check of the ledger finds what somebody changed behind its back."""

from datetime import date

import pytest
from sqlalchemy import delete, insert, select, text, update

from franchise_portal.database import append_only_triggers, db
from franchise_portal.fees.enums import Account, Book, EntryKind
from franchise_portal.fees.errors import Unbalanced
from franchise_portal.fees.models import (
    AccountDay,
    AccountTotal,
    Allocation,
    Charge,
    CreditLine,
    Invoice,
    InvoiceTax,
    JournalEntry,
    NumberSeries,
    OpenItem,
    Payment,
    Posting,
)
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.rules.bookkeeping import Side
from franchise_portal.fees.services.ledger import Journal
from franchise_portal.kit import clock
from franchise_portal.kit.ids import new_id
from franchise_portal.network.models import Franchisee
from tests.builders.corrections import a_tax, come_back, corrected, credit
from tests.builders.fees import a_report, assess, give_plan, invoices, pay
from tests.support.richer import once

APPEND_ONLY = (
    "invoices",
    "charges",
    "payments",
    "allocations",
    "journal_entries",
    "postings",
    "credit_lines",
    "invoice_taxes",
    "single_charges",
)


@pytest.fixture
@once
def books(network):
    give_plan(network.contracts["CT-F-001-TL"])
    for month in ("2026-09", "2026-10"):
        a_report(network.outlets["TL-001"], month)
        assess(month)
    pay(network.franchisees["F-001"], "5000")
    db.session.commit()
    assert check_ledger(with_rule=True).agrees
    return network


def lift_the_ban(*more):
    """What only somebody with the keys of the database could do."""
    for table in (*APPEND_ONLY, *more):
        for dialect, statement in append_only_triggers(table):
            if dialect != db.engine.dialect.name or "TRIGGER" not in statement:
                continue
            name = statement.split()[2]
            on = f" ON {table}" if dialect == "postgresql" else ""
            db.session.execute(text(f"DROP TRIGGER {name}{on}"))


def put_back_the_ban():
    db.session.rollback()


def first(model):
    return db.session.query(model).order_by(model.id).first()


def change_a_posting():
    one = first(Posting)
    here = Posting.id == one.id
    db.session.execute(update(Posting).where(here).values(amount_minor=one.amount_minor + 1))


def drop_an_entry():
    entry = first(JournalEntry)
    db.session.execute(delete(Posting).where(Posting.entry_id == entry.id))


def change_a_line():
    one = first(Charge)
    db.session.execute(update(Charge).where(Charge.id == one.id).values(amount_minor=1))


def change_a_total():
    one = invoices()[0]
    db.session.execute(update(Invoice).where(Invoice.id == one.id).values(total_minor=1))


def renumber():
    one = invoices()[0]
    db.session.execute(update(Invoice).where(Invoice.id == one.id).values(number="2026-0007"))


def forget_the_series():
    series = NumberSeries.name == "invoices-2026"
    db.session.execute(update(NumberSeries).where(series).values(next=2))


def change_an_open_item():
    db.session.execute(update(OpenItem).values(open_minor=OpenItem.open_minor + 1))


def change_what_stands_on_an_account():
    db.session.execute(update(AccountTotal).values(total_minor=AccountTotal.total_minor + 1))


def change_what_was_posted_on_a_day():
    db.session.execute(update(AccountDay).values(total_minor=AccountDay.total_minor + 1))


def change_a_payment():
    db.session.execute(update(Payment).values(amount_minor=1))


def settle_too_much():
    one = first(Allocation)
    db.session.execute(
        insert(Allocation).values(
            id=new_id(),
            payment_id=one.payment_id,
            invoice_id=one.invoice_id,
            book=Book.FUND,
            amount_minor=10**9,
            currency="EUR",
            allocated_on=one.allocated_on,
        )
    )


def move_money_between_books():
    bank = Posting.account == Account.BANK
    db.session.execute(update(Posting).where(bank).values(book=Book.FUND))


def another_franchisee():
    return db.session.scalars(select(Franchisee.id).where(Franchisee.code == "F-002")).one()


def give_an_invoice_to_another():
    here = Invoice.id == invoices()[0].id
    db.session.execute(update(Invoice).where(here).values(franchisee_id=another_franchisee()))


def give_a_payment_to_another():
    db.session.execute(update(Payment).values(franchisee_id=another_franchisee()))


def let_another_owe_it():
    owed = Posting.account == Account.RECEIVABLE
    db.session.execute(update(Posting).where(owed).values(franchisee_id=another_franchisee()))


@pytest.mark.parametrize(
    "forge",
    [
        change_a_posting,
        drop_an_entry,
        change_a_line,
        change_a_total,
        renumber,
        forget_the_series,
        change_an_open_item,
        change_what_stands_on_an_account,
        change_what_was_posted_on_a_day,
        change_a_payment,
        settle_too_much,
        move_money_between_books,
        give_an_invoice_to_another,
        give_a_payment_to_another,
        let_another_owe_it,
    ],
)
def test_a_change_behind_its_back_is_found(books, forge):
    lift_the_ban()
    forge()
    db.session.flush()
    assert not check_ledger().agrees
    put_back_the_ban()


def test_a_line_that_the_rule_would_not_give_is_found(books):
    """Line, total and postings changed together agree with each other, but not with the rule."""
    lift_the_ban()
    shift_a_fee(1_00)
    assert check_ledger().agrees
    assert "“royalty”" in str(check_ledger(with_rule=True).findings[0])
    put_back_the_ban()


def shift_a_fee(minor):
    """Charge a franchisor's line less and its neighbour on the same invoice more."""
    more, less = (
        db.session.scalars(
            select(Charge)
            .where(Charge.invoice_id == invoices()[0].id, Charge.fee == fee)
            .order_by(Charge.id)
        ).first()
        for fee in ("technology", "royalty")
    )
    for one, difference in ((more, minor), (less, -minor)):
        here = Charge.id == one.id
        db.session.execute(
            update(Charge).where(here).values(amount_minor=one.amount_minor + difference)
        )


def test_the_database_itself_refuses_to_change_a_posting(books):
    with pytest.raises(Exception, match="postings is append-only"):
        change_a_posting()
    db.session.rollback()


def test_the_totals_are_told_by_book(books):
    found = {
        (balance.book, balance.account): balance.amount.minor for balance in check_ledger().balances
    }
    assert found == {
        (Book.FRANCHISOR, Account.RECEIVABLE): 3_500_00,
        (Book.FRANCHISOR, Account.REVENUE): -6_500_00,
        (Book.FRANCHISOR, Account.BANK): 3_000_00,
        (Book.FUND, Account.RECEIVABLE): 0,
        (Book.FUND, Account.CONTRIBUTIONS): -2_000_00,
        (Book.FUND, Account.BANK): 2_000_00,
    }


@pytest.fixture
def corrected_books(books):
    """A line was credited, a report corrected, a payment came back; November is taxed."""
    report = a_report(books.outlets["TL-003"], "2026-10")
    assess("2026-10")
    corrected(report, "40000")
    assess("2026-10")
    credit(invoices()[0], {"royalty": "100"})
    come_back(db.session.query(Payment).one())
    a_tax(starts_on=date(2026, 11, 1))
    a_report(books.outlets["TL-001"], "2026-11")
    assess("2026-11")
    db.session.commit()
    assert check_ledger(with_rule=True).agrees
    return books


def change_what_was_taken_back():
    one = db.session.query(CreditLine).filter(CreditLine.is_reversal).first()
    here = CreditLine.id == one.id
    db.session.execute(update(CreditLine).where(here).values(amount_minor=one.amount_minor + 1))


def credit_more_than_was_charged():
    here = CreditLine.is_reversal.is_(False)
    db.session.execute(update(CreditLine).where(here).values(amount_minor=-(10**9)))


def forget_that_it_was_charged_anew():
    db.session.execute(update(CreditLine).values(is_reversal=False))


def change_a_tax():
    db.session.execute(update(InvoiceTax).values(tax_minor=InvoiceTax.tax_minor + 1))


def change_the_basis_of_a_tax():
    db.session.execute(update(InvoiceTax).values(basis_minor=InvoiceTax.basis_minor + 100))


def undo_too_little():
    here = Allocation.amount_minor < 0
    db.session.execute(update(Allocation).where(here).values(amount_minor=-1))


def skip_a_credit_note():
    second = Invoice.number == "CN-2026-0002"
    db.session.execute(update(Invoice).where(second).values(number="CN-2026-0003"))


@pytest.mark.parametrize(
    "forge",
    [
        change_what_was_taken_back,
        credit_more_than_was_charged,
        forget_that_it_was_charged_anew,
        change_a_tax,
        change_the_basis_of_a_tax,
        undo_too_little,
        skip_a_credit_note,
    ],
)
def test_a_change_of_a_correction_behind_its_back_is_found(corrected_books, forge):
    lift_the_ban()
    forge()
    db.session.flush()
    assert not check_ledger().agrees
    put_back_the_ban()


def test_an_entry_that_does_not_balance_is_refused_and_the_books_unchanged(books):
    before = db.session.query(Posting).count()
    journal = Journal()
    with pytest.raises(Unbalanced, match="1 minor units remain"):
        journal.enter(
            EntryKind.PAYMENT,
            on=date(2026, 11, 2),
            at=clock.now(),
            sides=[
                Side(Book.FRANCHISOR, Account.BANK, 101),
                Side(Book.FRANCHISOR, Account.CREDIT, -100),
            ],
            franchisee_id=books.franchisees["F-001"].id,
            currency="EUR",
        )
    journal.write()
    assert db.session.query(Posting).count() == before
    assert check_ledger().agrees
