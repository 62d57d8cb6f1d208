"""What runs, reports and schedules are called, kept by the audit so that each reader reads it.

A title is a marked sentence and what fills it (`audit.sentences` puts it into words).
"""

from typing import Any

from ..kit.i18n import N_
from . import kinds
from .models import Report, ReportRun

Title = dict[str, Any]


def of_run(run: ReportRun) -> Title:
    """`Statements, October 2026`, or one of them with its name."""
    if run.subject_id is not None:
        return _paper(run.kind, run.scope)
    kind = kinds.find_monthly(run.kind)
    if run.name:
        return _one(kind, run.period, run.name)
    return {"label": kind.run_title, "params": {"month": run.period}}


def of_report(report: Report) -> Title:
    """`Statement, October 2026`, of a franchisee with its name."""
    if report.subject_id is not None:
        return _paper(report.kind, report.subject_key)
    kind = kinds.find_monthly(report.kind)
    if report.franchisee_id is not None:
        return _one(kind, report.period, report.subject_name)
    words = N_("%(report)s, %(month)s")
    return {"label": words, "params": {"report": of_kind(kind.slug), "month": report.period}}


def of_kind(slug: str) -> Title:
    """`Statement`."""
    return {"label": kinds.find(slug).title}


def _paper(slug: str, key: str) -> Title:
    """`Assessment, AP-2026-0007`."""
    params = {"report": of_kind(slug), "subject": key}
    return {"label": N_("%(report)s, %(subject)s"), "params": params}


def _one(kind: kinds.ReportKind, month: str, name: str) -> Title:
    words = N_("%(report)s, %(month)s, %(name)s")
    return {"label": words, "params": {"report": of_kind(kind.slug), "month": month, "name": name}}
