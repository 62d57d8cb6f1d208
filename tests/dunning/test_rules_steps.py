"""Which step comes when: a table of cases, and properties of the ladder."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.dunning.enums import Manner
from franchise_portal.dunning.rules.steps import (
    USUAL,
    Coming,
    Heard,
    Step,
    coming,
    due_now,
    trouble_with,
)

DUE = date(2026, 9, 15)


def after(days):
    return DUE + timedelta(days=days)


def a_step(days, name="Reminder", **more):
    return Step(days=days, name=name, manner=Manner.PLAIN, **more)


@pytest.mark.parametrize(
    ("last", "position", "day"),
    [
        (None, 1, after(3)),
        (Heard(1, after(3)), 2, after(14)),
        # Said late: the second step keeps its eleven days.
        (Heard(1, after(20)), 2, after(31)),
        (Heard(2, after(14)), 3, after(30)),
        (Heard(2, after(40)), 3, after(56)),
        # Left out by a person: no distance is owed to what was not said.
        (Heard(1, after(20), was_said=False), 2, after(14)),
    ],
)
def test_each_step_has_its_day(last, position, day):
    found = coming(USUAL, DUE, last)
    assert found == Coming(position, USUAL[position - 1], day)


def test_after_the_last_step_nothing_comes():
    assert coming(USUAL, DUE, Heard(3, after(30))) is None
    assert coming(USUAL, DUE, Heard(7, after(30))) is None


@pytest.mark.parametrize(("days", "is_due"), [(2, False), (3, True), (400, True)])
def test_a_step_is_due_from_its_day_on(days, is_due):
    assert (due_now(USUAL, DUE, None, after(days)) is not None) is is_due


COUNT = "A procedure has from 1 to 6 steps."
NAME = "Give each step a name."
DAYS = "Each step comes from 1 to 365 days after the due day."
ORDER = "Each step comes on a later day than the one before it."
SOMEHOW = "Each step is said somehow: by a letter, by a mail, or by both."


@pytest.mark.parametrize(
    ("steps", "sentence", "field"),
    [
        ([], COUNT, "steps"),
        ([a_step(day) for day in range(1, 8)], COUNT, "steps"),
        ([a_step(3, name=" ")], NAME, "name_1"),
        ([a_step(0)], DAYS, "days_1"),
        ([a_step(366)], DAYS, "days_1"),
        ([a_step(5), a_step(5)], ORDER, "days_2"),
        ([a_step(3), a_step(5), a_step(4)], ORDER, "days_3"),
        ([a_step(5, makes_letter=False, sends_mail=False)], SOMEHOW, "letter_1"),
    ],
)
def test_an_unsound_procedure_is_refused_at_the_step_that_is_wrong(steps, sentence, field):
    assert trouble_with(steps) == (sentence, field)


@pytest.mark.parametrize(
    "steps",
    [
        USUAL,
        [a_step(1)],
        [a_step(365)],
        [a_step(day) for day in range(1, 7)],
        [a_step(5, makes_letter=False)],
        [a_step(5, sends_mail=False)],
    ],
)
def test_a_procedure_with_a_step_said_somehow_on_each_of_its_days_is_sound(steps):
    assert trouble_with(steps) is None


procedures = st.lists(st.integers(1, 365), min_size=1, max_size=6, unique=True).map(
    lambda days: tuple(a_step(day) for day in sorted(days))
)


@given(procedures, st.integers(0, 800))
def test_a_daily_round_says_every_step_once_in_order_and_keeps_the_distances(steps, late_start):
    """However late the first round is, nobody hears two steps closer than the procedure says."""
    last, said = None, []
    for day in range(late_start, late_start + 800):
        step = due_now(steps, DUE, last, after(day))
        if step is not None:
            said.append((step.position, day))
            last = Heard(step.position, after(day))
    assert [position for position, _day in said] == list(range(1, len(steps) + 1))
    for (place, earlier), (_next, later) in pairwise(said):
        assert later - earlier >= steps[place].days - steps[place - 1].days
    assert all(day >= steps[position - 1].days for position, day in said)
