"""Which accounts can be reported, and what is said of one that cannot."""

from datetime import date

import pytest

from franchise_portal.benefit.rules.accounts import (
    account_period,
    is_account_period,
    period_key,
    trouble_with,
)
from franchise_portal.benefit.rules.figures import AMOUNTS
from franchise_portal.kit.errors import Unreadable
from franchise_portal.kit.period import Period
from tests.builders.benefit import figures

SEPTEMBER = Period.parse_month("2026-09")
OPENED = date(2026, 3, 15)


def trouble(period=SEPTEMBER, amounts=None, **facts):
    usual = {"on": date(2026, 11, 2), "opened_on": OPENED, "closed_on": None, "others": ()}
    return trouble_with(period, figures(**(amounts or {})), **{**usual, **facts})


def sentence(found):
    return None if found is None else (str(found), found.field)


NO_TRADE = ("The outlet did not trade in this period.", "sales")


def test_an_account_of_a_month_that_is_over_can_be_reported():
    assert trouble() is None
    assert trouble(amounts={"depreciation": None, "owner_pay": 0, "rent": 0}) is None


@pytest.mark.parametrize(
    ("on", "is_early"),
    [(date(2026, 9, 29), True), (date(2026, 9, 30), True), (date(2026, 10, 1), False)],
)
def test_a_period_is_reported_from_the_day_after_its_last_on(on, is_early):
    early = ("This period is not over yet. Report it from 2026-10-01 on.", "sales")
    assert sentence(trouble(on=on)) == (early if is_early else None)


@pytest.mark.parametrize(
    ("opened_on", "closed_on", "said"),
    [
        (date(2026, 9, 30), None, None),  # opened on its last day
        (date(2026, 10, 1), None, NO_TRADE),
        (OPENED, date(2026, 9, 1), None),  # closed on its first
        (OPENED, date(2026, 8, 31), NO_TRADE),
        (OPENED, date(2026, 12, 31), None),
    ],
)
def test_an_outlet_reports_the_periods_in_which_it_traded(opened_on, closed_on, said):
    assert sentence(trouble(opened_on=opened_on, closed_on=closed_on)) == said


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (["2026-08", "2026-10"], None),
        (["2026-09"], None),  # the same one again is a correction
        (["2026-Q2", "2026-Q3"], "2026-Q3"),
        (["2026-09", "2026-Q3"], "2026-Q3"),
    ],
)
def test_no_month_is_reported_in_two_accounts(others, said):
    found = trouble(others=[account_period(text) for text in others])
    assert sentence(found) == (
        said
        and (f"{said} is reported already and shares months with it. Correct that one.", "sales")
    )


@pytest.mark.parametrize("name", AMOUNTS)
def test_an_amount_below_zero_is_refused_where_it_stands(name):
    found = trouble(amounts={name: -1})
    assert sentence(found) == ("Write an amount of zero or more.", name)
    assert trouble(amounts={name: 0}) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2026-02-01/2026-02-28", True),
        ("2026-01-01/2026-03-31", True),
        ("2026-10-01/2026-12-31", True),
        ("2026-02-01/2026-04-30", False),
        ("2026-03-01/2026-05-31", False),
        ("2026-01-01/2026-06-30", False),
        ("2026-01-01/2026-02-28", False),
        ("2026-01-02/2026-04-01", False),
        ("2026-W41", False),
    ],
)
def test_an_account_is_of_a_calendar_month_or_quarter(text, is_one):
    assert is_account_period(Period.parse(text)) is is_one


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (" 2026Q3 ", date(2026, 7, 1), date(2026, 9, 30)),
        ("2027-q4", date(2027, 10, 1), date(2027, 12, 31)),
    ],
)
def test_a_quarter_has_its_three_months_and_its_own_way_of_writing(quarter, first, last):
    period = account_period(quarter)
    assert (period.start, period.last) == (first, last)
    assert period_key(period) == f"{first.year}-Q{last.month // 3}"


@pytest.mark.parametrize("text", ["2026-W41", "2026-02-01/2026-04-30", "soon", "2026-Q5"])
def test_what_is_no_month_and_no_quarter_is_named_with_what_to_write(text):
    with pytest.raises(Unreadable) as refused:
        account_period(f" {text}")
    assert str(refused.value) == (
        f"“{text}” is neither a month nor a quarter. "
        "Write a month such as 2026-09 or a quarter such as 2026-Q3."
    )
