"""The menu: one explicit list, filtered by what the person may do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from flask import current_app, request, url_for
from markupsafe import Markup

from ..access.actor import Actor
from ..access.permissions import Permission
from ..access.roles import Role
from .speech import Speech, speech

View = TypeVar("View", bound=Callable[..., object])

MOST_KNOWN = 500
"""Combinations of role, language and page that are kept; all together take a few megabytes."""


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
    """What waits there; the frame shows none so far."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its links, ready to be shown."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways out of a page, in the viewer's language."""

    sections: tuple[Section, ...]
    bottom_bar: tuple[Link, ...]
    """At most four for phones; the fifth is "More"."""
    account_menu: tuple[tuple[str, str], ...]
    """Labels and URLs."""
    sign_out_url: str
    home_url: str
    kept: dict[str, Markup] = field(default_factory=dict)
    """What templates have made of it."""

    def keep(self, name: str, macro: Callable[..., Markup], *values: object) -> Markup:
        """The markup that a macro makes of these ways; made once, as they do not change."""
        if name not in self.kept:
            self.kept[name] = macro(*values)
        return self.kept[name]


NOWHERE = Ways((), (), (), "", "")
"""For pages of people who are not signed in."""


class Navigation:
    """Everything one can go to; worked out once for each role, language and page."""

    def __init__(
        self,
        groups: Sequence[Group],
        *,
        phone: Sequence[Item] = (),
        account: Sequence[Item] = (),
        sign_out: str = "",
    ) -> None:
        """Take the entries in the order in which they are shown."""
        self._groups = groups
        self._entries = frozenset(item.endpoint for group in groups for item in group.items)
        self._phone = phone
        self._account = account
        self._sign_out = sign_out
        self._known: dict[tuple[Role | None, Speech, str | None, str], Ways] = {}

    def ways(self, actor: Actor) -> Ways:
        """What somebody of this actor's role sees on the present page."""
        here = (actor.role, speech(), request.endpoint, request.script_root)
        found = self._known.get(here)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[here] = Ways(
                sections=self._sections(actor),
                bottom_bar=_links(self._phone, actor, self._entries)[:4],
                account_menu=tuple(
                    (_label(item, actor), url(item.endpoint))
                    for item in self._account
                    if url(item.endpoint)
                ),
                sign_out_url=url(self._sign_out),
                home_url=url("home.index"),
            )
        return found

    def _sections(self, actor: Actor) -> tuple[Section, ...]:
        found = ((group, _links(group.items, actor, self._entries)) for group in self._groups)
        return tuple(Section(_label(group, actor), links) for group, links in found if links)


def _links(items: Sequence[Item], actor: Actor, entries: frozenset[str]) -> tuple[Link, ...]:
    has_entry = request.endpoint in entries
    return tuple(_link(item, actor, has_entry=has_entry) for item in items if _visible(item, actor))


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
    return speech().say(text) if text else ""


def _link(item: Item, actor: Actor, *, has_entry: bool) -> Link:
    return Link(
        label=_label(item, actor),
        url=url_for(item.endpoint),
        is_current=_is_current(item.endpoint, has_entry=has_entry),
        icon=item.icon,
    )


def _is_current(endpoint: str, *, has_entry: bool) -> bool:
    here = request.endpoint or ""
    if here == endpoint:
        return True
    blueprint, _, view = endpoint.rpartition(".")
    # An object page belongs to the list it is opened from: `network.show_outlet` to
    # `network.outlets`, `contracts.show` to `contracts.index`.
    section = getattr(current_app.view_functions.get(here), "section", None)
    return section == endpoint or (
        # A page that has an entry of its own belongs to no other.
        view == "index"
        and section is None
        and not has_entry
        and here.rpartition(".")[0] == blueprint
    )


def section(endpoint: str) -> Callable[[View], View]:
    """Mark a view as belonging to a menu entry, where the blueprint alone does not say it."""

    def mark(view: View) -> View:
        view.section = endpoint  # type: ignore[attr-defined]
        return view

    return mark
