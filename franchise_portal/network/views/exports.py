"""The lists as files, with the columns that an import reads back."""

from collections.abc import Iterable, Sequence

from flask import Response
from flask.typing import ResponseReturnValue

from ... import audit, sheets
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...sheets.writing import CSV_TYPE, XLSX_TYPE, Cell
from ...web.filters import label
from ...web.navigation import section
from ..enums import ImportKind, NetworkAction
from ..queries import exports
from . import bp
from .franchisees import asked_franchisees
from .outlets import asked_outlets
from .people import asked_people
from .sending import attachment


@bp.get("/franchisees.<any(csv, xlsx):form>")
@requires(Permission.NETWORK_FRANCHISEE_READ)
@section("network.franchisees")
def export_franchisees(form: str) -> ResponseReturnValue:
    """The franchisees that the filters leave."""
    _asked, wanted = asked_franchisees()
    rows = exports.franchisees(current_actor, wanted)
    return _file(ImportKind.FRANCHISEES, rows, form)


@bp.get("/people.<any(csv, xlsx):form>")
@requires(Permission.NETWORK_PERSON_READ)
@section("network.people")
def export_people(form: str) -> ResponseReturnValue:
    """The people that the filters leave."""
    _asked, wanted = asked_people()
    return _file(ImportKind.PEOPLE, exports.people(current_actor, wanted), form)


@bp.get("/outlets.<any(csv, xlsx):form>")
@requires(Permission.NETWORK_OUTLET_READ)
@section("network.outlets")
def export_outlets(form: str) -> ResponseReturnValue:
    """The outlets that the filters leave."""
    _asked, wanted = asked_outlets()
    return _file(ImportKind.OUTLETS, exports.outlets(current_actor, wanted), form)


def _file(kind: ImportKind, rows: Iterable[Sequence[Cell]], form: str) -> Response:
    found = list(rows)
    columns = exports.columns(kind)
    audit.record_access(
        current_actor, NetworkAction.EXPORTED, kind=kind, rows=len(found), name=kind.value
    )
    name = f"{kind.value}-{clock.today().isoformat()}.{form}"
    if form == "xlsx":
        return attachment(sheets.write_xlsx(columns, found, title=label(kind)), name, XLSX_TYPE)
    return attachment(sheets.write_csv(columns, found), name, CSV_TYPE)
