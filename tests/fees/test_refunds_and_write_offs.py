"""Paying credit back and giving open amounts up: both take a second person."""

from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal.contracts.event_enums import ApprovalStatus
from franchise_portal.contracts.event_errors import OwnRequest
from franchise_portal.contracts.services import approvals
from franchise_portal.database import db
from franchise_portal.fees.enums import Account, Book
from franchise_portal.fees.errors import MoreThanCredit, MoreThanOpen, RefundOver
from franchise_portal.fees.models import OpenItem, Refund, WriteOff
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.fees.services import refunds, write_offs
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, Refused
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.corrections import come_back, with_owner
from tests.builders.fees import a_report, assess, give_plan, invoices, pay

TODAY = date(2026, 11, 2)


def euro(text):
    return Money.parse(text, "EUR")


@pytest.fixture
def invoiced(network):
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"])
    assess()
    return network


@pytest.fixture
def in_credit(invoiced):
    """Omar has 750 of credit."""
    pay(invoiced.franchisees["F-001"], "5000")
    return invoiced


def ask_refund(network, amount, *, who="felix", account="DE02 1203 0000 0000 2020 51"):
    return refunds.ask_refund(
        network.actors[who],
        network.franchisees["F-001"],
        amount=euro(amount),
        account=account,
        words="Omar asks for it.",
    )


def the_refund():
    return db.session.scalars(select(Refund)).one()


def test_even_the_owner_does_not_refund_alone(in_credit):
    approval = ask_refund(in_credit, "1", who="hanna")
    assert approval.status is ApprovalStatus.ASKED
    with pytest.raises(OwnRequest):
        approvals.grant(in_credit.actors["hanna"], approval)


def test_once_granted_it_is_posted_and_then_paid_by_hand(in_credit):
    approval = ask_refund(in_credit, "700")
    approvals.grant(in_credit.actors["hanna"], approval)
    assert approval.status is ApprovalStatus.DONE
    [balance] = balance_of(in_credit.franchisees["F-001"].id)
    assert balance.credit == euro("50")
    assert check_ledger().agrees
    refunds.pay_refund(in_credit.actors["felix"], the_refund(), on=TODAY, reference="T-77")
    stands = {(one.book, one.account): one.amount for one in check_ledger().balances}
    assert stands[Book.FRANCHISOR, Account.PAYABLE] == euro("0")
    assert stands[Book.FRANCHISOR, Account.BANK] == euro("3300")
    assert check_ledger().agrees


def test_a_refund_is_paid_once_and_with_a_reference(in_credit):
    approvals.grant(in_credit.actors["hanna"], ask_refund(in_credit, "700"))
    refund = the_refund()
    felix = in_credit.actors["felix"]
    with pytest.raises(Refused):
        refunds.pay_refund(felix, refund, on=TODAY, reference=" ")
    with pytest.raises(ChangedMeanwhile):
        refunds.pay_refund(felix, refund, on=TODAY, reference="T-1", version=9)
    refunds.pay_refund(felix, refund, on=TODAY, reference="T-1")
    with pytest.raises(RefundOver):
        refunds.pay_refund(felix, refund, on=TODAY, reference="T-2")


def test_more_than_the_credit_is_refused_with_the_figure(in_credit):
    with pytest.raises(MoreThanCredit, match=r"750\.00"):
        ask_refund(in_credit, "750.01")
    with pytest.raises(Refused):
        ask_refund(in_credit, "1", account=" ")
    with pytest.raises(NotAllowed):
        ask_refund(in_credit, "1", who="rosa")


def test_credit_that_was_used_meanwhile_is_not_paid_back(in_credit):
    approval = ask_refund(in_credit, "700")
    a_report(in_credit.outlets["TL-001"], "2026-09")
    assess("2026-09")
    with pytest.raises(MoreThanCredit):
        approvals.grant(in_credit.actors["hanna"], approval)


def test_a_payment_that_comes_back_after_it_was_refunded_leaves_a_debt(in_credit):
    payment = pay(in_credit.franchisees["F-001"], "100", reference="second")
    approvals.grant(in_credit.actors["hanna"], ask_refund(in_credit, "850"))
    come_back(payment)
    assert check_ledger().agrees
    pay(in_credit.franchisees["F-001"], "100", reference="again")
    a_report(in_credit.outlets["TL-001"], "2026-09")
    assess("2026-09")
    total = sum(db.session.scalars(select(OpenItem.open_minor)))
    assert total == 4_250_00
    assert check_ledger().agrees


def ask_write_off(network, amount, *, who="felix"):
    return write_offs.ask_write_off(
        network.actors[who],
        with_owner(invoices()[0]),
        amount=euro(amount),
        words="The firm is insolvent.",
    )


def test_a_write_off_takes_a_second_person_and_settles_the_claim(invoiced):
    approval = ask_write_off(invoiced, "900", who="hanna")
    assert approval.status is ApprovalStatus.ASKED
    approvals.grant(invoiced.actors["felix"], approval)
    assert db.session.scalars(select(WriteOff.amount_minor)).all() == [900_00]
    assert sum(db.session.scalars(select(OpenItem.open_minor))) == 3_350_00
    [account] = statement_of(invoiced.franchisees["F-001"].id, Period.parse("2026-11")).accounts
    assert (account.written_off, account.closing) == (euro("900"), euro("3350"))
    assert check_ledger().agrees


def test_more_than_is_open_is_not_written_off(invoiced):
    with pytest.raises(MoreThanOpen, match=r"4250\.00|4,250\.00"):
        ask_write_off(invoiced, "4250.01")
    approval = ask_write_off(invoiced, "4250")
    pay(invoiced.franchisees["F-001"], "10")
    with pytest.raises(MoreThanOpen):
        approvals.grant(invoiced.actors["hanna"], approval)
    assert check_ledger().agrees


def test_each_book_bears_its_own_loss(invoiced):
    approvals.grant(invoiced.actors["hanna"], ask_write_off(invoiced, "1500", who="felix"))
    stands = {(one.book, one.account): one.amount for one in check_ledger().balances}
    assert stands[Book.FUND, Account.WRITTEN_OFF] == euro("1000")
    assert stands[Book.FRANCHISOR, Account.WRITTEN_OFF] == euro("500")
