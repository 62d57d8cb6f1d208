"""The time, in one place.

`now` is business time: in the demo network its date stands still, so that the story told by the
seeds stays true whenever it is looked at. `wall` is real time, for sessions, throttles, links that
expire and heartbeats. Rules never call either: they get `at=` or `on=`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_standing: ContextVar[date | None] = ContextVar("standing", default=None)
_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)
_zone: ContextVar[str] = ContextVar("zone", default="UTC")


def wall() -> datetime:
    """The real time, aware, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The business time, aware, in UTC."""
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    real = wall()
    standing = _standing.get()
    if standing is None:
        return real
    return real.replace(year=standing.year, month=standing.month, day=standing.day)


def today() -> date:
    """The business day in the network's zone."""
    standing = _standing.get()
    if standing is not None and _fixed.get() is None:
        return standing
    return now().astimezone(ZoneInfo(_zone.get())).date()


def day_of(moment: datetime) -> date:
    """The day on which an aware moment falls in the network's zone."""
    return moment.astimezone(ZoneInfo(_zone.get())).date()


def set_network(*, zone: str, stands_on: date | None) -> None:
    """Say which zone decides what today is, and on which day a demo network's clock stands."""
    _zone.set(zone)
    _standing.set(stands_on)


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Hold business time at one aware moment, for seeds and tests."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
