"""Asking for reports, watching them being made, stopping, trying again, and all as one file."""

from uuid import UUID

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.enums import Tone
from ...kit.period import Period
from ...web.paging import asked_page, list_url
from ...web.rendering import flash, render, see
from .. import archives, queries, rules, services, titles
from ..enums import ReportAction
from ..errors import NoFiles
from ..forms import RunForm
from . import bp, listing


@bp.get("/new")
@requires(Permission.REPORTS_REPORT_BUILD)
def new() -> ResponseReturnValue:
    """Choose a report and a month."""
    chosen = {name: request.args[name] for name in ("kind", "month") if name in request.args}
    return render("reports/new.html", run_form=_form(**chosen))


@bp.post("/runs")
@requires(Permission.REPORTS_REPORT_BUILD)
def create() -> ResponseReturnValue:
    """Ask for it."""
    form = _form()
    if not form.validate():
        return render("reports/new.html", form=form, run_form=form)
    period = Period.parse_month(form.month.data)
    run = services.request_run(current_actor, form.kind.data, period)
    return see(".show_run", run_id=run.id)


@bp.get("/runs/<uuid:run_id>")
@requires(Permission.REPORTS_REPORT_READ)
def show_run(run_id: UUID) -> ResponseReturnValue:
    """How far a run is, and what it made."""
    view = queries.run_for(current_actor, run_id)
    return render(
        "reports/run.html",
        view=view,
        run=view.run,
        listing=queries.reports_of(view.run, asked_page()),
        here=list_url(),
        words=listing,
    )


@bp.post("/runs/<uuid:run_id>/stop")
@requires(Permission.REPORTS_REPORT_BUILD)
def stop_run(run_id: UUID) -> ResponseReturnValue:
    """Make no further reports of a run."""
    view = queries.run_for(current_actor, run_id)
    services.stop_run(current_actor, view.run)
    flash(_("It is stopped. What is ready can be opened."), Tone.INFO)
    return see(".show_run", run_id=run_id)


@bp.post("/runs/<uuid:run_id>/attempts")
@requires(Permission.REPORTS_REPORT_BUILD)
def try_run_again(run_id: UUID) -> ResponseReturnValue:
    """Try again what failed or was stopped."""
    view = queries.run_for(current_actor, run_id)
    services.try_again(current_actor, view.run)
    flash(_("They are made again."), Tone.INFO)
    return see(".show_run", run_id=run_id)


@bp.get("/runs/<uuid:run_id>/archive")
@requires(Permission.REPORTS_REPORT_READ)
def download_run(run_id: UUID) -> ResponseReturnValue:
    """All that is ready, as one ZIP."""
    run = queries.run_for(current_actor, run_id).run
    files = [
        (rules.file_name(run.kind, run.period, key), file) for key, file in queries.files_of(run)
    ]
    if not files:
        raise NoFiles
    audit.record_access(
        current_actor,
        ReportAction.ARCHIVED,
        run,
        name=f"{run.kind} {run.period or run.scope}",
        title=titles.of_run(run),
        files=len(files),
    )
    name = rules.file_name(run.kind, run.period, run.scope or run.kind).removesuffix(".pdf")
    pieces = archives.zipped(rules.without_clashes(files), made_at=run.created_at)
    response = Response(stream_with_context(pieces), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _form(**chosen: str) -> RunForm:
    form = RunForm(**chosen)
    months = listing.months_to_ask_for(str(form.month.data or ""))
    return form.offer(listing.kinds_to_ask_for(current_actor), months)
