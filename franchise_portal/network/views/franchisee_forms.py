"""Adding franchisees and editing their facts."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, services
from ..enums import FranchiseeStatus
from ..forms import FranchiseeForm
from ..models import Franchisee
from ..queries import lists
from . import bp
from .saving import attempt, saved_or_shown

SECTION = "network.franchisees"


@bp.get("/franchisees/new")
@requires(Permission.NETWORK_FRANCHISEE_WRITE)
@section(SECTION)
def new_franchisee() -> ResponseReturnValue:
    """The form for another one."""
    form = _offered(
        FranchiseeForm(data={"status": FranchiseeStatus.ACTIVE.value, "language": "en"})
    )
    return render("network/franchisees/new.html", form=form)


@bp.post("/franchisees")
@requires(Permission.NETWORK_FRANCHISEE_WRITE)
@section(SECTION)
def create_franchisee() -> ResponseReturnValue:
    """Add one."""
    form = _offered(FranchiseeForm())
    made = attempt(form, lambda: _create(form))
    if made is None:
        return render("network/franchisees/new.html", form=form)
    flash(
        _("%(name)s is added. Next come its people, its outlets and its contract.", name=made.name)
    )
    return see(".show_franchisee", franchisee_id=made.id)


def _create(form: FranchiseeForm) -> Franchisee:
    facts = form.facts
    region_id = facts.pop("region_id")
    region = queries.region_by_id(region_id) if region_id else None
    return services.create_franchisee(current_actor, region=region, **facts)


@bp.get("/franchisees/<uuid:franchisee_id>/particulars")
@requires(Permission.NETWORK_FRANCHISEE_WRITE)
@section(SECTION)
def edit_franchisee(franchisee_id: UUID) -> ResponseReturnValue:
    """The form for its facts."""
    franchisee = queries.franchisee_for(current_actor, franchisee_id)
    return render(
        "network/franchisees/edit.html", form=_filled(franchisee), subject=franchisee, conflict=None
    )


@bp.post("/franchisees/<uuid:franchisee_id>/particulars")
@requires(Permission.NETWORK_FRANCHISEE_WRITE)
@section(SECTION)
def update_franchisee(franchisee_id: UUID) -> ResponseReturnValue:
    """Save its facts."""
    franchisee = queries.franchisee_for(current_actor, franchisee_id)
    form = _offered(FranchiseeForm())

    def act() -> None:
        services.update_franchisee(current_actor, franchisee, changes=form.facts, version=form.seen)
        flash(_("Saved."))

    return saved_or_shown(
        form,
        act,
        done=lambda: see(".show_franchisee", franchisee_id=franchisee.id),
        template="network/franchisees/edit.html",
        subject=franchisee,
        fresh=lambda: _filled(franchisee),
    )


def _filled(franchisee: Franchisee) -> FranchiseeForm:
    return _offered(FranchiseeForm(formdata=None, obj=franchisee))


def _offered(form: FranchiseeForm) -> FranchiseeForm:
    return form.offer(lists.options().regions)
