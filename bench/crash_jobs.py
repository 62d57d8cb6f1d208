"""The work of the crash bench that stands for statements: quick to set up, nothing to protect it.

Nothing in the database forbids a unit to be written twice: if two processes ever worked on one
batch at the same time, the count at the end would show it.
"""

import time

from sqlalchemy import func, select

from franchise_portal import storage
from franchise_portal.database import db, edge
from franchise_portal.jobs import Progress, job
from franchise_portal.storage import StoredFile

SECONDS = 0.04
LINGERED = "lingered"


@job("bench.batch", queue="bulk", timeout=600)
def batch(*, first: int, count: int, progress: Progress) -> None:
    """Write the units `first` to `first + count - 1` that are not there yet."""
    for number in range(first, first + count):
        name = f"unit-{number:06}"
        if not _is_there(name):
            time.sleep(SECONDS)
            _write(name)
        progress(number - first + 1, count, name)


@job("bench.linger", timeout=600)
def linger() -> None:
    """Take long the first time, end at once the second."""
    if not _is_there(LINGERED):
        _write(LINGERED)
        time.sleep(500)


def _is_there(name: str) -> bool:
    with edge(write=False):
        count = select(func.count()).select_from(StoredFile).where(StoredFile.name == name)
        return bool(db.session.scalar(count))


def _write(name: str) -> None:
    with edge():
        storage.put(name.encode(), name=name, content_type="text/plain")
