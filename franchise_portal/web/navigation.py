"""The menu: one explicit list, filtered by what the person may do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import current_app, request, url_for
from flask_babel import gettext

from ..access.actor import Actor
from ..access.permissions import Permission


View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: where it leads and who sees it."""

    label: str
    endpoint: str
    permission: Permission
    icon: str = ""
    franchisee_label: str = ""
    """What franchisees see instead, for example "My outlets" for "Outlets"."""
    side: str = ""
    """Shown to one side only: `franchisor` or `franchisee`."""
    count: Callable[[Actor], int] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; the first group has none."""

    label: str
    items: Sequence[Item]
    franchisee_label: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry ready to be shown."""

    label: str
    url: str
    is_current: bool
    icon: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its links, ready to be shown."""

    label: str
    links: tuple[Link, ...]


def sections(groups: Sequence[Group], actor: Actor) -> tuple[Section, ...]:
    """What the person sees in the sidebar."""
    shown = []
    for group in groups:
        links = tuple(_link(item, actor) for item in group.items if _visible(item, actor))
        if links:
            shown.append(Section(_label(group, actor), links))
    return tuple(shown)


def bottom_bar(items: Sequence[Item], actor: Actor) -> tuple[Link, ...]:
    """At most four entries for phones; the fifth is "More"."""
    return tuple(_link(item, actor) for item in items if _visible(item, actor))[:4]


def menu(items: Sequence[Item]) -> tuple[tuple[str, str], ...]:
    """Labels and URLs of the entries that exist."""
    return tuple((gettext(item.label), url(item.endpoint)) for item in items if url(item.endpoint))


def url(endpoint: str) -> str:
    """The URL of an endpoint without parameters; empty when there is no such page."""
    return url_for(endpoint) if endpoint in current_app.view_functions else ""


def _visible(item: Item, actor: Actor) -> bool:
    if item.side and item.side != actor.side.value:
        return False
    return actor.may(item.permission) and item.endpoint in current_app.view_functions


def _label(entry: Item | Group, actor: Actor) -> str:
    text = entry.franchisee_label if actor.side.value == "franchisee" else ""
    text = text or entry.label
    return gettext(text) if text else ""


def _link(item: Item, actor: Actor) -> Link:
    return Link(
        label=_label(item, actor),
        url=url_for(item.endpoint),
        is_current=_is_current(item.endpoint),
        icon=item.icon,
        count=item.count(actor) if item.count else 0,
    )


def _is_current(endpoint: str) -> bool:
    here = request.endpoint or ""
    if here == endpoint:
        return True
    blueprint, _, view = endpoint.rpartition(".")
    # An object page belongs to the list it is opened from: `network.show_outlet` to
    # `network.outlets`, `contracts.show` to `contracts.index`.
    section = getattr(current_app.view_functions.get(here), "section", None)
    return section == endpoint or (
        view == "index" and section is None and here.rpartition(".")[0] == blueprint
    )


def section(endpoint: str) -> Callable[[View], View]:
    """Mark a view as belonging to a menu entry, where the blueprint alone does not say it."""

    def mark(view: View) -> View:
        view.section = endpoint  # type: ignore[attr-defined]
        return view

    return mark
