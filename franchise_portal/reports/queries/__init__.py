"""Reports, runs and schedules that somebody may see: the office all, a franchisee its own."""

from .listing import ReportRow, Wanted, periods, reports
from .reports import current_paper, current_report, current_reports, report_for, visible_reports
from .runs import (
    RunView,
    files_of,
    latest_paper_run,
    latest_run,
    recent_runs,
    reports_of,
    run_for,
    visible_runs,
)
from .schedules import schedule_for, schedules

__all__ = [
    "ReportRow",
    "RunView",
    "Wanted",
    "current_paper",
    "current_report",
    "current_reports",
    "files_of",
    "latest_paper_run",
    "latest_run",
    "periods",
    "recent_runs",
    "report_for",
    "reports",
    "reports_of",
    "run_for",
    "schedule_for",
    "schedules",
    "visible_reports",
    "visible_runs",
]
