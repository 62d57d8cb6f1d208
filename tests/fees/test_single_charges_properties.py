"""Whatever is charged, credited and paid, in whatever order: the books agree, and once is once."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees.enums import InvoiceKind
from franchise_portal.fees.errors import (
    CreditTooMuch,
    NoCreditNoteOfCreditNote,
    NothingToCredit,
    PaymentKnown,
)
from franchise_portal.fees.models import Invoice, SingleCharge
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.crediting import creditable
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.fees.services import crediting
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.kit.errors import BadInput
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.corrections import a_tax, with_owner
from tests.builders.fees import a_report, assess, give_plan, invoices, pay
from tests.builders.singles import an_occasion, charge_once

MONTHS = ("2026-09", "2026-10")
cents = st.integers(1, 500_000)
place = st.integers(0, 9)
acts = st.one_of(
    st.tuples(
        st.just("charge"),
        st.lists(
            st.tuples(st.integers(1, 6), st.sampled_from(list(SingleKind)), cents),
            min_size=1,
            max_size=3,
        ),
    ),
    st.tuples(st.just("credit"), place, st.integers(0, 5), cents),
    st.tuples(st.just("pay"), cents, st.one_of(st.none(), place)),
    st.tuples(st.just("report"), st.sampled_from(MONTHS), cents),
    st.tuples(st.just("assess"), st.sampled_from(MONTHS)),
)
slow = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def contract(network):
    give_plan(network.contracts["CT-F-001-TL"])
    a_tax()
    a_tax("0.07", "Reduced", fee="late_charge")
    db.session.commit()
    return network.contracts["CT-F-001-TL"]


class Story:
    """Acts on one business; what the rules of the trade refuse does not happen."""

    def __init__(self, network, contract):
        self.network, self.contract = network, contract
        self.charged = {}

    def act(self, kind, *facts):
        getattr(self, kind)(*facts)

    def charge(self, some):
        # A deposit stands on a debit note of its own.
        for is_deposit in (False, True):
            self.charge_alike([one for one in some if one[1].is_owed_back == is_deposit])

    def charge_alike(self, some):
        occasions = [
            an_occasion(self.contract, Money(minor, "EUR").text, source=f"s/{number}", kind=kind)
            for number, kind, minor in some
        ]
        if occasions:
            charge_once(*occasions, contract=self.contract)
        for number, _kind, minor in some:
            self.charged.setdefault(f"s/{number}", minor)

    def credit(self, which, line, minor):
        found = invoices()
        if not found:
            return
        invoice = found[which % len(found)]
        lines = creditable(invoice)
        amounts = {lines[line % len(lines)].charge_id: Money(minor, "EUR")} if lines else {}
        try:
            crediting.issue_credit_note(SYSTEM, with_owner(invoice), amounts, reason="Ours.")
        except (CreditTooMuch, NoCreditNoteOfCreditNote, NothingToCredit):
            return

    def pay(self, minor, which):
        found = invoices()
        invoice = found[which % len(found)] if found and which is not None else None
        franchisee = self.network.franchisees["F-001"]
        try:
            pay(franchisee, Money(minor, "EUR").text, invoice=invoice)
        except (PaymentKnown, BadInput):
            return

    def report(self, month, minor):
        known = {one.month for one in invoices() if one.kind is InvoiceKind.INVOICE}
        if month not in known and (month, "told") not in self.charged:
            self.charged[month, "told"] = 0
            a_report(self.network.outlets["TL-001"], month, Money(minor, "EUR").text)

    def assess(self, month):
        assess(month)


def told(network, contract, story):
    """Tell a story from the beginning, in a transaction that is taken back afterwards."""
    db.session.rollback()
    teller = Story(network, contract)
    for act in story:
        teller.act(*act)
    db.session.flush()
    return teller


@slow
@given(story=st.lists(acts, min_size=3, max_size=12))
def test_no_order_of_acts_unbalances_the_books(network, contract, story):
    told(network, contract, story)
    assert [str(finding) for finding in check_ledger().findings] == []
    db.session.rollback()


@slow
@given(story=st.lists(acts, min_size=2, max_size=12))
def test_each_source_is_charged_once_at_its_first_amount(network, contract, story):
    teller = told(network, contract, story)
    rows = db.session.execute(select(SingleCharge.source, SingleCharge.amount_minor)).all()
    expected = {key: minor for key, minor in teller.charged.items() if isinstance(key, str)}
    assert dict(rows) == expected
    assert len(rows) == len(expected)
    db.session.rollback()


@slow
@given(story=st.lists(acts, min_size=2, max_size=12))
def test_what_is_open_and_the_statements_come_to_the_same(network, contract, story):
    told(network, contract, story)
    owed = sum(balance.owed.minor for balance in balance_of(contract.franchisee_id))
    invoiced = db.session.scalar(select(func.coalesce(func.sum(Invoice.total_minor), 0)))
    [account] = statement_of(contract.franchisee_id, Period.parse("2026-12")).accounts
    assert account.closing.minor == owed
    assert (invoiced or 0) - owed >= 0
    for month in ("2026-09", "2026-10", "2026-11", "2026-12"):
        [one] = statement_of(
            contract.franchisee_id, Period.parse(month), as_of=date(2026, 12, 31)
        ).accounts
        assert one.opening + one.charges - one.paid == one.closing
    db.session.rollback()
