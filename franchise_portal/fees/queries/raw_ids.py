"""Ids as text, for rows by the hundred thousand.

Making a UUID of every id that is read, only to make a text of it again when it is written, costs as
much as the rule itself. Such an id is compared, looked up and written back, nothing more.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NULLTYPE, TypeEngine, UserDefinedType

from ...database import db

RawId = UUID | str
"""As the database itself writes it: 32 hexadecimal digits, with hyphens on PostgreSQL.

Whoever has an object at hand may give that too; what is read is text.
"""


class _AsText(FunctionElement[str]):
    inherit_cache = True
    type: TypeEngine[Any] = NULLTYPE


@compiles(_AsText)
def _as_it_is(element: _AsText, compiler: Any, **how: Any) -> str:  # noqa: ANN401
    return str(compiler.process(element.clauses, **how))


@compiles(_AsText, "postgresql")
def _as_text(element: _AsText, compiler: Any, **how: Any) -> str:  # noqa: ANN401
    return f"CAST({compiler.process(element.clauses, **how)} AS TEXT)"


def raw(column: InstrumentedAttribute[Any], name: str = "") -> Label[Any]:
    """A column of ids, selected as text."""
    return _AsText(column).label(name or column.key)


def as_raw(identity: UUID) -> str:
    """An id at hand as `raw` reads it, so that the two are equal."""
    return str(identity) if db.engine.dialect.name == "postgresql" else identity.hex


def is_one_of(column: InstrumentedAttribute[Any], ids: Sequence[RawId]) -> ColumnElement[bool]:
    """A condition: the column holds one of some raw ids."""
    return type_coerce(column, _Kept()).in_(ids)


class _Kept(UserDefinedType[Any]):
    """What is compared with as it is; PostgreSQL itself finds out that a text is an id."""

    cache_ok = True
