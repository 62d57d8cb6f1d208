"""Instalments that sum exactly, and how a plan stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.dunning.enums import PlanStatus
from franchise_portal.dunning.rules.instalments import (
    LONGEST,
    Instalment,
    Standing,
    even,
    monthly,
    standing,
    trouble_with,
)
from franchise_portal.kit.money import Money

TODAY = date(2026, 11, 2)


def euro(minor):
    return Money(minor, "EUR")


def in_days(*amounts, first=10, every=30):
    return tuple(
        Instalment(TODAY + timedelta(days=first + every * place), minor)
        for place, minor in enumerate(amounts)
    )


def test_equal_instalments_carry_the_odd_cents_first():
    days = monthly(date(2026, 11, 30), 3)
    assert [one.minor for one in even(euro(10_000), days)] == [3_334, 3_333, 3_333]


def test_the_same_day_of_each_month_or_its_last():
    assert monthly(date(2027, 12, 31), 3) == (
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
    )
    assert monthly(date(2027, 3, 31), 2) == (date(2027, 3, 31), date(2027, 4, 30))


COUNT = "A plan has from 1 to 60 instalments."
ABOVE_ZERO = "Each instalment is above zero."
FIRST = "The first instalment is due today or later."
ORDER = "Each instalment is due on a later day than the one before it."
LAST = "The last instalment is due within five years."
SUM = (
    "The instalments come to another amount than the invoices. "
    "Write them so that both are the same."
)


@pytest.mark.parametrize(
    ("instalments", "sentence"),
    [
        ((), COUNT),
        (in_days(*[1] * 61), COUNT),
        (in_days(5_000, 0), ABOVE_ZERO),
        (in_days(6_000, -1_000), ABOVE_ZERO),
        (in_days(5_000, first=-1), FIRST),
        (in_days(2_500, 2_500, every=0), ORDER),
        (in_days(2_500, 2_500, every=-5), ORDER),
        (in_days(2_500, 2_500, first=0, every=LONGEST.days + 1), LAST),
        (in_days(2_500, 2_501), SUM),
        (in_days(2_500, 2_499), SUM),
    ],
)
def test_an_unsound_plan_is_refused(instalments, sentence):
    assert trouble_with(instalments, euro(5_000), TODAY) == sentence


@pytest.mark.parametrize(
    "instalments",
    [
        in_days(2_500, 2_500, first=0),
        in_days(5_000),
        in_days(4_999, 1),
        in_days(2_500, 2_500, first=0, every=LONGEST.days),
        in_days(*[100] * 40, *[50] * 20),
    ],
)
def test_a_sound_plan_is_not(instalments):
    assert trouble_with(instalments, euro(5_000), TODAY) is None


@pytest.mark.parametrize(
    ("paid", "day", "status", "late"),
    [
        (0, 0, PlanStatus.KEPT, ()),
        (0, 10, PlanStatus.KEPT, ()),  # the day itself is in time
        (0, 11, PlanStatus.KEPT, (1,)),
        (2_499, 20, PlanStatus.KEPT, (1,)),
        (0, 20, PlanStatus.KEPT, (1,)),
        (0, 21, PlanStatus.BROKEN, (1,)),
        (2_500, 21, PlanStatus.KEPT, ()),
        (2_500, 41, PlanStatus.KEPT, (2,)),
        (2_500, 51, PlanStatus.BROKEN, (2,)),
        (5_000, 60, PlanStatus.DONE, ()),
        (9_000, 0, PlanStatus.DONE, ()),
    ],
)
def test_a_plan_stands_as_what_came_off_its_invoices_says(paid, day, status, late):
    found = standing(in_days(2_500, 2_500), paid, 10, TODAY + timedelta(days=day))
    assert (found.status, found.late) == (status, late)


@pytest.mark.parametrize("paid", [0, -1, -5_000])
def test_what_is_not_paid_fills_nothing(paid):
    found = standing(in_days(2_500, 2_500), paid, 10, TODAY)
    assert [one.paid for one in found.instalments] == [0, 0]


def test_each_instalment_says_what_is_there_of_it_and_how_late_it_is():
    first, second, third = in_days(2_000, 2_000, 1_000, first=-30, every=20)
    found = standing((first, second, third), 2_500, 10, TODAY)
    assert found.instalments == (
        Standing(first, 2_000, 0),
        Standing(second, 500, 10),
        Standing(third, 0, 0),
    )
    assert [one.is_paid for one in found.instalments] == [True, False, False]
    assert found.next == Standing(second, 500, 10)
    assert standing((first, second, third), 5_000, 10, TODAY).next is None


@given(st.integers(1, 10**9), st.integers(1, 60), st.dates(date(2026, 1, 1), date(2100, 1, 1)))
def test_laid_out_instalments_are_always_sound(minor, count, first):
    count = min(count, minor)
    laid = even(euro(minor), monthly(first, count))
    assert trouble_with(laid, euro(minor), first) is None
    assert max(one.minor for one in laid) - min(one.minor for one in laid) <= 1


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
    st.integers(-10, 10**7),
    st.integers(0, 90),
    st.integers(-100, 2_000),
)
def test_what_is_paid_is_spread_whole_and_in_order(amounts, paid, broken_after, day):
    found = standing(in_days(*amounts), paid, broken_after, TODAY + timedelta(days=day))
    shares = [one.paid for one in found.instalments]
    assert sum(shares) == min(max(paid, 0), sum(amounts))
    unpaid = [place for place, one in enumerate(found.instalments) if not one.is_paid]
    if unpaid:
        assert all(share == 0 for share in shares[unpaid[0] + 1 :])
    assert (found.status is PlanStatus.DONE) is (paid >= sum(amounts))
