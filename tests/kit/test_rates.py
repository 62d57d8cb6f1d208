from decimal import Decimal

import pytest

from franchise_portal.kit.errors import Unreadable
from franchise_portal.kit.rates import number_from_text, percent_text, plain_text, rate_from_text


@pytest.mark.parametrize(
    ("text", "rate"), [("0.05", "0.05"), ("1", "1"), ("0", "0"), ("1.000", "1")]
)
def test_a_share_of_one_is_read(text, rate):
    assert rate_from_text(text) == Decimal(rate)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("1.01", "above one"),
        ("5", "above one"),
        ("5%", "per cent"),
        ("-0.05", "negative"),
        ("0,05", "comma"),
        ("", "not a number"),
        ("1e-2", "not a number"),
        ("Infinity", "not a number"),
        (".05", "not a number"),
        ("０.05", "not a number"),
    ],
)
def test_anything_else_is_refused_with_a_remedy(text, part):
    with pytest.raises(Unreadable, match=part) as trouble:
        rate_from_text(text)
    assert trouble.value.remedy


def test_a_number_may_be_above_one():
    assert number_from_text("1200.5") == Decimal("1200.5")


@pytest.mark.parametrize(
    ("rate", "text"), [("0.05", "5%"), ("0.0525", "5.25%"), ("1", "100%"), ("0.0", "0%")]
)
def test_rates_are_shown_in_per_cent(rate, text):
    assert percent_text(Decimal(rate)) == text


@pytest.mark.parametrize(
    ("number", "text"), [("100", "100"), ("1E+3", "1000"), ("0.500", "0.5"), ("0.000", "0")]
)
def test_numbers_are_shown_without_needless_zeros(number, text):
    assert plain_text(Decimal(number)) == text
