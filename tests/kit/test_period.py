from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.kit.errors import Unreadable
from franchise_portal.kit.period import Period, months_from

days = st.dates(date(1901, 1, 1), date(2900, 1, 1))
periods = st.builds(
    lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(1, 800)
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-W41", date(2026, 10, 5), date(2026, 10, 11)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        ("2026-10-03/2026-10-09", date(2026, 10, 3), date(2026, 10, 9)),
        ("2026-10-03/2026-10-03", date(2026, 10, 3), date(2026, 10, 3)),
        (" 2026-10 ", date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_months_weeks_and_days_are_read(text, first, last):
    period = Period.parse(text)
    assert (period.start, period.last) == (first, last)
    assert period.days == (last - first).days + 1


@pytest.mark.parametrize(
    "text",
    [
        "", "2026", "2026-13", "2026-00", "2026-1", "2026-W54", "2026-W00", "2025-W53", "26-10",
        "2026-10-03", "2026-10-09/2026-10-03", "2026-02-29/2026-03-01", "2026-10/2026-11",
        "October 2026", "2026/10", "0000-01", "９９-10", "1026-10",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_remedy(text):
    with pytest.raises(Unreadable) as trouble:
        Period.parse(text)
    assert trouble.value.remedy


def test_a_month_is_asked_for_where_only_a_month_will_do():
    assert Period.parse_month("2026-10") == Period.of_month(2026, 10)
    with pytest.raises(Unreadable, match="not a month"):
        Period.parse_month("2026-W41")


@given(periods)
def test_its_text_leads_back_to_the_period(period):
    assert Period.parse(period.text) == period
    assert str(period) == period.text


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-10", "2026-10"),
        ("2026-09-28/2026-10-04", "2026-10"),
        ("2012-12-29/2013-01-04", "2013-01"),
        ("2026-07-01/2026-09-30", "2026-09"),
    ],
)
def test_a_period_belongs_to_the_month_in_which_it_ends(text, month):
    assert Period.parse(text).month == Period.parse(month)


@given(periods, periods)
def test_overlap_is_what_both_have(one, other):
    shared = sum(1 for n in range(one.days) if one.start + timedelta(days=n) in other)
    assert one.overlap(other) == other.overlap(one) == shared
    assert one.overlaps(other) == (shared > 0)


@given(periods)
def test_the_following_period_begins_where_this_ends(period):
    following = period.following()
    assert following.start == period.end
    if period.whole_months:
        assert following.whole_months == period.whole_months
        assert following.preceding() == period
        return
    assert following.days == period.days
    # As many days can happen to be whole months: 488 days from 1 October 2001 end a January.
    # Such a span is months to whoever sees it next, so the way back is not the way there.
    if not following.whole_months:
        assert following.preceding() == period


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("2026-01", "2026-02"),
        ("2026-12", "2027-01"),
        ("2026-W53", "2027-W01"),
        ("2026-07-01/2026-09-30", "2026-10-01/2026-12-31"),
        ("2026-01-01/2026-01-10", "2026-01-11/2026-01-20"),
    ],
)
def test_months_are_followed_by_months_and_days_by_as_many_days(text, following):
    assert Period.parse(text).following() == Period.parse(following)


def test_the_months_of_a_span_are_listed_in_order():
    span = Period.of_days(date(2026, 11, 30), date(2027, 2, 1))
    assert [str(month) for month in span.months()] == ["2026-11", "2026-12", "2027-01", "2027-02"]
    first, last = Period.of_month(2026, 12), Period.of_week(2027, 9)
    assert [str(month) for month in months_from(first, last)][-1] == "2027-03"


def test_a_period_without_a_day_does_not_exist():
    with pytest.raises(ValueError, match="at least one day"):
        Period(date(2026, 1, 2), date(2026, 1, 2))


def test_both_ends_are_told_apart():
    october = Period.of_month(2026, 10)
    assert date(2026, 10, 1) in october
    assert date(2026, 10, 31) in october
    assert date(2026, 11, 1) not in october
    assert "2026-10-01" not in october
