"""What runs, reports and schedules are called, kept by the audit so that each reader reads it.

A title is a marked sentence and what fills it (`audit.sentences` puts it into words).
"""

from typing import Any

from ..kit.i18n import N_
from ..web.languages import LANGUAGES
from . import kinds
from .models import Report, ReportRun

Title = dict[str, Any]


def of_run(run: ReportRun) -> Title:
    """`Statements, October 2026`, or one of them with its name."""
    if run.subject_id is not None:
        return of_paper(run.kind, run.scope, run.name)
    kind = kinds.find_monthly(run.kind)
    if run.name:
        return _one(kind, run.period, run.name)
    return {"label": kind.run_title, "params": {"month": run.period}}


def of_report(report: Report) -> Title:
    """`Statement, October 2026`, of a franchisee with its name."""
    if report.subject_id is not None:
        return of_paper(report.kind, report.subject_key, report.subject_name)
    kind = kinds.find_monthly(report.kind)
    if report.franchisee_id is not None:
        return _one(kind, report.period, report.subject_name)
    words = N_("%(report)s, %(month)s")
    return {"label": words, "params": {"report": of_kind(kind.slug), "month": report.period}}


def of_kind(slug: str) -> Title:
    """`Statement`."""
    return {"label": kinds.find(slug).title}


def of_paper(slug: str, key: str, name: str) -> Title:
    """`Invoice, 2026-0007`; `What if, 5% up to 40,000`; `Statement of the fund, FS-1, English`.

    A paper for a franchisee is told by its own reference, another by what it is about, and by its
    language where there is one for each.
    """
    subject = key if kinds.find(slug).is_per_franchisee else name
    params = {"report": of_kind(slug), "subject": subject}
    language = next((words for code, words in LANGUAGES.items() if key.endswith(f"-{code}")), "")
    if language:
        words = N_("%(report)s, %(subject)s, %(language)s")
        return {"label": words, "params": {**params, "language": language}}
    return {"label": N_("%(report)s, %(subject)s"), "params": params}


def _one(kind: kinds.ReportKind, month: str, name: str) -> Title:
    words = N_("%(report)s, %(month)s, %(name)s")
    return {"label": words, "params": {"report": of_kind(kind.slug), "month": month, "name": name}}
