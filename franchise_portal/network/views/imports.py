"""Master data from files: upload, check, decide."""

from collections.abc import Sequence
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import sheets
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.enums import Tone
from ...kit.errors import BadInput, Problem
from ...sheets.writing import CSV_TYPE
from ...web.errors import remedy, translated
from ...web.filters import label, number
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries
from ..enums import ImportKind, ImportStatus
from ..forms import ImportForm
from ..models import NetworkImport
from ..rules.masterdata import SHAPES
from ..services import imports
from . import bp
from .sending import attachment

PLACES = {
    ImportKind.FRANCHISEES: "network.franchisees",
    ImportKind.PEOPLE: "network.people",
    ImportKind.OUTLETS: "network.outlets",
}


@bp.get("/imports/new")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section("network.settings")
def new_import() -> ResponseReturnValue:
    """Choose a file."""
    kinds = {kind.value for kind in ImportKind}
    asked = request.args.get("kind", "")
    form = _offered(ImportForm(data={"kind": asked if asked in kinds else "franchisees"}))
    return _upload_page(form)


@bp.post("/imports")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section("network.settings")
def create_import() -> ResponseReturnValue:
    """Read the file and keep what was found; nothing is imported yet."""
    form = _offered(ImportForm())
    if not form.validate():
        return _upload_page(form)
    file = form.file.data
    try:
        upload = imports.keep_upload(
            current_actor,
            file.stream,
            filename=file.filename or "file",
            kind=ImportKind(form.kind.data),
            creates=form.creates.data,
        )
    except BadInput as refusal:
        form.file.errors = [_fault(refusal)]
        return _upload_page(form, refusal.problems if len(refusal.problems) > 1 else ())
    return see(".show_import", import_id=upload.id)


def _fault(refusal: BadInput) -> str:
    """One fault stands at the field; of several the field tells how many, and a table which."""
    if len(refusal.problems) == 1:
        problem = refusal.problems[0]
        return " ".join(part for part in (translated(problem), remedy(problem)) if part)
    return ngettext(
        "%(num)d thing is wrong with the file. It is listed below.",
        "%(num)d things are wrong with the file. They are listed below.",
        len(refusal.problems),
    )


def _upload_page(form: ImportForm, problems: Sequence[Problem] = ()) -> ResponseReturnValue:
    return render(
        "network/imports/new.html",
        form=form,
        problems=problems,
        shapes={
            kind.value: (list(shape.required), list(shape.optional))
            for kind, shape in SHAPES.items()
        },
        limit=sheets.MAX_BYTES // (1024 * 1024),
        latest=queries.latest_imports(),
    )


def _offered(form: ImportForm) -> ImportForm:
    return form.offer([(kind.value, label(kind)) for kind in ImportKind])


@bp.get("/imports/<uuid:import_id>")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section("network.settings")
def show_import(import_id: UUID) -> ResponseReturnValue:
    """What the file would do, and the decision; or how far it is; or what became of it."""
    upload = queries.import_by_id(import_id)
    return render(
        "network/imports/show.html",
        upload=upload,
        title=_title(upload),
        problems=imports.unpacked(upload),
        job=queries.job_of(upload),
        list_url=url_for(PLACES[upload.kind]),
        is_open=upload.status in imports.UNDECIDED,
        is_running=upload.status is ImportStatus.RUNNING,
    )


def _title(upload: NetworkImport) -> str:
    if upload.status not in imports.UNDECIDED:
        return label(upload.kind)
    return {
        ImportKind.FRANCHISEES: _("Check the franchisees"),
        ImportKind.PEOPLE: _("Check the people"),
        ImportKind.OUTLETS: _("Check the outlets"),
    }[upload.kind]


@bp.get("/imports/<uuid:import_id>/faults")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section("network.settings")
def export_faults(import_id: UUID) -> ResponseReturnValue:
    """The wrong rows as a file, to be corrected from."""
    upload = queries.import_by_id(import_id)
    rows = [
        (problem.row, problem.column, problem.value, translated(problem), remedy(problem))
        for problem in imports.unpacked(upload)
    ]
    columns = (_("Row"), _("Column"), _("In the file"), _("What is wrong"), _("What to do"))
    return attachment(sheets.write_csv(columns, rows), f"faults-{upload.kind}.csv", CSV_TYPE)


@bp.post("/imports/<uuid:import_id>/posting")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section("network.settings")
def post_import(import_id: UUID) -> ResponseReturnValue:
    """Import the file, or its good rows."""
    upload = queries.import_by_id(import_id)
    imports.request_posting(
        current_actor, upload, good_rows_only=request.form.get("rows") == "good"
    )
    if upload.status is ImportStatus.POSTED:
        flash(_said(upload))
    return see(".show_import", import_id=upload.id)


def _said(upload: NetworkImport) -> str:
    count = upload.rows_new + upload.rows_changed
    return ngettext(
        "%(count)s row of %(file)s is imported.", "%(count)s rows of %(file)s are imported.",
        count, count=number(count), file=upload.filename,
    )  # fmt: skip


@bp.post("/imports/<uuid:import_id>/discard")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section("network.settings")
def discard_import(import_id: UUID) -> ResponseReturnValue:
    """Let go of the file."""
    upload = queries.import_by_id(import_id)
    imports.discard(current_actor, upload)
    flash(_("%(file)s is discarded. Nothing of it was imported.", file=upload.filename), Tone.INFO)
    return see(".new_import", kind=upload.kind.value)
