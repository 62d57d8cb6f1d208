"""Interest: worked examples, leap years, changes of rate and balance, and properties."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.dunning.rules.interest import (
    Agreed,
    Balance,
    Dated,
    Piece,
    Rates,
    first_late_day,
    interest,
    late_days,
    pieces,
    yearly,
)
from franchise_portal.kit.money import half_up

BEFORE = date(2020, 1, 1)
TEN = Rates(Decimal("0.10"))


def owed(*steps):
    return tuple(Balance(*step) for step in steps)


@pytest.mark.parametrize(
    ("minor", "rate", "first", "last", "comes_to"),
    [
        # 1,000.00 at 10 % for 30 days: 1000 × 0.10 ÷ 365 × 30 = 8.219…
        (100_000, "0.10", date(2026, 10, 1), date(2026, 10, 30), 822),
        # A whole common year is the rate itself; a leap year costs a day more.
        (100_000, "0.10", date(2026, 1, 1), date(2026, 12, 31), 10_000),
        (100_000, "0.10", date(2028, 1, 1), date(2028, 12, 31), 10_027),
        # Over the leap day: 28 and 29 February and 1 March are three days.
        (36_500, "0.10", date(2028, 2, 28), date(2028, 3, 1), 30),
        (36_500, "0.10", date(2027, 2, 28), date(2027, 3, 1), 20),
        # Half a cent goes up.
        (1_825, "0.10", date(2026, 10, 1), date(2026, 10, 1), 1),
        (1_824, "0.10", date(2026, 10, 1), date(2026, 10, 1), 0),
        (0, "0.10", date(2026, 10, 1), date(2026, 10, 30), 0),
    ],
)
def test_interest_is_balance_times_rate_times_days(minor, rate, first, last, comes_to):
    found = pieces(owed((BEFORE, minor)), Rates(Decimal(rate)), first, last)
    assert interest(found) == comes_to


def test_a_part_payment_counts_from_its_day():
    balances = owed((BEFORE, 100_000), (date(2026, 10, 11), 40_000))
    found = pieces(balances, TEN, date(2026, 10, 1), date(2026, 10, 31))
    assert [(one.days, one.minor) for one in found] == [(10, 100_000), (21, 40_000)]
    assert sum(one.exact for one in found) == Fraction(100_000 * 10 + 40_000 * 21, 3_650)
    assert interest(found) == 504


def test_what_is_paid_bears_nothing_more():
    balances = owed((BEFORE, 100_000), (date(2026, 10, 11), 0))
    found = pieces(balances, TEN, date(2026, 10, 1), date(2026, 10, 31))
    assert [one.ends_on for one in found] == [date(2026, 10, 10)]


def test_an_interval_that_crosses_a_change_of_the_base_rate_is_worked_out_in_pieces():
    rates = Rates(
        Decimal("0.09"),
        base=(Dated(date(2026, 1, 1), Decimal("0.0227")), Dated(date(2026, 7, 1), Decimal("0.02"))),
        has_base=True,
    )
    found = pieces(owed((BEFORE, 365_000)), rates, date(2026, 6, 21), date(2026, 7, 10))
    assert [(one.starts_on.day, one.days, one.rate) for one in found] == [
        (21, 10, Decimal("0.1127")),
        (1, 10, Decimal("0.1100")),
    ]
    assert interest(found) == 1_127 + 1_100


def test_a_base_rate_below_zero_lowers_the_margin_and_never_pays_out():
    base = (Dated(BEFORE, Decimal("-0.0088")),)
    assert Rates(Decimal("0.05"), base=base, has_base=True).on(BEFORE) == Decimal("0.0412")
    assert Rates(Decimal("0.005"), base=base, has_base=True).on(BEFORE) == 0


def test_a_day_before_the_first_base_rate_is_not_known_and_bears_nothing():
    rates = Rates(Decimal("0.05"), base=(Dated(date(2026, 7, 1), Decimal("0.01")),), has_base=True)
    assert not rates.knows(date(2026, 6, 30))
    assert rates.knows(date(2026, 7, 1))
    assert rates.on(date(2026, 6, 30)) == 0
    assert TEN.knows(BEFORE)


def test_the_highest_lawful_rate_counts_where_it_is_lower():
    rates = Rates(Decimal("0.18"), ceiling=(Dated(date(2026, 7, 1), Decimal("0.12")),))
    assert rates.on(date(2026, 6, 30)) == Decimal("0.18")
    assert rates.on(date(2026, 7, 1)) == Decimal("0.12")


def test_a_payment_plan_brings_its_own_rate_for_its_days():
    agreed = [Agreed(date(2026, 10, 11), date(2026, 10, 20), Decimal("0.02"))]
    found = pieces(owed((BEFORE, 100_000)), TEN, date(2026, 10, 1), date(2026, 10, 31), agreed)
    assert [(one.days, one.rate) for one in found] == [
        (10, Decimal("0.10")),
        (10, Decimal("0.02")),
        (11, Decimal("0.10")),
    ]


def test_a_monthly_rate_counts_twelve_times():
    assert yearly(Decimal("0.015"), is_monthly=True) == Decimal("0.18")
    assert yearly(Decimal("0.015"), is_monthly=False) == Decimal("0.015")


@pytest.mark.parametrize(
    ("grace", "first"), [(0, date(2026, 9, 16)), (1, date(2026, 9, 17)), (15, date(2026, 10, 1))]
)
def test_the_days_of_grace_are_free(grace, first):
    assert first_late_day(date(2026, 9, 15), grace) == first


def test_late_days_are_those_with_something_open():
    balances = owed((BEFORE, 100), (date(2026, 10, 5), 0), (date(2026, 10, 20), 50))
    assert late_days(balances, date(2026, 10, 1), date(2026, 10, 31)) == 4 + 12
    assert late_days(balances, date(2026, 10, 31), date(2026, 10, 1)) == 0
    free = [Agreed(date(2026, 10, 1), date(2026, 10, 2), Decimal("0.05"))]
    assert late_days(balances, date(2026, 10, 1), date(2026, 10, 31), free) == 2 + 12


def test_a_rate_changes_on_the_days_after_the_first_up_to_the_last():
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    rate, days_of_change = Decimal("0.02"), [first, date(2026, 10, 2), last, date(2026, 11, 1)]
    dated = tuple(Dated(day, rate) for day in days_of_change)
    inside = [date(2026, 10, 2), last]
    assert list(Rates(rate, base=dated, has_base=True).changes(first, last)) == inside
    assert list(Rates(rate, ceiling=dated).changes(first, last)) == inside
    # A base rate that the contract does not look at changes nothing.
    assert list(Rates(rate, base=dated).changes(first, last)) == []
    assert Rates(rate, base=(Dated(BEFORE, Decimal("0.05")),)).on(first) == rate


def test_the_last_day_may_be_another_one():
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    paid = pieces(owed((BEFORE, 100_000), (last, 40_000)), TEN, first, last)
    assert [(one.days, one.minor) for one in paid] == [(30, 100_000), (1, 40_000)]
    begins = [Agreed(last, last + timedelta(days=9), Decimal("0.02"))]
    assert [one.days for one in pieces(owed((BEFORE, 1_000)), TEN, first, last, begins)] == [30, 1]
    ends = [Agreed(first, last - timedelta(days=1), Decimal("0.02"))]
    assert [one.days for one in pieces(owed((BEFORE, 1_000)), TEN, first, last, ends)] == [30, 1]


def test_a_plan_of_one_day_counts_for_its_day():
    only = date(2026, 10, 11)
    agreed = [Agreed(only, only, Decimal("0.02"))]
    found = pieces(owed((BEFORE, 1_000)), TEN, date(2026, 10, 1), date(2026, 10, 31), agreed)
    assert [(one.days, one.rate) for one in found] == [
        (10, Decimal("0.10")),
        (1, Decimal("0.02")),
        (20, Decimal("0.10")),
    ]


def test_neighbours_that_differ_in_nothing_are_one_piece():
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    same = owed(
        (BEFORE, 1_000),
        (date(2026, 10, 5), 1_000),
        (date(2026, 10, 9), 1_000),
        (date(2026, 10, 20), 700),
        (date(2026, 10, 25), 0),
        (date(2026, 10, 28), 700),
    )
    assert pieces(same, TEN, first, last) == (
        Piece(first, date(2026, 10, 19), 1_000, Decimal("0.10")),
        Piece(date(2026, 10, 20), date(2026, 10, 24), 700, Decimal("0.10")),
        # Nothing was open in between, so these days stand apart.
        Piece(date(2026, 10, 28), last, 700, Decimal("0.10")),
    )


def test_before_the_first_balance_nothing_is_owed():
    found = pieces(owed((date(2026, 10, 11), 1)), TEN, date(2026, 10, 1), date(2026, 10, 31))
    assert found == (Piece(date(2026, 10, 11), date(2026, 10, 31), 1, Decimal("0.10")),)
    assert pieces((), TEN, date(2026, 10, 1), date(2026, 10, 31)) == ()
    assert interest(()) == 0


days = st.integers(0, 900).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
some_rates = st.decimals(0, Decimal("0.3"), places=4)
balance_lists = st.lists(
    st.builds(Balance, days, st.integers(0, 10**9)), max_size=6, unique_by=lambda one: one.starts_on
)
dated_lists = st.lists(
    st.builds(Dated, days, st.decimals(Decimal("-0.02"), Decimal("0.2"), places=4)),
    max_size=5,
    unique_by=lambda one: one.starts_on,
)


all_rates = st.builds(
    lambda own, base, ceiling: Rates(own, base=base, has_base=bool(base), ceiling=ceiling),
    some_rates,
    dated_lists,
    dated_lists,
)


@given(balance_lists, all_rates, st.lists(days, min_size=3, max_size=3).map(sorted))
def test_split_intervals_sum_to_the_whole(balances, rates, span):
    """Exactly before rounding; each part rounded once is off by at most half a cent."""
    first, middle, last = span
    whole = pieces(balances, rates, first, last)
    left = pieces(balances, rates, first, middle)
    right = pieces(balances, rates, middle + timedelta(days=1), last)

    def exact(found):
        return sum((one.exact for one in found), Fraction(0))

    assert exact(left) + exact(right) == exact(whole)
    assert abs(interest(left) + interest(right) - interest(whole)) <= 1


@given(balance_lists, all_rates, st.lists(days, min_size=2, max_size=2).map(sorted))
def test_pieces_are_in_order_apart_and_each_day_is_what_it_says(balances, rates, span):
    first, last = span
    found = pieces(balances, rates, first, last)
    day_by_day = Fraction(0)
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        before = [one for one in balances if one.starts_on <= day]
        minor = max(before).minor if before else 0
        day_by_day += minor * Fraction(rates.on(day)) / 365
    exact = sum((one.exact for one in found), Fraction(0))
    assert exact == day_by_day
    assert interest(found) == half_up(exact.numerator, exact.denominator)
    for earlier, later in pairwise(found):
        assert earlier.ends_on < later.starts_on
