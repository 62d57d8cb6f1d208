"""One value of a plan at a time: what is noted of it, and what is read where it is wrong."""

from datetime import date
from decimal import Decimal

import pytest

from franchise_portal.fees.enums import Deduction, Every
from franchise_portal.fees.rules import parse_plan
from franchise_portal.fees.rules.plan_fields import Inspector, _number_text
from franchise_portal.kit.errors import BadInput, Problem, Unreadable
from tests.fees.plans import fee, plan


@pytest.fixture
def inspector():
    return Inspector("plan")


def test_a_problem_without_value_and_remedy_has_none(inspector):
    inspector.report(("fee", 1, "clause"), "So it is not.")
    assert inspector.problems == [
        Problem("plan", None, "fee 2, clause", None, "So it is not.", "", {"value": None})
    ]


def test_a_key_that_resembles_none_is_answered_with_those_that_are_known(inspector):
    inspector.unknown_keys({"colour": 1}, (), ("clause", "rate"))
    inspector.unknown_keys({"claus": 1}, (), ("clause", "rate"))
    assert [problem.params for problem in inspector.problems] == [
        {"value": None, "key": "colour", "similar": "", "known": "clause, rate"},
        {"value": None, "key": "claus", "similar": "clause", "known": "clause, rate"},
    ]


def test_a_word_that_resembles_none_is_answered_with_those_that_are_known(inspector):
    assert inspector.choice({"every": "blue"}, (), "every", Every) is None
    assert inspector.choice({"every": "weak"}, (), "every", Every) is None
    known = "week, month, quarter, year, once"
    assert [problem.params for problem in inspector.problems] == [
        {"value": "blue", "key": "every", "similar": "", "known": known},
        {"value": "weak", "key": "every", "similar": "week", "known": known},
    ]


@pytest.mark.parametrize(
    ("table", "read", "is_wrong"),
    [
        ({"fund": True}, True, False),
        ({"fund": False}, False, False),
        ({}, False, False),
        ({"fund": "true"}, False, True),
        ({"fund": 1}, False, True),
    ],
)
def test_what_is_neither_true_nor_false_is_read_as_false(inspector, table, read, is_wrong):
    assert inspector.flag(table, (), "fund") is read
    assert bool(inspector.problems) is is_wrong


def test_a_key_is_there_or_it_is_not(inspector):
    assert inspector.required({"name": ""}, (), "name", "Write it.") is True
    assert inspector.problems == []
    assert inspector.required({}, (), "name", "Write it.") is False
    assert [str(problem) for problem in inspector.problems] == [
        "plan: name: “name” is missing. Write it."
    ]


def test_a_word_said_twice_counts_once_and_is_a_problem(inspector):
    table = {"deduct": ["refunds", "sales_tax", "refunds"]}
    read = inspector.choices(table, (), "deduct", Deduction)
    assert read == (Deduction.SALES_TAX, Deduction.REFUNDS)
    assert [str(problem) for problem in inspector.problems] == [
        "plan: deduct: “refunds” stands in the list twice. Keep one of them."
    ]


@pytest.mark.parametrize("value", [0.05, True, Decimal("NaN"), ["1"], date(2026, 1, 1)])
def test_what_is_no_exact_number_is_named(value):
    with pytest.raises(Unreadable) as caught:
        _number_text(value)
    assert str(caught.value) == f'“{value}” is not a number in quotes. Write it like "0.05".'


@pytest.mark.parametrize(
    ("second", "key"),
    [
        ({"name": "Royalty"}, "name"),
        ({"maximum": "0"}, "maximum"),
        ({"maximum": "10", "yearly_minimum": "200"}, "yearly_minimum"),
        ({"clause": ""}, "clause"),
    ],
)
def test_a_problem_stands_at_the_line_of_its_value(second, key):
    """Where two fees are written, it is that of the fee that is wrong."""
    lines = {("fee", 0, key): 4, ("fee", 1, key): 17}
    fees = [fee(name="royalty"), fee(**{"name": "other"} | second)]
    with pytest.raises(BadInput) as refused:
        parse_plan(plan(*fees), locate=lines.get)
    assert [problem.row for problem in refused.value.problems] == [17]
