from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from franchise_portal.kit.calendars import (
    Holidays,
    OnHoliday,
    WorkingCalendar,
    day_begins,
    day_ends,
)
from franchise_portal.kit.errors import Unreadable

DAY = timedelta(days=1)
BERLIN = WorkingCalendar("Europe/Berlin", Holidays.parse("country:DE-BE"))
zones = st.sampled_from(sorted(available_timezones()))
days = st.dates(date(1950, 1, 1), date(2037, 12, 30))
calendars = st.builds(
    lambda offs, weekend: WorkingCalendar("UTC", Holidays.of(offs), frozenset(weekend)),
    st.sets(st.dates(date(2026, 1, 1), date(2026, 2, 28)), max_size=30),
    st.sets(st.integers(1, 7), max_size=6),
)
january = st.dates(date(2026, 1, 1), date(2026, 2, 28))


def local(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-29 00:00:00"),
        ("America/Santiago", date(2026, 9, 6), "2026-09-06 01:00:00"),
        ("Asia/Beirut", date(2026, 3, 29), "2026-03-29 01:00:00"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-24 01:00:00"),
        ("America/Toronto", date(1919, 3, 31), "1919-03-31 00:30:00"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-31 00:00:00"),
    ],
)
def test_a_day_without_midnight_begins_when_the_clocks_are_put_forward(zone, day, begins):
    assert str(local(day_begins(day, zone), zone)) == begins
    assert day_begins(day, zone).tzinfo is UTC


def test_where_the_day_before_comes_again_the_day_begins_after_it():
    begins = day_begins(date(2010, 11, 7), "America/St_Johns")
    assert begins == datetime(2010, 11, 7, 3, 30, tzinfo=UTC)


def test_where_midnight_comes_twice_the_day_begins_with_the_first():
    begins = day_begins(date(2026, 11, 1), "America/Havana")
    assert begins == datetime(2026, 11, 1, 4, 0, tzinfo=UTC)


def test_an_hour_that_comes_twice_lengthens_the_day():
    assert day_ends(date(2026, 10, 25), "Europe/Berlin") - day_begins(
        date(2026, 10, 25), "Europe/Berlin"
    ) == timedelta(hours=25)


@given(zones, days)
@example("America/Santiago", date(2026, 9, 5))
@example("America/St_Johns", date(2010, 11, 7))
@example("Pacific/Apia", date(2011, 12, 30))
@example("America/Toronto", date(1919, 3, 31))
def test_from_its_beginning_on_it_is_that_day_and_just_before_it_was_not(zone, day):
    begins = day_begins(day, zone)
    assert (
        local(begins - timedelta(microseconds=1), zone).date() < day <= local(begins, zone).date()
    )
    for minutes in range(0, 180, 5):
        assert local(begins + timedelta(minutes=minutes), zone).date() >= day


@given(zones, days)
def test_a_day_ends_where_the_next_begins(zone, day):
    ends = day_ends(day, zone)
    assert ends == day_begins(day + DAY, zone)
    assert day_begins(day, zone) <= ends
    assert local(ends - timedelta(microseconds=1), zone).date() <= day


@pytest.mark.parametrize(
    ("day", "following", "preceding"),
    [
        (date(2026, 10, 2), date(2026, 10, 2), date(2026, 10, 2)),
        (date(2026, 10, 3), date(2026, 10, 5), date(2026, 10, 2)),
        (date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 6)),
        (date(2026, 12, 25), date(2026, 12, 28), date(2026, 12, 24)),
        (date(2026, 4, 3), date(2026, 4, 7), date(2026, 4, 2)),
    ],
)
def test_a_deadline_moves_off_holidays_and_weekends(day, following, preceding):
    assert BERLIN.moved(day, OnHoliday.NEXT) == following
    assert BERLIN.moved(day, OnHoliday.PREVIOUS) == preceding
    assert BERLIN.moved(day, OnHoliday.STAYS) == day


def test_a_holiday_of_one_part_of_a_country_is_none_in_another():
    womens_day = date(2027, 3, 8)
    assert womens_day in Holidays.parse("country:DE-BE")
    assert womens_day not in Holidays.parse("country:DE-BY")


def test_a_weekend_that_a_country_works_on_is_worked():
    china = WorkingCalendar("Asia/Shanghai", Holidays.parse("country:CN"))
    assert china.is_working(date(2026, 2, 14))
    assert not china.is_working(date(2026, 2, 17))
    assert china.next_working(date(2026, 2, 16)) == date(2026, 2, 24)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 10, 2), 1, date(2026, 10, 5)),
        (date(2026, 10, 3), 1, date(2026, 10, 5)),
        (date(2026, 10, 5), -1, date(2026, 10, 2)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
        (date(2026, 12, 23), 3, date(2026, 12, 29)),
    ],
)
def test_working_days_are_counted_without_the_first(day, count, found):
    assert BERLIN.add_working_days(day, count) == found


@given(calendars, january)
def test_the_next_and_the_previous_working_day_are_the_nearest(calendar, day):
    following, preceding = calendar.next_working(day), calendar.previous_working(day)
    assert preceding <= day <= following
    assert calendar.is_working(preceding)
    assert calendar.is_working(following)
    between = [preceding + DAY * n for n in range(1, (following - preceding).days)]
    assert not any(calendar.is_working(one) for one in between)


@given(calendars, january, st.integers(1, 30))
def test_working_days_added_and_taken_away_lead_back(calendar, day, count):
    start = calendar.next_working(day)
    assert calendar.add_working_days(calendar.add_working_days(start, count), -count) == start


def test_holidays_are_read_from_texts_and_from_days():
    read = Holidays.parse(["2026-10-03", date(2026, 12, 24)])
    assert date(2026, 10, 3) in read
    assert date(2026, 12, 24) in read
    assert date(2026, 12, 25) not in read
    assert "2026-10-03" not in read


@pytest.mark.parametrize(
    "value",
    ["country:XX", "country:DE-ZZ", "country:de", "DE-BE", "", 5, ["3 October"], [5], {"a": 1}],
)
def test_what_names_no_holidays_is_refused_with_a_remedy(value):
    with pytest.raises(Unreadable) as trouble:
        Holidays.parse(value)
    assert trouble.value.remedy


@pytest.mark.parametrize("weekend", [set(range(1, 8)), {0}, {8}])
def test_a_week_needs_a_working_day(weekend):
    with pytest.raises(ValueError, match="days of the week"):
        WorkingCalendar("UTC", weekend=frozenset(weekend))


def test_a_calendar_knows_its_zone():
    assert BERLIN.begins(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert BERLIN.ends(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, tzinfo=UTC)
