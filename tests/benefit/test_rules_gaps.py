"""What is missing of a balance, month by month, and what stays of it: sums, currency, figures."""

from dataclasses import replace
from decimal import Decimal

import pytest

from franchise_portal.benefit.enums import GapKind
from franchise_portal.benefit.rules.accounts import account_period
from franchise_portal.benefit.rules.balance import Gap, Reported, Taken, balance_of
from franchise_portal.benefit.rules.burden import Burden, Median, median_of
from franchise_portal.benefit.rules.figures import NOTHING, Figures
from franchise_portal.benefit.rules.savings import Purchase
from franchise_portal.kit.money import Money
from tests.builders.benefit import figures

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
CHARGED = Taken(fees=300_000, fund=100_000, is_charged=True)


def reported(*periods, currency="EUR", **amounts):
    return [Reported(account_period(text), figures(**amounts), currency) for text in periods]


def a_balance(accounts, charged=MONTHS, window=MONTHS, **more):
    taken = dict.fromkeys(charged, CHARGED)
    return balance_of(window, currency="EUR", reported=accounts, taken=taken, **more)


def test_a_full_half_year_has_no_gaps():
    whole = a_balance(reported(*MONTHS, depreciation=100), investment=5_000_000)
    assert whole.gaps == ()
    assert (whole.currency, whole.investment, whole.months) == ("EUR", 5_000_000, MONTHS)
    # Takings are missed only where the plan names a margin.
    missed = a_balance(
        reported(*MONTHS, depreciation=100), investment=5_000_000, expects_takings=True
    )
    assert missed.gaps == (Gap(GapKind.NO_TAKINGS, MONTHS),)


def test_every_gap_names_its_months_the_oldest_first():
    accounts = [
        *reported("2026-06", "2026-02"),
        *reported("2026-05", "2026-01", currency="USD"),
        *reported("2026-04", "2026-03"),
    ]
    found = a_balance(accounts, charged=("2026-01", "2026-03", "2026-04"))
    assert found.months == ("2026-03", "2026-04")
    assert found.gaps == (
        Gap(GapKind.NOT_CHARGED, ("2026-02", "2026-06")),
        Gap(GapKind.OTHER_CURRENCY, ("2026-01", "2026-05")),
        Gap(GapKind.NO_DEPRECIATION, ("2026-03", "2026-04")),
        Gap(GapKind.NO_INVESTMENT),
        Gap(GapKind.FEW_MONTHS),
    )


def test_without_any_account_everything_is_missing():
    assert a_balance([], investment=0).gaps == (
        Gap(GapKind.NO_ACCOUNTS, MONTHS),
        Gap(GapKind.FEW_MONTHS),
    )


def test_what_comes_after_an_account_beyond_the_window_still_counts():
    found = a_balance(reported("2025-12", "2026-01"), investment=1)
    assert found.months == ("2026-01",)
    assert found.figures == NOTHING + figures()


@pytest.mark.parametrize(("months", "is_long"), [(0, False), (2, False), (3, True), (4, True)])
def test_three_months_are_enough_to_speak_of_a_year(months, is_long):
    found = a_balance(reported(*MONTHS[:months]), investment=1)
    assert found.is_long is is_long
    assert (Gap(GapKind.FEW_MONTHS) not in found.gaps) is is_long


def test_what_was_taken_adds_up_part_by_part():
    one = Taken(fees=1, fund=2, supply_margin=3, rebate=4)
    other = Taken(fees=10, fund=20, supply_margin=30, rebate=40, is_charged=True, has_takings=True)
    both = Taken(fees=11, fund=22, supply_margin=33, rebate=44, is_charged=True, has_takings=True)
    assert one + other == both
    assert other + one == both
    assert not (one + one).is_charged
    assert not (one + one).has_takings
    assert (both.charges, both.all) == (33, 110)


def test_figures_add_up_cost_by_cost():
    one = Figures(
        sales=1, cost_of_goods=2, staff=3, rent=4, other_costs=5, owner_pay=6, depreciation=7
    )
    other = Figures(
        sales=1_000,
        cost_of_goods=200,
        staff=300,
        rent=40,
        other_costs=50,
        owner_pay=60,
        depreciation=70,
    )
    both = Figures(
        sales=1_001,
        cost_of_goods=202,
        staff=303,
        rent=44,
        other_costs=55,
        owner_pay=66,
        depreciation=77,
    )
    assert one + other == both
    assert both.before_fees == 1_001 - 202 - 303 - 44 - 55 - 66


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [(None, None, None), (5, None, 5), (None, 7, 7), (5, 7, 12), (0, None, 0)],
)
def test_the_wear_that_is_known_adds_up(one, other, both):
    found = replace(NOTHING, depreciation=one) + replace(NOTHING, depreciation=other)
    assert found.depreciation == both


def test_shares_are_of_sales_of_profit_and_of_both_sides():
    found = a_balance(reported("2026-01", "2026-02", depreciation=1_000), investment=1)
    assert (found.ebitda, found.profit, found.whole) == (1_600_000, 1_400_000, 2_200_000)
    assert found.franchisor_share == Decimal(800_000) / 2_200_000
    assert found.burden_of_sales == Decimal("0.08")
    assert found.burden_of_profit == Decimal("0.5")


def test_without_months_or_sales_there_is_no_share():
    nothing = a_balance([], investment=1)
    assert (nothing.franchisor_share, nothing.burden_of_sales, nothing.burden_of_profit) == (
        None,
        None,
        None,
    )
    assert a_balance(reported("2026-01", sales=0)).burden_of_sales is None


@pytest.mark.parametrize(
    ("outlets", "middle"),
    [(5, "0.03"), (6, "0.035"), (7, "0.04"), (8, "0.045"), (9, "0.05"), (10, "0.055")],
)
def test_the_middle_of_an_even_number_is_between_two(outlets, middle):
    burdens = [Burden(place, 100) for place in range(1, outlets + 1)]
    assert median_of(burdens) == Median(Decimal(middle), outlets)


def test_a_middle_has_six_places():
    assert median_of([Burden(1, 3)] * 5) == Median(Decimal("0.333333"), 5)
    assert str(median_of([Burden(1, 2)] * 5).rate) == "0.500000"


@pytest.mark.parametrize(
    ("currency", "market", "own", "saved"),
    [
        ("EUR", "0.005", "0", 1),
        ("EUR", "0", "0.005", -1),
        ("EUR", "0.015", "0.01", 1),
        ("JPY", "2.5", "0", 3),
        ("KWD", "0.0025", "0", 3),
        ("KWD", "1.5", "1.25", 250),
    ],
)
def test_half_of_the_smallest_unit_of_a_currency_goes_up(currency, market, own, saved):
    purchase = Purchase(Decimal(1), Decimal(market), Decimal(own), currency)
    assert purchase.saved == Money(saved, currency)
