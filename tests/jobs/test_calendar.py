"""The calendar strikes each moment once, however many of them look."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from franchise_portal import Portal
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, JobStatus, calendar, job, registry, run_waiting
from franchise_portal.jobs.models import Beat
from franchise_portal.kit import clock

AT = datetime(2026, 11, 2, 12, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def entry() -> Iterator[None]:
    """A job every ten minutes, and no other on the calendar."""
    others = dict(registry._kinds)
    registry._kinds.clear()

    @job("test.tick", every="*/10 * * * *")
    def tick() -> None:
        pass

    yield
    registry._kinds.clear()
    registry._kinds.update(others)


def promised() -> int:
    return db.session.scalar(select(func.count()).select_from(Job)) or 0


def test_an_entry_seen_for_the_first_time_waits_for_its_moment(app: Portal) -> None:
    assert calendar.strike(AT) == 0
    assert calendar.strike(AT + timedelta(minutes=7)) == 1


def test_a_moment_is_struck_once(app: Portal) -> None:
    calendar.strike(AT)
    later = AT + timedelta(minutes=7)
    assert [calendar.strike(later) for _ in range(3)] == [1, 0, 0]
    assert promised() == 1


def test_a_calendar_whose_note_was_late_still_doubles_nothing(app: Portal) -> None:
    calendar.strike(AT)
    later = AT + timedelta(minutes=7)
    calendar.strike(later)
    with edge():
        db.session.scalars(select(Beat)).one().last_due_at = AT - timedelta(minutes=3)
        db.session.scalars(select(Job)).one().status = JobStatus.DONE
    calendar.strike(later)
    assert promised() == 1


def test_missed_moments_are_made_up_for_once(app: Portal) -> None:
    calendar.strike(AT)
    assert calendar.strike(AT + timedelta(days=3)) == 1


def test_an_entry_still_at_it_is_left_out(app: Portal) -> None:
    calendar.strike(AT)
    assert calendar.strike(AT + timedelta(minutes=7)) == 1
    assert calendar.strike(AT + timedelta(minutes=17)) == 0
    run_waiting()
    assert calendar.strike(AT + timedelta(minutes=27)) == 1


def test_a_wrong_cron_line_is_refused_where_it_stands() -> None:
    with pytest.raises(ValueError, match="is not a cron line"):
        job("test.wrong", every="every day")(lambda: None)


def test_the_long_done_is_forgotten(app: Portal) -> None:
    from franchise_portal.jobs import housekeeping  # noqa: PLC0415

    now = clock.wall()
    with edge():
        for status, days in (
            (JobStatus.DONE, 29),
            (JobStatus.DONE, 31),
            (JobStatus.FAILED, 31),
            (JobStatus.FAILED, 91),
        ):
            row = Job(name="a.b", queue="bulk", arguments={}, status=status)
            row.finished_at = now - timedelta(days=days)
            db.session.add(row)
        routine = Job(name="a.c", queue="bulk", arguments={}, status=JobStatus.DONE)
        routine.finished_at, routine.is_routine = now - timedelta(days=3), True
        db.session.add(routine)
    housekeeping.forget()
    assert promised() == 2
