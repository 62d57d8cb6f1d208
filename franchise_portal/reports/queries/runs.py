"""Runs: what was asked for, how far it is, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...ready import Ready
from ...rows import Among
from ...storage import StoredFile
from ...web.paging import COUNT_LIMIT, SIZE, Page
from .. import kinds, rules
from ..enums import ReportStatus, RunStatus
from ..models import Report, ReportRun

RECENT_RUNS = 5


@dataclass(frozen=True, slots=True)
class RunView:
    """A run and how far it is."""

    run: ReportRun
    counts: dict[ReportStatus, int] = field(default_factory=dict)
    now_making: tuple[str, str] = ("", "")
    """Name and other name of the report in hand, or of the next."""

    @property
    def ready(self) -> int:
        """How many can be opened."""
        return self.counts.get(ReportStatus.READY, 0)

    @property
    def failed(self) -> int:
        """How many could not be made."""
        return self.counts.get(ReportStatus.FAILED, 0)

    @property
    def stopped(self) -> int:
        """How many were left out when it was stopped."""
        return self.counts.get(ReportStatus.STOPPED, 0)

    @property
    def finished(self) -> int:
        """How many will not change any more."""
        return self.ready + self.failed + self.stopped

    @property
    def is_running(self) -> bool:
        """Whether something is still to be made."""
        return self.run.ended_at is None

    @property
    def status(self) -> RunStatus:
        """What has become of it."""
        if self.is_running:
            return RunStatus.PREPARING
        if self.failed:
            return RunStatus.INCOMPLETE
        return RunStatus.STOPPED if self.stopped else RunStatus.READY

    @property
    def seconds_left(self) -> int | None:
        """How long it will still take, by the pace so far; None when that cannot be said."""
        if not self.is_running or self.run.started_at is None:
            return None
        before = self.run.done_before
        return rules.seconds_left(
            done=self.finished - before,
            total=self.run.total - before,
            elapsed=max(clock.wall() - self.run.started_at, timedelta(0)),
        )


def visible_runs(actor: Actor) -> Select[Any]:
    """Runs of kinds that the actor may read. They are the office's affair."""
    query = _runs_of(_slugs(actor))
    if isinstance(actor.scope, Everything):
        return query
    return query.where(ReportRun.id.is_(None))


def recent_runs(actor: Actor) -> list[RunView]:
    """The latest runs, those under way first."""
    if not isinstance(actor.scope, Everything):
        return []
    return _views(db.session.scalars(_recent_of(_slugs(actor))).all())


def _slugs(actor: Actor) -> tuple[str, ...]:
    return tuple(kind.slug for kind in kinds.kinds_for(actor))


# Built once for the kinds that somebody may read: building a statement costs as much as running it.
@lru_cache(maxsize=16)
def _runs_of(slugs: tuple[str, ...]) -> Select[ReportRun]:
    return select(ReportRun).where(ReportRun.kind.in_(slugs))


@lru_cache(maxsize=16)
def _recent_of(slugs: tuple[str, ...]) -> Select[ReportRun]:
    order = (ReportRun.ended_at.is_not(None), ReportRun.created_at.desc(), ReportRun.id.desc())
    return _runs_of(slugs).order_by(*order).limit(RECENT_RUNS)


def run_for(actor: Actor, run_id: UUID) -> RunView:
    """One run and how far it is.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    run = db.session.scalars(visible_runs(actor).where(ReportRun.id == run_id)).one_or_none()
    if run is None:
        raise NotFound
    return _views([run])[0]


def latest_run(actor: Actor, kind: str, period: str) -> RunView | None:
    """The latest run about everybody for a month, for pages that wait for its reports."""
    run = db.session.scalars(
        visible_runs(actor)
        .where(ReportRun.kind == kind, ReportRun.period == period, ReportRun.scope == "")
        .order_by(ReportRun.ended_at.is_not(None), ReportRun.id.desc())
        .limit(1)
    ).one_or_none()
    return _views([run])[0] if run else None


def latest_paper_run(actor: Actor, kind: str, subject_id: UUID) -> RunView | None:
    """The latest asking for a thing's paper, for pages that wait for it."""
    run = db.session.scalars(
        visible_runs(actor)
        .where(ReportRun.kind == kind, ReportRun.subject_id == subject_id)
        .order_by(ReportRun.ended_at.is_not(None), ReportRun.id.desc())
        .limit(1)
    ).one_or_none()
    return _views([run])[0] if run else None


def reports_of(run: ReportRun, number: int, status: ReportStatus | None = None) -> Page[Report]:
    """The reports of a run: what failed first, then by code."""
    query = select(Report).where(Report.run_id == run.id)
    if status:
        query = query.where(Report.status == status)
    rows = db.session.scalars(
        query.order_by(Report.status != ReportStatus.FAILED, Report.subject_key)
        .limit(SIZE)
        .offset((number - 1) * SIZE)
    ).all()
    return Page(rows=rows, number=number, size=SIZE, total=_count(query))


def files_of(run: ReportRun) -> Sequence[tuple[str, StoredFile]]:
    """Subject keys and files of what is ready, in the order of the keys.

    The files stand apart from the session: they are read while the answer is being sent, after
    the request's transaction has ended.
    """
    rows = db.session.execute(
        select(Report.subject_key, StoredFile)
        .join(StoredFile, StoredFile.id == Report.file_id)
        .where(Report.run_id == run.id, Report.status == ReportStatus.READY)
        .order_by(Report.subject_key)
    )
    found = [(key, file) for key, file in rows]
    for _key, file in found:
        db.session.expunge(file)
    return found


def _views(runs: Sequence[ReportRun]) -> list[RunView]:
    ids = [run.id for run in runs]
    counts: dict[UUID, dict[ReportStatus, int]] = {run_id: {} for run_id in ids}
    for run_id, status, count in _COUNTED.run({"runs": ids}):
        counts[run_id][status] = count
    names = _in_hand([run.id for run in runs if run.ended_at is None])
    return [RunView(run, counts[run.id], names.get(run.id, ("", ""))) for run in runs]


_COUNTED = Ready(
    select(Report.run_id, Report.status, func.count())
    .where(Among(Report.run_id, "runs"))
    .group_by(Report.run_id, Report.status)
)


def _in_hand(run_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """The name in hand of each run that is under way."""
    if not run_ids:
        return {}
    rows = db.session.execute(
        select(Report.run_id, Report.subject_name, Report.subject_local)
        .where(Report.run_id.in_(run_ids), Report.status == ReportStatus.RENDERING)
        .order_by(Report.subject_key.desc())
    )
    return {run_id: (name, other) for run_id, name, other in rows}


def _count(query: Select[Any]) -> int:
    inner = query.with_only_columns(Report.id).order_by(None).limit(COUNT_LIMIT + 1)
    return db.session.execute(select(func.count()).select_from(inner.subquery())).scalar_one()
