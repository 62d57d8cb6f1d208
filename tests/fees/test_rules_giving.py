"""Whether a contract can be given a plan from a day on: every obstacle, and what puts it right."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.rules.giving import ADDS_CLAUSES, PLAN, STARTS_ON, Footing, obstacles
from franchise_portal.kit.errors import filled
from franchise_portal.kit.period import Period
from tests.builders.fees import FUND, ROYALTY, a_plan

START, END = date(2024, 3, 1), date(2029, 2, 28)
OCTOBER = Period.parse_month("2026-10")


def footing(**more):
    """A contract of five years in euros, with the clauses of the usual plan, never charged."""
    usual = {
        "contract": "CT-1",
        "starts_on": START,
        "ends_on": END,
        "has_plan": False,
        "currency": "EUR",
        "clauses": frozenset({"6.1", "6.3", "6.5"}),
        "may_add_clauses": True,
        "is_in_terms": False,
        "charged": None,
    }
    return Footing(**{**usual, **more})


def found(plan=None, *, on=START, adds_clauses=False, **more):
    """The field and the English sentence of each obstacle."""
    return [
        (one.field, filled(one.message, one.params))
        for one in obstacles(plan or a_plan(), footing(**more), on=on, adds_clauses=adds_clauses)
    ]


@pytest.mark.parametrize("on", [START, date(2026, 11, 17), END])
def test_any_day_of_the_term_will_do_before_anything_is_charged(on):
    assert found(on=on) == []


@pytest.mark.parametrize(
    ("on", "charged", "words"),
    [
        (date(2024, 2, 29), None, "begins on 2024-03-01. Choose that day or a later one."),
        (date(2029, 3, 1), None, "ends on 2029-02-28. Choose that day or an earlier one."),
        (date(2026, 10, 31), OCTOBER, "Sales up to 2026-10-31 have been charged"),
        (date(2026, 10, 1), OCTOBER, "Choose 2026-11-01 or a later day."),
        (START, OCTOBER, "Choose 2026-11-01 or a later day."),
        (date(2026, 11, 1), OCTOBER, None),
        (date(2026, 11, 2), OCTOBER, None),
    ],
)
def test_a_day_outside_the_term_or_in_a_charged_month_is_refused(on, charged, words):
    answer = found(on=on, charged=charged)
    if words is None:
        assert answer == []
    else:
        [(field, sentence)] = answer
        assert field == STARTS_ON
        assert words in sentence


def test_a_plan_in_another_currency_is_refused():
    [(field, sentence)] = found(a_plan(ROYALTY, currency="USD"))
    assert field == PLAN
    assert "This plan is in USD, but contract CT-1 is charged in EUR." in sentence


def test_missing_clauses_are_named_together_and_can_be_added():
    [(field, sentence)] = found(clauses=frozenset({"6.1"}))
    assert field == ADDS_CLAUSES
    assert "(advertising fund, technology) name clauses that contract CT-1 lacks: 6.3, 6.5." in (
        sentence
    )
    assert found(clauses=frozenset({"6.1"}), adds_clauses=True) == []


def test_signed_words_get_no_further_clause_beside_an_amendment():
    lacking = {"clauses": frozenset({"6.1", "6.5"}), "may_add_clauses": False}
    for adds in (False, True):
        [(field, sentence)] = found(adds_clauses=adds, **lacking)
        assert field == PLAN
        assert "Draft an amendment" in sentence


def test_a_plan_that_stands_in_the_terms_is_changed_by_an_amendment_only():
    [(field, sentence)] = found(is_in_terms=True, on=date(2000, 1, 1))
    assert field == PLAN
    assert "Draft an amendment to change it." in sentence
    assert not footing(is_in_terms=True).is_open


def test_everything_in_the_way_is_said_at_once():
    answer = found(
        a_plan(FUND, currency="USD"), on=date(2020, 1, 1), clauses=frozenset(), charged=OCTOBER
    )
    assert [field for field, _ in answer] == [STARTS_ON, PLAN, ADDS_CLAUSES]


def test_a_term_that_is_charged_to_its_end_leaves_no_day():
    assert footing(charged=OCTOBER).is_open
    assert not footing(charged=OCTOBER, ends_on=date(2026, 10, 31)).is_open


@given(
    days=st.integers(0, 4000),
    month=st.none() | st.dates(START, date(2035, 1, 1)).map(Period.month_of),
)
def test_a_day_is_free_exactly_from_the_first_free_day_to_the_end(days, month):
    on, here = START - timedelta(days=100) + timedelta(days=days), footing(charged=month)
    is_free = not obstacles(a_plan(), here, on=on, adds_clauses=False)
    assert is_free == (here.first_day <= on <= END)
