"""Reports that somebody may open: the office all, a franchisee its own."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from .. import kinds
from ..models import Report


def visible_reports(actor: Actor) -> Select[Any]:
    """Reports of kinds that the actor may read; a franchisee sees its own that are current."""
    query = select(Report).where(Report.kind.in_([kind.slug for kind in kinds.kinds_for(actor)]))
    if isinstance(actor.scope, Everything):
        return query
    return query.where(Report.franchisee_id == actor.scope.franchisee_id, Report.is_current)


def report_for(actor: Actor, report_id: UUID) -> Report:
    """One report with its file.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_reports(actor).options(joinedload(Report.file)).where(Report.id == report_id)
    report: Report | None = db.session.scalars(query).one_or_none()
    if report is None:
        raise NotFound
    kind, about = kinds.find(report.kind), report.subject_id
    if isinstance(kind, kinds.PaperKind) and about and not isinstance(actor.scope, Everything):
        # What a franchisee may not read on its page, such as a draft, is not to be had as a paper.
        kind.subject(actor, about)
    return report


def current_report(actor: Actor, kind: str, period: str, subject_key: str) -> Report | None:
    """The report to show for a subject and month, if there is one."""
    return db.session.scalars(
        visible_reports(actor).where(
            Report.kind == kind,
            Report.period == period,
            Report.subject_key == subject_key,
            Report.is_current,
        )
    ).one_or_none()


def current_reports(actor: Actor, kind: str, franchisee_id: UUID) -> dict[str, Report]:
    """A franchisee's reports of a kind that can be opened, by month."""
    rows = db.session.scalars(
        visible_reports(actor).where(
            Report.kind == kind, Report.franchisee_id == franchisee_id, Report.is_current
        )
    )
    return {report.period: report for report in rows}


def current_paper(actor: Actor, kind: str, subject_id: UUID) -> Report | None:
    """The paper to show about a thing, if there is one."""
    report: Report | None = db.session.scalars(
        visible_reports(actor).where(
            Report.kind == kind, Report.subject_id == subject_id, Report.is_current
        )
    ).one_or_none()
    return report
