"""A payment that the bank took back: a new entry, nothing changed, the invoice open again."""

from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees.enums import Book, EntryKind
from franchise_portal.fees.errors import PaymentCameBack
from franchise_portal.fees.models import JournalEntry, OpenItem
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.fees.services import returning
from franchise_portal.kit.errors import NotAllowed, Refused
from franchise_portal.kit.period import Period
from tests.builders.corrections import come_back, with_owner
from tests.builders.fees import a_report, assess, give_plan, invoices, pay


@pytest.fixture
def paid(network):
    """Omar has paid 5,000 on 4,250 for October: 750 are credit."""
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"])
    assess()
    return pay(network.franchisees["F-001"], "5000")


def still_open():
    rows = select(OpenItem.book, OpenItem.open_minor)
    return dict(db.session.execute(rows).all())


def test_the_invoice_is_open_again_and_the_credit_gone(paid):
    back = come_back(paid)
    assert (back.amount_minor, back.reverses_id) == (-5_000_00, paid.id)
    assert still_open() == {Book.FRANCHISOR: 3_250_00, Book.FUND: 1_000_00}
    [balance] = balance_of(paid.franchisee_id)
    assert balance.credit.minor == 0
    kinds = [entry.kind for entry in db.session.scalars(select(JournalEntry))]
    assert sorted(kinds) == sorted([EntryKind.INVOICE, EntryKind.PAYMENT, EntryKind.REVERSAL])
    assert check_ledger().agrees


def test_credit_of_it_that_settled_a_later_invoice_is_undone_too(network, paid):
    a_report(network.outlets["TL-001"], "2026-09", gross="20000")
    assess("2026-09")
    come_back(paid)
    total = sum(one.total_minor for one in invoices())
    assert sum(db.session.scalars(select(OpenItem.open_minor))) == total
    assert check_ledger().agrees


def test_other_credit_takes_its_place(network, paid):
    pay(network.franchisees["F-001"], "1000", reference="another")
    come_back(paid)
    assert sum(still_open().values()) == 3_250_00
    assert check_ledger().agrees


def test_it_comes_back_once(paid):
    back = come_back(paid)
    with pytest.raises(PaymentCameBack):
        come_back(paid)
    with pytest.raises(PaymentCameBack):
        come_back(back)
    assert check_ledger().agrees


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 1), "before it was received"),
        (date(2026, 11, 3), "a day to come"),
        (date(2026, 11, 2), " "),
    ],
)
def test_a_day_that_cannot_be_and_no_reason_are_refused(paid, day, reason):
    with pytest.raises(Refused):
        come_back(paid, on=day, reason=reason)
    assert still_open() == {}


def test_it_can_be_paid_again(network, paid):
    come_back(paid)
    pay(network.franchisees["F-001"], "4250", reference="second try")
    assert still_open() == {}
    assert check_ledger().agrees


def test_the_statement_shows_it_and_still_adds_up(paid):
    come_back(paid)
    [account] = statement_of(paid.franchisee_id, Period.parse("2026-11")).accounts
    assert [one.amount.minor for one in account.payments] == [5_000_00, -5_000_00]
    assert (account.paid.minor, account.closing.minor) == (0, 4_250_00)
    assert account.closing == account.due - account.credit


def test_only_those_who_record_payments_may(network, paid):
    with pytest.raises(NotAllowed):
        returning.reverse_payment(
            network.actors["rosa"], paid, on=date(2026, 11, 2), reason="whatever"
        )
    assert SYSTEM.may is not None
    assert with_owner(invoices()[0]).franchisee.code == "F-001"
