"""The books as a file for beancount: asked for, waited for, downloaded."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from ... import audit, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import NotFound
from ...web.navigation import section
from ...web.rendering import render, see
from ..enums import FeesAction
from ..queries.ledger_exports import export_for
from ..services import beancount
from .blueprint import bp


@bp.post("/ledger/exports")
@section("fees.ledger")
@requires(Permission.FEES_LEDGER_READ)
def export_ledger() -> ResponseReturnValue:
    """Make the file, at once or by a job."""
    row = beancount.request_export(current_actor)
    return see(".show_ledger_export", export_id=row.id)


@bp.get("/ledger/exports/<uuid:export_id>")
@section("fees.ledger")
@requires(Permission.FEES_LEDGER_READ)
def show_ledger_export(export_id: UUID) -> ResponseReturnValue:
    """Whether it is ready."""
    return render("fees/ledger/export.html", row=export_for(current_actor, export_id))


@bp.get("/ledger/exports/<uuid:export_id>/file")
@section("fees.ledger")
@requires(Permission.FEES_LEDGER_READ)
def download_ledger_export(export_id: UUID) -> ResponseReturnValue:
    """The file."""
    row = export_for(current_actor, export_id)
    if row.file is None:
        raise NotFound
    audit.record_access(current_actor, FeesAction.LEDGER_EXPORTED, row, name=row.file.name)
    return storage.send(row.file, as_attachment=True)
