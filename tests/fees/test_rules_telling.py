"""What a report must say, how days add up to it, and what is guessed when none comes."""

from datetime import date
from decimal import Decimal

import pytest

from franchise_portal.fees.rules import parse_plan
from franchise_portal.fees.rules.estimates import Estimate, estimated
from franchise_portal.fees.rules.reporting import Reporting
from franchise_portal.fees.rules.telling import (
    AMOUNTS,
    COUNTS,
    FIGURES,
    Change,
    added,
    asked_figures,
    changes,
    net_of,
    says_the_same,
    trading_days,
    unusual,
)
from franchise_portal.kit.period import Period
from tests.fees.figures import a_sales
from tests.fees.plans import fee, plan

OCTOBER = Period.parse("2026-10")
ALL = {
    "sales_tax": 1,
    "refunds": 2,
    "discounts": 3,
    "excluded_sales": 4,
    "cost_of_goods": 5,
    "transactions": 6,
    "customers": 7,
    "units": 8,
}


@pytest.mark.parametrize(
    ("fees", "asked"),
    [
        ([fee()], ["gross_sales"]),
        ([fee(basis="net_sales", deduct=["refunds"])], ["gross_sales", "refunds"]),
        (
            [fee(basis="gross_profit", deduct=["discounts", "sales_tax"])],
            ["gross_sales", "sales_tax", "discounts", "cost_of_goods"],
        ),
        ([fee(basis="cost_of_goods")], ["gross_sales", "cost_of_goods"]),
        (
            [fee(name="a", basis="units", method="per_unit", rate="1"),
             fee(name="b", basis="net_sales", deduct=["excluded_sales"])],
            ["gross_sales", "excluded_sales", "units"],
        ),
    ],
)  # fmt: skip
def test_what_the_fees_depend_on_is_asked_in_the_order_of_the_form(fees, asked):
    assert asked_figures(parse_plan(plan(*fees))) == tuple(asked)


def test_without_a_plan_the_usual_figures_are_asked_for():
    assert asked_figures(None) == ("gross_sales", "sales_tax", "refunds", "discounts")


def test_net_sales_are_without_tax_and_refunds_only():
    assert net_of(a_sales(gross=100, **ALL)) == 97


@pytest.mark.parametrize(
    ("now", "before", "share"),
    [
        # Months are compared as they are, whatever their length.
        (("2026-02", 10_000), ("2026-01", 10_000), None),
        (("2026-02", 13_999), ("2026-01", 10_000), None),
        (("2026-02", 14_000), ("2026-01", 10_000), "0.4"),
        (("2026-02", 0), ("2026-01", 10_000), "-1"),
        # Other periods by the day: a week of 7,000 is a month of 31,000.
        (("2026-10", 31_000), ("2026-W40", 7_000), None),
        (("2026-W41", 7_000), ("2026-W40", 7_000), None),
        (("2026-W45", 7_000), ("2026-10", 31_000), None),
        (("2026-10", 62_000), ("2026-W40", 7_000), "1"),
        (("2026-W45", 3_500), ("2026-10", 31_000), "-0.5"),
        (("2026-W45", 10_000), ("2026-W44", 0), None),
        (("2026-10", 5), ("2026-09", 1), "4"),
    ],
)
def test_a_large_change_deserves_a_second_look(now, before, share):
    found = unusual(a_sales(now[0], gross=now[1]), a_sales(before[0], gross=before[1]))
    assert found == (None if share is None else Decimal(share))


def test_days_add_up_figure_by_figure():
    day = a_sales("2026-10-01/2026-10-01", gross=100, **ALL, row=9, written_period="1 October")
    other = a_sales("2026-10-02/2026-10-02", gross=10, transactions=Decimal("0.5"))
    total = added([day, other], OCTOBER)
    assert total == a_sales(gross=110, **ALL | {"transactions": Decimal("6.5")})
    assert (total.outlet, total.currency, total.row) == ("TL-001", "EUR", 0)
    assert all(isinstance(getattr(total, name), Decimal) for name in COUNTS)
    assert added([other], OCTOBER).customers is None


@pytest.mark.parametrize(
    ("opened", "closed", "first", "last"),
    [
        (date(2020, 1, 1), None, 1, 31),
        (date(2026, 10, 1), date(2026, 10, 31), 1, 31),
        (date(2026, 10, 2), date(2026, 10, 30), 2, 30),
        (date(2026, 10, 31), None, 31, 31),
    ],
)
def test_an_outlet_trades_from_its_first_to_its_last_day(opened, closed, first, last):
    days = trading_days(OCTOBER, opened, closed)
    assert days == [date(2026, 10, day) for day in range(first, last + 1)]


def test_before_its_opening_and_after_its_closing_it_trades_on_no_day():
    assert trading_days(OCTOBER, date(2026, 11, 1), None) == []
    assert trading_days(OCTOBER, date(2020, 1, 1), date(2026, 9, 30)) == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_makes_two_versions_differ(name):
    before = a_sales(gross=100, **ALL)
    after = before._replace(**{name: 77})
    assert not says_the_same(before, after)
    assert says_the_same(before, before._replace(outlet="other"))
    assert [one.name for one in changes(before, after) if one.is_changed] == [name]


def test_the_currency_makes_two_versions_differ():
    before = a_sales()
    assert not says_the_same(before, before._replace(currency="USD"))


def test_figures_that_neither_version_has_are_left_out():
    found = changes(a_sales(gross=0, refunds=0, units=3), a_sales(gross=0, discounts=4))
    assert found == (Change("discounts", 0, 4), Change("units", 3, None))
    assert [one.difference for one in found] == [4, None]
    assert Change("units", None, 3).difference is None


def months(*gross, **more):
    first = Period.parse("2026-01")
    sold = []
    for minor in gross:
        sold.append(a_sales(first.text, gross=minor, **more))
        first = first.following()
    return sold


@pytest.mark.parametrize(
    ("gross", "average_of", "factor", "expected", "rests_on"),
    [
        ([100, 200, 300], 3, "1", 200, ["2026-01", "2026-02", "2026-03"]),
        ([100, 200, 300], 2, "1", 250, ["2026-02", "2026-03"]),
        ([100, 200, 300], 1, "1.1", 330, ["2026-03"]),
        ([100, 200], 12, "2", 300, ["2026-01", "2026-02"]),
        ([1, 2], 2, "1", 2, ["2026-01", "2026-02"]),
        ([1, 0, 0], 3, "1", 0, ["2026-01", "2026-02", "2026-03"]),
        ([5, 0, 0], 3, "1.1", 2, ["2026-01", "2026-02", "2026-03"]),
    ],
)
def test_an_estimate_is_the_average_times_the_factor(gross, average_of, factor, expected, rests_on):
    rule = Reporting(average_of=average_of, factor=Decimal(factor))
    sold = months(*gross)
    for before in (sold, sold[::-1]):
        found = estimated(rule, before, OCTOBER)
        assert found == Estimate(
            a_sales(gross=expected), tuple(map(Period.parse, rests_on)), Decimal(factor)
        )


def test_every_figure_is_estimated_and_counts_are_whole():
    rule = Reporting(average_of=2, factor=Decimal("1.5"))
    found = estimated(rule, months(100, 100, **ALL), OCTOBER)
    assert found is not None
    assert found.sales == a_sales(
        gross=150, sales_tax=2, refunds=3, discounts=5, excluded_sales=6, cost_of_goods=8,
        transactions=Decimal(9), customers=Decimal(11), units=Decimal(12),
    )  # fmt: skip
    assert all(type(getattr(found.sales, name)) is int for name in AMOUNTS)
    assert all(getattr(found.sales, name).as_tuple().exponent == 0 for name in COUNTS)


def test_a_count_that_one_report_lacks_stays_unknown():
    sold = [*months(100, customers=5), a_sales("2026-02", gross=100)]
    found = estimated(Reporting(average_of=2), sold, OCTOBER)
    assert found is not None
    assert found.sales.customers is None


def test_an_estimate_rests_on_what_ended_before_the_period_alone():
    later = ("2026-10", "2026-W40", "2026-11", "2026-09-15/2026-10-01")
    sold = [a_sales(text, gross=100) for text in ("2026-09", *later)]
    found = estimated(Reporting(factor=Decimal(1)), sold, OCTOBER)
    assert found is not None
    assert found.rests_on == (Period.parse("2026-09"),)
    assert estimated(Reporting(), sold[1:], OCTOBER) is None
    assert estimated(Reporting(), [], OCTOBER) is None
