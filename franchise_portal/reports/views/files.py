"""Opening and saving one report, and having it made anew."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.enums import Tone
from ...kit.errors import NotFound
from ...web.rendering import flash, see
from .. import queries, services, titles
from ..enums import ReportAction
from . import bp


@bp.get("/<uuid:report_id>/file")
@requires(Permission.REPORTS_REPORT_READ)
def open_file(report_id: UUID) -> ResponseReturnValue:
    """Show a PDF in the browser."""
    return _sent(report_id, ReportAction.OPENED)


@bp.get("/<uuid:report_id>/download")
@requires(Permission.REPORTS_REPORT_READ)
def download(report_id: UUID) -> ResponseReturnValue:
    """Save a PDF."""
    return _sent(report_id, ReportAction.DOWNLOADED)


@bp.post("/<uuid:report_id>/regeneration")
@requires(Permission.REPORTS_REPORT_BUILD)
def regenerate(report_id: UUID) -> ResponseReturnValue:
    """Make a report anew from what is known now; the old one stays until the new one is ready."""
    report = queries.report_for(current_actor, report_id)
    run = services.again(current_actor, report)
    flash(_("It is made anew. Until then the old one stays."), Tone.INFO)
    return see(".show_run", run_id=run.id)


def _sent(report_id: UUID, action: ReportAction) -> ResponseReturnValue:
    report = queries.report_for(current_actor, report_id)
    if report.file is None:
        raise NotFound
    audit.record_access(
        current_actor,
        action,
        report,
        name=f"{report.kind} {report.period}".strip() + f", {report.subject_name}",
        title=titles.of_report(report),
        franchisee_id=report.franchisee_id,
    )
    return storage.send(report.file, as_attachment=action is ReportAction.DOWNLOADED)
