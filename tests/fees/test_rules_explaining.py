"""What an explanation says, word for word, and that other wordings say the same."""

from datetime import date
from decimal import Decimal

import pytest

from franchise_portal.fees.enums import Every
from franchise_portal.fees.rules import (
    Amount,
    ReasonKind,
    explain,
    in_words,
    parse_plan,
    quote,
    said,
)
from franchise_portal.fees.rules.explaining import _EVERY, _OFF
from franchise_portal.fees.rules.reasons import PlainEnglish, exact_text
from tests.fees.plans import TIERS, fee, plan, reports

FLAT = {"basis": "outlet", "method": "flat", "amount": "250"}
OPENED = {"S-001": date(2026, 10, 12)}
YEAR = {"thresholds": "year_to_date"}


def words(terms, *rows):
    """The explanation of the last line."""
    return in_words(quote(parse_plan(plan(terms)), reports(*rows))[-1])


@pytest.mark.parametrize(
    ("terms", "rows", "text"),
    [
        (
            fee(),
            [("2026-10", "60000")],
            "Clause 6.1. Gross sales are 60000.00. 60000.00 × 2% = 1200.00. The fee is 1200.00.",
        ),
        (
            fee(basis="net_sales"),
            [("2026-10", "1.23")],
            (
                "Clause 6.1. Net sales are 1.23: the plan takes nothing off gross sales. 1.23"
                " × 2% = 0.0246. Rounded, the fee is 0.02."
            ),
        ),
        (
            fee(method="marginal", tiers=TIERS),
            [("2026-10", "60000")],
            (
                "Clause 6.1. Gross sales are 60000.00. Up to 10000.00: 10000.00 × 8% = "
                "800.00. Above 10000.00 up to 50000.00: 40000.00 × 6% = 2400.00. Above "
                "50000.00: 10000.00 × 4% = 400.00. Together, that is 3600.00. The fee "
                "is 3600.00."
            ),
        ),
        (
            fee(method="cliff", tiers=TIERS),
            [("2026-10", "60000")],
            (
                "Clause 6.1. Gross sales are 60000.00. The tier above 50000.00 is reached, "
                "and its rate holds for everything: 60000.00 × 4% = 2400.00. The fee is 2400.00."
            ),
        ),
        (
            fee(method="cliff", tiers=TIERS),
            [("2026-10", "10000")],
            (
                "Clause 6.1. Gross sales are 10000.00. The tier up to 10000.00 is reached, "
                "and its rate holds for everything: 10000.00 × 8% = 800.00. The fee is 800.00."
            ),
        ),
        (
            fee(
                basis="net_sales",
                deduct=["sales_tax", "refunds", "discounts", "excluded_sales"],
                discount_cap="0.05",
            ),
            [
                (
                    "2026-10",
                    "1000",
                    {"refunds": "50", "discounts": "80", "sales_tax": "0", "excluded_sales": "20"},
                )
            ],
            (
                "Clause 6.1. Gross sales are 1000.00. Refunds of 50.00 are taken off. Of the "
                "discounts of 80.00, only 50.00 is taken off: at most 5% of gross sales. "
                "Excluded sales of 20.00 are taken off. Net sales are 880.00. 880.00 × 2% = "
                "17.60. The fee is 17.60."
            ),
        ),
        (
            fee(basis="net_sales", deduct=["refunds"], minimum="900", maximum="6000"),
            [("2026-10", "100", {"refunds": "423.45"})],
            (
                "Clause 6.1. Gross sales are 100.00. Refunds of 423.45 are taken off. Net "
                "sales are -323.45. The basis of -323.45 is below zero and counts as zero. "
                "0.00 × 2% = 0.00. 0.00 is below the minimum, so the minimum of 900.00 is "
                "charged. The maximum of 6000.00 is not exceeded. The fee is 900.00."
            ),
        ),
        (
            fee(minimum="900", maximum="6000"),
            [("2026-10", "400000")],
            (
                "Clause 6.1. Gross sales are 400000.00. 400000.00 × 2% = 8000.00. The minimum"
                " of 900.00 is reached. 8000.00 is above the maximum, so the maximum of "
                "6000.00 is charged. The fee is 6000.00."
            ),
        ),
        (
            fee(basis="gross_profit", rate="0.5"),
            [("2026-10", "100", {"cost_of_goods": "30"})],
            (
                "Clause 6.1. Gross sales are 100.00. The cost of goods of 30.00 is taken off."
                " Gross profit is 70.00. 70.00 × 50% = 35.00. The fee is 35.00."
            ),
        ),
        (
            fee(basis="customers", method="per_unit", rate="0.125"),
            [("2026-10", "100", {"customers": "1200"})],
            "Clause 6.1. Customers reported: 1200. 1200 × 0.125 = 150.00. The fee is 150.00.",
        ),
        (
            fee(basis="units", method="per_unit", rate="2"),
            [("2026-10", "100", {"units": "12.50"})],
            "Clause 6.1. Units reported: 12.5. 12.5 × 2.00 = 25.00. The fee is 25.00.",
        ),
        (
            fee(**FLAT, every="month"),
            [("2026-10", "100")],
            (
                "Clause 6.1. Charged once a month, with the first report that begins in it. "
                "The flat amount is 250.00. The fee is 250.00."
            ),
        ),
        (
            fee(**FLAT, prorate="days", opened=OPENED),
            [("2026-10", "100")],
            (
                "Clause 6.1. The flat amount is 250.00. The outlet was open on 20 of 31 days:"
                " 250.00 × 20/31 = 161.290322…. Rounded, the fee is 161.29."
            ),
        ),
        (
            fee(minimum="930", prorate="days", opened=OPENED),
            [("2026-10", "100")],
            (
                "Clause 6.1. Gross sales are 100.00. 100.00 × 2% = 2.00. The minimum for 20 "
                "of 31 days is 930.00 × 20/31 = 600.00. 2.00 is below the minimum, so the "
                "minimum of 600.00 is charged. The fee is 600.00."
            ),
        ),
        (
            fee(opened=OPENED, schedule=[{"from_month": 2, "rate": "0.055"}]),
            [("2026-11", "100")],
            (
                "Clause 6.1. Gross sales are 100.00. It is month 2 of operation, counted from"
                " 2026-10: the terms from month 2 on apply. 100.00 × 5.5% = 5.50. The fee is "
                "5.50."
            ),
        ),
        (
            fee(method="marginal", tiers=TIERS, **YEAR),
            [("2026-10", "9000"), ("2026-11", "2000")],
            (
                "Clause 6.1. Gross sales are 2000.00. The year since 2026-01-01 had 9000.00 "
                "before this report and has 11000.00 with it. Up to 10000.00: 1000.00 × 8% = "
                "80.00. Above 10000.00 up to 50000.00: 1000.00 × 6% = 60.00. Together, that "
                "is 140.00. The fee is 140.00."
            ),
        ),
        (
            fee(method="cliff", tiers=TIERS, **YEAR),
            [("2026-10", "9000"), ("2026-11", "2000")],
            (
                "Clause 6.1. Gross sales are 2000.00. The year since 2026-01-01 had 9000.00 "
                "before this report and has 11000.00 with it. The tier above 10000.00 up to "
                "50000.00 is reached, and its rate holds for everything: 11000.00 × 6% = "
                "660.00. For the year, 660.00 is owed, and 720.00 was owed before: the "
                "difference is -60.00. The fee is -60.00."
            ),
        ),
        (
            fee(yearly_minimum="100"),
            [("2026-11", "1000"), ("2026-12", "2000")],
            (
                "Clause 6.1. Gross sales are 2000.00. 2000.00 × 2% = 40.00. The year's "
                "charges come to 60.00 and the yearly minimum is 100.00, so 40.00 is added in the "
                "year's last period. The fee is 80.00."
            ),
        ),
        (
            fee(yearly_minimum="50"),
            [("2026-11", "1000"), ("2026-12", "2000")],
            (
                "Clause 6.1. Gross sales are 2000.00. 2000.00 × 2% = 40.00. The year's "
                "charges come to 60.00 and reach the yearly minimum of 50.00. The fee is "
                "40.00."
            ),
        ),
        (
            fee(**FLAT, every="year", yearly_minimum="365", prorate="days", opened=OPENED),
            [("2026-11", "1"), ("2026-12", "1")],
            (
                "Clause 6.1. Charged once a year, with the first report that begins in it. "
                "The flat amount is 250.00. The fee is 250.00."
            ),
        ),
        (
            fee(**FLAT, every="year", yearly_minimum="3650", prorate="days", opened=OPENED),
            [("2026-11", "1"), ("2026-12", "1")],
            (
                "Clause 6.1. The fee itself is not due with this report. The yearly minimum "
                "for 81 of 365 days is 3650.00 × 81/365 = 810.00. The year's charges come to "
                "250.00 and the yearly minimum is 810.00, so 560.00 is added in the year's last "
                "period. The fee is 560.00."
            ),
        ),
        (
            fee(**FLAT | {"amount": "250.01"}, prorate="days", opened={"S-001": date(2026, 2, 22)}),
            [("2026-02", "1")],
            (
                "Clause 6.1. The flat amount is 250.01. The outlet was open on 7 of 28 days: "
                "250.01 × 7/28 = 62.5025. Rounded, the fee is 62.50."
            ),
        ),
    ],
)
def test_an_explanation_is_told_in_plain_sentences(terms, rows, text):
    assert words(terms, *rows) == text


def test_another_wording_translates_the_template_and_shapes_the_numbers():
    [line] = quote(parse_plan(plan(fee())), reports(("2026-10", "60000")))
    gross = explain(line)[1]
    assert gross.kind is ReasonKind.GROSS

    class Chinese(PlainEnglish):
        def translate(self, template):
            return {ReasonKind.GROSS.template: "总销售额为%(gross)s。"}[template]

        def money(self, amount):
            return f"{amount.value:,}"

    assert said(gross, Chinese()) == "总销售额为60,000.00。"


def test_a_whole_explanation_is_told_in_another_wording():
    class Loud(PlainEnglish):
        def translate(self, template):
            return f"{template}!"

    [line] = quote(parse_plan(plan(fee())), reports(("2026-10", "100")))
    assert in_words(line, Loud()) == (
        "Clause 6.1.! Gross sales are 100.00.! 100.00 × 2% = 2.00.! The fee is 2.00.!"
    )


def test_a_period_without_sales_says_where_the_year_stands():
    yearly = fee(method="marginal", tiers=TIERS, **YEAR)
    told = words(yearly, ("2026-10", "9000"), ("2026-11", "0"))
    assert "Up to 10000.00: 0.00 × 8% = 0.00." in told

    class Daily(PlainEnglish):
        def day(self, day):
            return f"day {day.day}"

    [line] = quote(parse_plan(plan(yearly)), reports(("2026-10", "9000")))
    assert "The year since day 1 had" in in_words(line, Daily())


def test_reasons_carry_exact_numbers():
    [line] = quote(parse_plan(plan(fee())), reports(("2026-10", "1.23")))
    rate = explain(line)[2].params
    assert rate["amount"] == Amount(246, 4, "USD")
    assert rate["amount"].value == Decimal("0.0246")
    assert rate["rate"].rate == Decimal("0.02")


def test_every_word_of_a_plan_has_its_sentence():
    assert set(_EVERY) == set(Every)
    assert len(_OFF) == 4
    assert len({kind.template for kind in ReasonKind}) == len(ReasonKind)


@pytest.mark.parametrize(
    ("units", "decimals", "least", "text"),
    [
        (0, 2, 2, "0.00"), (5, 2, 2, "0.05"), (12345, 2, 2, "123.45"), (12345, 4, 2, "1.2345"),
        (12300, 4, 2, "1.23"), (12000, 4, 2, "1.20"), (7, 0, 2, "7.00"), (7, 0, 0, "7"),
        (7000, 3, 0, "7"), (-5, 2, 2, "-0.05"), (-12345, 3, 0, "-12.345"),
    ],
)  # fmt: skip
def test_numbers_are_written_exactly(units, decimals, least, text):
    assert exact_text(units, decimals, least) == text
