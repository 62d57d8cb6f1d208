"""Alerts by domain rows C2b and D3: what speaks, what is at the limit, what cannot be judged."""

from decimal import Decimal

import pytest

from franchise_portal.benefit.enums import AlertKind, GapKind
from franchise_portal.benefit.rules.accounts import account_period
from franchise_portal.benefit.rules.alerts import Alert, Limits, judge
from franchise_portal.benefit.rules.balance import Reported, Taken, balance_of
from franchise_portal.benefit.rules.burden import Burden, Median
from tests.builders.benefit import figures

MONTHS = ("2026-07", "2026-08", "2026-09")
MEDIAN = Median(Decimal("0.07"), 20)
CHARGED = Taken(fees=300_000, fund=100_000, is_charged=True)


def a_balance(*periods, taken=CHARGED, investment=None, **amounts):
    months = [month.text for text in periods for month in account_period(text).months()]
    return balance_of(
        months,
        currency="EUR",
        reported=[Reported(account_period(text), figures(**amounts), "EUR") for text in periods],
        taken=dict.fromkeys(months, taken),
        investment=investment,
    )


FINE = a_balance(*MONTHS, investment=200_000_00)
NONE = a_balance()


def judged(**facts):
    usual = {
        "burden": Burden(400_000, 5_000_000),
        "median": MEDIAN,
        "latest": a_balance("2026-09"),
        "recent": [a_balance("2026-08"), a_balance("2026-09")],
        "year": FINE,
        "limits": Limits(),
    }
    return judge(**{**usual, **facts})


def test_an_outlet_that_does_well_gives_no_alert():
    verdict = judged()
    assert verdict.alerts == ()
    assert verdict.unknown == {}


@pytest.mark.parametrize(
    ("charges", "speaks"),
    [(500_000, False), (500_001, True), (499_999, False), (0, False)],
)
def test_a_burden_three_points_above_the_middle_is_said_beyond_the_limit_only(charges, speaks):
    verdict = judged(burden=Burden(charges, 5_000_000))
    assert (AlertKind.BURDEN_OVER_MEDIAN in verdict.kinds) is speaks


def test_the_alert_carries_the_figures_that_it_rests_on():
    [alert] = judged(burden=Burden(1_000_000, 5_000_000)).alerts
    assert (alert.found, alert.limit) == (Decimal("0.2"), Decimal("0.10"))


@pytest.mark.parametrize(
    ("burden", "median", "why"),
    [
        (None, MEDIAN, GapKind.NO_SALES),
        (Burden(400_000, 0), MEDIAN, GapKind.NO_SALES),
        (Burden(400_000, 5_000_000), None, GapKind.FEW_PEERS),
    ],
)
def test_without_sales_or_peers_the_middle_is_not_judged(burden, median, why):
    verdict = judged(burden=burden, median=median)
    assert verdict.unknown == {AlertKind.BURDEN_OVER_MEDIAN: why}


@pytest.mark.parametrize(
    ("rent", "speaks"),
    [
        (5_000, False),  # EBITDA 8,000: fees are exactly a half of it
        (5_001, True),
        (12_000, True),  # EBITDA 1,000
        (13_000, False),  # EBITDA 0: the rule of a loss speaks, not this one
        (20_000, False),
    ],
)
def test_fees_above_half_of_the_profit(rent, speaks):
    verdict = judged(latest=a_balance("2026-09", rent=rent))
    assert (AlertKind.BURDEN_OVER_PROFIT in verdict.kinds) is speaks


@pytest.mark.parametrize("latest", [None, NONE])
def test_without_an_account_of_the_month_the_profit_is_not_judged(latest):
    assert judged(latest=latest).unknown == {AlertKind.BURDEN_OVER_PROFIT: GapKind.NO_ACCOUNTS}


LOSS = a_balance("2026-09", rent=20_000)
FREE = a_balance("2026-09", rent=20_000, taken=Taken(is_charged=True))


@pytest.mark.parametrize(
    ("recent", "speaks", "unknown"),
    [
        ([a_balance("2026-08", rent=20_000), LOSS], True, False),
        ([a_balance("2026-08"), LOSS], False, False),
        ([LOSS, a_balance("2026-09")], False, False),
        # No fee is due in one of the two months.
        ([a_balance("2026-08", rent=20_000), FREE], False, False),
        ([None, LOSS], False, True),
        ([NONE, LOSS], False, True),
        # A month that earned something settles it, whatever the other was.
        ([None, a_balance("2026-09")], False, False),
        ([], False, True),
    ],
)
def test_fees_due_at_a_loss_for_two_months(recent, speaks, unknown):
    verdict = judged(recent=recent)
    assert (AlertKind.FEE_AT_LOSS in verdict.kinds) is speaks
    assert (AlertKind.FEE_AT_LOSS in verdict.unknown) is unknown


def test_a_quarter_at_a_loss_stands_for_its_months_and_counts_once():
    quarter = a_balance("2026-Q3", sales=90_000, rent=60_000)
    assert quarter.ebitda < 0
    [alert] = judged(recent=[quarter, quarter]).alerts
    assert alert.kind is AlertKind.FEE_AT_LOSS
    assert alert.found == quarter.ebitda


def test_the_number_of_months_is_a_setting():
    three = Limits(loss_months=3)
    two = [a_balance("2026-08", rent=20_000), LOSS]
    assert judged(recent=two, limits=three).unknown == {AlertKind.FEE_AT_LOSS: GapKind.NO_ACCOUNTS}
    verdict = judged(recent=[a_balance("2026-07"), *two], limits=three)
    assert AlertKind.FEE_AT_LOSS not in verdict.kinds


@pytest.mark.parametrize(
    ("investment", "rent", "speaks"),
    [
        (800_000_00, 5_000, False),  # 96,000 a year on 800,000 is exactly twelve per cent
        (800_001_00, 5_000, True),
        (200_000_00, 14_000, True),  # a loss
    ],
)
def test_a_return_below_the_hurdle(investment, rent, speaks):
    year = a_balance(*MONTHS, investment=investment, rent=rent)
    assert (AlertKind.LOW_RETURN in judged(year=year).kinds) is speaks


def test_a_year_is_not_foretold_from_two_months_or_without_the_investment():
    short = a_balance(*MONTHS[:2], investment=200_000_00)
    assert judged(year=short).unknown == {
        AlertKind.LOW_RETURN: GapKind.FEW_MONTHS,
        AlertKind.SPLIT_OUTSIDE: GapKind.FEW_MONTHS,
    }
    bare = a_balance(*MONTHS)
    assert judged(year=bare).unknown == {AlertKind.LOW_RETURN: GapKind.NO_INVESTMENT}


@pytest.mark.parametrize(
    ("fees", "rent", "speaks"),
    [
        (400_000, 5_000, False),  # a third
        (60_000, 5_000, True),  # below the band
        (180_000, 5_000, False),  # exactly its beginning: 15 %
        (720_000, 5_000, False),  # exactly its end: 60 %
        (721_000, 5_000, True),
        (400_000, 14_000, True),  # more than all of it
        (400_000, 30_000, False),  # nothing to share: the return says it
    ],
)
def test_a_split_outside_the_band(fees, rent, speaks):
    taken = Taken(fees=fees, is_charged=True)
    year = a_balance(*MONTHS, taken=taken, investment=1_000_00, rent=rent)
    assert (AlertKind.SPLIT_OUTSIDE in judged(year=year).kinds) is speaks


def test_every_alert_carries_what_was_found_and_against_which_limit():
    poor = a_balance(*MONTHS, investment=200_000_00, rent=14_000)
    verdict = judged(
        burden=Burden(1_000_000, 5_000_000),
        latest=a_balance("2026-09", rent=12_000),
        recent=[a_balance("2026-08", rent=19_000), LOSS],
        year=poor,
    )
    # 14,000 of rent leave a loss of 1,000 a month, 19,000 and 20,000 one of 6,000 and 7,000.
    assert verdict.alerts == (
        Alert(AlertKind.BURDEN_OVER_MEDIAN, Decimal("0.2"), Decimal("0.10")),
        Alert(AlertKind.BURDEN_OVER_PROFIT, Decimal(4), Decimal("0.5")),
        Alert(AlertKind.FEE_AT_LOSS, Decimal(-1_300_000), Decimal(0)),
        Alert(AlertKind.LOW_RETURN, Decimal("-0.06"), Decimal("0.12")),
        Alert(AlertKind.SPLIT_OUTSIDE, Decimal(4) / 3, Decimal("0.6")),
    )
    assert verdict.kinds == tuple(alert.kind for alert in verdict.alerts)


def test_a_share_below_the_band_is_said_against_its_beginning():
    year = a_balance(*MONTHS, taken=Taken(fees=60_000, is_charged=True), investment=1_000_00)
    [alert] = judged(year=year).alerts
    assert alert == Alert(AlertKind.SPLIT_OUTSIDE, Decimal("0.05"), Decimal("0.15"))


@pytest.mark.parametrize(
    ("recent", "speaks"),
    [
        # Only the last two months count.
        ([a_balance("2026-07"), a_balance("2026-08", rent=20_000), LOSS], True),
        ([a_balance("2026-07", rent=20_000), LOSS, a_balance("2026-09")], False),
        # Nothing earned and nothing lost is no loss.
        ([a_balance("2026-08", rent=13_000), LOSS], False),
        ([a_balance("2026-08", rent=14_000), LOSS], True),
        # A cent of fees is a fee.
        ([a_balance("2026-08", rent=20_000, taken=Taken(fund=1, is_charged=True)), LOSS], True),
    ],
)
def test_a_loss_is_below_zero_with_a_fee_due(recent, speaks):
    assert (AlertKind.FEE_AT_LOSS in judged(recent=recent).kinds) is speaks
