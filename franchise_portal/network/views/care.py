"""Who looks after a franchisee."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import NotFound
from ...web.filters import label
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, services
from ..enums import CareKind
from ..forms import CareForm
from ..models import Franchisee
from . import bp
from .saving import attempt

SECTION = "network.franchisees"


@bp.get("/franchisees/<uuid:franchisee_id>/care/<string:kind>")
@requires(Permission.NETWORK_FRANCHISEE_WRITE)
@section(SECTION)
def edit_care(franchisee_id: UUID, kind: str) -> ResponseReturnValue:
    """The form for another manager or deputy."""
    franchisee = queries.franchisee_for(current_actor, franchisee_id)
    present = queries.open_care(franchisee.id, _kind(kind))
    form = _offered(
        CareForm(
            data={
                "user_id": present.user_id if present else None,
                "starts_on": clock.today(),
            }
        )
    )
    return _page(franchisee, _kind(kind), form)


@bp.post("/franchisees/<uuid:franchisee_id>/care/<string:kind>")
@requires(Permission.NETWORK_FRANCHISEE_WRITE)
@section(SECTION)
def assign_care(franchisee_id: UUID, kind: str) -> ResponseReturnValue:
    """Let somebody else look after a franchisee."""
    franchisee = queries.franchisee_for(current_actor, franchisee_id)
    form = _offered(CareForm())

    def act() -> Franchisee:
        services.assign_care(
            current_actor,
            franchisee=franchisee,
            user_id=form.facts["user_id"],
            kind=_kind(kind),
            starts_on=form.starts_on.data,
        )
        return franchisee

    if attempt(form, act) is None:
        return _page(franchisee, _kind(kind), form)
    flash(_("Saved."))
    return see(".show_franchisee", franchisee_id=franchisee.id)


def _kind(text: str) -> CareKind:
    try:
        return CareKind(text)
    except ValueError:
        raise NotFound from None


def _offered(form: CareForm) -> CareForm:
    return form.offer([(str(user_id), name) for user_id, name in queries.possible_carers()])


def _page(franchisee: Franchisee, kind: CareKind, form: CareForm) -> ResponseReturnValue:
    return render(
        "network/franchisees/care.html",
        form=form,
        franchisee=franchisee,
        kind=kind,
        title=label(kind),
        history=[care for care in queries.care_history(franchisee.id) if care.kind is kind],
    )
