"""The frame of the list of users: its filters, the chips in force, its columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import pgettext

from ...access.roles import Role, Side
from ...kit.enums import LabeledEnum
from ...web.filters import label, since
from ...web.paging import asked_page, list_url
from ...web.writing import Writing
from .. import queries
from ..enums import UserState

FILTERS: tuple[tuple[str, type[LabeledEnum]], ...] = (
    ("role", Role),
    ("side", Side),
    ("state", UserState),
)


def wanted() -> queries.Wanted:
    """What the address asks for; unknown values are ignored."""
    return queries.Wanted(
        text=request.args.get("q", "").strip()[:100],
        roles=request.args.getlist("role"),
        sides=request.args.getlist("side"),
        states=request.args.getlist("state"),
        order=request.args.get("sort", "name"),
        page=asked_page(),
    )


def filters() -> list[dict[str, Any]]:
    """The menus of the filter bar."""
    words = {"role": _("Role"), "side": _("Side"), "state": _("State")}
    return [
        {
            "name": name,
            "label": words[name],
            "options": [(member.value, label(member)) for member in enumeration],
            "selected": request.args.getlist(name),
        }
        for name, enumeration in FILTERS
    ]


def chips(menus: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    shown = []
    for one in menus:
        names = [words for value, words in one["options"] if value in one["selected"]]
        if names:
            text = _("%(filter)s: %(values)s", filter=one["label"], values=_(", ").join(names))
            shown.append((text, list_url(**{one["name"]: "", "page": ""})))
    return shown


def cells(rows: Sequence[queries.UserRow]) -> list[tuple[object, ...]]:
    """What each row shows, in the order of the template: a page has hundreds of cells."""
    roles = {role.value: label(role) for role in Role}
    states = {state: (label(state), state.tone.value) for state in UserState}
    write = Writing()
    return [
        (
            row.id, row.name, row.name_local, row.email, roles[row.role], row.business,
            row.business_local, *states[row.state],
            since(row.last_seen_at) if row.last_seen_at else "",
            write.moment(row.last_seen_at) if row.last_seen_at else "",
        )
        for row in rows
    ]  # fmt: skip


def columns(order: str) -> Sequence[dict[str, Any]]:
    """The headings, each sorting by itself."""
    return [
        _column("name", pgettext("person", "Name"), order),
        _column("email", _("E-mail address"), order),
        _column("role", _("Role"), order),
        _column("business", _("Franchisee"), order),
        {"label": _("State")},
        _column("seen", _("Last seen"), order, first="-"),
    ]


def _column(key: str, words: str, order: str, first: str = "") -> dict[str, Any]:
    """A heading; clicking the one in force turns the order around."""
    in_force = order.removeprefix("-") == key
    if not in_force:
        return {"label": words, "url": list_url(sort=f"{first}{key}", page="")}
    falling = order.startswith("-")
    return {
        "label": words,
        "url": list_url(sort=key if falling else f"-{key}", page=""),
        "sort": "descending" if falling else "ascending",
    }
