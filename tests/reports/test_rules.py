"""Parts, times, names and schedules."""

from datetime import datetime, timedelta

import pytest

from franchise_portal.reports import rules


@pytest.mark.parametrize(
    ("reports", "size"), [(1, 4), (4, 4), (24, 4), (40, 5), (160, 20), (200, 25), (60_000, 25)]
)
def test_a_run_is_cut_so_that_several_workers_share_it(reports, size):
    assert rules.part_size(reports) == size


def test_every_report_has_a_part_and_no_part_is_larger_than_the_largest():
    parts = [rules.part_of(place, 333) for place in range(333)]
    assert parts == sorted(parts)
    assert max(parts.count(part) for part in set(parts)) <= rules.LARGEST_PART


def test_the_time_left_follows_the_pace_so_far():
    seconds = rules.seconds_left(done=10, total=24, elapsed=timedelta(seconds=5))
    assert seconds == 7
    assert rules.seconds_left(done=0, total=24, elapsed=timedelta(seconds=5)) is None
    assert rules.seconds_left(done=24, total=24, elapsed=timedelta(seconds=5)) is None


@pytest.mark.parametrize(
    ("kind", "period", "key", "name"),
    [
        ("statement", "2026-10", "F-001", "statement-2026-10-F-001.pdf"),
        ("network", "2026-10", "network", "network-2026-10.pdf"),
        ("statement", "2026-10", "../../etc/passwd", "statement-2026-10-etc_passwd.pdf"),
        ("statement", "2026-10", "甲 1", "statement-2026-10-1.pdf"),
        ("statement", "2026-10", "甲", "statement-2026-10-_.pdf"),
        ("statement", "2026-10", "a b;rm -rf", "statement-2026-10-a_b_rm_-rf.pdf"),
    ],
)
def test_a_file_is_called_by_kind_month_and_code_and_by_nothing_dangerous(kind, period, key, name):
    assert rules.file_name(kind, period, key) == name


def test_two_codes_that_make_the_same_name_make_two_files():
    files = [("a.pdf", 1), ("A.pdf", 2), ("b.pdf", 3), ("a.pdf", 4)]
    names = [name for name, _ in rules.without_clashes(files)]
    assert names == ["a.pdf", "A-2.pdf", "b.pdf", "a-3.pdf"]


@pytest.mark.parametrize(
    ("at", "last", "due"),
    [
        ("2026-11-05T06:00", "2026-09", "2026-10"),
        ("2026-11-05T05:59", "2026-09", ""),
        ("2026-11-05T05:59", "2026-08", "2026-09"),
        ("2026-11-30T12:00", "2026-10", ""),
        ("2027-01-05T06:00", "2026-11", "2026-12"),
        ("2027-01-01T00:00", "2026-10", "2026-11"),
        ("2027-06-05T07:00", "2026-09", "2027-05"),
    ],
)
def test_a_schedule_reports_the_month_before_its_last_strike_once(at, last, due):
    moment = datetime.fromisoformat(at)
    assert rules.month_due(day_of_month=5, hour=6, last_period=last, at=moment) == due


def test_a_schedule_on_the_28th_strikes_in_february_too():
    moment = datetime.fromisoformat("2027-03-01T00:00")
    assert rules.month_due(day_of_month=28, hour=23, last_period="", at=moment) == "2027-01"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("the next € 30,000 and", "the next €\N{NO-BREAK SPACE}30,000 and"),
        ("$ 5 or £ 6", "$\N{NO-BREAK SPACE}5 or £\N{NO-BREAK SPACE}6"),
        ("paid in € by transfer", "paid in € by transfer"),
    ],
)
def test_a_typed_amount_stays_on_the_line_of_its_currency(typed, printed):
    assert rules.unbroken(typed) == printed
