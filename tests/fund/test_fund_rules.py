"""The fund's rules as tables of cases, and what holds for all sums."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.enums import Account, Book
from franchise_portal.fees.rules.bookkeeping import require_balanced
from franchise_portal.fund.enums import Agreement, BudgetStatus, ClockState, SpendingKind
from franchise_portal.fund.rules import budgets
from franchise_portal.fund.rules.bookkeeping import (
    own_sides,
    receipt_sides,
    spending_sides,
    transfer_sides,
)
from franchise_portal.fund.rules.budgets import PlannedLine
from franchise_portal.fund.rules.reconciling import Reconciliation
from franchise_portal.fund.rules.regions import by_contributions, equally
from franchise_portal.fund.rules.years import (
    StatementClock,
    period_of,
    statement_clock,
    year_of,
)
from franchise_portal.kit.durations import Duration, Unit
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period

KEY = UUID(int=1)
amounts = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("day", "starts", "year"),
    [
        (date(2026, 1, 1), 1, 2026),
        (date(2026, 12, 31), 1, 2026),
        (date(2026, 6, 30), 7, 2025),
        (date(2026, 7, 1), 7, 2026),
        (date(2026, 2, 28), 3, 2025),
    ],
)
def test_a_day_lies_in_the_year_in_which_the_funds_year_began(day, starts, year):
    assert year_of(day, starts) == year


@given(day=st.dates(date(1990, 1, 1), date(2200, 1, 1)), starts=st.integers(1, 12))
def test_every_day_lies_in_the_period_of_its_year(day, starts):
    assert day in period_of(year_of(day, starts), starts)


def test_a_year_of_the_fund_begins_on_the_first_of_its_month_and_has_twelve():
    assert period_of(2026, 1) == Period.parse("2026-01-01/2026-12-31")
    assert period_of(2026, 7) == Period.parse("2026-07-01/2027-06-30")


@pytest.mark.parametrize(
    ("on", "published", "state", "days"),
    [
        (date(2026, 12, 31), None, ClockState.RUNNING, 120),
        (date(2027, 1, 1), None, ClockState.DUE, 119),
        (date(2027, 3, 30), None, ClockState.DUE, 31),
        (date(2027, 3, 31), None, ClockState.SOON, 30),
        (date(2027, 4, 30), None, ClockState.SOON, 0),
        (date(2027, 5, 1), None, ClockState.LATE, -1),
        (date(2027, 6, 1), date(2027, 4, 30), ClockState.IN_TIME, 0),
        (date(2027, 6, 1), date(2027, 5, 2), ClockState.AFTER, -2),
    ],
)
def test_the_clock_of_a_statement(on, published, state, days):
    clock = statement_clock(
        Period.parse("2026-01-01/2026-12-31"),
        year=2026,
        within=Duration(4, Unit.MONTHS),
        on=on,
        published_on=published,
        source="FTC rule, item 11",
    )
    assert clock == StatementClock(
        year=2026,
        ends_on=date(2026, 12, 31),
        due_on=date(2027, 4, 30),
        state=state,
        days=days,
        source="FTC rule, item 11",
    )


@pytest.mark.parametrize(
    ("planned", "spent", "minor", "over"),
    [
        (100, 0, 100, 0),
        (100, 0, 101, 1),
        (100, 60, 50, 10),
        (100, 120, 30, 30),
        (0, 0, 1, 1),
        (100, -20, 120, 0),
        (100, 90, -50, 0),
        (100, 120, -50, 0),
        (100, 120, 0, 0),
    ],
)
def test_a_line_is_overspent_by_what_it_does_not_bear(planned, spent, minor, over):
    line = PlannedLine(KEY, "Radio", SpendingKind.MEDIA, planned, spent)
    assert line.over(minor) == over


@pytest.mark.parametrize(("planned", "spent", "left"), [(100, 30, 70), (100, 120, -20), (0, 0, 0)])
def test_what_is_left_of_a_line_may_be_below_zero(planned, spent, left):
    assert PlannedLine(KEY, "Radio", SpendingKind.MEDIA, planned, spent).left == left


@pytest.mark.parametrize(
    ("status", "change", "adopt", "withdraw"),
    [
        (BudgetStatus.DRAFT, True, False, True),
        (BudgetStatus.PROPOSED, False, True, True),
        (BudgetStatus.ADOPTED, False, False, False),
        (BudgetStatus.REPLACED, False, False, False),
        (BudgetStatus.WITHDRAWN, False, False, False),
    ],
)
def test_what_a_version_of_a_budget_allows(status, change, adopt, withdraw):
    assert budgets.may_change(status) is change
    assert budgets.may_propose(status, [1]) is change
    assert not budgets.may_propose(status, [])
    assert budgets.may_adopt(status) is adopt
    assert budgets.may_withdraw(status) is withdraw


@pytest.mark.parametrize(
    ("book", "bank", "items", "agreement", "unexplained"),
    [
        (500, None, (), Agreement.UNKNOWN, 0),
        (500, 500, (), Agreement.AGREES, 0),
        (500, 800, (-300,), Agreement.EXPLAINED, 0),
        (500, 800, (-200,), Agreement.DIFFERS, -100),
        (500, 500, (-200,), Agreement.DIFFERS, 200),
        (500, 499, (), Agreement.DIFFERS, 1),
        (-10, -10, (), Agreement.AGREES, 0),
    ],
)
def test_how_bank_and_book_stand(book, bank, items, agreement, unexplained):
    found = Reconciliation(book, bank, items)
    assert (found.agreement, found.unexplained) == (agreement, unexplained)
    assert found.agreement.is_reconciled is (agreement is Agreement.AGREES)


def test_what_differs_and_what_of_it_is_explained():
    found = Reconciliation(500, 800, (-200, -70))
    assert (found.difference, found.explained, found.unexplained) == (-300, -270, -30)
    assert Reconciliation(500, None).difference == 0


@pytest.mark.parametrize(
    ("sides_of", "moved"),
    [
        (spending_sides, [(Book.FUND, Account.EXPENSE, 700), (Book.FUND, Account.BANK, -700)]),
        (
            own_sides,
            [
                (Book.FUND, Account.BETWEEN, 700),
                (Book.FUND, Account.CONTRIBUTIONS, -700),
                (Book.FRANCHISOR, Account.OWN_SHARE, 700),
                (Book.FRANCHISOR, Account.BETWEEN, -700),
            ],
        ),
        (
            transfer_sides,
            [
                (Book.FUND, Account.BANK, 700),
                (Book.FUND, Account.BETWEEN, -700),
                (Book.FRANCHISOR, Account.BETWEEN, 700),
                (Book.FRANCHISOR, Account.BANK, -700),
            ],
        ),
        (receipt_sides, [(Book.FUND, Account.BANK, 700), (Book.FUND, Account.OTHER_INCOME, -700)]),
    ],
)
def test_each_act_of_the_fund_moves_its_accounts(sides_of, moved):
    assert [tuple(side) for side in sides_of(700)] == moved


@given(minor=amounts)
def test_every_act_of_the_fund_balances_in_both_books(minor):
    for sides_of in (spending_sides, own_sides, transfer_sides, receipt_sides):
        require_balanced(sides_of(minor))


@given(minor=amounts)
def test_an_act_and_its_opposite_leave_nothing(minor):
    for sides_of in (spending_sides, own_sides, transfer_sides, receipt_sides):
        both = (*sides_of(minor), *sides_of(-minor))
        sums: dict[object, int] = {}
        for side in both:
            sums[side.book, side.account] = sums.get((side.book, side.account), 0) + side.minor
        assert not any(sums.values())


@given(minor=st.integers(1, 10**12), count=st.integers(1, 40))
def test_regions_share_to_the_last_cent(minor, count):
    parts = equally(Money(minor, "EUR"), list(range(count)))
    assert sum(part.minor for part in parts.values()) == minor
    assert max(parts.values()).minor - min(parts.values()).minor <= 1


@given(
    minor=st.integers(0, 10**12),
    contributed=st.dictionaries(st.integers(), st.integers(-100, 10**9), min_size=1),
)
def test_what_was_for_all_is_borne_by_contributions(minor, contributed):
    shares = by_contributions(Money(minor, "EUR"), contributed)
    total = sum(share.minor for share in shares.values())
    assert total == (minor if any(value > 0 for value in contributed.values()) else 0)
    assert all(not shares[key] for key, value in contributed.items() if value <= 0)


def test_the_first_regions_get_the_odd_cents_and_none_get_nothing():
    assert equally(Money(11, "EUR"), ["North", "South", "East"]) == {
        "North": Money(4, "EUR"),
        "South": Money(4, "EUR"),
        "East": Money(3, "EUR"),
    }
    assert equally(Money(11, "EUR"), []) == {}


def test_who_contributed_nothing_or_less_bears_nothing():
    contributed = {"North": 300, "South": 0, "East": -50, "West": 100}
    assert by_contributions(Money(1_000, "EUR"), contributed) == {
        "North": Money(750, "EUR"),
        "South": Money(0, "EUR"),
        "East": Money(0, "EUR"),
        "West": Money(250, "EUR"),
    }
    nobody = {"North": 0, "South": -50}
    assert by_contributions(Money(1_000, "EUR"), nobody) == dict.fromkeys(nobody, Money(0, "EUR"))
    assert by_contributions(Money(1_000, "EUR"), {}) == {}


def test_a_line_with_spending_is_missed_when_it_is_dropped():
    line = PlannedLine(KEY, "Radio", SpendingKind.MEDIA, 0, 5)
    empty = PlannedLine(UUID(int=2), "Posters", SpendingKind.MEDIA, 0, 0)
    assert budgets.dropped([line, empty], []) == (line,)
    assert budgets.dropped([line, empty], [KEY]) == ()
