"""Territories: the list, one's page with its drawing, adding and editing."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...audit.queries import history
from ...web import lists as web_lists
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from .. import queries, services
from ..forms import TerritoryForm
from ..models import Territory
from ..queries import lists, visible_territories
from ..rules.areas import Area, placed
from . import bp, filters
from .filters import whole
from .saving import attempt, franchisee_named, saved_or_shown

SECTION = "network.territories"
NOWHERE = UUID(int=0)
DRAWING_WIDTH, DRAWING_HEIGHT, DRAWING_MARGIN = 760, 400, 32


@bp.get("/territories")
@requires(Permission.NETWORK_TERRITORY_READ)
def territories() -> ResponseReturnValue:
    """The list."""
    given = web_lists.Filter(
        "given", _("Given"), [("yes", _("To a franchisee")), ("no", _("Free"))], single=True
    )
    asked = web_lists.ask(
        [*filters.of_places(lists.options()), given], sorts=("code", "name"), default="code"
    )
    chosen = asked.chosen("given")
    wanted = lists.TerritoriesWanted(
        text=asked.text,
        order=asked.order.key,
        is_descending=asked.order.is_descending,
        page=asked_page(),
        brands=filters.ids(asked, "brand"),
        regions=filters.ids(asked, "region"),
        is_given=chosen[0] == "yes" if chosen else None,
    )
    headings = (
        web_lists.Heading("code", _("Code"), sorts=True, phone="bare"),
        web_lists.Heading("name", _("Name"), sorts=True, phone="title"),
        web_lists.Heading("brand", _("Brand")),
        web_lists.Heading("region", _("Region")),
        web_lists.Heading("area", _("Area")),
        web_lists.Heading("franchisee", _("Franchisee")),
        web_lists.Heading("exclusive", _("Exclusive")),
    )
    return render(
        "network/territories/index.html",
        listing=lists.territories(current_actor, wanted),
        whole=whole(visible_territories, asked),
        asked=asked,
        columns=web_lists.columns(headings, asked.order),
        row_url=url_for(".show_territory", territory_id=NOWHERE).removesuffix(str(NOWHERE)),
        owner_url=url_for(".show_franchisee", franchisee_id=NOWHERE).removesuffix(str(NOWHERE)),
    )


@bp.get("/territories/<uuid:territory_id>")
@requires(Permission.NETWORK_TERRITORY_READ)
@section(SECTION)
def show_territory(territory_id: UUID) -> ResponseReturnValue:
    """One territory."""
    territory = queries.territory_for(current_actor, territory_id)
    return render(
        "network/territories/show.html",
        territory=territory,
        drawing=_drawing(territory),
        outlets=queries.outlets_inside(current_actor, territory),
        entries=history(territory),
    )


def _drawing(territory: Territory) -> Area | None:
    if not territory.polygon:
        return None
    corners = [(Decimal(x), Decimal(y)) for x, y in territory.polygon]
    return placed(corners, width=DRAWING_WIDTH, height=DRAWING_HEIGHT, margin=DRAWING_MARGIN)


@bp.get("/territories/new")
@requires(Permission.NETWORK_TERRITORY_WRITE)
@section(SECTION)
def new_territory() -> ResponseReturnValue:
    """The form for another one."""
    code = request.args.get("franchisee", "")[:20]
    form = _offered(TerritoryForm(data={"is_exclusive": True, "holder": code}))
    return render("network/territories/new.html", form=form)


@bp.post("/territories")
@requires(Permission.NETWORK_TERRITORY_WRITE)
@section(SECTION)
def create_territory() -> ResponseReturnValue:
    """Add one."""
    form = _offered(TerritoryForm())
    made = attempt(form, lambda: _create(form))
    if made is None:
        return render("network/territories/new.html", form=form)
    flash(_("%(name)s is added.", name=made.name))
    return see(".show_territory", territory_id=made.id)


def _create(form: TerritoryForm) -> Territory:
    facts = _facts(form)
    brand = queries.brand_by_id(facts.pop("brand_id"))
    region_id, franchisee_id = facts.pop("region_id"), facts.pop("franchisee_id")
    return services.create_territory(
        current_actor,
        brand=brand,
        region=queries.region_by_id(region_id) if region_id else None,
        franchisee=queries.franchisee_for(current_actor, franchisee_id) if franchisee_id else None,
        **facts,
    )


@bp.get("/territories/<uuid:territory_id>/particulars")
@requires(Permission.NETWORK_TERRITORY_WRITE)
@section(SECTION)
def edit_territory(territory_id: UUID) -> ResponseReturnValue:
    """The form for its facts."""
    territory = queries.territory_for(current_actor, territory_id)
    return render(
        "network/territories/edit.html", form=_filled(territory), subject=territory, conflict=None
    )


@bp.post("/territories/<uuid:territory_id>/particulars")
@requires(Permission.NETWORK_TERRITORY_WRITE)
@section(SECTION)
def update_territory(territory_id: UUID) -> ResponseReturnValue:
    """Save its facts."""
    territory = queries.territory_for(current_actor, territory_id)
    form = _offered(TerritoryForm())

    def act() -> None:
        services.update_territory(current_actor, territory, changes=_facts(form), version=form.seen)
        flash(_("Saved."))

    return saved_or_shown(
        form,
        act,
        done=lambda: see(".show_territory", territory_id=territory.id),
        template="network/territories/edit.html",
        subject=territory,
        fresh=lambda: _filled(territory),
    )


def _facts(form: TerritoryForm) -> dict[str, Any]:
    """With the franchisee's id in the place of its code."""
    facts = form.facts
    code = facts.pop("holder")
    return {**facts, "franchisee_id": franchisee_named(code, field="holder").id if code else None}


def _filled(territory: Territory) -> TerritoryForm:
    shown = (
        "version",
        "code",
        "name",
        "name_local",
        "brand_id",
        "region_id",
        "is_exclusive",
        "note",
    )
    data: dict[str, Any] = {name: getattr(territory, name) for name in shown}
    data["holder"] = territory.franchisee.code if territory.franchisee else ""
    data["postcodes"] = ", ".join(territory.postcodes)
    data["polygon"] = "\n".join(" ".join(corner) for corner in territory.polygon)
    return _offered(TerritoryForm(formdata=None, data=data))


def _offered(form: TerritoryForm) -> TerritoryForm:
    offered = lists.options()
    return form.offer(offered.brands, offered.regions)
