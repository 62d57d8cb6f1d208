"""Files of accounts and of what is earned on goods: choose, check, decide."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...fees.views.blueprint import uploaded
from ...kit.errors import BadInput, NotFound, Problem
from ...web.errors import translated
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..enums import BenefitFileKind, BenefitFileStatus
from ..files import COLUMNS, MOST_ROWS
from ..forms import BenefitFileForm
from ..queries.files import file_for
from ..services import files as services
from .blueprint import SECTION, bp

SHOWN = 50


def _kind(text: str) -> BenefitFileKind:
    """The kind in an address that the person may bring; anything else is not there."""
    try:
        kind = BenefitFileKind(text)
    except ValueError:
        raise NotFound from None
    if not current_actor.may(services.NEEDS[kind]):
        raise NotFound
    return kind


@bp.get("/files/<string:kind>/new")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_REPORT)
def new_file(kind: str) -> ResponseReturnValue:
    """Choose a file."""
    return _choose(_kind(kind), BenefitFileForm())


@bp.post("/files/<string:kind>")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_REPORT)
def create_file(kind: str) -> ResponseReturnValue:
    """Keep the file and check it."""
    found, form = _kind(kind), BenefitFileForm()
    if not form.validate():
        return _choose(found, form)
    file, name, _size = uploaded(form.file.data)
    try:
        row = services.keep_file(current_actor, kind=found, file=file, filename=name)
    except BadInput as error:
        form.file.errors = [translated(error)]
        return _choose(found, form, error.problems)
    return see(".show_file", file_id=row.id)


def _choose(
    kind: BenefitFileKind, form: BenefitFileForm, problems: tuple[Problem, ...] = ()
) -> ResponseReturnValue:
    columns = COLUMNS[kind]
    return render(
        "benefit/files/new.html",
        form=form,
        kind=kind,
        problems=problems,
        needed=", ".join(columns.required),
        optional=", ".join(columns.optional),
        most=MOST_ROWS,
    )


@bp.get("/files/<uuid:file_id>")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_REPORT)
def show_file(file_id: UUID) -> ResponseReturnValue:
    """What was found in a file, and the decision."""
    row = file_for(current_actor, file_id)
    is_open = row.status is BenefitFileStatus.CHECKED
    return render(
        "benefit/files/show.html",
        row=row,
        problems=[Problem(**fields) for fields in row.problems],
        good=services.rows_of(current_actor, row)[:SHOWN] if is_open else (),
    )


@bp.post("/files/<uuid:file_id>/posting")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_REPORT)
def post_file(file_id: UUID) -> ResponseReturnValue:
    """Post all rows; refused when some are wrong."""
    row = file_for(current_actor, file_id)
    written = services.post_file(current_actor, row=row)
    flash(
        ngettext(
            "%(num)d row is posted; what stood already was left alone.",
            "%(num)d rows are posted; what stood already was left alone.",
            written,
        )
    )
    return see(".show_file", file_id=file_id)


@bp.post("/files/<uuid:file_id>/discard")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_REPORT)
def discard_file(file_id: UUID) -> ResponseReturnValue:
    """Lay the file aside."""
    row = file_for(current_actor, file_id)
    services.discard_file(current_actor, row=row)
    flash(_("The file is discarded. Nothing of it was posted."))
    return see(".show_file", file_id=file_id)


@bp.get("/files/<uuid:file_id>/file")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_REPORT)
def download_file(file_id: UUID) -> Response:
    """The file as it was uploaded."""
    return storage.send(file_for(current_actor, file_id).file, as_attachment=True)
