"""What is asked for in the crash bench, and what is there in the end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import func, select

from bench import crash_jobs
from franchise_portal import jobs, storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db, edge
from franchise_portal.demo import many, story
from franchise_portal.kit.period import Period
from franchise_portal.reports import services as reports
from franchise_portal.reports.models import Report
from franchise_portal.storage import StoredFile

BATCH = 25
PAPER = "application/pdf"


@dataclass(frozen=True, slots=True)
class Found:
    """What is there: everything once would be `asked, asked, 0`."""

    asked: int
    there: int
    doubled: int


class Work(Protocol):
    """Something to ask for, and to count."""

    def promise(self, units: int) -> None:
        """Ask for it."""

    def count(self) -> Found:
        """Look what is there."""


class Batches:
    """Units that stand for statements, 25 a job."""

    def promise(self, units: int) -> None:
        self.asked = units
        with edge():
            for first in range(0, units, BATCH):
                arguments = {"first": first, "count": min(BATCH, units - first)}
                jobs.enqueue(crash_jobs.batch, arguments=arguments, dedupe_key=f"bench/{first}")

    def count(self) -> Found:
        names = _column(select(StoredFile.name).where(StoredFile.name.startswith("unit-")))
        times = Counter(names)
        return Found(self.asked, len(times), sum(1 for number in times.values() if number > 1))


class Statements:
    """The statements of a made-up network: real PDFs by the real job."""

    def promise(self, units: int) -> None:
        many.tell(outlets=units, months=1, seed=7, say=lambda *_: None)
        month = Period.parse_month(story.OPEN_MONTH).preceding()
        with edge():
            self.asked = reports.request_run(SYSTEM, "statement", month).total

    def count(self) -> Found:
        """A statement counts when its row is ready, current, and its file reads as a PDF."""
        ready = select(Report.subject_key).where(Report.is_current, Report.file_id.is_not(None))
        times = Counter(_column(ready))
        papers = select(StoredFile).where(StoredFile.content_type == PAPER)
        with edge(write=False):
            files = db.session.scalars(papers).all()
            whole = sum(1 for file in files if storage.read(file).startswith(b"%PDF"))
            others = db.session.execute(
                select(Report.status, Report.error, func.count())
                .where(~Report.is_current)
                .group_by(Report.status, Report.error)
            ).all()
        for status, error, count in others:
            print(f"not there        {count} {status}: {error}")
        doubled = len(files) - len(times) + sum(1 for number in times.values() if number > 1)
        return Found(self.asked, min(len(times), whole), doubled)


WORKS: dict[str, type[Batches] | type[Statements]] = {"batches": Batches, "statements": Statements}


def _column(query) -> Sequence[str]:  # noqa: ANN001 - a select of one column
    with edge(write=False):
        return db.session.scalars(query).all()
