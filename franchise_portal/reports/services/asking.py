"""Asking for the reports of a month, for one of them again, and stopping."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...jobs import enqueue
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.ids import new_id
from ...kit.period import Period
from .. import kinds, rules, titles
from ..enums import ReportAction, ReportStatus
from ..errors import AlreadyOver, NothingToReport, NothingToTryAgain
from ..models import Report, ReportRun

RENDER = "reports.render"
PORTION = 500

OPEN = (ReportStatus.WAITING, ReportStatus.RENDERING)
LEFT_OVER = (ReportStatus.FAILED, ReportStatus.STOPPED)


def request_run(
    actor: Actor, kind: str, period: Period, franchisee_id: UUID | None = None
) -> ReportRun:
    """Ask for a month's reports of a kind: of everybody, or of one franchisee.

    Asked again while the first asking is under way, it returns that one.

    Raises:
        UnknownKind: when no feature declares the kind.
        NotFound: when the franchisee is not among those who receive one.
        NothingToReport: when nobody does.
        NotAllowed: when the actor may not read the kind.
    """
    found = kinds.find_monthly(kind)
    actor.require(found.permission)
    subjects = found.subjects(period, franchisee_id)
    if not subjects:
        raise NotFound if franchisee_id else NothingToReport(month=period.text)
    only = subjects[0] if franchisee_id else None
    run = _new_run(actor, kind, total=len(subjects), only=only)
    run.period = period.text
    return _started(actor, run, _addressed(actor, found, subjects))


def request_paper(actor: Actor, kind: str, subject_id: UUID) -> ReportRun:
    """Ask for the paper about one thing, on a page of that thing.

    Asked again while the first asking is under way, it returns that one.

    Raises:
        UnknownKind: when no feature declares such a paper.
        NotFound: when there is no such thing, or none that the actor may see.
        NotAllowed: when the actor may not read the kind.
    """
    found = kinds.find_paper(kind)
    actor.require(found.permission)
    subject = found.subject(actor, subject_id)
    run = _new_run(actor, kind, total=1, only=subject)
    run.period, run.subject_id = "", subject_id
    return _started(actor, run, _addressed(actor, found, [subject]))


def again(actor: Actor, report: Report) -> ReportRun:
    """Make one report anew, for example after a correction; the old one stays until it is ready."""
    if report.subject_id is not None:
        return request_paper(actor, report.kind, report.subject_id)
    return request_run(actor, report.kind, Period.parse_month(report.period), report.franchisee_id)


def try_again(actor: Actor, run: ReportRun) -> int:
    """Give what failed or was stopped another chance; the count of reports.

    Raises:
        NothingToTryAgain: when there is none.
    """
    ready = _count(run, (ReportStatus.READY,))
    _reopen(run, ready)
    changed = db.session.execute(
        update(Report)
        .where(Report.run_id == run.id, Report.status.in_(LEFT_OVER))
        .values(status=ReportStatus.WAITING, error="", finished_at=None, attempts=0)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    if not changed:
        raise NothingToTryAgain
    _enqueue_parts(actor, run)
    audit.record(actor, ReportAction.REPEATED, run, **_told(run))
    return int(changed)


def stop_run(actor: Actor, run: ReportRun) -> int:
    """Make no further reports of a run; the one in hand is finished. Returns how many are left out.

    Raises:
        AlreadyOver: when it has ended.
    """
    if run.ended_at is not None:
        raise AlreadyOver
    stopped = db.session.execute(
        update(Report)
        .where(Report.run_id == run.id, Report.status == ReportStatus.WAITING)
        .values(status=ReportStatus.STOPPED, finished_at=clock.now())
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    run.stopped_at = clock.now()
    if not _count(run, OPEN):
        run.ended_at = clock.now()
    audit.record(actor, ReportAction.STOPPED, run, **_told(run))
    return int(stopped)


def _new_run(actor: Actor, kind: str, *, total: int, only: kinds.Subject | None) -> ReportRun:
    return ReportRun(
        id=new_id(),
        kind=kind,
        scope=only.key if only else "",
        name=only.name if only else "",
        total=total,
        requested_by=actor.user_id,
        requested_by_name=actor.name,
        created_at=clock.now(),
    )


def _started(actor: Actor, run: ReportRun, rows: list[dict[str, Any]]) -> ReportRun:
    """The run with its reports and jobs; or the one that is under way for the same already."""
    try:
        with db.session.begin_nested():
            db.session.add(run)
    except IntegrityError:
        return _open_run(run)
    _add_reports(run, rows)
    _enqueue_parts(actor, run)
    audit.record(actor, ReportAction.REQUESTED, run, **_told(run))
    return run


def _open_run(run: ReportRun) -> ReportRun:
    return db.session.scalars(
        select(ReportRun).where(
            ReportRun.kind == run.kind,
            ReportRun.period == run.period,
            ReportRun.scope == run.scope,
            ReportRun.ended_at.is_(None),
        )
    ).one()


def _addressed(
    actor: Actor, kind: kinds.Kind, subjects: Sequence[kinds.Subject]
) -> list[dict[str, Any]]:
    """The recipients as columns; a report for the office is written for who asked."""
    for_whom = actor if actor.user_id and not kind.is_per_franchisee else None
    return [
        {
            "subject_key": subject.key,
            "subject_name": subject.name,
            "subject_local": subject.name_local,
            "franchisee_id": subject.franchisee_id,
            "language": for_whom.language if for_whom else subject.language,
            "zone": for_whom.zone if for_whom else subject.zone,
        }
        for subject in subjects
    ]


def _add_reports(run: ReportRun, rows: list[dict[str, Any]]) -> None:
    shared = {
        "run_id": run.id,
        "kind": run.kind,
        "period": run.period,
        "subject_id": run.subject_id,
        "status": ReportStatus.WAITING,
        "created_at": run.created_at,
    }
    values = [
        shared | row | {"id": new_id(), "part": rules.part_of(place, len(rows))}
        for place, row in enumerate(rows)
    ]
    for start in range(0, len(values), PORTION):
        db.session.execute(insert(Report), values[start : start + PORTION])


def _enqueue_parts(actor: Actor, run: ReportRun) -> None:
    parts = db.session.scalars(
        select(Report.part)
        .where(Report.run_id == run.id, Report.status == ReportStatus.WAITING)
        .distinct()
        .order_by(Report.part)
    ).all()
    for part in parts:
        arguments = {"run_id": str(run.id), "part": part}
        what = f"{run.kind} {run.period or run.scope}"
        label = f"{what}, {part + 1}/{max(parts) + 1}"
        enqueue(RENDER, arguments=arguments, label=label, actor=actor)


def _reopen(run: ReportRun, ready: int) -> None:
    """Take the run's place again; somebody may have asked for the same in the meantime."""
    run.stopped_at = run.ended_at = run.started_at = None
    run.done_before = ready
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise NothingToTryAgain from error


def _count(run: ReportRun, statuses: Sequence[ReportStatus]) -> int:
    return db.session.execute(
        select(func.count())
        .select_from(Report)
        .where(Report.run_id == run.id, Report.status.in_(statuses))
    ).scalar_one()


def _told(run: ReportRun) -> dict[str, Any]:
    """What the audit keeps of a run: a name to look for, and its title for every language."""
    return {"name": _name(run), "title": titles.of_run(run), "reports": run.total}


def _name(run: ReportRun) -> str:
    parts = (f"{run.kind} {run.period}".strip(), run.name)
    return ", ".join(part for part in parts if part)
