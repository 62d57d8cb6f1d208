"""Credit notes: never more than is left, settled where they belong, granted within limits."""

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.contracts.event_enums import ApprovalStatus
from franchise_portal.contracts.services import approvals
from franchise_portal.database import db
from franchise_portal.fees.enums import Account, Book, InvoiceKind
from franchise_portal.fees.errors import CreditTooMuch, NoCreditNoteOfCreditNote, NothingToCredit
from franchise_portal.fees.models import Invoice, JournalEntry, OpenItem, Posting
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.crediting import creditable
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.fees.services import crediting
from franchise_portal.kit.errors import BadInput, Refused
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.corrections import ask_credit, credit, credit_lines, with_owner
from tests.builders.fees import a_report, assess, give_plan, invoices, pay


@pytest.fixture
def invoice(network):
    """Omar owes a royalty of 3,000, 1,000 to the fund and 250 for technology."""
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"])
    assess()
    [invoice] = invoices()
    return invoice


def still_open(invoice):
    rows = select(OpenItem.book, OpenItem.open_minor).where(OpenItem.invoice_id == invoice.id)
    return dict(db.session.execute(rows).all())


def counts():
    models = (Invoice, JournalEntry, Posting)
    return [db.session.execute(select(func.count()).select_from(m)).scalar_one() for m in models]


def test_a_credit_note_settles_its_own_invoice_book_by_book(invoice):
    note = credit(invoice, {"royalty": "400", "advertising fund": "100"})
    assert (note.number, note.kind, note.total_minor) == (
        "CN-2026-0001",
        InvoiceKind.CREDIT_NOTE,
        -500_00,
    )
    assert still_open(invoice) == {Book.FRANCHISOR: 2_850_00, Book.FUND: 900_00}
    assert check_ledger(with_rule=True).agrees


def test_what_is_left_of_it_is_credit_that_settles_the_next_invoice(network, invoice):
    pay(network.franchisees["F-001"], "4250", invoice=invoice)
    credit(invoice, {"royalty": "3000"})
    [balance] = balance_of(invoice.franchisee_id)
    assert (balance.open.minor, balance.credit.minor) == (0, 3_000_00)
    a_report(network.outlets["TL-001"], "2026-09")
    assess("2026-09")
    [balance] = balance_of(invoice.franchisee_id)
    assert (balance.open.minor, balance.credit.minor) == (1_250_00, 0)
    assert check_ledger().agrees


def test_one_cent_over_is_refused_with_the_figure_and_the_books_unchanged(invoice):
    credit(invoice, {"royalty": "2999.99"})
    before = counts()
    with pytest.raises(CreditTooMuch) as caught:
        credit(invoice, {"royalty": "0.02"})
    assert "0.01" in str(caught.value)
    assert counts() == before
    credit(invoice, {"royalty": "0.01"})
    assert [line.left.minor for line in creditable(invoice)] == [0, 1_000_00, 250_00]
    assert check_ledger().agrees


@pytest.mark.parametrize(
    ("amounts", "reason", "error"),
    [
        ({}, "why", NothingToCredit),
        ({"royalty": "0"}, "why", NothingToCredit),
        ({"royalty": "1"}, "  ", Refused),
    ],
)
def test_nothing_at_all_and_no_reason_are_refused(invoice, amounts, reason, error):
    before = counts()
    with pytest.raises(error):
        credit(invoice, amounts, reason)
    assert counts() == before


def test_an_amount_below_zero_is_refused(invoice):
    [line, *_] = creditable(invoice)
    with pytest.raises(CreditTooMuch):
        crediting.issue_credit_note(
            SYSTEM, with_owner(invoice), {line.charge_id: Money(-1, "EUR")}, reason="why"
        )


def test_a_credit_note_is_not_credited_itself(invoice):
    note = credit(invoice, {"royalty": "1"})
    with pytest.raises(NoCreditNoteOfCreditNote):
        credit(note, {})


def test_credit_notes_have_numbers_of_their_own_without_a_gap(network, invoice):
    for _ in range(3):
        credit(invoice, {"royalty": "1"})
    a_report(network.outlets["TL-001"], "2026-09")
    assess("2026-09")
    assert [one.number for one in invoices()] == [
        "2026-0001",
        "2026-0002",
        "CN-2026-0001",
        "CN-2026-0002",
        "CN-2026-0003",
    ]
    assert check_ledger().agrees


def test_a_payment_that_names_an_invoice_taken_back_is_refused(network, invoice):
    credit(invoice, {"royalty": "3000", "advertising fund": "1000", "technology": "250"})
    with pytest.raises(BadInput, match="taken back"):
        pay(network.franchisees["F-001"], "10", invoice=invoice)
    assert check_ledger().agrees


def test_a_payment_that_names_a_credit_note_is_refused(network, invoice):
    note = credit(invoice, {"royalty": "10"})
    with pytest.raises(BadInput, match="CN-2026-0001 is a credit note"):
        pay(network.franchisees["F-001"], "10", invoice=note)


def test_it_stands_on_the_next_statement_and_the_one_that_was_sent_does_not_change(invoice):
    credit(invoice, {"royalty": "400"})
    [october] = statement_of(invoice.franchisee_id, Period.parse("2026-10")).accounts
    [november] = statement_of(invoice.franchisee_id, Period.parse("2026-11")).accounts
    assert october.charges.minor == 4_250_00
    assert (november.opening.minor, november.fees.minor) == (4_250_00, -400_00)
    assert [line.fee for line in november.taken_back] == ["royalty"]
    assert november.closing == november.due - november.credit


def test_within_the_limit_it_is_issued_at_once_and_said_so(network, invoice):
    approval = ask_credit(network.actors["rosa"], invoice, {"royalty": "250"})
    assert approval.status is ApprovalStatus.DONE
    assert credit_lines()[0].amount_minor == -250_00
    words = [one.action for one in db.session.scalars(select(Entry))]
    assert "fees.credit_note.issued" in words


def test_above_the_limit_a_second_person_decides_and_then_it_is_issued(network, invoice):
    approval = ask_credit(network.actors["rosa"], invoice, {"royalty": "250.01"})
    assert approval.status is ApprovalStatus.ASKED
    assert credit_lines() == []
    approvals.grant(network.actors["felix"], approval)
    assert approval.status is ApprovalStatus.DONE
    [note] = [one for one in invoices() if one.kind is InvoiceKind.CREDIT_NOTE]
    assert (note.reason, note.total_minor) == ("The till was broken.", -250_01)
    assert check_ledger().agrees


def test_granted_too_late_it_is_refused_and_stays_open(network, invoice):
    approval = ask_credit(network.actors["rosa"], invoice, {"royalty": "2000"})
    credit(invoice, {"royalty": "1500"})
    db.session.commit()
    with pytest.raises(CreditTooMuch):
        approvals.grant(network.actors["hanna"], approval)
    db.session.rollback()
    assert approval.status is ApprovalStatus.ASKED
    assert check_ledger().agrees


def test_the_fund_gives_back_what_is_the_funds(network, invoice):
    pay(network.franchisees["F-001"], "4250", invoice=invoice)
    credit(invoice, {"advertising fund": "1000"})
    stands = {(one.book, one.account): one.amount for one in check_ledger().balances}
    assert stands[Book.FUND, Account.BANK] == Money(0, "EUR")
    assert stands[Book.FRANCHISOR, Account.CREDIT] == Money(-1_000_00, "EUR")
