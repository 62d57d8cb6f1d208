"""How a kept working is read: known facts in their order, parts, and what nobody knows."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.rules.single_working import Fact, Working, read
from franchise_portal.kit.money import Money


def facts(working: Working) -> dict[str, object]:
    return dict(working.whole.facts)


def test_amounts_days_rates_and_numbers_are_read_as_what_they_are() -> None:
    found = read(
        {
            "days": 30,
            "base_minor": 425_000,
            "rate": "0.08",
            "from": "2026-11-16",
            "until": "2026-12-15",
            "about": "2026-0031",
        },
        "EUR",
    )
    assert facts(found) == {
        "about": "2026-0031",
        "base_minor": Money(425_000, "EUR"),
        "from": date(2026, 11, 16),
        "until": date(2026, 12, 15),
        "days": 30,
        "rate": Decimal("0.08"),
    }
    assert [key for key, _ in found.whole.facts] == list(facts(found))


def test_amounts_are_of_the_currency_of_the_charge() -> None:
    found = read({"limit_minor": 500, "parts": [{"amount_minor": 12}]}, "JPY")
    assert facts(found)["limit_minor"] == Money(500, "JPY")
    assert found.parts[0].amount == Money(12, "JPY")


def test_parts_are_read_like_the_whole_each_with_its_amount() -> None:
    found = read({"parts": [{"days": 3, "amount_minor": 5}, {"days": 4}]}, "EUR")
    assert [part.fact(Fact.DAYS) for part in found.parts] == [3, 4]
    assert [part.amount for part in found.parts] == [Money(5, "EUR"), None]
    assert found.whole.facts == ()


def test_what_nobody_knows_is_kept_as_text_after_the_rest_by_name() -> None:
    found = read({"zeta": 1, "alpha": ["x"], "about": "y", "amount_minor": 9}, "EUR")
    assert [key for key, _ in found.whole.facts] == ["about", "alpha", "zeta"]
    assert facts(found) == {"about": "y", "alpha": "['x']", "zeta": 1}
    assert found.whole.amount == Money(9, "EUR")


@pytest.mark.parametrize(
    ("key", "value", "read_as"),
    [
        ("from", "some day", "some day"),
        ("rate", "eight", "eight"),
        ("base_minor", "many", "many"),
        ("days", True, "True"),
        ("note", 5, 5),
    ],
)
def test_what_is_not_what_its_key_promises_is_left_as_text(key, value, read_as) -> None:
    assert facts(read({key: value}, "EUR")) == {key: read_as}


@pytest.mark.parametrize("empty", [{}, {"about": ""}, {"about": None}, {"parts": []}])
def test_an_empty_working_tells_nothing(empty) -> None:
    assert not read(empty, "EUR").is_told


def test_a_working_with_a_fact_or_a_part_tells_something() -> None:
    assert read({"about": "x"}, "EUR").is_told
    assert read({"parts": [{"days": 1}]}, "EUR").is_told


def test_a_fact_that_was_not_kept_is_none() -> None:
    assert read({}, "EUR").whole.fact(Fact.DAYS) is None


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*(fact.value for fact in Fact), "other"]), json))
def test_whatever_was_kept_can_be_read(kept) -> None:
    for key, _value in read(kept, "EUR").whole.facts:
        assert key in kept
