"""What each side takes: over the same months only, in whole minor units, with what is missing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.benefit.enums import GapKind
from franchise_portal.benefit.rules.accounts import account_period, period_key
from franchise_portal.benefit.rules.balance import Reported, Taken, balance_of
from franchise_portal.benefit.rules.burden import Burden, median_of
from franchise_portal.benefit.rules.figures import Figures
from franchise_portal.benefit.rules.savings import Purchase
from franchise_portal.kit.errors import Unreadable
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.builders.benefit import figures

MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 13))
CHARGED = Taken(fees=300_000, fund=100_000, is_charged=True)


def reported(*periods: str, currency: str = "EUR", **amounts: int | None) -> list[Reported]:
    return [Reported(account_period(text), figures(**amounts), currency) for text in periods]


def a_balance(accounts, taken=None, **more):
    taken = dict.fromkeys(MONTHS, CHARGED) if taken is None else taken
    return balance_of(MONTHS, currency="EUR", reported=accounts, taken=taken, **more)


def gaps_of(balance):
    return {gap.kind: gap.months for gap in balance.gaps}


def test_a_month_is_worked_out_from_the_sales_to_the_profit():
    balance = a_balance(
        reported("2026-01", owner_pay=2_000, depreciation=500), investment=10_000_000
    )
    # 50,000 less 38,000 of costs, 2,000 of pay and 4,000 of fees.
    assert balance.ebitda == 6_000_00
    assert balance.profit == 5_500_00
    assert balance.taken.all == 4_000_00
    assert balance.franchisor_share == Decimal(4000) / Decimal(9500)
    assert balance.burden_of_sales == Decimal("0.08")
    assert balance.burden_of_profit == Decimal(4000) / Decimal(6000)


def test_margin_and_rebates_are_the_franchisors_and_no_fee_of_the_outlet():
    taken = {"2026-01": CHARGED + Taken(supply_margin=60_000, rebate=40_000, has_takings=True)}
    balance = a_balance(reported("2026-01"), taken)
    assert balance.taken.all == 5_000_00
    assert balance.burden_of_sales == Decimal("0.08")
    assert balance.ebitda == 8_000_00


@pytest.mark.parametrize(
    ("amounts", "share", "of_profit"),
    [
        # The owner has 8,000 beside 4,000 of fees.
        ({}, Decimal(4) / 12, Decimal("0.5")),
        # Nothing is left: all of it is the franchisor's, and a share of nothing says nothing.
        ({"rent": 13_000}, Decimal(1), None),
        # A loss of 1,000: more than all of it.
        ({"rent": 14_000}, Decimal(4) / 3, None),
        # A loss of as much as the fees: there is nothing to share.
        ({"rent": 17_000}, None, None),
        ({"rent": 30_000}, None, None),
    ],
)
def test_a_loss_is_not_hidden_in_a_share(amounts, share, of_profit):
    balance = a_balance(reported("2026-01", **amounts))
    assert balance.franchisor_share == share
    assert balance.burden_of_profit == of_profit


def test_only_months_of_which_both_sides_are_known_are_compared():
    taken = {"2026-01": CHARGED, "2026-02": CHARGED, "2026-05": CHARGED}
    balance = a_balance(reported("2026-01", "2026-03"), taken)
    assert balance.months == ("2026-01",)
    assert balance.taken == CHARGED
    gaps = gaps_of(balance)
    assert gaps[GapKind.NOT_CHARGED] == ("2026-03",)
    assert gaps[GapKind.NO_ACCOUNTS] == ("2026-02", *MONTHS[3:])
    assert GapKind.FEW_MONTHS in gaps


def test_a_quarter_counts_whole_or_not_at_all():
    whole = a_balance(reported("2026-Q1"))
    assert whole.months == ("2026-01", "2026-02", "2026-03")
    assert whole.taken.charges == 3 * 400_000
    part = a_balance(reported("2026-Q1"), {"2026-01": CHARGED, "2026-02": CHARGED})
    assert part.months == ()
    assert gaps_of(part)[GapKind.NOT_CHARGED] == ("2026-03",)


def test_a_quarter_that_reaches_beyond_the_window_is_left_out():
    balance = balance_of(
        MONTHS[1:],
        currency="EUR",
        reported=reported("2026-Q1"),
        taken=dict.fromkeys(MONTHS, CHARGED),
    )
    assert balance.months == ()
    assert gaps_of(balance)[GapKind.NO_ACCOUNTS] == MONTHS[1:]


def test_another_currency_is_never_added():
    balance = a_balance([*reported("2026-01"), *reported("2026-02", currency="USD")])
    assert balance.months == ("2026-01",)
    assert gaps_of(balance)[GapKind.OTHER_CURRENCY] == ("2026-02",)


def test_fees_of_zero_are_fees_that_are_known():
    balance = a_balance(reported("2026-01"), {"2026-01": Taken(is_charged=True)})
    assert balance.months == ("2026-01",)
    assert balance.burden_of_sales == 0


def test_without_wear_the_profit_is_before_it_and_says_so():
    balance = a_balance([*reported("2026-01", depreciation=700), *reported("2026-02")])
    assert balance.profit == balance.ebitda - 700_00
    assert gaps_of(balance)[GapKind.NO_DEPRECIATION] == ("2026-02",)


def test_a_margin_that_the_plan_names_and_nobody_entered_is_missing_and_not_zero():
    taken = {"2026-01": CHARGED, "2026-02": CHARGED + Taken(has_takings=True)}
    balance = a_balance(reported("2026-01", "2026-02"), taken, expects_takings=True)
    assert gaps_of(balance)[GapKind.NO_TAKINGS] == ("2026-01",)


@pytest.mark.parametrize(
    ("months", "rent", "investment", "payback", "a_year"),
    [
        # 8,000 a month on 96,000: twelve months, the whole of it in a year.
        (3, 5_000, 96_000, Decimal(12), Decimal(1)),
        (12, 5_000, 96_000, Decimal(12), Decimal(1)),
        # Two months are too few to speak of a year.
        (2, 5_000, 96_000, None, None),
        (3, 5_000, None, None, None),
        # At a loss nothing comes back, and the return is below zero.
        (3, 14_000, 96_000, None, Decimal("-0.125")),
        (3, 13_000, 96_000, None, Decimal(0)),
    ],
)
def test_payback_and_return(months, rent, investment, payback, a_year):
    cents = None if investment is None else investment * 100
    balance = a_balance(reported(*MONTHS[:months], rent=rent), investment=cents)
    assert balance.payback_months == payback
    assert balance.return_a_year == a_year


AMOUNT = st.integers(0, 10_000_000)
FIGURES = st.builds(
    Figures,
    sales=AMOUNT,
    cost_of_goods=AMOUNT,
    staff=AMOUNT,
    rent=AMOUNT,
    other_costs=AMOUNT,
    owner_pay=AMOUNT,
    depreciation=st.none() | AMOUNT,
)
TAKEN = st.builds(
    Taken,
    fees=AMOUNT,
    fund=AMOUNT,
    supply_margin=AMOUNT,
    rebate=AMOUNT,
    is_charged=st.booleans(),
    has_takings=st.booleans(),
)


@given(
    st.dictionaries(st.sampled_from(MONTHS), FIGURES),
    st.dictionaries(st.sampled_from(MONTHS), TAKEN),
)
def test_nothing_is_counted_twice_or_lost(accounts, taken):
    told = [Reported(Period.parse_month(month), one, "EUR") for month, one in accounts.items()]
    balance = a_balance(told, taken)
    both = {month for month in accounts if month in taken and taken[month].is_charged}
    assert set(balance.months) == both
    assert balance.figures.sales == sum(accounts[month].sales for month in both)
    assert balance.taken.all == sum(taken[month].all for month in both)
    assert balance.whole == balance.taken.all + balance.profit
    spent = balance.figures.sales - balance.ebitda
    costs = sum(
        getattr(accounts[month], name)
        for month in both
        for name in ("cost_of_goods", "staff", "rent", "other_costs", "owner_pay")
    )
    assert spent == costs + balance.taken.charges


@given(st.permutations(list(MONTHS)))
def test_the_order_of_the_accounts_is_of_no_matter(order):
    assert a_balance(reported(*order)) == a_balance(reported(*MONTHS))


@pytest.mark.parametrize(
    ("shares", "middle"),
    [
        ([10, 20, 30, 40, 50], Decimal("0.3")),
        ([10, 20, 30, 40, 50, 60], Decimal("0.35")),
        ([50, 10, 40, 20, 30], Decimal("0.3")),
        ([10, 20, 30, 40], None),
        ([], None),
    ],
)
def test_the_middle_takes_five_outlets(shares, middle):
    found = median_of(Burden(share, 100) for share in shares)
    assert (found.rate if found else None) == middle


def test_an_outlet_without_sales_is_no_peer():
    rows = [Burden(10, 100)] * 4 + [Burden(10, 0)]
    assert median_of(rows) is None


@given(st.lists(st.tuples(AMOUNT, st.integers(1, 10_000_000)), min_size=5))
def test_the_middle_lies_between_the_lowest_and_the_highest(pairs):
    burdens = [Burden(*pair) for pair in pairs]
    shares = [one.share for one in burdens]
    found = median_of(burdens)
    assert found.outlets == len(pairs)
    step = Decimal("0.000001")
    assert min(shares) - step <= found.rate <= max(shares) + step


@pytest.mark.parametrize(
    ("text", "key", "months"),
    [
        ("2026-09", "2026-09", 1),
        ("2026-Q3", "2026-Q3", 3),
        ("2026q1", "2026-Q1", 3),
        ("2026-10-01/2026-12-31", "2026-Q4", 3),
    ],
)
def test_a_period_is_a_month_or_a_quarter(text, key, months):
    period = account_period(text)
    assert period_key(period) == key
    assert period.whole_months == months
    assert account_period(key) == period


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-Q5", "2026-W41", "2026-02-01/2026-04-30", "2026-13", "Q3 2026"]
)
def test_other_periods_are_refused_with_the_remedy(text):
    with pytest.raises(Unreadable, match="2026-Q3"):
        account_period(text)


@pytest.mark.parametrize(
    ("quantity", "market", "own", "saved"),
    [
        ("100", "12.50", "11.00", "150.00"),
        ("24", "31.50", "33.10", "-38.40"),
        ("3", "0.335", "0.333", "0.01"),
        ("1", "0.005", "0.000001", "0.00"),
    ],
)
def test_a_saving_is_rounded_once_and_may_be_a_loss(quantity, market, own, saved):
    purchase = Purchase(Decimal(quantity), Decimal(market), Decimal(own), "EUR")
    digits = Money.from_decimal(Decimal(saved), "EUR")
    assert purchase.saved == digits
