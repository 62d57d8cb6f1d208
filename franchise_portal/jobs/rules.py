"""When to try again, when a run counts as abandoned, when the calendar strikes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from croniter import croniter

#: A job whose process disappears this often kills its workers; it is not given to another.
MOST_LOSSES = 20
#: Up to here a lost job starts again at once; later ones wait, so that others get their turn.
LOSSES_AT_ONCE = 5
PAUSE_AFTER_LOSSES = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The rhythm of the machinery, in seconds. The defaults restart a lost job within 45 s."""

    heartbeat: float = 5
    """How often a running job says that it is alive."""
    lease: float = 30
    """Silence after which a job on another machine counts as abandoned."""
    sweep: float = 5
    """How often the sweeper looks for what was lost."""
    ring_grace: float = 10
    """How long after ringing the sweeper leaves a row alone."""
    backoff: tuple[float, ...] = (10, 60, 300)
    """How long to wait after the first, second, … failure; the last one repeats."""


def pause_after_failure(failures: int, backoff: Sequence[float]) -> timedelta:
    """How long to wait after the `failures`-th failure (from 1)."""
    return timedelta(seconds=backoff[min(failures, len(backoff)) - 1])


def pause_after_loss(losses: int) -> timedelta:
    """How long to wait after a process disappeared for the `losses`-th time (from 1)."""
    return timedelta(0) if losses <= LOSSES_AT_ONCE else PAUSE_AFTER_LOSSES


def is_silent(heartbeat_at: datetime | None, *, at: datetime, lease: float) -> bool:
    """Whether nothing was heard of a running job for longer than its lease."""
    return heartbeat_at is None or at - heartbeat_at > timedelta(seconds=lease)


def last_strike(cron: str, *, at: datetime) -> datetime:
    """The latest moment at or before `at` for which a cron line (in UTC) calls."""
    # croniter looks strictly before its start: begin just after the moment itself.
    start = (at.astimezone(UTC) + timedelta(seconds=1)).replace(microsecond=0)
    strike: datetime = croniter(cron, start).get_prev(datetime)
    return strike.astimezone(UTC)


def next_strike(cron: str, *, at: datetime) -> datetime:
    """The first moment after `at` for which a cron line (in UTC) calls."""
    strike: datetime = croniter(cron, at.astimezone(UTC)).get_next(datetime)
    return strike.astimezone(UTC)
