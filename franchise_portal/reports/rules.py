"""Parts of a run, the time that is left, names of files, and when schedules fall due. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

File = TypeVar("File")

#: Reports in one job: enough that starting it costs nothing, few enough that workers share a run.
LARGEST_PART = 25
SMALLEST_PART = 4
#: A run of any size is cut into at least so many parts, as long as they stay worth a job.
PARTS_WANTED = 8

#: How often a report is tried before it counts as failed.
MOST_ATTEMPTS = 3

LAST_DAY = 28
"""Schedules use days that every month has."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_TYPED_AMOUNT = re.compile(r"(?<=[€$£¥]) (?=\d)")


def part_size(reports: int) -> int:
    """How many reports of a run go into one job."""
    wanted = -(-reports // PARTS_WANTED)
    return min(LARGEST_PART, max(SMALLEST_PART, wanted))


def part_of(place: int, reports: int) -> int:
    """In which part the report at a place (from 0) is made."""
    return place // part_size(reports)


def seconds_left(*, done: int, total: int, elapsed: timedelta) -> int | None:
    """How many seconds are left at the pace so far; None before the first is done."""
    if not done or total <= done:
        return None
    return max(1, round(elapsed.total_seconds() / done * (total - done)))


def file_name(kind: str, period: str, key: str) -> str:
    """What a report's file is called: `statement-2026-10-F-001.pdf`, `network-2026-10.pdf`.

    A paper belongs to no month: `assessment-AP-2026-0007.pdf`.

    Whatever could mean something to a shell, an archive or a file system becomes an underscore.
    """
    parts = (kind, period) if key == kind else (kind, period, key)
    name = "-".join(_UNSAFE.sub("_", part).strip("._") or "_" for part in parts if part)
    return f"{name}.pdf"


def without_clashes(files: Iterable[tuple[str, File]]) -> Iterator[tuple[str, File]]:
    """Named files, with a number behind a name that stood before (codes may differ in signs)."""
    seen: dict[str, int] = {}
    for name, file in files:
        count = seen[name.lower()] = seen.get(name.lower(), 0) + 1
        stem, _, ending = name.rpartition(".")
        yield (name if count == 1 else f"{stem}-{count}.{ending}"), file


def month_due(*, day_of_month: int, hour: int, last_period: str, at: datetime) -> str:
    """The month that a schedule must report at a local moment, as `YYYY-MM`; empty when none.

    The month before the last strike is due, unless it has been asked for. Months in between are
    not made up: after a long pause one report is wanted, not twenty.
    """
    strike = at.replace(day=day_of_month, hour=hour, minute=0, second=0, microsecond=0)
    if at < strike:
        strike = _a_month_earlier(strike)
    period = f"{_a_month_earlier(strike):%Y-%m}"
    return period if period > last_period else ""


def unbroken(text: str) -> str:
    """What somebody has typed, each amount on the line of its currency: `€ 1,200`."""
    return _TYPED_AMOUNT.sub("\N{NO-BREAK SPACE}", text)


def month_before(day: date) -> str:
    """The month before a day's, as `YYYY-MM`."""
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"


def _a_month_earlier(moment: datetime) -> datetime:
    last_of_before = moment.replace(day=1) - timedelta(days=1)
    return last_of_before.replace(day=min(moment.day, LAST_DAY))
