from decimal import Decimal
from fractions import Fraction

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.kit.errors import Unreadable
from franchise_portal.kit.money import (
    EXPONENTS,
    CurrencyMismatch,
    Money,
    UnknownCurrency,
    half_up,
    minor_from_text,
    text_from_minor,
)

minors = st.integers(-(10**15), 10**15)
currencies = st.sampled_from(sorted(EXPONENTS))


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("48210.50", "USD", 4821050),
        ("48210.5", "USD", 4821050),
        ("48210", "USD", 4821000),
        ("0", "USD", 0),
        (" 7.00 ", "USD", 700),
        ("007", "USD", 700),
        ("10.500", "USD", 1050),
        ("500", "JPY", 500),
        ("500.00", "JPY", 500),
        ("1.234", "KWD", 1234),
        ("1.2345", "CLF", 12345),
        ("9999999999999.99", "USD", 999999999999999),
    ],
)
def test_plain_decimal_text_is_read_exactly(text, currency, minor):
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "missing"),
        ("48,210.50", "thousands separators"),
        ("48.210,50", "thousands separators"),
        ("48 210.50", "thousands separators"),
        ("48\u00a0210", "thousands separators"),
        ("48'210.50", "thousands separators"),
        ("1.234.567", "thousands separators"),
        ("48210,50", "decimal comma"),
        ("$48210.50", "currency"),
        ("48210.50 USD", "currency"),
        ("EUR 5", "currency"),
        ("￥500", "currency"),
        ("-5", "negative"),
        ("−5.00", "negative"),
        ("(5.00)", "negative"),
        ("5.00-", "negative"),
        ("4821O.50", "letter"),
        ("1l0", "letter"),
        ("=SUM(A1:A3)", "formula"),
        ("@cmd", "formula"),
        ("10.505", "decimals"),
        ("12345678901234567", "too large"),
        ("9" * 15, "too large"),
        ("1e5", "not an amount"),
        ("NaN", "not an amount"),
        ("+5", "not an amount"),
        ("5.", "not an amount"),
        (".5", "not an amount"),
        ("５", "not an amount"),
        ("٣", "not an amount"),
        ("12:30", "not an amount"),
        ("five", "not an amount"),
    ],
)
def test_a_slip_of_the_keyboard_is_named(text, part):
    with pytest.raises(Unreadable, match=part) as trouble:
        minor_from_text(text, 2)
    assert trouble.value.remedy


def test_a_currency_without_decimals_takes_none():
    with pytest.raises(Unreadable, match="has none"):
        Money.parse("100.5", "JPY")


@given(minors, currencies)
def test_text_and_decimal_lead_back_to_the_same_amount(minor, currency):
    money = Money(minor, currency)
    assert Money.from_decimal(money.to_decimal(), currency) == money
    assert Decimal(money.text) == money.to_decimal()
    if 0 <= minor < 10**15:
        assert Money.parse(money.text, currency) == money


@given(minors, st.sampled_from([0, 2, 3, 4]))
def test_text_has_exactly_the_decimals_of_the_currency(minor, digits):
    _, point, part = text_from_minor(minor, digits).partition(".")
    assert len(part) == digits
    assert bool(point) == bool(digits)


def test_a_decimal_finer_than_the_currency_is_refused():
    with pytest.raises(Unreadable):
        Money.from_decimal(Decimal("1.005"), "USD")
    with pytest.raises(Unreadable):
        Money.from_decimal(Decimal("NaN"), "USD")


@pytest.mark.parametrize(
    ("minor", "rate", "share"),
    [
        (1000, "0.05", 50),
        (1010, "0.05", 51),
        (1009, "0.05", 50),
        (-1010, "0.05", -51),
        (333, "0.5", 167),
        (0, "1", 0),
    ],
)
def test_a_share_is_rounded_half_up(minor, rate, share):
    assert Money(minor, "USD").share(Decimal(rate)) == Money(share, "USD")


@given(st.integers(), st.integers(1, 10**9))
def test_half_up_is_the_nearest_and_halves_go_away_from_zero(numerator, denominator):
    exact = Fraction(numerator, denominator)
    rounded = half_up(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@given(minors, st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_a_split_loses_nothing_and_is_fair_to_a_unit(minor, weights):
    parts = Money(minor, "EUR").split(weights)
    assert Money.total(parts, "EUR") == Money(minor, "EUR")
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - Fraction(minor * weight, sum(weights))) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [-1, 3]])
def test_impossible_weights_are_refused(weights):
    with pytest.raises(ValueError, match="Weights"):
        Money(100, "EUR").split(weights)


def test_two_currencies_do_not_mix():
    for mix in (
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a >= b,
        lambda a, b: Money.total([a, b], "USD"),
    ):
        with pytest.raises(CurrencyMismatch):
            mix(Money(1, "USD"), Money(1, "EUR"))


def test_amounts_of_one_currency_are_ordered():
    small, large = Money(1, "USD"), Money(2, "USD")
    assert small < large
    assert small <= large
    assert large > small
    assert large >= small
    assert -small == Money(-1, "USD")
    assert not Money.zero("USD")
    assert str(Money(-5, "USD")) == "-0.05 USD"


@pytest.mark.parametrize("minor", [1.0, True, Decimal(1), "1"])
def test_only_whole_minor_units_are_money(minor):
    with pytest.raises(TypeError):
        Money(minor, "USD")


@pytest.mark.parametrize("currency", ["XXX", "usd", "", "DEM"])
def test_only_currencies_in_use_are_known(currency):
    with pytest.raises(UnknownCurrency):
        Money(1, currency)


def test_every_currency_that_a_country_uses_today_is_known():
    in_use = {
        code
        for currencies in get_global("territory_currencies").values()
        for code, _since, until, is_tender in currencies
        if until is None and is_tender
    }
    assert in_use <= set(EXPONENTS)


@pytest.mark.parametrize(
    ("digits", "codes"), [(0, "JPY KRW VND"), (2, "USD EUR CNY HKD TWD IDR"), (3, "KWD BHD TND")]
)
def test_minor_units_follow_the_standard(digits, codes):
    assert {EXPONENTS[code] for code in codes.split()} == {digits}
