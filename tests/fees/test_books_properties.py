"""Whatever is reported, assessed and paid, in whatever order: the books agree."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import case, func, select

from franchise_portal.database import db
from franchise_portal.fees.enums import Account
from franchise_portal.fees.errors import PaymentKnown
from franchise_portal.fees.models import (
    Allocation,
    Charge,
    Invoice,
    JournalEntry,
    OpenItem,
    Payment,
    Posting,
    SalesReport,
)
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.fees import FUND, ROYALTY, a_plan, a_report, assess, give_plan, pay

MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")
CLIFF = {
    **{key: ROYALTY[key] for key in ("name", "clause", "basis", "deduct")},
    "method": "cliff",
    "tiers": [{"up_to": "60000", "rate": "0.06"}, {"rate": "0.03"}],
    "thresholds": "year_to_date",
}
"""Its lines can be below zero, which makes credit."""

outlets = st.sampled_from(["TL-001", "TL-003", "HX-001"])
acts = st.one_of(
    st.tuples(st.just("report"), outlets, st.sampled_from(MONTHS), st.integers(0, 9_000_000)),
    st.tuples(st.just("assess"), st.sampled_from(MONTHS)),
    st.tuples(
        st.just("pay"),
        st.sampled_from(["F-001", "F-002"]),
        st.integers(1, 900_000),
        st.integers(0, 60),
        st.one_of(st.none(), st.integers(0, 8)),
    ),
)
slow = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def planned(network):
    give_plan(network.contracts["CT-F-001-TL"])
    give_plan(network.contracts["CT-F-002-HX"], a_plan(CLIFF, FUND))
    db.session.commit()
    return network


class Story:
    """Acts on the small network; what the rules of the trade refuse does not happen."""

    def __init__(self, network):
        self.network = network
        self.reported = set()

    def act(self, kind, *facts):
        getattr(self, kind)(*facts)

    def report(self, outlet, month, cents):
        if (outlet, month) not in self.reported:
            self.reported.add((outlet, month))
            gross = Money(cents, "EUR").text
            a_report(self.network.outlets[outlet], month, gross, sales_tax=str(cents // 2000))

    def assess(self, month):
        assess(month)

    def pay(self, code, cents, days, place):
        franchisee = self.network.franchisees[code]
        theirs = select(Invoice).where(Invoice.franchisee_id == franchisee.id)
        found = list(db.session.scalars(theirs.order_by(Invoice.number)))
        invoice = found[place % len(found)] if found and place is not None else None
        day = date(2026, 11, 2) - timedelta(days=days)
        try:
            pay(franchisee, Money(cents, "EUR").text, on=day, invoice=invoice)
        except PaymentKnown:
            return


def told(network, story):
    """Tell a story from the beginning, in a transaction that is taken back afterwards."""
    db.session.rollback()
    teller = Story(network)
    for act in story:
        teller.act(*act)
    db.session.flush()


def counts():
    models = (Invoice, Charge, OpenItem, JournalEntry, Posting, Payment, Allocation)
    return [db.session.execute(select(func.count()).select_from(m)).scalar_one() for m in models]


@slow
@given(story=st.lists(acts, min_size=3, max_size=14))
def test_no_order_of_acts_unbalances_the_books(planned, story):
    told(planned, story)
    assert [str(finding) for finding in check_ledger().findings] == []
    db.session.rollback()


@slow
@given(story=st.lists(acts, min_size=3, max_size=12))
def test_assessing_everything_again_changes_nothing(planned, story):
    told(planned, story)
    for month in MONTHS:
        assess(month)
    before = counts()
    for month in MONTHS:
        assess(month)
    assert counts() == before
    db.session.rollback()


@slow
@given(story=st.lists(acts, min_size=3, max_size=14))
def test_a_statement_adds_up_and_leads_to_the_next(planned, story):
    told(planned, story)
    for month in MONTHS:
        assess(month)
    for franchisee in planned.franchisees.values():
        before = None
        for month in MONTHS:
            [data] = statement_of(franchisee.id, Period.parse_month(month)).accounts
            assert data.opening + data.fees + data.fund - data.paid == data.closing
            assert data.closing - data.paid_since == data.due - data.credit
            assert sum(part.amount.minor for part in data.pay_to) == data.due.minor
            lines = [*data.fee_lines, *data.fund_lines]
            assert sum(line.amount.minor for line in lines) == (data.fees + data.fund).minor
            assert all(line.line.amount == line.amount for line in lines)
            if before is not None:
                assert data.opening == before
            before = data.closing
    db.session.rollback()


@slow
@given(story=st.lists(acts, min_size=3, max_size=14))
def test_what_a_franchisee_owes_is_what_the_ledger_says(planned, story):
    told(planned, story)
    for franchisee in planned.franchisees.values():
        ledger = db.session.execute(
            select(func.coalesce(func.sum(Posting.amount_minor), 0)).where(
                Posting.franchisee_id == franchisee.id,
                Posting.account.in_((Account.RECEIVABLE, Account.CREDIT)),
            )
        ).scalar_one()
        owed = sum(balance.owed.minor for balance in balance_of(franchisee.id))
        assert owed == ledger
    db.session.rollback()


@slow
@given(
    sales=st.lists(
        st.tuples(st.integers(0, 9_000_000), st.integers(0, 800_000)), min_size=1, max_size=3
    )
)
def test_the_rule_in_bulk_equals_a_computation_by_the_database_alone(planned, sales):
    """An oracle that shares no code with the rule: percent, minimum, half up, in SQL."""
    db.session.rollback()
    codes = ("TL-001", "TL-003", "HX-001")
    contract = planned.contracts["CT-F-002-HX"]
    give_plan(contract, a_plan(ROYALTY, FUND), starts_on=date(2026, 10, 1))
    for code, (gross, tax) in zip(codes, sales, strict=False):
        a_report(
            planned.outlets[code],
            gross=Money(gross, "EUR").text,
            sales_tax=Money(tax, "EUR").text,
        )
    assess()
    assert charged("royalty") == by_the_database(Decimal("0.06"), minimum=900_00)
    assert charged("advertising fund") == by_the_database(Decimal("0.02"), minimum=0)
    db.session.rollback()


def charged(fee):
    rows = select(Charge.sales_report_id, Charge.amount_minor).where(Charge.fee == fee)
    return dict(db.session.execute(rows).all())


def by_the_database(rate, *, minimum):
    """Whole numbers only: (2·base·rate + 1) div 2, never below the minimum."""
    per_mille = int(rate * 1000)
    net = SalesReport.gross_minor - SalesReport.sales_tax_minor - SalesReport.refunds_minor
    base = case((net > 0, net), else_=0)
    amount = (base * 2 * per_mille + 1000) // 2000
    clamped = case((amount < minimum, minimum), else_=amount)
    return dict(db.session.execute(select(SalesReport.id, clamped)).all())
