from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from franchise_portal.kit.durations import Duration, Unit, last_days
from franchise_portal.kit.errors import Unreadable

DAY = timedelta(days=1)
days = st.dates(date(1901, 1, 1), date(2400, 1, 1))
durations = st.builds(Duration, st.integers(1, 120), st.sampled_from(Unit))
of_months = st.builds(Duration, st.integers(1, 120), st.sampled_from([Unit.MONTHS, Unit.YEARS]))


@pytest.mark.parametrize(
    ("text", "count", "unit", "written"),
    [
        ("5 years", 5, Unit.YEARS, "5 years"),
        ("1 year", 1, Unit.YEARS, "1 year"),
        ("18 months", 18, Unit.MONTHS, "18 months"),
        (" 6  Weeks ", 6, Unit.WEEKS, "6 weeks"),
        ("1 week", 1, Unit.WEEKS, "1 week"),
        ("90 days", 90, Unit.DAYS, "90 days"),
        ("1 days", 1, Unit.DAYS, "1 day"),
        ("3 个月", 3, Unit.MONTHS, "3 months"),
        ("6個月", 6, Unit.MONTHS, "6 months"),
        ("5年", 5, Unit.YEARS, "5 years"),
        ("90天", 90, Unit.DAYS, "90 days"),
        ("2 週", 2, Unit.WEEKS, "2 weeks"),
    ],
)
def test_a_duration_is_read_and_written(text, count, unit, written):
    duration = Duration.parse(text)
    assert (duration.count, duration.unit) == (count, unit)
    assert duration.text == str(duration) == written
    assert Duration.parse(written) == duration


@pytest.mark.parametrize(
    "text",
    [
        "", "5", "years", "5years", "-5 years", "0 days", "1.5 years", "five years", "indefinite",
        "5 years 1 day", "5 fortnights", "5月", "年", "５ years", "1001 years",
        "999999 months", "P5Y",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_remedy(text):
    with pytest.raises(Unreadable) as trouble:
        Duration.parse(text)
    assert trouble.value.remedy


@pytest.mark.parametrize(
    ("day", "text", "after"),
    [
        (date(2026, 1, 31), "1 month", date(2026, 2, 28)),
        (date(2024, 1, 31), "1 month", date(2024, 2, 29)),
        (date(2026, 3, 31), "1 month", date(2026, 4, 30)),
        (date(2024, 2, 29), "1 year", date(2025, 2, 28)),
        (date(2024, 2, 29), "4 years", date(2028, 2, 29)),
        (date(2096, 2, 29), "4 years", date(2100, 2, 28)),
        (date(2026, 8, 31), "18 months", date(2028, 2, 29)),
        (date(2026, 12, 31), "2 weeks", date(2027, 1, 14)),
        (date(2024, 2, 28), "2 days", date(2024, 3, 1)),
    ],
)
def test_a_day_that_a_month_lacks_becomes_its_last_day(day, text, after):
    assert Duration.parse(text).after(day) == after


@pytest.mark.parametrize(
    ("day", "text", "before"),
    [
        (date(2026, 3, 31), "1 month", date(2026, 2, 28)),
        (date(2024, 3, 30), "1 month", date(2024, 2, 29)),
        (date(2024, 2, 29), "1 year", date(2023, 2, 28)),
        (date(2031, 2, 28), "6 months", date(2030, 8, 28)),
        (date(2026, 3, 1), "1 day", date(2026, 2, 28)),
    ],
)
def test_it_counts_backwards_by_the_calendar_too(day, text, before):
    assert Duration.parse(text).before(day) == before


@pytest.mark.parametrize(
    ("starts_on", "text", "last"),
    [
        (date(2026, 3, 1), "5 years", date(2031, 2, 28)),
        (date(2027, 3, 1), "1 year", date(2028, 2, 29)),
        (date(2020, 8, 1), "36 months", date(2023, 7, 31)),
        (date(2026, 1, 31), "1 month", date(2026, 2, 27)),
        (date(2024, 2, 29), "1 year", date(2025, 2, 27)),
        (date(2026, 1, 1), "1 day", date(2026, 1, 1)),
        (date(2026, 1, 1), "90 days", date(2026, 3, 31)),
    ],
)
def test_the_last_day_is_included(starts_on, text, last):
    assert Duration.parse(text).last_day(starts_on) == last


@pytest.mark.parametrize(
    ("ends_on", "text", "last_start"),
    [
        (date(2031, 2, 28), "6 months", date(2030, 8, 31)),
        (date(2028, 2, 28), "6 months", date(2027, 8, 28)),
        (date(2028, 2, 29), "6 months", date(2027, 8, 31)),
        (date(2028, 2, 29), "1 year", date(2027, 2, 28)),
        (date(2031, 4, 30), "1 month", date(2031, 3, 31)),
        (date(2031, 3, 31), "1 month", date(2031, 2, 28)),
        (date(2031, 3, 30), "1 month", date(2031, 2, 28)),
        (date(2031, 3, 15), "3 months", date(2030, 12, 15)),
        (date(2031, 2, 28), "90 days", date(2030, 11, 30)),
    ],
)
def test_the_latest_start_of_a_duration_that_is_over_by_a_day(ends_on, text, last_start):
    assert Duration.parse(text).last_start(ends_on) == last_start


@given(days, durations)
@example(date(2031, 2, 28), Duration(6, Unit.MONTHS))
@example(date(2028, 2, 29), Duration(1, Unit.YEARS))
def test_from_the_latest_start_it_is_over_in_time_and_from_the_next_day_it_is_not(day, duration):
    start = duration.last_start(day)
    assert duration.after(start) <= day < duration.after(start + DAY)


@given(days, durations)
def test_later_and_earlier_never_pass_the_day_they_began_with(day, duration):
    assert duration.before(duration.after(day)) <= day
    assert duration.after(duration.before(day)) <= day
    assert duration.before(day) <= duration.last_start(day)


@given(days, days, durations)
def test_who_starts_later_ends_no_earlier(one, other, duration):
    first, second = sorted((one, other))
    assert duration.after(first) <= duration.after(second)
    assert duration.last_day(first) <= duration.last_day(second)


@given(days, durations)
def test_a_term_alone_and_the_first_of_many_end_on_the_same_day(start, duration):
    assert last_days(start, [duration, duration])[0] == duration.last_day(start)


def test_terms_of_a_month_from_the_31st_of_january_do_not_drift():
    month = Duration(1, Unit.MONTHS)
    assert last_days(date(2026, 1, 31), [month] * 4) == (
        date(2026, 2, 27),
        date(2026, 3, 30),
        date(2026, 4, 29),
        date(2026, 5, 30),
    )


def test_a_leap_days_years_come_back_to_the_leap_day():
    year = Duration(1, Unit.YEARS)
    assert last_days(date(2024, 2, 29), [year] * 4)[-1] == date(2028, 2, 28)


def test_months_after_days_count_from_where_the_days_end():
    terms = [Duration.parse(text) for text in ("1 month", "3 days", "1 month", "1 month")]
    assert last_days(date(2026, 1, 28), terms) == (
        date(2026, 2, 27),
        date(2026, 3, 2),
        date(2026, 4, 2),
        date(2026, 5, 2),
    )


@given(days, st.lists(durations, min_size=1, max_size=8))
def test_terms_follow_one_another_without_gap_and_without_a_shared_day(start, terms):
    ends = last_days(start, terms)
    starts = [start, *(end + DAY for end in ends[:-1])]
    covered = [end - begin + DAY for begin, end in zip(starts, ends, strict=True)]
    assert all(length >= DAY for length in covered)
    assert sum(covered, timedelta()) == ends[-1] - start + DAY


@given(days, of_months, st.integers(1, 8))
def test_many_terms_of_months_end_with_the_one_as_long_as_all_of_them(start, term, count):
    assert last_days(start, [term] * count)[-1] == term.times(count).last_day(start)


@given(days, st.lists(of_months, min_size=2, max_size=6))
def test_of_months_all_terms_but_the_short_ones_begin_on_the_first_starts_day(start, terms):
    for end in last_days(start, terms):
        begin = end + DAY
        assert begin.day == start.day or (begin + DAY).day == 1


def test_the_calendar_ends():
    for text in ("1 month", "1 day"):
        with pytest.raises(OverflowError):
            Duration.parse(text).after(date(9999, 12, 31))


@pytest.mark.parametrize("count", [0, -1, 1001])
def test_no_duration_is_nothing_or_for_ever(count):
    with pytest.raises(ValueError, match="between a day and a thousand years"):
        Duration(count, Unit.YEARS)
