"""Whatever is reported, paid, spent, taken back and transferred: the fund's book balances."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees.enums import Account, Book
from franchise_portal.fees.models import CreditLine, Invoice, Posting
from franchise_portal.fees.queries.crediting import creditable
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.services import crediting
from franchise_portal.fund.models import FundSpending
from franchise_portal.fund.queries import contributions
from franchise_portal.fund.queries import own as own_queries
from franchise_portal.fund.queries.facts import facts_of
from franchise_portal.fund.services import own, receipts, spending
from franchise_portal.fund.services.receipts import Received
from franchise_portal.kit.errors import DomainError
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.fees import a_report, assess, give_plan, pay
from tests.builders.fund import ON, a_bill, a_budget, a_file, an_own_outlet, choose_plan

MONTHS = ("2026-08", "2026-09", "2026-10")
YEAR = Period.of_days(date(2026, 1, 1), date(2026, 12, 31))
OUTLETS = ("TL-000", "TL-001", "TL-003", "HX-001")

acts = st.one_of(
    st.tuples(
        st.just("report"),
        st.sampled_from(OUTLETS),
        st.sampled_from(MONTHS),
        st.integers(0, 9_000_000),
    ),
    st.tuples(st.just("charge")),
    st.tuples(st.just("pay"), st.sampled_from(["F-001", "F-002"]), st.integers(1, 900_000)),
    st.tuples(st.just("spend"), st.integers(1, 120_000), st.integers(0, 40)),
    st.tuples(st.just("take_back"), st.integers(0, 8)),
    st.tuples(st.just("credit"), st.integers(0, 8), st.integers(1, 200_000)),
    st.tuples(st.just("transfer"), st.integers(1, 300_000)),
    st.tuples(st.just("receive"), st.integers(1, 5_000)),
)


class Story:
    """Acts on the small network; what the rules of the trade refuse does not happen."""

    def __init__(self, network, outlets):
        self.network = network
        self.outlets = outlets
        self.reported = set()
        self.received = 0

    def act(self, kind, *facts):
        try:
            with db.session.begin_nested():
                getattr(self, kind)(*facts)
        except DomainError:
            pass

    def report(self, code, month, cents):
        if (code, month) not in self.reported:
            self.reported.add((code, month))
            a_report(self.outlets[code], month, gross=Money(cents, "EUR").text)

    def charge(self):
        for month in MONTHS:
            assess(month)
        own.post_own(SYSTEM)

    def pay(self, code, cents):
        number = db.session.scalar(select(func.count(Posting.id)))
        pay(
            self.network.franchisees[code],
            Money(cents, "EUR").text,
            reference=f"{number}-{cents}",
        )

    def spend(self, cents, days):
        bill = a_bill(
            money=Money(cents, "EUR"),
            on=ON - timedelta(days=days),
            over_reason="As it comes.",
            regions=list(self.network.regions.values()) if cents % 2 else (),
        )
        spending.spend(self.network.actors["felix"], bill, a_file())

    def take_back(self, place):
        rows = db.session.scalars(select(FundSpending).order_by(FundSpending.number)).all()
        if place < len(rows):
            spending.reverse(self.network.actors["felix"], rows[place], reason="Wrong.")

    def credit(self, place, cents):
        query = select(Invoice).options(joinedload(Invoice.franchisee))
        rows = db.session.scalars(query.order_by(Invoice.number)).all()
        if place < len(rows):
            lines = [line for line in creditable(rows[place]) if line.left.minor > 0]
            if lines:
                line = lines[-1]
                amount = Money(min(cents, line.left.minor), "EUR")
                crediting.ask_credit(
                    self.network.actors["hanna"],
                    rows[place],
                    {line.charge_id: amount},
                    reason="Goodwill.",
                )

    def receive(self, cents):
        received = Received("Interest", ON, Money(cents, "EUR"))
        receipts.receive(self.network.actors["felix"], received, a_file())
        self.received += cents

    def transfer(self, cents):
        own.note_transfer(
            self.network.actors["felix"], amount=Money(cents, "EUR"), on=ON, reference="T"
        )


@pytest.fixture
def story(network):
    for contract in network.contracts.values():
        give_plan(contract)
    outlet = an_own_outlet(network)
    choose_plan(network)
    a_budget(network)
    db.session.commit()
    return Story(network, {**network.outlets, "TL-000": outlet})


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(acts, min_size=3, max_size=14))
def test_the_funds_book_always_balances_and_its_statement_adds_up(story, done):
    told = Story(story.network, story.outlets)
    try:
        for act in done:
            told.act(*act)
        db.session.flush()
        assert check_ledger().findings == ()
        facts = facts_of(YEAR, "EUR")
        assert facts.adds_up
        assert facts.other == told.received
        charged, own_sums = contributions.contributed(YEAR, "EUR")
        assert sum(charged.values()) == facts.franchisees == invoiced()
        assert sum(own_sums.values()) == facts.own
        assert facts.owed_by_franchisor == own_queries.owed("EUR").minor
        assert spent() == facts.spent + facts.administration
        assert sum(one.spent for one in facts.regions) + facts.network_wide == spent()
    finally:
        db.session.rollback()


def invoiced():
    """What invoices charged for the fund, less what was credited of it."""
    return int(db.session.scalar(select(func.coalesce(func.sum(Invoice.fund_minor), 0))) or 0)


def spent():
    total = func.coalesce(func.sum(Posting.amount_minor), 0)
    query = select(total).where(Posting.book == Book.FUND, Posting.account == Account.EXPENSE)
    return int(db.session.scalar(query) or 0)


def test_credits_count_against_contributions(story):
    story.report("TL-001", "2026-10", 5_000_000)
    story.charge()
    before, _own = contributions.contributed(YEAR, "EUR")
    query = select(Invoice).options(joinedload(Invoice.franchisee))
    [invoice] = db.session.scalars(query).all()
    [line] = [line for line in creditable(invoice) if "fund" in line.fee]
    crediting.ask_credit(
        story.network.actors["hanna"],
        invoice,
        {line.charge_id: Money(100_00, "EUR")},
        reason="Goodwill.",
    )
    after, _own = contributions.contributed(YEAR, "EUR")
    outlet = story.outlets["TL-001"].id
    assert before[outlet] - after[outlet] == 100_00
    assert db.session.scalar(select(func.sum(CreditLine.amount_minor))) == -100_00
