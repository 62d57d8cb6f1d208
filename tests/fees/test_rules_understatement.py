"""What an audit of sales comes to: the working of every period, and how it is kept."""

from datetime import date
from decimal import Decimal

import pytest

from franchise_portal.fees.rules.understatement import (
    Compared,
    Finding,
    FoundPeriod,
    Terms,
    finding_from_json,
    finding_to_json,
    found,
    interest,
    is_over,
    share_of,
)
from franchise_portal.kit.period import Period
from tests.fees.figures import a_sales

TERMS = Terms(Decimal("0.02"), 50_000, Decimal("0.0365"))
ON = date(2026, 11, 12)
SEPTEMBER, OCTOBER = Period.parse("2026-09"), Period.parse("2026-10")


def compared(period="2026-10", reported=10_000, audited=10_000, fees=(600, 600), due=None, **more):
    return Compared(
        a_sales(period, gross=reported, **more), a_sales(period, gross=audited), *fees, due
    )


def test_where_nothing_was_reported_anything_is_over_any_share():
    assert is_over(1, 0, TERMS._replace(trigger_rate=Decimal(1), is_above=True))
    assert is_over(1, 0, TERMS._replace(trigger_rate=Decimal(5)))


def test_every_period_has_its_working_and_the_whole_its_sums():
    september = Compared(
        a_sales("2026-09", gross=11_900, sales_tax=1_900),
        a_sales("2026-09", gross=12_200, sales_tax=1_900, refunds=200),
        600,
        700,
        date(2026, 10, 13),
    )
    october = compared(audited=9_900, fees=(600, 590), due=date(2026, 11, 15))
    assert found([september, october], TERMS._replace(trigger_rate=Decimal("0.01")), on=ON) == (
        Finding(
            periods=(
                FoundPeriod(
                    SEPTEMBER, 10_000, 10_100, 100, Decimal("0.01"), is_over=True, fees=100,
                    late_days=30, interest=0,
                ),
                FoundPeriod(
                    OCTOBER, 10_000, 9_900, -100, Decimal("-0.01"), is_over=False, fees=-10,
                    late_days=0, interest=0,
                ),
            ),
            reported=20_000,
            audited=20_000,
            understated=0,
            share=Decimal(0),
            is_triggered=True,
            fees=90,
            interest=0,
            cost=50_000,
        )
    )  # fmt: skip


def test_interest_runs_from_the_day_on_which_each_invoice_was_due():
    late = compared("2026-09", audited=20_000, fees=(0, 100_000), due=date(2026, 10, 13))
    later = compared(audited=20_000, fees=(0, 100_000), due=date(2026, 11, 11))
    never = compared("2026-08", audited=20_000, fees=(0, 100_000))
    finding = found([never, late, later], TERMS, on=ON)
    assert [(one.late_days, one.interest) for one in finding.periods] == [
        (0, 0),
        (30, 300),
        (1, 10),
    ]
    assert (finding.interest, finding.fees, finding.cost) == (310, 300_000, 50_000)
    assert finding.total == 350_310


def test_below_the_share_only_the_fees_are_owed():
    late = compared(reported=100_000, audited=101_999, fees=(0, 100_000), due=date(2026, 10, 13))
    finding = found([late], TERMS, on=ON)
    assert not finding.is_triggered
    assert [(one.late_days, one.interest) for one in finding.periods] == [(30, 0)]
    assert (finding.fees, finding.interest, finding.cost, finding.total) == (100_000, 0, 0, 100_000)


def test_a_period_over_the_share_makes_the_others_bear_interest_too():
    small = compared("2026-09", reported=100_000, audited=100_100, fees=(0, 100_000),
                     due=date(2026, 10, 13))  # fmt: skip
    large = compared(audited=20_000, fees=(0, 1), due=ON)
    assert [one.interest for one in found([small, large], TERMS, on=ON).periods] == [300, 0]


@pytest.mark.parametrize(
    ("understated", "reported", "share"),
    [(50, 1000, "0.05"), (0, 0, "0"), (1, 0, None), (-1, 0, None), (-50, 1000, "-0.05"),
     (1, 1, "1"), (5, -10, None), (0, -10, "0")],
)  # fmt: skip
def test_the_share_is_of_what_was_reported(understated, reported, share):
    assert share_of(understated, reported) == (None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("understated", "reported", "above", "is_it"),
    [
        (20, 1000, False, True),
        (19, 1000, False, False),
        (20, 1000, True, False),
        (21, 1000, True, True),
        (0, 0, False, False),
        (1, 0, False, True),
        (1, 0, True, True),
        (1, -1000, True, True),
        (-20, 1000, False, False),
        (1, 1, False, True),
    ],
)
def test_the_share_itself_is_over_unless_the_contract_wants_more(
    understated, reported, above, is_it
):
    assert is_over(understated, reported, TERMS._replace(is_above=above)) is is_it


@pytest.mark.parametrize(
    ("owed", "days", "owes"),
    [
        (100_000, 1, 10), (100_000, 365, 3650), (1, 1, 0), (5_000, 1, 1), (4_999, 1, 0),
        (100_000, 0, 0), (100_000, -1, 0), (0, 9, 0), (-100_000, 9, 0), (1, 5000, 1),
    ],
)  # fmt: skip
def test_interest_is_simple_by_days_of_365(owed, days, owes):
    assert interest(owed, Decimal("0.0365"), days) == owes


def test_a_finding_is_kept_as_plain_json_and_read_back():
    finding = found(
        [compared("2026-09", reported=0, audited=5), compared(audited=10_500)], TERMS, on=ON
    )
    form = finding_to_json(finding)
    assert form == {
        "periods": [
            {
                "period": "2026-09", "reported": 0, "audited": 5, "understated": 5, "share": None,
                "is_over": True, "fees": 0, "late_days": 0, "interest": 0,
            },
            {
                "period": "2026-10", "reported": 10_000, "audited": 10_500, "understated": 500,
                "share": "0.05", "is_over": True, "fees": 0, "late_days": 0, "interest": 0,
            },
        ],
        "reported": 10_000,
        "audited": 10_505,
        "understated": 505,
        "share": "0.0505",
        "is_triggered": True,
        "fees": 0,
        "interest": 0,
        "cost": 50_000,
    }  # fmt: skip
    assert finding_from_json(form) == finding
    assert finding_from_json({**form, "later": "unknown"}) == finding
    assert finding_from_json({**form, "share": None}).share is None


def test_a_tiny_share_is_kept_without_an_exponent():
    finding = found([compared(reported=10**12, audited=10**12 + 1)], TERMS, on=ON)
    assert finding_to_json(finding)["share"] == "0.000000000001"
