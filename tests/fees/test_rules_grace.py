"""The days between a draft and its invoice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.rules.grace import LONGEST, Days, days_to_postpone, issue_day

SHOWN = date(2026, 11, 2)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "day"),
    [(1, date(2026, 11, 3)), (10, date(2026, 11, 12)), (28, date(2026, 11, 30))],
)
def test_drafts_are_issued_after_the_days_of_grace(days, day):
    assert issue_day(SHOWN, days) == day


@pytest.mark.parametrize(
    ("issues_on", "on", "found"),
    [
        # Later than was told.
        (date(2026, 11, 12), SHOWN, Days(date(2026, 11, 13), date(2026, 12, 28))),
        (date(2026, 11, 12), date(2026, 11, 12), Days(date(2026, 11, 13), date(2026, 12, 28))),
        # Later than today, where the day has gone by without being issued.
        (date(2026, 11, 12), date(2026, 11, 20), Days(date(2026, 11, 21), date(2026, 12, 28))),
        # One day is left, then none.
        (date(2026, 12, 27), SHOWN, Days(date(2026, 12, 28), date(2026, 12, 28))),
        (date(2026, 12, 28), SHOWN, None),
        (date(2026, 11, 12), date(2026, 12, 28), None),
    ],
)
def test_drafts_can_be_postponed_to_later_days_up_to_a_last_one(issues_on, on, found):
    assert days_to_postpone(shown_on=SHOWN, issues_on=issues_on, on=on) == found


@given(st.integers(1, 28), st.integers(0, 90))
def test_whatever_is_chosen_is_later_and_not_endless(days, passed):
    issues_on = issue_day(SHOWN, days)
    found = days_to_postpone(shown_on=SHOWN, issues_on=issues_on, on=SHOWN + passed * DAY)
    if found is not None:
        assert found.first > issues_on
        assert found.first > SHOWN + passed * DAY
        assert found.last == SHOWN + LONGEST
    else:
        assert max(issues_on, SHOWN + passed * DAY) >= SHOWN + LONGEST
