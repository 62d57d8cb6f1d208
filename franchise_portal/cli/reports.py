"""`franchise-portal reports`: PDFs by command, made by the workers or here."""

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click
from flask import Flask, current_app
from sqlalchemy import select

from .. import jobs, storage
from ..access.actor import SYSTEM
from ..database import db, edge
from ..jobs import Job, JobStatus, crew
from ..kit.errors import Unreadable
from ..kit.period import Period
from ..reports import kinds, queries, rules, services
from ..reports.enums import ReportStatus
from ..reports.models import Report
from ..reports.queries import RunView
from .manners import with_portal

STEP = 0.2
"""Seconds between two looks at how far it is."""


@click.group()
def group() -> None:
    """Make PDFs: statements, the network's report."""


@group.command("build")
@click.argument("kind", metavar="KIND")
@click.option("--period", required=True, metavar="YYYY-MM", help="The month.")
@click.option("--franchisee", metavar="CODE", help="Only this one.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--here", is_flag=True, help="In this process, without the workers.")
@with_portal
def build(*, kind: str, period: str, franchisee: str | None, out: Path, here: bool) -> None:
    """Make the reports of a month and write them into a folder.

    KIND is `statement` (one for each franchisee), `network` or `fund`. The workers make them;
    where none is running, two are started for the while.

    Example: franchise-portal reports build statement --period 2026-10 --out statements
    """
    month = _month(period)
    found = _kind(kind)
    with edge(write=False):
        only = _franchisee(found, month, franchisee) if franchisee else None

    def ask() -> UUID:
        with edge():
            return services.request_run(SYSTEM, kind, month, only).id

    view = _made_here(ask()) if here else _made_by_workers(ask)
    run_id = view.run.id
    paths = _write(run_id, out)
    click.echo(f"{len(paths)} of {view.run.total} reports are in {out}.")
    _say_failed(run_id)
    if len(paths) < view.run.total:
        sys.exit(1)


def _made_by_workers(ask: Callable[[], UUID]) -> RunView:
    settings = current_app.settings  # type: ignore[attr-defined]
    with crew.at_work(settings):
        run_id = ask()
        _wait(run_id)
    return _look(run_id)


def _made_here(run_id: UUID) -> RunView:
    """Run the jobs of this run one after the other; another thread tells how far they are."""
    app = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - for the thread
    watcher = threading.Thread(target=_watch, args=(app, run_id), daemon=True)
    watcher.start()
    for job_id in _jobs_of(run_id):
        jobs.work(str(job_id))
    with edge():
        services.end_if_done(run_id)
    watcher.join(10 * STEP)
    return _look(run_id)


def _watch(app: Flask, run_id: UUID) -> None:
    with app.app_context():
        _wait(run_id)


def _wait(run_id: UUID) -> None:
    """Show how far a run is until it is over."""
    view = _look(run_id)
    with click.progressbar(
        length=view.run.total, label=f"{view.run.kind} {view.run.period}", file=sys.stderr
    ) as bar:
        done = 0
        pause = threading.Event()
        while True:
            view = _look(run_id)
            bar.update(view.finished - done)
            done = view.finished
            if not view.is_running:
                return
            pause.wait(STEP)


def _look(run_id: UUID) -> RunView:
    with _reading():
        return queries.run_for(SYSTEM, run_id)


def _jobs_of(run_id: UUID) -> Sequence[UUID]:
    with _reading():
        rows = db.session.scalars(
            select(Job)
            .where(Job.name == "reports.render", Job.status == JobStatus.WAITING)
            .order_by(Job.id)
        )
        return [row.id for row in rows if row.arguments["run_id"] == str(run_id)]


def _write(run_id: UUID, out: Path) -> list[Path]:
    """Write what is ready into the folder; an older file of the same name is replaced whole."""
    with _reading():
        run = queries.run_for(SYSTEM, run_id).run
        files = [
            (rules.file_name(run.kind, run.period, key), file)
            for key, file in queries.files_of(run)
        ]
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, file in rules.without_clashes(files):
        path = out / name
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(storage.read(file))
        unfinished.replace(path)
        paths.append(path)
    return paths


def _say_failed(run_id: UUID) -> None:
    with _reading():
        rows = db.session.execute(
            select(Report.subject_key, Report.error).where(
                Report.run_id == run_id, Report.status == ReportStatus.FAILED
            )
        ).all()
    for key, error in rows:
        click.echo(f"{key}: {error}", err=True)


def _month(text: str) -> Period:
    try:
        return Period.parse_month(text)
    except Unreadable as error:
        raise click.BadParameter(str(error), param_hint="--period") from None


def _kind(slug: str) -> kinds.ReportKind:
    known = [kind.slug for kind in kinds.monthly_kinds_for(SYSTEM)]
    if slug not in known:
        raise click.BadParameter(f"choose one of {', '.join(known)}.", param_hint="KIND")
    return kinds.find_monthly(slug)


def _franchisee(kind: kinds.ReportKind, month: Period, code: str) -> UUID:
    for subject in kind.subjects(month, None):
        if subject.key == code and subject.franchisee_id is not None:
            return subject.franchisee_id
    raise click.BadParameter(
        f"there is no {kind.slug} for {code} in {month.text}.", param_hint="--franchisee"
    )


@contextmanager
def _reading() -> Iterator[None]:
    """A look of its own; what was loaded stays readable afterwards."""
    with edge(write=False):
        yield
        db.session.expunge_all()
