"""Cells of a table that know their column, so that a phone can show each row as a card.

A phone has no room for the heads beside their figures. Where a row is wider than two cells, each
cell says the name of its column itself, and the style sheet puts one below the other.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import chain, cycle
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

Column = Mapping[str, Any]

WIDTHS_SHOWN_AS_THEY_ARE = 2
"""Columns that fit on a phone beside each other."""
_CELL = re.compile(r"<t[dh]\b([^>]*)")
_SPAN = re.compile(r'colspan="(\d+)"')


def init_app(app: Flask) -> None:
    """Register the filters of the table component."""
    app.add_template_filter(becomes_cards)
    app.add_template_filter(as_cards)


def becomes_cards(columns: Sequence[Column]) -> bool:
    """Whether the rows are too wide for a phone."""
    return len(columns) > WIDTHS_SHOWN_AS_THEY_ARE


def as_cards(rows: str, columns: Sequence[Column]) -> Markup:
    """The rows with each cell's column told; what they say stays as it is."""
    rows = str(rows)  # markup would make markup of each piece
    heads = [
        f" {_attribute(role, column)}"
        for role, column in zip(_roles(columns), columns, strict=True)
    ]
    found = rows.split("<td")
    is_plain = "<th" not in rows and "colspan" not in rows
    if is_plain and len(found) - 1 == len(heads) * rows.count("<tr"):
        begun = cycle([f"<td{head}" for head in heads])
        told = chain.from_iterable(zip(begun, found[1:], strict=False))
        return Markup("".join((found[0], *told)))  # noqa: S704 - markup of the caller's template
    parts = rows.split("<tr")
    return Markup("<tr".join([parts[0], *(_row(part, heads) for part in parts[1:])]))  # noqa: S704


def _roles(columns: Sequence[Column]) -> list[str]:
    """What each cell is on a card: as its column says, or by what it holds.

    The title is what the row is about, the main cell its one figure, a line has its label before
    it, what is bare has none.
    """
    said = [column.get("phone") for column in columns]
    figures = [at for at, column in enumerate(columns) if column.get("num")]
    first = next((at for at, column in enumerate(columns) if not column.get("num")), None)
    roles = []
    for at, column in enumerate(columns):
        role = said[at]
        if role is None and at == first and "title" not in said:
            role = "title"
        if role is None and figures == [at] and "main" not in said:
            role = "main"
        roles.append(role or ("bare" if column.get("hidden") else "line"))
    return roles


def _attribute(role: str, column: Column) -> str:
    if role == "line":
        return f'data-label="{escape(column["label"])}"'
    return f'data-card="{role}"'


def _row(row: str, heads: Sequence[str]) -> str:
    """A row that has heads of its own, or cells over several columns.

    Where one head stands over all columns but the last, as in a total, the last cell is its figure
    and not one of its column: the column's name would be wrong there.
    """
    at, is_total = 0, False

    def tell(cell: re.Match[str]) -> str:
        nonlocal at, is_total
        span = _SPAN.search(cell[1])
        head = heads[at] if at < len(heads) else ""
        if span:
            is_total = at == 0 and int(span[1]) == len(heads) - 1
            head = ' data-card="title"' if at == 0 else ' data-card="bare"'
        elif is_total:
            head = ' data-card="main"'
        at += int(span[1]) if span else 1
        return f"{cell[0][:3]}{head}{cell[1]}"

    return _CELL.sub(tell, row)
