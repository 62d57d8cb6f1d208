"""Years, quarters, months of operation and days of operation, at their edges."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.enums import Every
from franchise_portal.fees.rules import MonthDay
from franchise_portal.fees.rules.years import (
    days_open,
    ends_year,
    month_of_operation,
    span_of,
    year_of,
)
from franchise_portal.kit.period import Period

OCTOBER = Period.of_month(2026, 10)
starts = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(
    lambda day: MonthDay(day.month, day.day)
)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "start", "first"),
    [
        (date(2026, 1, 1), MonthDay(1, 1), date(2026, 1, 1)),
        (date(2026, 12, 31), MonthDay(1, 1), date(2026, 1, 1)),
        (date(2026, 4, 5), MonthDay(4, 6), date(2025, 4, 6)),
        (date(2026, 4, 6), MonthDay(4, 6), date(2026, 4, 6)),
    ],
)
def test_a_year_begins_on_its_day(day, start, first):
    assert year_of(day, start).start == first


@given(days, starts, st.sampled_from([every for every in Every if every is not Every.ONCE]))
def test_spans_follow_each_other_without_a_gap(day, start, every):
    span = span_of(every, day, start)
    assert day in span
    assert span_of(every, span.last, start) == span
    assert span_of(every, span.end, start).start == span.end


@given(days, starts)
def test_a_year_has_four_quarters(day, start):
    year = year_of(day, start)
    quarters = {span_of(Every.QUARTER, year.start + timedelta(days=n), start) for n in range(365)}
    assert len(quarters) == 4
    assert sum(quarter.days for quarter in quarters) == year.days


def test_a_quarter_begins_on_the_last_day_of_a_month_that_lacks_its_day():
    first_days = [date(2026, 1, 31), date(2026, 4, 30), date(2026, 7, 31), date(2026, 10, 31)]
    found = [span_of(Every.QUARTER, day, MonthDay(1, 31)).start for day in first_days]
    assert found == first_days


@pytest.mark.parametrize(
    ("period", "is_last"),
    [
        ("2026-12", True),
        ("2026-11", False),
        ("2026-12-31/2026-12-31", True),
        ("2026-12-30/2026-12-30", False),
        ("2026-W52", True),
        ("2026-W51", False),
        ("2026-01-01/2026-12-31", True),
        ("2026-12-05/2026-12-18", True),
        ("2026-12-04/2026-12-17", False),
    ],
)
def test_a_year_ends_with_the_period_whose_next_ends_in_the_next_year(period, is_last):
    assert ends_year(Period.parse(period), MonthDay(1, 1)) == is_last


def test_the_month_of_opening_is_the_first():
    months = [month_of_operation(OCTOBER, day) for day in (date(2026, 10, 31), date(2026, 9, 1))]
    assert months == [1, 2]
    assert month_of_operation(OCTOBER, date(2026, 11, 1)) == 0
    assert month_of_operation(Period.parse("2026-09-28/2026-10-04"), date(2026, 9, 30)) == 2


@pytest.mark.parametrize(
    ("opened", "closed", "open_days"),
    [
        (None, None, 31),
        (date(2026, 10, 1), None, 31),
        (date(2026, 10, 31), None, 1),
        (date(2026, 11, 1), None, 0),
        (None, date(2026, 10, 1), 1),
        (None, date(2026, 9, 30), 0),
        (date(2026, 10, 10), date(2026, 10, 10), 1),
        (date(2020, 1, 1), date(2030, 1, 1), 31),
    ],
)
def test_the_days_of_opening_and_closing_are_days_of_operation(opened, closed, open_days):
    assert days_open(OCTOBER, opened, closed) == open_days
