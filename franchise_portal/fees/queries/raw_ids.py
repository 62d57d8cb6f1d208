"""Ids as the database keeps them, for rows by the hundred thousand.

Making a UUID of every text that SQLite returns, only to make a text of it again when it is written,
costs as much as the rule itself. Such an id is compared, looked up and written back, nothing more.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NULLTYPE

RawId = UUID | str
"""A UUID from PostgreSQL, 32 hexadecimal digits from SQLite."""


def raw(column: InstrumentedAttribute[Any], name: str = "") -> Label[Any]:
    """A column of ids, selected as the database keeps them."""
    return type_coerce(column, NULLTYPE).label(name or column.key)


def is_one_of(column: InstrumentedAttribute[Any], ids: Sequence[RawId]) -> ColumnElement[bool]:
    """A condition: the column holds one of some raw ids."""
    return type_coerce(column, NULLTYPE).in_(ids)
