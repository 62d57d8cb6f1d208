"""Adding very many rows at once: the same rows as the single verbs write, in few statements.

The caller has checked the rows, and notes what was done once for all of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, TypeVar
from uuid import UUID

from ...kit.ids import new_id
from ...rows import insert_rows, insert_values
from ..enums import SearchKind
from ..models import Franchisee, Outlet, OutletOwnership, Person, SearchWord
from ..rules import birthday_place, search_words
from .indexing import franchisee_texts, outlet_texts, person_texts
from .outlets import owned_from

CHUNK = 5_000

Item = TypeVar("Item")
Values = Mapping[str, Any]

_FRANCHISEE = {
    "name_local": "", "registration": "", "since": None, "region_id": None, "email": "",
    "phone": "", "address": "", "language": "en",
}  # fmt: skip
_PERSON = {"name_local": "", "email": "", "phone": "", "birthday": None, "language": "en"}
_OUTLET = {
    "name_local": "", "region_id": None, "closed_on": None, "address": "", "city": "",
    "postcode": "", "state": "", "country": "",
}  # fmt: skip


def add_franchisees(rows: Sequence[Values]) -> list[UUID]:
    """Add franchisees; each row has `code` and `name` and any other column. Returns their ids."""
    ids = []
    for chunk in chunks(rows):
        values = [{"id": new_id(), **_FRANCHISEE, **row} for row in chunk]
        insert_values(Franchisee, values)
        _add_words(SearchKind.FRANCHISEE, values, franchisee_texts)
        ids += [row["id"] for row in values]
    return ids


def add_people(rows: Sequence[Values]) -> list[UUID]:
    """Add people; each row has `franchisee_id` and `name` and any other column."""
    ids = []
    for chunk in chunks(rows):
        values = [{"id": new_id(), **_PERSON, **row} for row in chunk]
        for row in values:
            row["birthday_place"] = birthday_place(row["birthday"])
        insert_values(Person, values)
        _add_words(SearchKind.PERSON, values, person_texts)
        ids += [row["id"] for row in values]
    return ids


def add_outlets(rows: Sequence[Values]) -> list[UUID]:
    """Add outlets with their first owners.

    Each row has `code`, `name`, `brand_id`, `franchisee_id`, `opened_on`, `zone` and any other
    column.
    """
    ids = []
    for chunk in chunks(rows):
        values = [{"id": new_id(), **_OUTLET, **row} for row in chunk]
        owners = [row.pop("franchisee_id") for row in values]
        insert_values(Outlet, values)
        insert_values(
            OutletOwnership,
            [
                {
                    "outlet_id": row["id"],
                    "franchisee_id": owner,
                    "starts_on": owned_from(row["opened_on"]),
                }
                for row, owner in zip(values, owners, strict=True)
            ],
        )
        _add_words(SearchKind.OUTLET, values, outlet_texts)
        ids += [row["id"] for row in values]
    return ids


def chunks(rows: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The rows in pieces that one statement takes."""
    piece: list[Item] = []
    for row in rows:
        piece.append(row)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


def _add_words(kind: SearchKind, rows: Sequence[Values], texts: Any) -> None:  # noqa: ANN401
    words = [
        (kind, word, row["id"])
        for row in rows
        for word in search_words(texts(SimpleNamespace(**row)))
    ]
    # In the order of the index: each page of it is written once.
    words.sort(key=itemgetter(1))
    insert_rows(SearchWord, ("kind", "word", "subject_id"), words)
