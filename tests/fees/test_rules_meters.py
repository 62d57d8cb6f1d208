"""A fee made ready for counting: its whole numbers, and how an amount follows from a basis."""

from datetime import date
from decimal import Decimal

import pytest

from franchise_portal.fees.enums import Deduction, Method
from franchise_portal.fees.errors import MissingFigure
from franchise_portal.fees.rules import parse_plan
from franchise_portal.fees.rules.plan_parsing import kept_plan
from franchise_portal.fees.rules.terms import Slice, Terms
from tests.fees.figures import a_sales
from tests.fees.plans import TIERS, fee, plan

PERCENT = {"basis": "net_sales", "deduct": ["discounts"]}
EACH = {"basis": "units", "method": "per_unit"}


def meter(*fees, currency="USD"):
    return parse_plan(plan(*fees, currency=currency)).meters[-1]


@pytest.mark.parametrize(
    ("words", "currency", "decimals", "rate_decimals", "per"),
    [
        ({"rate": "0.02"}, "USD", 2, 2, 100),
        ({"rate": "0.0250"}, "USD", 2, 3, 1000),
        ({"rate": "1"}, "USD", 2, 0, 1),
        ({"rate": "0.02"}, "JPY", 0, 2, 100),
        ({"rate": "0.02"}, "KWD", 3, 2, 100),
        ({**PERCENT, "rate": "0.02", "discount_cap": "0.05"}, "USD", 4, 2, 10_000),
        ({**PERCENT, "rate": "0.02", "discount_cap": "0.125"}, "JPY", 3, 2, 100_000),
        ({**PERCENT, "rate": "0.02", "discount_cap": "0"}, "USD", 2, 2, 100),
        ({**EACH, "rate": "2"}, "USD", 6, 2, 10**6),
        ({**EACH, "rate": "2.5"}, "USD", 6, 3, 10**7),
        ({**EACH, "rate": "2.5"}, "JPY", 6, 1, 10**7),
        ({"basis": "outlet", "method": "per_unit", "rate": "2.5"}, "USD", 0, 3, 10),
        ({"basis": "outlet", "method": "flat", "amount": "250"}, "USD", 0, 2, 1),
        ({"method": "marginal", "tiers": TIERS}, "USD", 2, 2, 100),
        (
            {"method": "cliff", "tiers": TIERS, "schedule": [{"from_month": 2, "rate": "0.0001"}]},
            "USD", 2, 4, 10_000,
        ),
        (
            {
                "method": "cliff", "tiers": TIERS,
                "schedule": [{"from_month": 2, "tiers": [{"rate": "0.00001"}]}],
            },
            "USD", 2, 5, 100_000,
        ),
    ],
)  # fmt: skip
def test_bases_and_rates_are_as_fine_as_the_fee_asks_for(
    words, currency, decimals, rate_decimals, per
):
    found = meter(fee(**words), currency=currency)
    assert (found.decimals, found.rate_decimals, found.per) == (decimals, rate_decimals, per)


def test_a_fee_is_held_in_whole_numbers():
    steps = [{"from_month": 13, "rate": "0.05"}, {"from_month": 25, "tiers": TIERS[1:]}]
    found = meter(
        fee(name="first"),
        fee(
            name="royalty", method="marginal", tiers=TIERS, schedule=steps, minimum="900",
            maximum="6000", yearly_minimum="12000", prorate="days", thresholds="year_to_date",
            every="month",
        ),
    )  # fmt: skip
    assert (found.place, found.currency, found.fee.name) == (1, "USD", "royalty")
    assert (found.minimum, found.maximum, found.yearly_minimum) == (90_000, 600_000, 1_200_000)
    assert (found.is_money, found.is_cumulative, found.is_prorated, found.needs_year) == (True,) * 4
    assert found.every == "month"
    tiers = ((1_000_000, 8), (5_000_000, 6), (None, 4))
    assert found.terms == Terms(Method.MARGINAL, tiers=tiers)
    assert found.steps == (
        Terms(Method.PERCENT, 13, rate=5),
        Terms(Method.MARGINAL, 25, tiers=tiers[1:]),
    )
    assert [found.terms_in(month).from_month for month in (-3, 1, 12, 13, 24, 25, 99)] == [
        0, 0, 0, 13, 13, 25, 25,
    ]  # fmt: skip


def test_a_plain_fee_holds_nothing_that_it_does_not_say():
    found = meter(fee())
    assert (found.place, found.minimum, found.maximum, found.yearly_minimum) == (
        0,
        None,
        None,
        None,
    )
    assert (found.every, found.steps, found.terms) == (None, (), Terms(Method.PERCENT, rate=2))
    assert not any((found.is_cumulative, found.is_prorated, found.needs_year))


def test_a_maximum_of_nothing_that_was_kept_is_a_maximum():
    assert kept_plan(plan(fee(maximum="0"))).meters[-1].maximum == 0


def test_a_minimum_of_nothing_is_none():
    found = meter(fee(minimum="0", yearly_minimum="0"))
    assert (found.minimum, found.yearly_minimum) == (None, None)


def test_a_rate_after_tiers_on_a_count_is_for_each_of_them():
    words = {"basis": "customers", "method": "cliff", "tiers": [{"rate": "2.5"}]}
    found = meter(fee(**words, schedule=[{"from_month": 3, "rate": "1"}]))
    assert found.steps == (Terms(Method.PER_UNIT, 3, rate=1000),)
    assert not found.is_money


def test_grains_are_numbers_and_text_and_back():
    found = meter(fee(**PERCENT, discount_cap="0.05"))
    assert found.number(123_456) == Decimal("12.3456")
    assert found.text(123_456) == "12.3456"
    assert found.grains(Decimal("12.3456")) == 123_456


SOLD = a_sales(
    gross=10_000, sales_tax=1, refunds=20, discounts=300, excluded_sales=4000, cost_of_goods=5000
)
ALL_OFF = ["sales_tax", "refunds", "discounts", "excluded_sales"]


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ({}, 10_000),
        ({"basis": "net_sales"}, 10_000),
        ({"basis": "cost_of_goods"}, 5_000),
        ({"basis": "net_sales", "deduct": ["sales_tax"]}, 9_999),
        ({"basis": "net_sales", "deduct": ALL_OFF}, 5_679),
        ({"basis": "gross_profit"}, 5_000),
        ({"basis": "gross_profit", "deduct": ["refunds"]}, 4_980),
        ({"basis": "net_sales", "deduct": ["discounts", "refunds"], "discount_cap": "0.01"},
         988_000),
        ({"basis": "gross_profit", "deduct": ["discounts", "refunds"], "discount_cap": "0.01"},
         488_000),
        ({"basis": "gross_profit", "deduct": ["discounts"], "discount_cap": "0.5"}, 47_000),
        ({"basis": "outlet", "method": "per_unit"}, 1),
        ({"basis": "units", "method": "per_unit"}, 2_500_000),
        ({"basis": "customers", "method": "per_unit"}, 7_000_000),
    ],
)  # fmt: skip
def test_the_basis_is_counted_in_grains(words, basis):
    found = meter(fee(**{"rate": "1", **words}))
    assert found.basis_of(SOLD._replace(units=Decimal("2.5"), customers=7)) == basis


def test_what_is_taken_off_is_told_one_by_one():
    capped = meter(fee(basis="net_sales", deduct=["refunds", "discounts"], discount_cap="0.01"))
    assert capped.deductions_of(SOLD) == [(Deduction.REFUNDS, 2_000), (Deduction.DISCOUNTS, 10_000)]
    free = meter(fee(basis="net_sales", deduct=["refunds", "discounts"]))
    assert free.deductions_of(SOLD) == [(Deduction.REFUNDS, 20), (Deduction.DISCOUNTS, 300)]
    assert meter(fee()).deductions_of(SOLD) == []


def test_a_count_that_lacks_is_named_with_all_that_tells_it():
    found = meter(fee(name="heads", basis="customers", method="per_unit", rate="1"))
    with pytest.raises(MissingFigure) as missing:
        found.basis_of(SOLD)
    assert missing.value.params == {
        "fee": "heads", "outlet": "TL-001", "period": "2026-10", "figure": "customers",
    }  # fmt: skip


def test_days_of_opening_come_from_the_fee_then_the_plan_then_the_network():
    one, other, known = date(2026, 1, 1), date(2026, 2, 2), date(2026, 3, 3)
    told = fee(name="a", opened={"A": one, "B": one}, closed={"A": one, "B": one})
    itself = fee(name="b", opened={"A": other}, closed={"A": other})
    found = meter(told, itself)
    for day_of in (found.opened, found.closed):
        assert [day_of(outlet, known) for outlet in "ABC"] == [other, one, known]
        assert day_of("C", None) is None


MARGINAL = Terms(Method.MARGINAL, tiers=((100, 8), (500, 6), (None, 4)))
CLIFF = Terms(Method.CLIFF, tiers=MARGINAL.tiers)


@pytest.mark.parametrize(
    ("above", "to", "slices"),
    [
        (0, 0, []),
        (0, 1, [(0, 1, 8, 0, 100)]),
        (0, 100, [(0, 100, 8, 0, 100)]),
        (0, 101, [(0, 100, 8, 0, 100), (100, 101, 6, 100, 500)]),
        (0, 900, [(0, 100, 8, 0, 100), (100, 500, 6, 100, 500), (500, 900, 4, 500, None)]),
        (99, 100, [(99, 100, 8, 0, 100)]),
        (100, 101, [(100, 101, 6, 100, 500)]),
        (100, 500, [(100, 500, 6, 100, 500)]),
        (500, 501, [(500, 501, 4, 500, None)]),
        (700, 700, []),
    ],
)
def test_a_basis_falls_into_the_slices_of_its_tiers(above, to, slices):
    assert MARGINAL.slices(above, to) == [Slice(*one) for one in slices]
    assert MARGINAL.owed(above, to) == sum((s[1] - s[0]) * s[2] for s in slices)


@pytest.mark.parametrize(
    ("point", "tier"),
    [(0, (8, 0, 100)), (100, (8, 0, 100)), (101, (6, 100, 500)), (500, (6, 100, 500)),
     (501, (4, 500, None))],
)  # fmt: skip
def test_a_limit_is_the_end_of_its_tier(point, tier):
    assert CLIFF.reached(point) == Slice(0, point, *tier)
    assert CLIFF.at(point) == point * tier[0]


def test_a_cliff_owes_the_difference_of_two_points():
    assert CLIFF.owed(100, 101) == 606 - 800
    assert CLIFF.owed(0, 100) == 800


def test_a_single_rate_owes_the_difference_at_its_rate():
    assert Terms(Method.PERCENT, rate=5).owed(10, 30) == 100


def test_tiers_without_an_end_are_no_tiers():
    with pytest.raises(AssertionError, match="100, 8"):
        Terms(Method.CLIFF, tiers=((100, 8),)).reached(101)
