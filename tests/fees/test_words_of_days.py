"""How the days of a period are said."""

from datetime import date

import flask_babel
import pytest

from franchise_portal import Portal
from franchise_portal.fees.reports.words import brief_span, span

FIRST = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("language", "last", "whole", "brief"),
    [
        ("en", FIRST, "2 November 2026", "2 November"),
        ("zh_Hans", FIRST, "2026年11月2日", "11月2日"),
        ("en", date(2026, 11, 8), "2 to 8 November 2026", "2 to 8 November"),
        ("zh_Hans", date(2026, 11, 8), "2026年11月2日至8日", "11月2日至8日"),
    ],
)
def test_one_day_is_named_once_and_several_by_their_ends(
    application: Portal, language: str, last: date, whole: str, brief: str
) -> None:
    with application.app_context(), flask_babel.force_locale(language):
        assert (span(FIRST, last), brief_span(FIRST, last)) == (whole, brief)
