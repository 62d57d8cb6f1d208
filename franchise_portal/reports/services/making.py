"""Claiming a report, keeping its file, or giving it back: each a conditional change of its row.

The number of attempts is the token of a claim. A process that was believed dead finds that the
number has grown since, and what it made is not kept.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Update, exists, select, update

from ...database import db
from ...kit import clock
from ...storage import StoredFile
from .. import rules
from ..enums import ReportStatus
from ..models import Report, ReportRun


@dataclass(frozen=True, slots=True)
class Claim:
    """A report in our hands, and what is needed to make it."""

    id: UUID
    attempt: int
    kind: str
    month: str
    """`YYYY-MM`; empty for a paper."""
    franchisee_id: UUID | None
    subject_id: UUID | None
    subject_key: str
    language: str
    zone: str

    @property
    def file_name(self) -> str:
        """What the PDF is called."""
        return rules.file_name(self.kind, self.month, self.subject_key)


def release_part(run_id: UUID, part: int) -> None:
    """At the beginning of a job: what an earlier attempt at this part left in hand waits again."""
    db.session.execute(
        _reports(run_id, part, ReportStatus.RENDERING).values(status=ReportStatus.WAITING)
    )


def waiting_in(run_id: UUID, part: int) -> list[tuple[UUID, str]]:
    """Ids and names of what is to be made in a part, unless the run was stopped."""
    rows = db.session.execute(
        select(Report.id, Report.subject_name)
        .join(ReportRun, ReportRun.id == Report.run_id)
        .where(
            Report.run_id == run_id,
            Report.part == part,
            Report.status == ReportStatus.WAITING,
            ReportRun.stopped_at.is_(None),
        )
        .order_by(Report.attempts, Report.subject_key)
    )
    return [(report_id, name) for report_id, name in rows]


def claim(report_id: UUID) -> Claim | None:
    """Take a report that waits; None when somebody else has it, or it was stopped."""
    report = db.session.get(Report, report_id, populate_existing=True)
    if report is None or report.status is not ReportStatus.WAITING:
        return None
    taken = db.session.execute(
        update(Report)
        .where(
            Report.id == report_id,
            Report.status == ReportStatus.WAITING,
            Report.attempts == report.attempts,
        )
        .values(status=ReportStatus.RENDERING, attempts=report.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    db.session.execute(
        update(ReportRun)
        .where(ReportRun.id == report.run_id, ReportRun.started_at.is_(None))
        .values(started_at=clock.wall())
        .execution_options(synchronize_session=False)
    )
    return Claim(
        id=report.id,
        attempt=report.attempts + 1,
        kind=report.kind,
        month=report.period,
        franchisee_id=report.franchisee_id,
        subject_id=report.subject_id,
        subject_key=report.subject_key,
        language=report.language,
        zone=report.zone,
    )


def keep(claimed: Claim, file: StoredFile, *, pages: int) -> bool:
    """The report is ready, and takes the place of an earlier one; False when it is no longer ours.

    The caller rolls back on False: the file's row must not stay.
    """
    db.session.flush()
    db.session.execute(
        update(Report)
        .where(
            Report.kind == claimed.kind,
            Report.period == claimed.month,
            Report.subject_key == claimed.subject_key,
            Report.is_current,
        )
        .values(is_current=False)
        .execution_options(synchronize_session=False)
    )
    changed = db.session.execute(
        _ours(claimed).values(
            status=ReportStatus.READY,
            is_current=True,
            file_id=file.id,
            pages=pages,
            size=file.size,
            error="",
            finished_at=clock.now(),
        )
    )
    return changed.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def give_back(claimed: Claim, reason: str) -> None:
    """It could not be made: it waits for another attempt, or is failed with the reason."""
    is_final = claimed.attempt >= rules.MOST_ATTEMPTS
    db.session.execute(
        _ours(claimed).values(
            status=ReportStatus.FAILED if is_final else ReportStatus.WAITING,
            error=reason,
            finished_at=clock.now() if is_final else None,
        )
    )


def write_off(run_id: UUID, part: int, reason: str) -> None:
    """The job of a part has failed for good: what it did not make has failed too."""
    for status in (ReportStatus.WAITING, ReportStatus.RENDERING):
        db.session.execute(
            _reports(run_id, part, status).values(
                status=ReportStatus.FAILED, error=reason, finished_at=clock.now()
            )
        )
    end_if_done(run_id)


def end_if_done(run_id: UUID) -> None:
    """Close the run when nothing is left to make. The last of several parts finds it so."""
    is_open = exists().where(
        Report.run_id == run_id,
        Report.status.in_((ReportStatus.WAITING, ReportStatus.RENDERING)),
    )
    db.session.execute(
        update(ReportRun)
        .where(ReportRun.id == run_id, ReportRun.ended_at.is_(None), ~is_open)
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _ours(claimed: Claim) -> Update:
    return (
        update(Report)
        .where(
            Report.id == claimed.id,
            Report.status == ReportStatus.RENDERING,
            Report.attempts == claimed.attempt,
        )
        .execution_options(synchronize_session=False)
    )


def _reports(run_id: UUID, part: int, status: ReportStatus) -> Update:
    return (
        update(Report)
        .where(Report.run_id == run_id, Report.part == part, Report.status == status)
        .execution_options(synchronize_session=False)
    )
