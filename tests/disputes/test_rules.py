"""Which step leads a dispute where, how the clock counts, and what a decision is called."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.access.roles import Side
from franchise_portal.disputes.enums import DisputeStatus, Step
from franchise_portal.disputes.rules.answering import (
    Clock,
    answer_by,
    calendar_of,
    clock_on,
    remind_on,
)
from franchise_portal.disputes.rules.lifecycle import NEXT, TURN, after, step_granting, steps_of

S = DisputeStatus

TABLE = {
    (S.OPEN, Step.SAY): S.OPEN,
    (S.OPEN, Step.ACCEPT): S.ACCEPTED,
    (S.OPEN, Step.ACCEPT_PARTLY): S.PARTLY,
    (S.OPEN, Step.REJECT): S.REJECTED,
    (S.OPEN, Step.WITHDRAW): S.WITHDRAWN,
    (S.MEDIATION, Step.SAY): S.MEDIATION,
    (S.MEDIATION, Step.ACCEPT): S.ACCEPTED,
    (S.MEDIATION, Step.ACCEPT_PARTLY): S.PARTLY,
    (S.MEDIATION, Step.REJECT): S.REJECTED,
    (S.MEDIATION, Step.WITHDRAW): S.WITHDRAWN,
    (S.REJECTED, Step.MEDIATE): S.MEDIATION,
}


@pytest.mark.parametrize(("status", "step"), list(product(DisputeStatus, Step)))
def test_each_step_leads_where_the_table_says_and_nowhere_else(status, step):
    assert after(status, step) is TABLE.get((status, step))


@pytest.mark.parametrize(("status", "side"), list(product(DisputeStatus, Side)))
def test_a_side_takes_its_own_steps_only(status, side):
    franchisee = {Step.SAY, Step.WITHDRAW, Step.MEDIATE}
    franchisor = {Step.SAY, Step.ACCEPT, Step.ACCEPT_PARTLY, Step.REJECT}
    mine = franchisee if side is Side.FRANCHISEE else franchisor
    assert steps_of(status, side) == {step for step in NEXT[status] if step in mine}


def test_every_status_and_step_is_in_the_tables():
    assert set(NEXT) == set(DisputeStatus)
    assert set(TURN) == set(Step)


def test_what_is_decided_for_good_is_open_no_more():
    for status, steps in NEXT.items():
        assert status.is_open == (Step.ACCEPT in steps)
        if status.is_granted:
            assert not steps


@given(disputed=st.integers(1, 10**9), granted=st.integers(0, 10**9))
def test_the_decision_follows_from_the_amount(disputed, granted):
    if granted > disputed:
        with pytest.raises(ValueError, match="cannot be given back"):
            step_granting(disputed, granted)
        return
    step = step_granting(disputed, granted)
    assert (step is Step.REJECT) == (granted == 0)
    assert (step is Step.ACCEPT) == (granted == disputed)


@pytest.mark.parametrize(
    ("disputed", "granted", "step"),
    [
        (1, 0, Step.REJECT),
        (1, 1, Step.ACCEPT),
        (10, 1, Step.ACCEPT_PARTLY),
        (10, 9, Step.ACCEPT_PARTLY),
        (10, 10, Step.ACCEPT),
    ],
)
def test_a_decision_is_called_by_what_it_gives_back(disputed, granted, step):
    assert step_granting(disputed, granted) is step


@pytest.mark.parametrize(("disputed", "granted"), [(0, 0), (10, -1), (10, 11), (-5, 0), (-5, -5)])
def test_amounts_that_cannot_be_are_refused(disputed, granted):
    with pytest.raises(ValueError, match="cannot be given back"):
        step_granting(disputed, granted)


@pytest.mark.parametrize(
    ("opened", "days", "country", "until"),
    [
        (date(2026, 11, 2), 10, "DE", date(2026, 11, 16)),  # a Monday: two weeks
        (date(2026, 11, 6), 1, "DE", date(2026, 11, 9)),  # a Friday: the Monday after
        (date(2026, 11, 7), 1, "DE", date(2026, 11, 9)),  # a Saturday
        (date(2026, 12, 23), 2, "DE", date(2026, 12, 28)),  # over Christmas
        (date(2026, 9, 30), 1, "CN", date(2026, 10, 8)),  # over the National Day
        (date(2026, 12, 23), 2, "", date(2026, 12, 25)),  # no country: weekends only
        (date(2026, 12, 23), 2, "XX", date(2026, 12, 25)),  # one that is not known
    ],
)
def test_the_answer_is_due_after_so_many_working_days(opened, days, country, until):
    assert answer_by(opened, days, calendar_of(country)) == until


def test_the_clock_says_what_is_left_and_how_late_it_is():
    calendar = calendar_of("DE")
    until = date(2026, 11, 16)
    assert clock_on(until, calendar, on=date(2026, 11, 2)).working_days_left == 10
    assert clock_on(until, calendar, on=date(2026, 11, 13)).working_days_left == 1
    last = clock_on(until, calendar, on=until)
    assert (last, last.is_late) == (Clock(until, 0, 0), False)
    late = clock_on(until, calendar, on=date(2026, 11, 17))
    assert (late, late.is_late) == (Clock(until, 0, 1), True)


@pytest.mark.parametrize(
    ("on", "left"),
    [
        (date(2026, 11, 13), 0),  # the Friday: no working day until the Sunday
        (date(2026, 11, 12), 1),
        (date(2026, 11, 14), 0),
    ],
)
def test_a_clock_that_ends_on_a_day_without_work_counts_working_days_only(on, left):
    sunday = date(2026, 11, 15)
    assert clock_on(sunday, calendar_of("DE"), on=on) == Clock(sunday, left, 0)


@pytest.mark.parametrize(
    ("until", "country", "from_day"),
    [
        (date(2026, 11, 16), "DE", date(2026, 11, 11)),  # a Monday: the Wednesday before
        (date(2026, 12, 30), "DE", date(2026, 12, 24)),  # over Christmas and a weekend
        (date(2026, 10, 9), "CN", date(2026, 9, 29)),  # over the National Day
    ],
)
def test_both_sides_are_reminded_three_working_days_before(until, country, from_day):
    assert remind_on(until, calendar_of(country)) == from_day


@given(
    opened=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    days=st.integers(1, 60),
    country=st.sampled_from(["DE", "CN", "US", "AU", ""]),
    after_days=st.integers(0, 120),
)
def test_the_last_day_is_a_working_day_and_the_clock_never_says_two_things(
    opened, days, country, after_days
):
    calendar = calendar_of(country)
    until = answer_by(opened, days, calendar)
    assert calendar.is_working(until)
    assert (until - opened).days >= days
    assert clock_on(until, calendar, on=opened).working_days_left == days
    assert remind_on(until, calendar) < until
    clock = clock_on(until, calendar, on=opened + timedelta(days=after_days))
    assert clock.is_late == (opened + timedelta(days=after_days) > until)
    assert not (clock.days_late and clock.working_days_left)
