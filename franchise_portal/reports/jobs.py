"""Making reports: one job for a part of a run, one transaction for each report."""

import logging
from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import current_app
from rq.timeouts import BaseTimeoutException
from sqlalchemy import select

from .. import storage
from ..database import db, edge
from ..jobs import Lost, Progress, job, warm
from ..jobs.reasons import reason as reason_of
from ..kit.period import Period
from . import kinds, services, writing
from .documents import Embedded
from .models import ReportSchedule
from .services import Claim

logger = logging.getLogger(__name__)

#: Each part has at most 25 reports, and the largest takes seconds.
TIMEOUT = 1800


@warm
def warm_engine() -> None:
    """In the worker's parent: fonts, style sheets and templates, for all that it forks."""
    from . import renderer  # noqa: PLC0415 - it takes a second to load, and pages do without

    writing.warm()
    renderer.warm()


def write_off(*, run_id: str, part: int, reason: str) -> None:
    """In the transaction that fails the job for good."""
    services.write_off(UUID(run_id), part, reason)


@job("reports.render", queue="bulk", timeout=TIMEOUT, retries=3, when_failed=write_off)
def render(*, run_id: str, part: int, progress: Progress) -> None:
    """Make what is still to be made of a part of a run."""
    run = UUID(run_id)
    with edge():
        services.release_part(run, part)
    done = 0
    while reports := _waiting(run, part):
        for report_id, name in reports:
            progress(done, done + len(reports), name)
            _make(report_id)
            done += 1
    progress(done, done)
    with edge():
        services.end_if_done(run)


@job("reports.keep_schedules", every="*/10 * * * *")
def keep_schedules() -> None:
    """Ask for what schedules are due to report."""
    network = current_app.extensions["features"].network()
    if network is None:
        return
    zone = network.zone
    with edge(write=False):
        ids = db.session.scalars(select(ReportSchedule.id)).all()
    for schedule_id in ids:
        with edge():
            schedule = db.session.get(ReportSchedule, schedule_id)
            if schedule is not None:
                services.ask_for(schedule, zone)


def _waiting(run_id: UUID, part: int) -> list[tuple[UUID, str]]:
    with edge(write=False):
        return list(services.waiting_in(run_id, part))


def _make(report_id: UUID) -> None:
    with edge():
        claimed = services.claim(report_id)
    if claimed is None:
        return
    try:
        _render(claimed)
    except (Lost, BaseTimeoutException):
        # Not the report's fault: the job ends, and what it held waits for the next attempt.
        raise
    except Exception as error:
        why = reason_of(error)
        logger.warning(
            "report failed",
            extra={"fields": {"id": str(claimed.id), "kind": claimed.kind, "reason": why}},
            exc_info=error,
        )
        with edge():
            services.give_back(claimed, why)


def _render(claimed: Claim) -> None:
    from . import renderer  # noqa: PLC0415 - see above

    kind = kinds.find(claimed.kind)
    with edge(write=False), writing.speaking(claimed.language, claimed.zone):
        document = _document(claimed)
        html = writing.html_of(kind.template, document, claimed.language)
        embedded = _embedded(kind, claimed)
    rendered = renderer.engine().write(html, kind.stylesheets, embedded)
    with suppress(_NotOurs), edge():
        file = storage.put(rendered.data, name=claimed.file_name, content_type="application/pdf")
        if not services.keep(claimed, file, pages=rendered.pages):
            raise _NotOurs


def _document(claimed: Claim) -> Any:  # noqa: ANN401 - a frozen dataclass of the kind's own
    if claimed.subject_id is not None:
        return kinds.find_paper(claimed.kind).build(claimed.subject_id)
    month = Period.parse_month(claimed.month)
    return kinds.find_monthly(claimed.kind).build(month, claimed.franchisee_id)


def _embedded(kind: kinds.Kind, claimed: Claim) -> Embedded | None:
    if kind.embed is None:
        return None
    if isinstance(kind, kinds.ReportKind):
        return kind.embed(Period.parse_month(claimed.month), claimed.franchisee_id)
    return kind.embed(claimed.subject_id) if claimed.subject_id is not None else None


class _NotOurs(Exception):
    """Somebody else makes this report now; what we made is not kept."""
