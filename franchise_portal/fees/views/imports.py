"""Importing a sales file in three steps: choose it, check it, decide."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...jobs import Job
from ...kit.errors import BadInput, Problem
from ...sheets import write_csv
from ...web import filters
from ...web.errors import remedy, translated
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from .. import services
from ..enums import ImportStatus
from ..forms import SalesFileForm
from ..models import SalesImport
from ..queries import sales as queries
from ..queries.jobs import job_of
from ..rules import Sales
from .blueprint import bp, uploaded

READY_SHOWN = 50


@bp.get("/sales/imports")
@section("fees.sales")
@requires(Permission.FEES_SALES_IMPORT)
def imports() -> ResponseReturnValue:
    """The files, the latest first."""
    listing = queries.imports(current_actor, asked_page())
    return render("fees/imports/index.html", listing=listing)


@bp.get("/sales/imports/new")
@section("fees.sales")
@requires(Permission.FEES_SALES_IMPORT)
def new_import() -> ResponseReturnValue:
    """Choose a file."""
    return render("fees/imports/new.html", form=SalesFileForm(), problems=())


@bp.post("/sales/imports")
@section("fees.sales")
@requires(Permission.FEES_SALES_IMPORT)
def create_import() -> ResponseReturnValue:
    """Keep the file and check it; one that cannot be read at all is refused with the reasons."""
    form = SalesFileForm()
    if not form.validate():
        return render("fees/imports/new.html", form=form, problems=())
    file, name, size = uploaded(form.file.data)
    try:
        row = services.request_import(current_actor, file=file, filename=name, size=size)
    except BadInput as error:
        form.file.errors = [translated(error)]
        return render("fees/imports/new.html", form=form, problems=error.problems)
    return see(".show_import", import_id=row.id)


@bp.get("/sales/imports/<uuid:import_id>")
@section("fees.sales")
@requires(Permission.FEES_SALES_IMPORT)
def show_import(import_id: UUID) -> ResponseReturnValue:
    """What was found in a file, and the decision."""
    row = queries.import_for(current_actor, import_id)
    return render(
        "fees/imports/show.html",
        row=row,
        problems=_problems(row),
        missing=[(one, filters.label(one["reason"]) % {"row": one["row"]}) for one in row.missing],
        job=_job(row),
        gross=queries.gross_of(row),
        good=queries.good_rows(row),
        ready=_ready(row),
    )


@bp.post("/sales/imports/<uuid:import_id>/posting")
@section("fees.sales")
@requires(Permission.FEES_SALES_IMPORT)
def post_import(import_id: UUID) -> ResponseReturnValue:
    """Post all rows; refused when some are wrong."""
    return _post(import_id, partly=False)


@bp.post("/sales/imports/<uuid:import_id>/partial-posting")
@section("fees.sales")
@requires(Permission.FEES_SALES_IMPORT)
def post_good_rows(import_id: UUID) -> ResponseReturnValue:
    """Post the good rows only, as the page said."""
    return _post(import_id, partly=True)


def _post(import_id: UUID, *, partly: bool) -> ResponseReturnValue:
    row = queries.import_for(current_actor, import_id)
    services.request_posting(current_actor, row=row, partly=partly)
    if row.status is ImportStatus.POSTED:
        flash(
            ngettext(
                "%(num)d sales report is posted.",
                "%(num)d sales reports are posted.",
                row.rows_good,
            )
        )
    return see(".show_import", import_id=import_id)


@bp.post("/sales/imports/<uuid:import_id>/discard")
@section("fees.sales")
@requires(Permission.FEES_SALES_IMPORT)
def discard_import(import_id: UUID) -> ResponseReturnValue:
    """Lay the file aside."""
    row = queries.import_for(current_actor, import_id)
    services.discard(current_actor, row=row)
    flash(_("The file is discarded. Nothing of it was posted."))
    return see(".sales")


@bp.get("/sales/imports/<uuid:import_id>/wrong-rows")
@section("fees.sales")
@requires(Permission.FEES_SALES_IMPORT)
def download_wrong_rows(import_id: UUID) -> Response:
    """The wrong rows as a file: where, what, and what to do."""
    row = queries.import_for(current_actor, import_id)
    data = write_csv(
        [_("Row"), _("Column"), _("In the file"), _("What is wrong"), _("What to do")],
        [
            (problem.row, problem.column, problem.value, translated(problem), remedy(problem))
            for problem in _problems(row)
        ],
    )
    name = f"{row.filename.rsplit('.', 1)[0]}-wrong-rows.csv"
    response = Response(data, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.get("/sales/imports/<uuid:import_id>/file")
@section("fees.sales")
@requires(Permission.FEES_SALES_IMPORT)
def download_import(import_id: UUID) -> Response:
    """The file as it was uploaded."""
    row = queries.import_for(current_actor, import_id)
    return storage.send(row.file, as_attachment=True)


def _ready(row: SalesImport) -> list[Sales]:
    """The first rows that would be posted, while nothing is decided."""
    if row.status is not ImportStatus.CHECKED:
        return []
    return [good.sales for good in services.first_rows(row, limit=READY_SHOWN)]


def _problems(row: SalesImport) -> list[Problem]:
    return [Problem(**fields) for fields in row.problems]


def _job(row: SalesImport) -> Job | None:
    return job_of(row.job_id) if row.status.is_busy else None
