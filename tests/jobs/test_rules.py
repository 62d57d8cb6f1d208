"""When to try again, when a run counts as abandoned, when the calendar strikes."""

from datetime import UTC, datetime, timedelta

import pytest

from franchise_portal.jobs import rules

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("failures", "seconds"), [(1, 10), (2, 60), (3, 300), (4, 300), (9, 300)])
def test_each_failure_waits_longer_up_to_a_limit(failures: int, seconds: int) -> None:
    pause = rules.pause_after_failure(failures, rules.Timing().backoff)
    assert pause == timedelta(seconds=seconds)


@pytest.mark.parametrize(("losses", "seconds"), [(1, 0), (5, 0), (6, 30), (20, 30)])
def test_a_lost_job_starts_again_at_once_until_it_is_suspicious(losses: int, seconds: int) -> None:
    assert rules.pause_after_loss(losses) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("heard", "silent"),
    [
        (None, True),
        (NOON, False),
        (NOON - timedelta(seconds=30), False),
        (NOON - timedelta(seconds=31), True),
    ],
)
def test_silence_longer_than_the_lease_means_abandoned(
    heard: datetime | None,
    silent: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert rules.is_silent(heard, at=NOON, lease=30) is silent


@pytest.mark.parametrize(
    ("cron", "at", "strike"),
    [
        ("*/10 * * * *", NOON, NOON),
        ("*/10 * * * *", NOON + timedelta(minutes=9, seconds=59), NOON),
        ("0 6 * * 1", NOON, NOON.replace(hour=6)),
        ("0 6 1 * *", NOON, datetime(2026, 11, 1, 6, tzinfo=UTC)),
        ("30 12 * * *", NOON, datetime(2026, 11, 1, 12, 30, tzinfo=UTC)),
    ],
)
def test_the_calendar_strikes_at_or_before_now(cron: str, at: datetime, strike: datetime) -> None:
    assert rules.last_strike(cron, at=at) == strike


def test_the_next_strike_comes_after_now() -> None:
    assert rules.next_strike("*/10 * * * *", at=NOON) == NOON + timedelta(minutes=10)


def test_a_lost_job_is_back_within_the_promised_time() -> None:
    timing = rules.Timing()
    assert timing.lease + 2 * timing.sweep <= 45
