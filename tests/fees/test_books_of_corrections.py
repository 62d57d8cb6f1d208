"""Whatever is charged, paid, credited, corrected, taken back or given up: the books agree.

A machine does one thing after the other in one transaction, which is taken back at its end. After
each step the ledger is checked, and every job that can be run again is run again: nothing changes.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from franchise_portal.contracts.services import approvals
from franchise_portal.database import db
from franchise_portal.fees.models import (
    Allocation,
    Charge,
    CreditLine,
    Invoice,
    InvoiceTax,
    JournalEntry,
    OpenItem,
    Payment,
    Posting,
    Refund,
    SalesReport,
)
from franchise_portal.fees.queries.crediting import creditable
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.fees.services import crediting, refunds, write_offs
from franchise_portal.kit.errors import BadInput, DomainError
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.corrections import a_tax, come_back, corrected, with_owner
from tests.builders.fees import FUND, ROYALTY, a_plan, a_report, assess, give_plan, pay

MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")
OUTLETS = ("TL-001", "TL-003", "HX-001")
TODAY = date(2026, 11, 2)
BY_YEAR = {
    **{key: ROYALTY[key] for key in ("name", "clause", "basis", "deduct")},
    "method": "cliff",
    "tiers": [{"up_to": "60000", "rate": "0.06"}, {"rate": "0.03"}],
    "thresholds": "year_to_date",
}
TABLES: tuple[type[Any], ...] = (
    Invoice, Charge, CreditLine, InvoiceTax, OpenItem, JournalEntry, Posting, Payment, Allocation,
    Refund,
)  # fmt: skip


@pytest.fixture
def planned(network):
    give_plan(network.contracts["CT-F-001-TL"])
    give_plan(network.contracts["CT-F-002-HX"], a_plan(BY_YEAR, FUND))
    a_tax()
    a_tax("0.07", "VAT, reduced", fee="technology")
    db.session.commit()
    return network


def counts():
    return [db.session.scalar(select(func.count()).select_from(one)) for one in TABLES]


class Books(RuleBasedStateMachine):
    """Acts on the small network; what the rules of the trade refuse does not happen."""

    network: Any = None

    def __init__(self):
        super().__init__()
        db.session.rollback()
        self.payments = 0
        self.is_checked = True

    def teardown(self):
        db.session.rollback()

    def some(self, model, place, *conditions):
        rows = db.session.scalars(select(model).where(*conditions).order_by(model.id)).all()
        return rows[place % len(rows)] if rows else None

    @rule(
        outlet=st.sampled_from(OUTLETS),
        month=st.sampled_from(MONTHS),
        cents=st.integers(0, 9_000_000),
    )
    def report(self, outlet, month, cents):
        gross, place = Money(cents, "EUR").text, self.network.outlets[outlet]
        before = self.some(
            SalesReport,
            0,
            SalesReport.outlet_id == place.id,
            SalesReport.month == month,
            SalesReport.is_current,
        )
        if before is None:
            a_report(place, month, gross)
        else:
            corrected(before, gross)
        self.is_checked = False

    @rule(month=st.sampled_from(MONTHS))
    def assess(self, month):
        assess(month)
        self.is_checked = False

    @rule(
        code=st.sampled_from(["F-001", "F-002"]),
        cents=st.integers(1, 900_000),
        days=st.integers(0, 60),
        place=st.one_of(st.none(), st.integers(0, 8)),
    )
    def pay(self, code, cents, days, place):
        whose = self.network.franchisees[code]
        named = (
            None if place is None else self.some(Invoice, place, Invoice.franchisee_id == whose.id)
        )
        self.payments += 1
        try:
            pay(
                whose,
                Money(cents, "EUR").text,
                on=TODAY - timedelta(days=days),
                reference=f"transfer {self.payments}",
                invoice=named,
            )
        except BadInput:
            return
        self.is_checked = False

    @rule(place=st.integers(0, 9))
    def payment_comes_back(self, place):
        payment = self.some(Payment, place)
        if payment is not None:
            self.try_to(come_back, payment)

    @rule(place=st.integers(0, 9), share=st.integers(1, 110))
    def credit(self, place, share):
        """Now and then of more than is left, which is refused."""
        invoice = self.some(Invoice, place)
        if invoice is None:
            return
        whole = with_owner(invoice)
        amounts = {
            line.charge_id: Money(line.left.minor * share // 100, "EUR")
            for line in creditable(whole)[:2]
        }
        felix, hanna = self.network.actors["felix"], self.network.actors["hanna"]

        def ask():
            approval = crediting.ask_credit(felix, whole, amounts, reason="why")
            if not approval.status.is_granted:
                approvals.grant(hanna, approval)

        self.try_to(ask)

    @rule(place=st.integers(0, 9), cents=st.integers(1, 400_000))
    def write_off(self, place, cents):
        invoice = self.some(Invoice, place)
        if invoice is None:
            return
        amount = Money(cents, "EUR")

        def ask():
            approval = write_offs.ask_write_off(
                self.network.actors["felix"], with_owner(invoice), amount=amount, words="why"
            )
            approvals.grant(self.network.actors["hanna"], approval)

        self.try_to(ask)

    @rule(code=st.sampled_from(["F-001", "F-002"]), cents=st.integers(1, 300_000))
    def refund(self, code, cents):
        def ask():
            approval = refunds.ask_refund(
                self.network.actors["felix"],
                self.network.franchisees[code],
                amount=Money(cents, "EUR"),
                account="their own",
                words="why",
            )
            approvals.grant(self.network.actors["hanna"], approval)

        self.try_to(ask)

    @rule(place=st.integers(0, 3))
    def refund_is_paid(self, place):
        refund = self.some(Refund, place)
        if refund is not None:
            self.try_to(
                refunds.pay_refund,
                self.network.actors["felix"],
                refund,
                on=TODAY,
                reference="T-1",
            )

    def try_to(self, act, *args, **kwargs):
        """Do something, or nothing of it where it is refused."""
        before = counts()
        try:
            with db.session.begin_nested():
                act(*args, **kwargs)
        except DomainError:
            assert counts() == before
            return
        self.is_checked = False

    @invariant()
    def the_books_agree(self):
        if self.is_checked:
            return
        self.is_checked = True
        db.session.flush()
        assert [str(one) for one in check_ledger(with_rule=True).findings] == []

    @invariant()
    def statements_add_up(self):
        if self.steps_since_statement():
            return
        for franchisee in self.network.franchisees.values():
            [account] = statement_of(franchisee.id, Period.parse("2026-11")).accounts
            assert (
                account.opening
                + account.charges
                - account.paid
                - account.written_off
                + account.paid_back
            ) == account.closing

    def steps_since_statement(self):
        self.step = getattr(self, "step", 0) + 1
        return self.step % 6

    @rule()
    def everything_again(self):
        for month in MONTHS:
            assess(month)
        before = counts()
        for month in MONTHS:
            assess(month)
        assert counts() == before
        self.is_checked = False


def test_no_sequence_of_acts_unbalances_the_books(planned):
    run_state_machine_as_test(
        type("Here", (Books,), {"network": planned}),
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
