"""The work of the crash bench: batches of units, each written once in a transaction of its own.

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


@job("bench.batch", queue="bulk", timeout=600)
def batch(*, first: int, count: int, progress: Progress) -> None:
    """Write the units `first` to `first + count - 1` that are not there yet."""
    for number in range(first, first + count):
        name = f"unit-{number:06}"
        with edge(write=False):
            is_there = db.session.scalar(
                select(func.count()).select_from(StoredFile).where(StoredFile.name == name)
            )
        if not is_there:
            time.sleep(SECONDS)
            with edge():
                storage.put(name.encode(), name=name, content_type="text/plain")
        progress(number - first + 1, count, name)
