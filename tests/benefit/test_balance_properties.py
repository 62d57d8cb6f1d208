"""Whatever is sold, charged, credited and reported: both sides' takes are what the ledger says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from franchise_portal.access.actor import SYSTEM
from franchise_portal.benefit.enums import TakingKind
from franchise_portal.benefit.queries.facts import Facts, facts_of
from franchise_portal.benefit.queries.owned import Owned
from franchise_portal.benefit.queries.places import places
from franchise_portal.benefit.services import accounts, supply
from franchise_portal.database import db
from franchise_portal.fees.enums import Account, Book
from franchise_portal.fees.models import Invoice, Posting
from franchise_portal.fees.queries.crediting import creditable
from franchise_portal.fees.services import crediting
from franchise_portal.kit.errors import DomainError
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.benefit import a_place, figures
from tests.builders.fees import a_report, assess, give_plan, pay
from tests.support.people import SmallNetwork

MONTHS = ("2026-08", "2026-09", "2026-10")
OUTLETS = ("TL-001", "TL-003", "HX-001")

months, outlets = st.sampled_from(MONTHS), st.sampled_from(OUTLETS)
acts = st.one_of(
    st.tuples(st.just("report"), outlets, months, st.integers(0, 9_000_000)),
    st.tuples(st.just("charge")),
    st.tuples(st.just("credit"), st.integers(0, 8), st.integers(1, 200_000)),
    st.tuples(st.just("pay"), st.sampled_from(["F-001", "F-002"]), st.integers(1, 900_000)),
    st.tuples(st.just("account"), outlets, months, st.integers(0, 90_000), st.integers(0, 60_000)),
    st.tuples(
        st.just("earn"),
        outlets,
        months,
        st.sampled_from(list(TakingKind)),
        st.integers(0, 100_000),
    ),
)


@dataclass
class Story:
    """Acts on the small network; what the rules of the trade refuse does not happen."""

    network: SmallNetwork
    reported: set[tuple[str, str]] = field(default_factory=set)
    versions: dict[tuple[str, str], int] = field(default_factory=dict)
    earned: dict[tuple[str, str, TakingKind], int] = field(default_factory=dict)

    def act(self, kind: str, *facts: Any) -> None:
        try:
            with db.session.begin_nested():
                getattr(self, kind)(*facts)
        except DomainError:
            pass

    def report(self, code: str, month: str, cents: int) -> None:
        if (code, month) not in self.reported:
            self.reported.add((code, month))
            a_report(self.network.outlets[code], month, gross=Money(cents, "EUR").text)

    def charge(self) -> None:
        for month in MONTHS:
            assess(month)

    def credit(self, place: int, cents: int) -> None:
        query = select(Invoice).options(joinedload(Invoice.franchisee)).order_by(Invoice.number)
        rows = db.session.scalars(query).all()
        if place < len(rows):
            lines = [line for line in creditable(rows[place]) if line.left.minor > 0]
            if lines:
                line = lines[cents % len(lines)]
                crediting.ask_credit(
                    self.network.actors["hanna"],
                    rows[place],
                    {line.charge_id: Money(min(cents, line.left.minor), "EUR")},
                    reason="Goodwill.",
                )

    def pay(self, code: str, cents: int) -> None:
        number = db.session.scalar(select(func.count(Posting.id)))
        reference = f"{number}-{cents}"
        pay(self.network.franchisees[code], Money(cents, "EUR").text, reference=reference)

    def account(self, code: str, month: str, sales: int, costs: int) -> None:
        period, seen = Period.parse_month(month), self.versions.get((code, month), 0)
        accounts.report_account(
            SYSTEM,
            place=a_place(self.network.outlets[code], on=period.last),
            period=period,
            figures=figures(sales=sales, other_costs=costs, owner_pay=costs // 3),
            seen=seen,
            reason="Corrected." if seen else "",
        )
        self.versions[code, month] = seen + 1

    def earn(self, code: str, month: str, kind: TakingKind, cents: int) -> None:
        supply.enter_taking(
            SYSTEM,
            place=a_place(self.network.outlets[code]),
            month=Period.parse_month(month),
            kind=kind,
            amount=Money(cents, "EUR"),
        )
        self.earned[code, month, kind] = cents


@pytest.fixture
def network_with_plans(network: SmallNetwork) -> Iterator[SmallNetwork]:
    for contract in network.contracts.values():
        give_plan(contract)
    db.session.commit()
    yield network
    db.session.rollback()


def _told() -> tuple[Facts, Sequence[Owned]]:
    owned = [row.owned for row in places(SYSTEM).rows]
    return facts_of(owned, MONTHS), owned


def _posted(book: Book, account: Account) -> int:
    total = func.coalesce(func.sum(Posting.amount_minor), 0)
    query = select(total).where(Posting.book == book, Posting.account == account)
    return int(db.session.scalar(query) or 0)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(acts, min_size=4, max_size=16))
def test_what_both_sides_take_is_what_the_ledger_says(
    network_with_plans: SmallNetwork, done: list[tuple[Any, ...]]
) -> None:
    told = Story(network_with_plans)
    try:
        for act in done:
            told.act(*act)
        db.session.flush()
        facts, owned = _told()
        taken = [
            month for place in owned for month in facts.taken.get(place.outlet_id, {}).values()
        ]
        # What the franchisor takes by invoice is its income, and the fund's is the fund's.
        assert sum(one.fees for one in taken) == -_posted(Book.FRANCHISOR, Account.REVENUE)
        assert sum(one.fund for one in taken) == -_posted(Book.FUND, Account.CONTRIBUTIONS)
        assert sum(one.supply_margin + one.rebate for one in taken) == sum(told.earned.values())
        for place in owned:
            balance = facts.balances[place.outlet_id]
            counted = [facts.taken[place.outlet_id][month] for month in balance.months]
            assert balance.taken.all == sum(one.all for one in counted)
            # Nothing is lost between the two: what was sold is what costs, both sides and the
            # owner's wage come to, goods that the franchisor earns on being within the costs.
            figures_ = balance.figures
            costs = figures_.cost_of_goods + figures_.staff + figures_.rent + figures_.other_costs
            earned = balance.taken.supply_margin + balance.taken.rebate
            wear = figures_.depreciation or 0
            assert costs + figures_.owner_pay + wear + balance.whole - earned == figures_.sales
            share = balance.franchisor_share
            assert share is None or round(share * balance.whole) == balance.taken.all
    finally:
        db.session.rollback()


def test_a_month_without_an_account_is_named_and_takes_part_in_nothing(
    network_with_plans: SmallNetwork,
) -> None:
    told = Story(network_with_plans)
    for month in MONTHS:
        told.report("TL-001", month, 5_000_000)
    told.charge()
    told.account("TL-001", "2026-09", 50_000, 4_000)
    facts, _owned = _told()
    outlet = network_with_plans.outlets["TL-001"]
    balance = facts.balances[outlet.id]
    assert balance.months == ("2026-09",)
    assert balance.taken == facts.taken[outlet.id]["2026-09"]
    gap = next(gap for gap in balance.gaps if gap.kind.value == "no_accounts")
    assert gap.months == ("2026-08", "2026-10")
