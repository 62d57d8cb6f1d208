"""What features above add to the lists and pages of the network.

The network knows neither contracts nor fees. They hand over columns, filters, panels, tabs and
sources of history as values; `features.py` collects them and installs them once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask, current_app
from markupsafe import Markup
from sqlalchemy import ColumnElement

from ..access.actor import Actor
from ..access.permissions import Permission
from .models import Franchisee, Outlet

KEY = "network.additions"


class Cell(NamedTuple):
    """A cell of a list, already in the viewer's language.

    `tone` makes a badge of it; `look` is one of the text classes: faint, muted, late, warn.
    """

    text: str = ""
    look: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A further column of the list of franchisees, for example what each owes."""

    key: str
    label: str
    """Marked with N_; may use `%(currency)s`, the symbol of the network's currency."""
    permission: Permission
    cells: Callable[[Actor, Sequence[str]], Mapping[str, Cell]]
    """The cells of the franchisees on a page, in one query; ids as addresses write them."""
    usual: Callable[[], Cell] = Cell
    """The cell of those who are not among them."""
    is_figure: bool = False
    order: Callable[[], ColumnElement[Any]] | None = None
    """What to sort by: an expression over `Franchisee.id`; without it the column does not sort."""
    note: str = ""
    """A sentence at the foot of the list, marked with N_, on how to read the column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """A further filter of the list of franchisees."""

    name: str
    label: str
    permission: Permission
    options: Sequence[tuple[str, str]]
    """Value and label, marked with N_."""
    condition: Callable[[Sequence[str]], ColumnElement[bool]]
    """What the chosen values ask of `Franchisee.id`."""
    is_single: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLead:
    """A sentence under the title of the list, about the franchisees that the filters leave."""

    permission: Permission
    sentence: Callable[[Actor, Any], Markup | str]
    """Gets the actor and a select of the ids of all franchisees in the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A panel on the page of a franchisee or an outlet.

    The template is included with `part`, whatever `load` returned; None leaves the panel out.
    `place` is `above` (over both columns), `main` or `aside`.
    """

    key: str
    permission: Permission
    template: str
    load: Callable[[Actor, Any], Any]
    place: str = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A further part of a franchisee's or an outlet's page, at an address of the feature's own."""

    key: str
    label: str
    permission: Permission
    url: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that belongs into a franchisee's history and is no audit entry."""

    at: datetime
    initials: str
    sentence: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySource:
    """Where a feature's happenings come from, the newest first, before a moment if one is given."""

    permission: Permission
    happenings: Callable[[Actor, UUID, datetime | None, int], Sequence[Happening]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """Everything one feature adds."""

    columns: Sequence[ListColumn] = ()
    filters: Sequence[ListFilter] = ()
    leads: Sequence[ListLead] = ()
    franchisee_panels: Sequence[Panel] = ()
    franchisee_tabs: Sequence[Tab] = ()
    outlet_panels: Sequence[Panel] = ()
    outlet_tabs: Sequence[Tab] = ()
    sources: Sequence[HistorySource] = ()
    guards: Mapping[str, Permission] = field(default_factory=dict)
    """Beginnings of audit actions, and what one needs to read such entries in a history."""


#: Those of the network itself and of the features below it, which know nothing of histories.
_GUARDS: Mapping[str, Permission] = {
    "accounts.": Permission.NETWORK_PERSON_READ,
    "network.person": Permission.NETWORK_PERSON_READ,
    "network.people": Permission.NETWORK_PERSON_READ,
    "reports.": Permission.REPORTS_REPORT_READ,
}


@dataclass(slots=True)
class Shown:
    """A panel with what it shows."""

    template: str
    part: Any


@dataclass(slots=True)
class Placed:
    """The panels of a page by their places."""

    above: list[Shown] = field(default_factory=list)
    main: list[Shown] = field(default_factory=list)
    aside: list[Shown] = field(default_factory=list)


def install(app: Flask, additions: Sequence[Additions]) -> None:
    """Keep what the features add; called once by the composition root."""
    app.extensions[KEY] = tuple(additions)


def all_additions() -> Sequence[Additions]:
    """What the features add, in the order of the street."""
    installed: Sequence[Additions] = current_app.extensions.get(KEY, ())
    return installed


def may_read(actor: Actor, action: str) -> bool:
    """Whether this actor may read an audit entry in a history: the longest guard decides."""
    guards = dict(_GUARDS)
    for additions in all_additions():
        guards.update(additions.guards)
    fitting = [beginning for beginning in guards if action.startswith(beginning)]
    return not fitting or actor.may(guards[max(fitting, key=len)])


def panels_of(actor: Actor, subject: Franchisee | Outlet) -> Placed:
    """The panels that this actor may see on the page of this subject, loaded."""
    placed = Placed()
    for additions in all_additions():
        mine = (
            additions.franchisee_panels
            if isinstance(subject, Franchisee)
            else additions.outlet_panels
        )
        for panel in mine:
            if actor.may(panel.permission):
                part = panel.load(actor, subject)
                if part is not None:
                    getattr(placed, panel.place).append(Shown(panel.template, part))
    return placed
