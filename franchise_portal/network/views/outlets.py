"""Outlets: the list and one's page."""

from collections.abc import Sequence
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...audit.queries import history
from ...kit import clock
from ...web import lists as web_lists
from ...web.filters import label, month
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import render
from ...web.speech import gettext as _
from .. import additions, queries
from ..enums import OutletFormat, OutletStatus
from ..models import Outlet
from ..queries import lists, visible_outlets
from ..rules import outlet_status
from . import bp, filters
from .filters import whole

SECTION = "network.outlets"
NOWHERE = UUID(int=0)


@bp.get("/outlets")
@requires(Permission.NETWORK_OUTLET_READ)
def outlets() -> ResponseReturnValue:
    """The list."""
    asked, wanted = asked_outlets()
    headings = (
        web_lists.Heading("code", _("Code"), sorts=True, phone="bare"),
        web_lists.Heading("name", _("Name"), sorts=True, phone="title"),
        web_lists.Heading("brand", _("Brand")),
        web_lists.Heading("franchisee", _("Franchisee")),
        web_lists.Heading("region", _("Region")),
        web_lists.Heading("city", _("Town"), sorts=True),
        web_lists.Heading("status", _("Status")),
        web_lists.Heading("opened", _("Opened"), sorts=True),
    )
    listing = lists.outlets(current_actor, wanted)
    return render(
        "network/outlets/index.html",
        listing=listing,
        rows=_cells(listing.rows),
        whole=whole(visible_outlets, asked),
        asked=asked,
        columns=web_lists.columns(headings, asked.order),
        row_url=url_for(".show_outlet", outlet_id=NOWHERE).removesuffix(str(NOWHERE)),
        owner_url=url_for(".show_franchisee", franchisee_id=NOWHERE).removesuffix(str(NOWHERE)),
    )


def _cells(rows: Sequence[lists.OutletRow]) -> list[tuple[object, ...]]:
    """What each row shows, in the order of the template: a page has hundreds of cells."""
    states = {status: (label(status), status.tone.value) for status in OutletStatus}
    today = clock.today()
    cells: list[tuple[object, ...]] = []
    for row in rows:
        status = outlet_status(row.opened_on, row.closed_on, on=today)
        cells.append(
            (
                row.id, row.code, row.name, row.name_local, row.brand, row.franchisee_id,
                row.franchisee, row.franchisee_local, row.region, row.city, *states[status],
                month(row.opened_on, short=True),
            )
        )  # fmt: skip
    return cells


def asked_outlets() -> tuple[web_lists.Asked, lists.OutletsWanted]:
    """What the address asks for."""
    asked = web_lists.ask(
        [
            *filters.of_places(lists.options()),
            filters.of_enum("format", _("Format"), OutletFormat),
            filters.of_enum("status", _("Status"), OutletStatus),
        ],
        sorts=("code", "name", "city", "opened"),
        default="code",
    )
    return asked, lists.OutletsWanted(
        text=asked.text,
        order=asked.order.key,
        is_descending=asked.order.is_descending,
        page=asked_page(),
        brands=filters.ids(asked, "brand"),
        regions=filters.ids(asked, "region"),
        formats=filters.members(asked, "format", OutletFormat),
        statuses=filters.members(asked, "status", OutletStatus),
    )


@bp.get("/outlets/<uuid:outlet_id>")
@requires(Permission.NETWORK_OUTLET_READ)
@section(SECTION)
def show_outlet(outlet_id: UUID) -> ResponseReturnValue:
    """One outlet."""
    outlet = queries.outlet_for(current_actor, outlet_id)
    owners = queries.ownership_history(outlet.id)
    today = clock.today()
    return render(
        "network/outlets/show.html",
        outlet=outlet,
        state=outlet_status(outlet.opened_on, outlet.closed_on, on=today),
        owners=owners,
        owner=queries.current_owner(owners, on=today),
        territories=queries.territories_around(current_actor, outlet),
        entries=history(outlet),
        panels=additions.panels_of(current_actor, outlet),
        tabs=_tabs(outlet),
        today=today,
    )


def _tabs(outlet: Outlet) -> list[tuple[str, str, str]]:
    added = [
        (tab.key, _(tab.label), tab.url(outlet))
        for one in additions.all_additions()
        for tab in one.outlet_tabs
        if current_actor.may(tab.permission)
    ]
    if not added:
        return []
    return [("overview", _("Overview"), url_for(".show_outlet", outlet_id=outlet.id)), *added]
