"""The list of franchisees, with the columns, filters and sentences that features above add."""

from collections.abc import Sequence
from uuid import UUID

from flask import current_app, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import OwnBusiness
from ...web import lists as web_lists
from ...web.filters import currency_symbol, label
from ...web.paging import asked_page
from ...web.rendering import render, see
from ...web.speech import gettext as _
from .. import additions
from ..additions import ListColumn
from ..enums import FranchiseeStatus
from ..queries import lists, visible_franchisees
from . import bp, filters
from .filters import whole

NOWHERE = UUID(int=0)


@bp.get("/franchisees")
@requires(Permission.NETWORK_FRANCHISEE_READ)
def franchisees() -> ResponseReturnValue:
    """The list."""
    if isinstance(current_actor.scope, OwnBusiness):
        return see(".own_business")
    asked, wanted = asked_franchisees()
    listing = lists.franchisees(current_actor, wanted)
    columns = added_columns()
    return render(
        "network/franchisees/index.html",
        listing=listing,
        whole=whole(visible_franchisees, asked),
        asked=asked,
        columns=web_lists.columns(_headings(columns), asked.order),
        rows=_cells(listing.rows, columns),
        notes=" ".join(_(column.note) for column in columns if column.note),
        leads=_leads(wanted),
        # Fifty times `url_for` would cost as much as the query.
        row_url=url_for(".show_franchisee", franchisee_id=NOWHERE).removesuffix(str(NOWHERE)),
    )


def _cells(
    rows: Sequence[lists.FranchiseeRow], columns: Sequence[ListColumn]
) -> list[tuple[object, ...]]:
    """What each row shows, in the order of the template: a page has hundreds of cells."""
    states = {status: (label(status), status.tone.value) for status in FranchiseeStatus}
    ids = [row.id for row in rows]
    further = [
        ("num" if column.is_figure else "", column.cells(current_actor, ids), column.usual())
        for column in columns
    ]
    return [
        (
            row.id, row.code, row.name, row.name_local, *states[row.status], row.region,
            row.outlets, row.manager,
            [(kind, *cells.get(row.id, usual)) for kind, cells, usual in further],
        )
        for row in rows
    ]  # fmt: skip


def asked_franchisees() -> tuple[web_lists.Asked, lists.FranchiseesWanted]:
    """What the address asks for."""
    offered = lists.options(managers=True)
    further = [
        one
        for added in additions.all_additions()
        for one in added.filters
        if current_actor.may(one.permission)
    ]
    managers = web_lists.Filter("manager", _("Relationship manager"), offered.managers)
    asked = web_lists.ask(
        [
            *filters.of_places(offered),
            filters.of_enum("status", _("Status"), FranchiseeStatus),
            *([managers] if offered.managers else []),
            *(_filter(one) for one in further),
        ],
        sorts=[*("code", "name", "since"), *(c.key for c in added_columns() if c.order)],
        default="code",
    )
    wanted = lists.FranchiseesWanted(
        text=asked.text,
        order=asked.order.key,
        is_descending=asked.order.is_descending,
        page=asked_page(),
        brands=filters.ids(asked, "brand"),
        regions=filters.ids(asked, "region"),
        managers=filters.ids(asked, "manager"),
        statuses=filters.members(asked, "status", FranchiseeStatus),
        conditions=[
            one.condition(asked.chosen(one.name)) for one in further if asked.chosen(one.name)
        ],
        # Of the columns that could sort, only the one that does is put into words for the database.
        orders={
            column.key: column.order()
            for column in added_columns()
            if column.order and column.key == asked.order.key
        },
    )
    return asked, wanted


def added_columns() -> list[ListColumn]:
    """What features above add to the list, as far as this person may see it."""
    return [
        column
        for added in additions.all_additions()
        for column in added.columns
        if current_actor.may(column.permission)
    ]


def _filter(one: additions.ListFilter) -> web_lists.Filter:
    options = [(value, _(words)) for value, words in one.options]
    return web_lists.Filter(one.name, _(one.label), options, one.is_single)


def _headings(columns: list[ListColumn]) -> list[web_lists.Heading]:
    symbol = currency_symbol(current_app.extensions["features"].network().currency)
    return [
        web_lists.Heading("code", _("Code"), sorts=True, phone="bare"),
        web_lists.Heading("name", _("Name"), sorts=True, phone="title"),
        web_lists.Heading("region", _("Region")),
        web_lists.Heading("outlets", _("Outlets"), num=True),
        web_lists.Heading("status", _("Status")),
        *(
            web_lists.Heading(
                column.key,
                _(column.label, currency=symbol),
                num=column.is_figure,
                sorts=column.order is not None,
                phone="main" if column.is_figure else "",
            )
            for column in columns
        ),
        web_lists.Heading("manager", _("Relationship manager")),
    ]


def _leads(wanted: lists.FranchiseesWanted) -> list[Markup | str]:
    ids = lists.wanted_ids(current_actor, wanted)
    return [
        lead.sentence(current_actor, ids)
        for added in additions.all_additions()
        for lead in added.leads
        if current_actor.may(lead.permission)
    ]
