"""What the address of a list says: words looked for, filters, the order; the way to other lists.

A list page reads `q`, `sort` and one parameter for each filter. Nonsense in the address is ignored:
a link that somebody kept must not break because a region was renamed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext

from .paging import list_url

LONGEST_SEARCH = 100


NOWHERE = UUID(int=0)


def row_url(endpoint: str, key: str) -> str:
    """What the addresses of all rows begin with; the row's id follows and ends them.

    Fifty times `url_for` would cost as much as the query.

    Raises:
        ValueError: when something follows the id: such rows need `around_row`.
    """
    before, after = around_row(endpoint, key)
    if after:
        message = f"addresses of {endpoint} do not end with the id"
        raise ValueError(message)
    return before


def around_row(endpoint: str, key: str, **values: str) -> tuple[str, str]:
    """What stands before and after the row's id in the addresses of all rows."""
    address = url_for(endpoint, **{key: NOWHERE}, **values)  # type: ignore[arg-type]
    before, _, after = address.partition(str(NOWHERE))
    return before, after


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list, as `filter_bar` draws it; `selected` is what the address says."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    single: bool = False
    selected: Sequence[str] = ()

    @property
    def words(self) -> str:
        """The filter in force, for its chip: `Region: North, East`."""
        chosen = gettext(", ").join(
            words for value, words in self.options if value in self.selected
        )
        return gettext("%(filter)s: %(choices)s", filter=self.label, choices=chosen)


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is sorted."""

    key: str
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a list; with `sorts` its heading sorts by its key."""

    key: str
    label: str
    num: bool = False
    sorts: bool = False
    phone: str = ""
    """What the cell is on a card (see `table`), where its place in the row does not say it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The whole question in the address."""

    text: str
    order: Order
    filters: Mapping[str, Filter] = field(default_factory=dict)

    def chosen(self, name: str) -> Sequence[str]:
        """The values of a filter that are in force."""
        return self.filters[name].selected if name in self.filters else ()

    @property
    def chips(self) -> list[tuple[str, str]]:
        """The filters in force, each with the address that lifts it."""
        return [
            (one.words, list_url(**{one.name: ""})) for one in self.filters.values() if one.selected
        ]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text) or any(one.selected for one in self.filters.values())

    @property
    def all_url(self) -> str:
        """The same list, nothing left out."""
        return list_url(q="", page="", **dict.fromkeys(self.filters, ""))

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the filter bar carries along."""
        return [("sort", request.args["sort"])] if request.args.get("sort") else []


def ask(filters: Iterable[Filter], *, sorts: Sequence[str], default: str) -> Asked:
    """Read the address. `sorts` are the keys that may be sorted by, `default` one of them."""
    read = {one.name: _selected(one) for one in filters}
    return Asked(
        text=request.args.get("q", "").strip()[:LONGEST_SEARCH],
        order=_order(sorts, default),
        filters=read,
    )


def columns(headings: Iterable[Heading], order: Order) -> list[dict[str, Any]]:
    """Headings as the table macro wants them; the one in force turns round when followed."""
    return [_column(heading, order) for heading in headings]


def _selected(one: Filter) -> Filter:
    asked = request.args.getlist(one.name)
    if not asked:
        return one
    known = {value for value, _ in one.options}
    chosen = [value for value in dict.fromkeys(asked) if value in known]
    return Filter(
        one.name, one.label, one.options, one.single, chosen[:1] if one.single else chosen
    )


def _order(sorts: Sequence[str], default: str) -> Order:
    asked = request.args.get("sort", default)
    key = asked.removeprefix("-")
    return Order(key, asked.startswith("-")) if key in sorts else Order(default)


def _column(heading: Heading, order: Order) -> dict[str, Any]:
    column: dict[str, Any] = {"label": heading.label, "num": heading.num}
    if heading.phone:
        column["phone"] = heading.phone
    if not heading.sorts:
        return column
    in_force = heading.key == order.key
    turned = in_force and not order.is_descending
    column["url"] = list_url(sort=f"-{heading.key}" if turned else heading.key)
    if in_force:
        column["sort"] = "descending" if order.is_descending else "ascending"
    return column
