"""Each sentence of the plan file's reference, as a table of cases."""

from datetime import date
from decimal import Decimal

import pytest

from franchise_portal.fees.errors import MissingFigure
from franchise_portal.fees.rules import Sales, Situation, Standing, fees_due, parse_plan, quote
from franchise_portal.kit.period import Period
from tests.fees.plans import TIERS, charged, fee, plan, reports

OPENED = {"S-001": date(2026, 10, 12)}
CLOSED = {"S-001": date(2026, 10, 12)}
FLAT = {"basis": "outlet", "method": "flat"}


def year(gross, *, but=None):
    """A row for each month of 2026."""
    return [(f"2026-{month:02d}", (but or {}).get(month, gross)) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("method", "gross", "amount"),
    [
        ("marginal", "60000", "3600.00"),
        ("cliff", "60000", "2400.00"),
        ("marginal", "0", "0.00"),
        ("cliff", "0", "0.00"),
        ("marginal", "10000", "800.00"),
        ("cliff", "10000", "800.00"),
        ("marginal", "10000.01", "800.00"),
        ("cliff", "10000.01", "600.00"),
        ("marginal", "50000", "3200.00"),
        ("cliff", "50000", "3000.00"),
        ("marginal", "50000.25", "3200.01"),
        ("cliff", "50000.25", "2000.01"),
    ],
)
def test_a_limit_belongs_to_its_tier(method, gross, amount):
    assert charged(fee(method=method, tiers=TIERS), ("2026-10", gross)) == [amount]


@pytest.mark.parametrize(
    ("words", "cells", "amount"),
    [
        ({"basis": "gross_sales"}, {}, "2000.00"),
        ({"basis": "net_sales"}, {"sales_tax": "100", "refunds": "50"}, "2000.00"),
        ({"basis": "net_sales", "deduct": ["sales_tax"]}, {"sales_tax": "100"}, "1998.00"),
        ({"basis": "net_sales", "deduct": ["sales_tax"]}, {"refunds": "100"}, "2000.00"),
        (
            {
                "basis": "net_sales",
                "deduct": ["sales_tax", "refunds", "discounts", "excluded_sales"],
            },
            {"sales_tax": "1", "refunds": "10", "discounts": "100", "excluded_sales": "1000"},
            "1977.78",
        ),
        ({"basis": "gross_profit"}, {"cost_of_goods": "60000"}, "800.00"),
        (
            {"basis": "gross_profit", "deduct": ["refunds"]},
            {"cost_of_goods": "60000", "refunds": "10000"},
            "600.00",
        ),
    ],
)
def test_the_basis_is_what_the_plan_says(words, cells, amount):
    assert charged(fee(**words), ("2026-10", "100000", cells)) == [amount]


@pytest.mark.parametrize(
    ("cap", "discounts", "amount"),
    [
        ("0.05", "4000", "1920.00"),
        ("0.05", "5000", "1900.00"),
        ("0.05", "5000.01", "1900.00"),
        ("0.05", "90000", "1900.00"),
        ("0", "90000", "2000.00"),
        ("1", "90000", "200.00"),
        (None, "90000", "200.00"),
    ],
)
def test_discounts_are_taken_off_up_to_their_cap(cap, discounts, amount):
    terms = fee(basis="net_sales", deduct=["discounts"], discount_cap=cap)
    assert charged(terms, ("2026-10", "100000", {"discounts": discounts})) == [amount]


def test_the_cap_itself_is_not_rounded():
    """5 % of 33.33 is 1.6665; the basis of 31.6635 at 100 % is rounded once, to 31.66."""
    terms = fee(basis="net_sales", deduct=["discounts"], discount_cap="0.05", rate="1")
    rows = reports(("2026-10", "33.33", {"discounts": "33.33"}))
    [line] = quote(parse_plan(plan(terms)), rows)
    assert (line.basis_amount, line.amount.text) == (Decimal("31.6635"), "31.66")


@pytest.mark.parametrize(
    ("basis", "count", "rate", "amount"),
    [
        ("transactions", "1200", "0.15", "180.00"),
        ("customers", "3", "0.005", "0.02"),
        ("units", "12.5", "2.5", "31.25"),
        ("units", "0", "2.5", "0.00"),
        ("customers", "10", "3", "30.00"),
    ],
)
def test_per_unit_charges_money_for_each(basis, count, rate, amount):
    terms = fee(basis=basis, method="per_unit", rate=rate)
    assert charged(terms, ("2026-10", "0", {basis: count})) == [amount]


def test_tiers_on_a_count_charge_money_for_each():
    tiers = [{"up_to": "100", "rate": "2.5"}, {"rate": "1.25"}]
    terms = fee(basis="customers", method="marginal", tiers=tiers)
    assert charged(terms, ("2026-10", "0", {"customers": "120"})) == ["275.00"]


def test_a_count_that_was_not_reported_is_not_zero():
    terms = parse_plan(plan(fee(basis="customers", method="per_unit", rate="1")))
    with pytest.raises(MissingFigure, match="counted on customers"):
        quote(terms, reports(("2026-10", "5")))


@pytest.mark.parametrize(
    ("gross", "refunds", "basis", "amount"),
    [("100", "300", "0", "0.00"), ("100", "100", "0", "0.00"), ("100", "99", "1.00", "0.02")],
)
def test_a_negative_basis_counts_as_zero(gross, refunds, basis, amount):
    terms = parse_plan(plan(fee(basis="net_sales", deduct=["refunds"])))
    [line] = quote(terms, reports(("2026-10", gross, {"refunds": refunds})))
    assert (line.basis_amount, line.amount.text) == (Decimal(basis), amount)


@pytest.mark.parametrize(
    ("gross", "amount"),
    [("0", "900.00"), ("44999.99", "900.00"), ("45000.50", "900.01"), ("300000", "6000.00"),
     ("300000.50", "6000.00"), ("9999999", "6000.00")],
)  # fmt: skip
def test_minimum_and_maximum_hold_the_amount(gross, amount):
    assert charged(fee(minimum="900", maximum="6000"), ("2026-10", gross)) == [amount]


def test_the_minimum_is_owed_on_a_negative_basis_too():
    terms = fee(basis="net_sales", deduct=["refunds"], minimum="900")
    assert charged(terms, ("2026-10", "5", {"refunds": "50"})) == ["900.00"]


@pytest.mark.parametrize(
    ("gross", "amount"), [("0.24", "0.00"), ("0.25", "0.01"), ("0.74", "0.01"), ("0.75", "0.02")]
)
def test_money_is_rounded_half_up(gross, amount):
    assert charged(fee(rate="0.02"), ("2026-10", gross)) == [amount]


@pytest.mark.parametrize(
    ("currency", "gross", "amount"),
    [
        ("JPY", "1025", "21"),
        ("JPY", "1024", "20"),
        ("KWD", "10.025", "0.201"),
        ("EUR", "1", "0.02"),
    ],
)
def test_money_is_rounded_to_the_currency(currency, gross, amount):
    assert charged(fee(rate="0.02"), ("2026-10", gross), currency=currency) == [amount]


def test_year_to_date_limits_run_over_the_year_and_the_period_pays_the_difference():
    tiers = [{"up_to": "100000", "rate": "0.08"}, {"rate": "0.05"}]
    terms = fee(method="marginal", tiers=tiers, thresholds="year_to_date")
    rows = [("2026-11", "60000"), ("2026-12", "60000"), ("2027-01", "60000")]
    assert charged(terms, *rows) == ["4800.00", "4200.00", "4800.00"]


def test_a_cliff_over_the_year_gives_back_what_the_year_no_longer_owes():
    tiers = [{"up_to": "100000", "rate": "0.08"}, {"rate": "0.05"}]
    terms = fee(method="cliff", tiers=tiers, thresholds="year_to_date")
    rows = [("2026-01", "60000"), ("2026-02", "40000"), ("2026-03", "10000")]
    assert charged(terms, *rows) == ["4800.00", "3200.00", "-2500.00"]


@pytest.mark.parametrize(
    ("starts", "amounts"),
    [
        ("01-01", ["800.00", "500.00", "500.00"]),
        ("07-01", ["800.00", "800.00", "500.00"]),
        ("06-15", ["800.00", "500.00", "500.00"]),
        ("06-30", ["800.00", "500.00", "500.00"]),
    ],
)
def test_the_year_begins_where_the_plan_says(starts, amounts):
    tiers = [{"up_to": "10000", "rate": "0.08"}, {"rate": "0.05"}]
    terms = fee(method="marginal", tiers=tiers, thresholds="year_to_date")
    rows = reports(("2026-06", "10000"), ("2026-07", "10000"), ("2026-08", "10000"))
    lines = quote(parse_plan(plan(terms, year_starts=starts)), rows)
    assert [line.amount.text for line in lines] == amounts


def test_a_week_counts_in_the_year_in_which_it_ends():
    tiers = [{"up_to": "10000", "rate": "0.08"}, {"rate": "0.05"}]
    terms = fee(method="marginal", tiers=tiers, thresholds="year_to_date")
    rows = [("2026-W52", "10000"), ("2026-W53", "10000"), ("2027-W01", "10000")]
    assert charged(terms, *rows) == ["800.00", "800.00", "500.00"]


def test_a_negative_period_takes_nothing_from_the_year():
    tiers = [{"up_to": "10000", "rate": "0.08"}, {"rate": "0.05"}]
    words = {"basis": "net_sales", "deduct": ["refunds"], "thresholds": "year_to_date"}
    terms = fee(method="marginal", tiers=tiers, **words)
    rows = [("2026-01", "10000"), ("2026-02", "0", {"refunds": "9999"}), ("2026-03", "100")]
    assert charged(terms, *rows) == ["800.00", "0.00", "5.00"]


@pytest.mark.parametrize(
    ("prorate", "opened", "closed", "amount"),
    [
        ("days", OPENED, {}, "161.29"),
        ("days", {}, CLOSED, "96.77"),
        ("days", {"S-001": date(2026, 10, 12)}, {"S-001": date(2026, 10, 12)}, "8.06"),
        ("days", {"S-001": date(2026, 10, 1)}, {"S-001": date(2026, 10, 31)}, "250.00"),
        ("days", {"S-001": date(2026, 11, 1)}, {}, "0.00"),
        ("days", {}, {"S-001": date(2026, 9, 30)}, "0.00"),
        ("days", {"S-002": date(2026, 10, 12)}, {}, "250.00"),
        ("none", OPENED, {}, "250.00"),
        (None, OPENED, {}, "250.00"),
    ],
)
def test_a_part_period_owes_part_of_a_flat_amount(prorate, opened, closed, amount):
    terms = fee(**FLAT, amount="250", prorate=prorate, opened=opened, closed=closed)
    assert charged(terms, ("2026-10", "0")) == [amount]


@pytest.mark.parametrize(
    ("gross", "amount"), [("0", "580.65"), ("29032.25", "580.65"), ("40000", "800.00")]
)
def test_a_part_period_owes_part_of_the_minimum_but_all_of_a_share(gross, amount):
    terms = fee(minimum="900", prorate="days", opened=OPENED)
    assert charged(terms, ("2026-10", gross)) == [amount]


def test_the_maximum_is_not_cut_by_days():
    terms = fee(maximum="6000", prorate="days", opened=OPENED)
    assert charged(terms, ("2026-10", "9000000")) == ["6000.00"]


def test_one_fee_tells_the_others_when_an_outlet_opened():
    first = fee(name="royalty", opened=OPENED)
    second = fee(name="technology", **FLAT, amount="250", prorate="days")
    lines = quote(parse_plan(plan(first, second)), reports(("2026-10", "0")))
    assert [line.amount.text for line in lines] == ["0.00", "161.29"]


@pytest.mark.parametrize(
    ("period", "amount"),
    [
        ("2026-10", "80.00"),
        ("2027-09", "80.00"),
        ("2027-10", "50.00"),
        ("2028-09", "50.00"),
        ("2028-10", "0.00"),
        ("2027-W39", "50.00"),
        ("2027-W38", "80.00"),
        ("2026-09", "80.00"),
    ],
)
def test_months_of_operation_count_from_the_month_of_opening(period, amount):
    schedule = [{"from_month": 25, "rate": "0"}, {"from_month": 13, "rate": "0.05"}]
    terms = fee(rate="0.08", opened=OPENED, schedule=schedule)
    assert charged(terms, (period, "1000")) == [amount]


def test_without_a_day_of_opening_the_first_report_is_month_one():
    terms = fee(rate="0.08", schedule=[{"from_month": 3, "rate": "0.05"}])
    rows = [(f"2026-{month:02d}", "1000") for month in (8, 9, 10)]
    assert charged(terms, *rows) == ["80.00", "80.00", "50.00"]


@pytest.mark.parametrize(
    ("words", "step", "amount"),
    [
        ({"method": "marginal", "tiers": TIERS}, {"rate": "0.05"}, "3000.00"),
        ({"method": "cliff", "tiers": TIERS}, {"tiers": TIERS[2:]}, "2400.00"),
        ({**FLAT, "amount": "500"}, {"amount": "250"}, "250.00"),
    ],
)
def test_later_months_may_have_other_terms(words, step, amount):
    terms = fee(**words, schedule=[{"from_month": 1, **step}])
    assert charged(terms, ("2026-10", "60000")) == [amount]


@pytest.mark.parametrize(
    ("every", "periods", "due"),
    [
        (None, ["2026-10", "2026-11"], ["2026-10", "2026-11"]),
        ("month", ["2026-10", "2026-11"], ["2026-10", "2026-11"]),
        ("month", ["2026-W40", "2026-W41", "2026-W44", "2026-W45"],
         ["2026-W40", "2026-W41", "2026-W45"]),
        ("week", ["2026-10-03/2026-10-09", "2026-10-10/2026-10-16"],
         ["2026-10-03/2026-10-09", "2026-10-10/2026-10-16"]),
        ("week", ["2026-10-05/2026-10-07", "2026-10-08/2026-10-11"], ["2026-10-05/2026-10-07"]),
        ("quarter", [f"2026-{n:02d}" for n in range(2, 9)], ["2026-02", "2026-04", "2026-07"]),
        ("year", ["2026-10", "2026-11", "2027-01", "2027-02"], ["2026-10", "2027-01"]),
        ("once", ["2026-10", "2026-11", "2027-01"], ["2026-10"]),
    ],
)  # fmt: skip
def test_a_fee_with_every_is_charged_once_in_each_span(every, periods, due):
    terms = parse_plan(plan(fee(**FLAT, amount="250", every=every)))
    lines = quote(terms, reports(*((period, "0") for period in periods)))
    assert [line.sales.period_text for line in lines] == due


def test_quarters_and_years_of_every_follow_the_year_of_the_plan():
    fees = [fee(name=every, **FLAT, amount="1", every=every) for every in ("quarter", "year")]
    rows = reports(*((f"2026-{month:02d}", "0") for month in range(1, 13)))
    lines = quote(parse_plan(plan(*fees, year_starts="02-01")), rows)
    due = {every: [line.sales.period.start.month for line in lines if line.fee == every]
           for every in ("quarter", "year")}  # fmt: skip
    assert due == {"quarter": [1, 2, 5, 8, 11], "year": [1, 2]}


@pytest.mark.parametrize(
    ("opened", "periods", "due"),
    [
        (date(2026, 10, 12), ["2026-09", "2026-10", "2026-11"], ["2026-10"]),
        (date(2026, 10, 12), ["2026-W41", "2026-W42", "2026-W43"], ["2026-W42"]),
        (date(2026, 10, 12), ["2026-W43", "2026-W44"], ["2026-W43"]),
        (date(2024, 1, 1), ["2026-10", "2026-11"], []),
        (date(2026, 12, 1), ["2026-10", "2026-11"], []),
    ],
)
def test_once_is_charged_in_the_first_period_of_operation(opened, periods, due):
    terms = parse_plan(plan(fee(**FLAT, amount="9", every="once", opened={"S-001": opened})))
    lines = quote(terms, reports(*((period, "0") for period in periods)))
    assert [line.sales.period_text for line in lines] == due


def test_the_yearly_minimum_is_trued_up_in_the_last_period():
    amounts = charged(fee(yearly_minimum="12000"), *year("10000"))
    assert amounts == ["200.00"] * 11 + ["9800.00"]


def test_nothing_is_added_when_the_year_reaches_its_minimum():
    assert charged(fee(yearly_minimum="2400"), *year("10000"))[-1] == "200.00"
    assert charged(fee(yearly_minimum="2400.01"), *year("10000"))[-1] == "200.01"


def test_the_true_up_comes_on_top_of_the_maximum():
    terms = fee(maximum="150", yearly_minimum="1800")
    rows = [*((period, "0") for period, _ in year("0")[:6]), *year("10000")[6:]]
    assert charged(terms, *rows) == ["0.00"] * 6 + ["150.00"] * 5 + ["1050.00"]


def test_a_year_that_is_not_over_is_not_trued_up():
    assert charged(fee(yearly_minimum="12000"), *year("10000")[:11]) == ["200.00"] * 11


@pytest.mark.parametrize(
    ("periods", "last"),
    [
        (["2026-W51", "2026-W52", "2026-W53"], 1),
        (["2012-12-22/2012-12-28", "2012-12-29/2013-01-04"], 0),
        (["2026-07-01/2026-09-30", "2026-10-01/2026-12-31"], 1),
        (["2026-11", "2027-01"], 0),
        (["2026-08", "2027-01"], None),
        (["2026-10-01/2026-10-31", "2027-02-01/2027-02-28"], 0),
        (["2026-10-01/2026-10-31", "2027-02-02/2027-02-28"], None),
        (["2026-12-01/2026-12-15", "2026-12-16/2026-12-31"], 1),
    ],
)
def test_the_last_period_is_the_one_after_which_the_next_ends_in_the_next_year(periods, last):
    amounts = charged(fee(yearly_minimum="12000"), *((period, "0") for period in periods))
    expected = ["12000.00" if place == last else "0.00" for place in range(len(periods))]
    assert amounts == expected


def test_closing_ends_the_year_of_an_outlet():
    closed = {"S-001": date(2026, 8, 15)}
    rows = [("2026-07", "0"), ("2026-08", "0")]
    assert charged(fee(yearly_minimum="365", closed=closed), *rows) == ["0.00", "365.00"]
    by_days = fee(yearly_minimum="365", closed=closed, prorate="days")
    assert charged(by_days, *rows) == ["0.00", "227.00"]


def test_closing_on_the_last_day_of_a_period_ends_the_year_too():
    closed = {"S-001": date(2026, 8, 31)}
    assert charged(fee(yearly_minimum="365", closed=closed), ("2026-08", "0")) == ["365.00"]
    closed = {"S-001": date(2026, 9, 1)}
    assert charged(fee(yearly_minimum="365", closed=closed), ("2026-08", "0")) == ["0.00"]


def test_each_fee_believes_its_own_day_of_closing():
    early = fee(name="early", yearly_minimum="365", closed={"S-001": date(2026, 8, 15)})
    late = fee(name="late", yearly_minimum="365", closed={"S-001": date(2026, 10, 15)})
    lines = quote(parse_plan(plan(early, late)), reports(("2026-08", "0")))
    assert [line.amount.text for line in lines] == ["365.00", "0.00"]


def test_the_yearly_minimum_of_a_part_year_is_prorated():
    terms = fee(yearly_minimum="12000", prorate="days", opened=OPENED)
    assert charged(terms, *year("0")[9:]) == ["0.00", "0.00", "2663.01"]


def test_a_year_without_a_day_of_operation_owes_no_yearly_minimum():
    terms = fee(yearly_minimum="12000", opened={"S-001": date(2027, 1, 1)})
    assert charged(terms, ("2026-12", "0")) == ["0.00"]


def test_a_true_up_is_not_lost_because_the_last_period_has_no_charge():
    terms = fee(**FLAT, amount="100", every="quarter", yearly_minimum="1000")
    assert charged(terms, *year("0")) == ["100.00"] * 4 + ["600.00"]


def test_rows_come_in_the_order_of_the_file_and_fees_in_that_of_the_plan():
    terms = parse_plan(plan(fee(name="b"), fee(name="a")))
    lines = quote(terms, reports(("2026-11", "1"), ("2026-09", "2"), ("2026-10", "3")))
    assert [(line.sales.row, line.fee) for line in lines] == [
        (row, name) for row in (2, 3, 4) for name in ("b", "a")
    ]


def test_an_assessment_gives_the_state_of_the_year_as_an_argument():
    tiers = [{"up_to": "100000", "rate": "0.08"}, {"rate": "0.05"}]
    words = {"method": "marginal", "tiers": tiers, "thresholds": "year_to_date"}
    terms = parse_plan(plan(fee(**words, yearly_minimum="20000")))
    december = Sales("S-001", Period.of_month(2026, 12), "USD", 6000000)
    standings = {"fee": Standing(Decimal("60000.00"), 480000)}
    [line] = fees_due(terms, december, Situation(standings=standings))
    assert line.before == 6000000
    assert line.amount_minor == 2000000 - 480000
    [line] = fees_due(terms, december, Situation(standings=standings, is_last_of_year=False))
    assert line.amount_minor == 420000


def test_an_assessment_tells_what_the_network_knows_of_the_outlet():
    terms = parse_plan(plan(fee(**FLAT, amount="250", prorate="days", every="month")))
    october = Sales("S-001", Period.of_month(2026, 10), "USD", 0)
    [line] = fees_due(terms, october, Situation(opened=date(2026, 10, 12)))
    assert line.amount.text == "161.29"
    week = Sales("S-001", Period.of_week(2026, 42), "USD", 0)
    assert fees_due(terms, week, Situation(previous=Period.of_week(2026, 41))) == ()
