"""Adding outlets, editing their facts, giving them to another franchisee."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...web.filters import date as long_date
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, services
from ..enums import OutletFormat
from ..forms import OutletForm, TransferForm
from ..models import Franchisee, Outlet
from ..queries import lists
from . import bp
from .saving import attempt, franchisee_named, saved_or_shown

SECTION = "network.outlets"


@bp.get("/outlets/new")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section(SECTION)
def new_outlet() -> ResponseReturnValue:
    """The form for another one."""
    code = request.args.get("franchisee", "")[:20]
    form = _offered(
        OutletForm(
            data={
                "franchisee": code,
                "format": OutletFormat.STREET.value,
                "zone": queries.founded().zone,
            }
        )
    )
    return render("network/outlets/new.html", form=form)


@bp.post("/outlets")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section(SECTION)
def create_outlet() -> ResponseReturnValue:
    """Add one."""
    form = _offered(OutletForm())
    made = attempt(form, lambda: _create(form))
    if made is None:
        return render("network/outlets/new.html", form=form)
    flash(_("%(name)s is added.", name=made.name))
    return see(".show_outlet", outlet_id=made.id)


def _create(form: OutletForm) -> Outlet:
    facts = form.facts
    brand = queries.brand_by_id(facts.pop("brand_id"))
    region_id = facts.pop("region_id")
    return services.create_outlet(
        current_actor,
        franchisee=franchisee_named(form.franchisee.data),
        brand=brand,
        region=queries.region_by_id(region_id) if region_id else None,
        **facts,
    )


@bp.get("/outlets/<uuid:outlet_id>/particulars")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section(SECTION)
def edit_outlet(outlet_id: UUID) -> ResponseReturnValue:
    """The form for its facts."""
    outlet = queries.outlet_for(current_actor, outlet_id)
    return render("network/outlets/edit.html", form=_filled(outlet), subject=outlet, conflict=None)


@bp.post("/outlets/<uuid:outlet_id>/particulars")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section(SECTION)
def update_outlet(outlet_id: UUID) -> ResponseReturnValue:
    """Save its facts."""
    outlet = queries.outlet_for(current_actor, outlet_id)
    form = _offered(OutletForm())
    del form.franchisee

    def act() -> None:
        services.update_outlet(current_actor, outlet, changes=form.facts, version=form.seen)
        flash(_("Saved."))

    return saved_or_shown(
        form,
        act,
        done=lambda: see(".show_outlet", outlet_id=outlet.id),
        template="network/outlets/edit.html",
        subject=outlet,
        fresh=lambda: _filled(outlet),
    )


@bp.get("/outlets/<uuid:outlet_id>/transfer")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section(SECTION)
def edit_transfer(outlet_id: UUID) -> ResponseReturnValue:
    """The form for another owner."""
    outlet = queries.outlet_for(current_actor, outlet_id)
    return _transfer_page(outlet, TransferForm(data={"starts_on": clock.today()}))


@bp.post("/outlets/<uuid:outlet_id>/transfer")
@requires(Permission.NETWORK_OUTLET_WRITE)
@section(SECTION)
def transfer_outlet(outlet_id: UUID) -> ResponseReturnValue:
    """Give it to another franchisee."""
    outlet = queries.outlet_for(current_actor, outlet_id)
    form = TransferForm()

    def act() -> Franchisee:
        franchisee = franchisee_named(form.franchisee.data)
        services.transfer_outlet(
            current_actor, outlet=outlet, franchisee=franchisee, starts_on=form.starts_on.data
        )
        return franchisee

    after = attempt(form, act)
    if after is None:
        return _transfer_page(outlet, form)
    flash(
        _(
            "%(outlet)s belongs to %(franchisee)s from %(day)s.",
            outlet=outlet.name,
            franchisee=after.name,
            day=long_date(form.starts_on.data),
        )
    )
    return see(".show_outlet", outlet_id=outlet.id)


def _transfer_page(outlet: Outlet, form: TransferForm) -> ResponseReturnValue:
    owners = queries.ownership_history(outlet.id)
    return render("network/outlets/transfer.html", form=form, outlet=outlet, owners=owners)


def _filled(outlet: Outlet) -> OutletForm:
    form = _offered(OutletForm(formdata=None, obj=outlet))
    del form.franchisee
    return form


def _offered(form: OutletForm) -> OutletForm:
    offered = lists.options()
    return form.offer(offered.brands, offered.regions)
