"""Points, grades, the way up and the terms, against the tables and by their properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.disputes.grade_enums import Grade, Measured
from franchise_portal.disputes.rules.grades import (
    BANDS,
    MORE_IS_BETTER,
    THRESHOLDS,
    Band,
    Behaviour,
    Portion,
    _bands,
    behaviour_from_json,
    behaviour_to_json,
    days_late,
    grade_of,
    graded,
    next_grade,
    points_for,
    proposed,
    ways_up,
)
from franchise_portal.kit.money import Money


def a_behaviour(late="0", returned=0, broken=0, cover="3", age="5"):
    return Behaviour(
        late=None if late is None else Decimal(late),
        returned=returned,
        broken=broken,
        cover=Decimal(cover),
        age=Decimal(age),
    )


BEHAVIOURS = st.builds(
    Behaviour,
    late=st.none() | st.decimals(0, 400, places=1),
    returned=st.integers(0, 12),
    broken=st.integers(0, 12),
    cover=st.decimals(0, 24, places=1),
    age=st.decimals(0, 40, places=1),
)


@pytest.mark.parametrize(
    ("measured", "value", "points"),
    [
        (Measured.LATE, "0", 60),
        (Measured.LATE, "0.1", 56),
        (Measured.LATE, "3", 56),
        (Measured.LATE, "3.1", 50),
        (Measured.LATE, "7", 50),
        (Measured.LATE, "14", 40),
        (Measured.LATE, "14.1", 24),
        (Measured.LATE, "30", 24),
        (Measured.LATE, "60", 8),
        (Measured.LATE, "60.1", 0),
        (Measured.LATE, None, 40),
        (Measured.RETURNED, "0", 10),
        (Measured.RETURNED, "1", 6),
        (Measured.RETURNED, "2", 2),
        (Measured.RETURNED, "3", 0),
        (Measured.BROKEN, "0", 10),
        (Measured.BROKEN, "1", 5),
        (Measured.BROKEN, "2", 2),
        (Measured.BROKEN, "9", 0),
        (Measured.COVER, "3", 12),
        (Measured.COVER, "2.9", 9),
        (Measured.COVER, "1", 6),
        (Measured.COVER, "0.5", 3),
        (Measured.COVER, "0.4", 0),
        (Measured.AGE, "5", 8),
        (Measured.AGE, "4.9", 6),
        (Measured.AGE, "2", 4),
        (Measured.AGE, "1", 2),
        (Measured.AGE, "0.9", 0),
    ],
)
def test_each_bound_is_included_in_its_band(measured, value, points):
    assert points_for(measured, None if value is None else Decimal(value)) == points


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        (100, Grade.AAA),
        (92, Grade.AAA),
        (91, Grade.AA),
        (82, Grade.AA),
        (81, Grade.A),
        (70, Grade.A),
        (69, Grade.B),
        (55, Grade.B),
        (54, Grade.C),
        (41, Grade.C),
        (40, Grade.D),
        (0, Grade.D),
    ],
)
def test_a_grade_begins_at_its_threshold(points, grade):
    assert grade_of(points) is grade


@pytest.mark.parametrize(
    ("behaviour", "grade"),
    [
        (a_behaviour(), Grade.AAA),
        (a_behaviour("5"), Grade.AA),
        (a_behaviour("10"), Grade.A),
        (a_behaviour("20"), Grade.B),
        (a_behaviour("45"), Grade.C),
        (a_behaviour("90"), Grade.D),
        (
            a_behaviour(None),
            Grade.A,
        ),  # 40 + 10 + 10 + 12 + 8: the long-standing one with nothing due
        (a_behaviour(None, cover="0", age="0"), Grade.B),  # a newcomer
        (a_behaviour("0", returned=3, broken=3, cover="0", age="0"), Grade.B),
    ],
)
def test_behaviour_leads_to_a_grade(behaviour, grade):
    assert graded(behaviour).grade is grade


def test_bounds_of_bands_are_exact_and_the_last_one_has_none():
    assert _bands(("0.5", 3), ("0.1", 2), (None, 1)) == (
        Band(Decimal("0.5"), 3),
        Band(Decimal("0.1"), 2),
        Band(None, 1),
    )


def test_the_points_of_all_measures_make_a_hundred():
    assert sum(bands[0].points for bands in BANDS.values()) == 100
    assert set(BANDS) == set(Measured)
    assert {grade for grade, _least in THRESHOLDS} == set(Grade)


def test_nobody_who_pays_two_months_late_gets_more_than_c():
    best = a_behaviour("61")
    assert graded(best).grade is Grade.D


@given(behaviour=BEHAVIOURS)
def test_points_are_the_sum_of_their_parts_and_lie_within_a_hundred(behaviour):
    standing = graded(behaviour)
    assert standing.points == sum(standing.of.values())
    assert 0 <= standing.points <= 100
    assert standing.grade is grade_of(standing.points)


@given(
    behaviour=BEHAVIOURS,
    measured=st.sampled_from(list(Measured)),
    more=st.decimals("0.1", 100, places=1),
)
def test_doing_better_never_costs_points(behaviour, measured, more):
    value = behaviour.value(measured)
    if value is None:
        return
    better = value + more if measured in MORE_IS_BETTER else max(value - more, Decimal(0))
    assert points_for(measured, better) >= points_for(measured, value)


@given(behaviour=BEHAVIOURS)
def test_what_is_said_to_be_enough_reaches_the_next_grade(behaviour):
    standing, ways = graded(behaviour), ways_up(behaviour)
    above = next_grade(standing.grade)
    assert bool(ways) == (above is not None)
    order = [grade for grade, _least in THRESHOLDS]
    for way in ways:
        points = standing.points - standing.of[way.measured] + points_for(way.measured, way.bound)
        reached = order.index(grade_of(points)) < order.index(standing.grade)
        assert reached == way.is_enough
        assert points == standing.points + way.points


@pytest.mark.parametrize(
    ("grade", "above"),
    [
        (Grade.D, Grade.C),
        (Grade.C, Grade.B),
        (Grade.B, Grade.A),
        (Grade.A, Grade.AA),
        (Grade.AA, Grade.AAA),
        (Grade.AAA, None),
    ],
)
def test_above_each_grade_is_the_next(grade, above):
    assert next_grade(grade) is above


def ways(behaviour):
    return [(one.measured, str(one.bound), one.points, one.is_enough) for one in ways_up(behaviour)]


def test_each_measure_that_alone_is_enough_is_named_with_its_least_change():
    # 60 + 10 + 10 + 6 + 0: six points are missing to 92, and either brings just these.
    assert ways(a_behaviour(cover="1", age="0.5")) == [
        (Measured.COVER, "3", 6, True),
        (Measured.AGE, "3", 6, True),
    ]
    # 50 + 10 + 10 + 12 + 8: two are missing; three days bring six, none is more than needed.
    assert ways(a_behaviour("5")) == [(Measured.LATE, "3", 6, True)]


def test_where_none_is_enough_each_is_named_as_far_as_it_goes():
    # 50 + 10 + 5 + 3 + 2: twelve points are missing to 82, and none brings more than ten.
    assert ways(a_behaviour("7", broken=1, cover="0.5", age="1")) == [
        (Measured.LATE, "0", 10, False),
        (Measured.BROKEN, "0", 5, False),
        (Measured.COVER, "3", 9, False),
        (Measured.AGE, "5", 6, False),
    ]
    assert ways(a_behaviour()) == []


@given(behaviour=BEHAVIOURS)
def test_what_was_measured_is_read_back_as_it_was_kept(behaviour):
    assert behaviour_from_json(behaviour_to_json(behaviour)) == behaviour


def test_what_was_measured_is_kept_as_text_that_loses_nothing():
    kept = {"late": None, "returned": "2", "broken": "1", "cover": "0.5", "age": "4.25"}
    assert behaviour_to_json(a_behaviour(None, 2, 1, "0.5", "4.25")) == kept
    assert behaviour_to_json(a_behaviour("3.1"))["late"] == "3.1"
    assert behaviour_from_json(kept) == a_behaviour(None, 2, 1, "0.5", "4.25")


def test_days_late_are_weighted_by_amount():
    assert days_late([Portion(900, 0), Portion(100, 30)]) == Decimal("3.0")
    assert days_late([Portion(100, -5), Portion(100, 5)]) == Decimal("2.5")
    assert days_late([]) is None
    assert days_late([Portion(0, 90), Portion(-10, 90)]) is None
    assert days_late([Portion(100, 10), Portion(-50, 90)]) == Decimal("10.0")
    assert days_late([Portion(1, 90)]) == Decimal("90.0")


@pytest.mark.parametrize(("on_time", "comes_to"), [(3, "0.3"), (19, "0.1"), (20, "0.0")])
def test_half_of_a_tenth_of_a_day_goes_up(on_time, comes_to):
    assert days_late([Portion(1, 1), Portion(on_time, 0)]) == Decimal(comes_to)


@given(
    portions=st.lists(
        st.builds(Portion, st.integers(1, 10**8), st.integers(-30, 400)), min_size=1, max_size=20
    )
)
def test_the_average_lies_between_the_earliest_and_the_latest(portions):
    late = [max(one.days, 0) for one in portions]
    found = days_late(portions)
    assert min(late) <= found <= max(late)
    # Paying the same in two halves on the same day changes nothing.
    halves = [part for one in portions for part in (one, one)]
    assert days_late(halves) == found


@pytest.mark.parametrize(
    ("grade", "days", "prepaid", "limit"),
    [
        (Grade.AAA, 28, False, "9000"),
        (Grade.AA, 20, False, "6000"),
        (Grade.A, 13, False, "4500"),
        (Grade.B, 13, False, "3000"),
        (Grade.C, 6, False, "1500"),
        (Grade.D, 6, True, "0"),
    ],
)
def test_a_grade_proposes_its_terms(grade, days, prepaid, limit):
    terms = proposed(grade, usual_days=13, monthly_fees=Money.parse("3000", "EUR"))
    assert (terms.due_days, terms.is_prepaid) == (days, prepaid)
    assert terms.credit_limit == Money.parse(limit, "EUR")
