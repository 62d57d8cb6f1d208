"""Many rows at a time: written many by a statement on SQLite, by COPY on PostgreSQL; found by ids.

The ORM's way costs more than the rule that worked the rows out. The rows go through the same
column types as everywhere else, in the session's transaction.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    Cast,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Label,
    String,
    Table,
    Uuid,
    any_,
    bindparam,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator

from .database import Base, ExactDecimal, db, to_json

Convert = Callable[[Any], Any] | None

MOST_VARIABLES = 999
"""Of one statement: what every SQLite allows."""
BLOCK = 1_000
"""Rows that are turned into columns and back at a time; more would not stay in the cache."""


def insert_rows(model: type[Base], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of a mapped class, each a sequence in the order of `columns`.

    Every column without a database default must be named; defaults of the mapping do not apply.
    """
    if rows:
        table = cast("Table", model.__table__)
        _write(table, columns, _prepared(db.session.connection(), table, columns, rows))


def insert_stored(model: type[Base], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows whose values are as the database keeps them already; see `stored`."""
    if rows:
        _write(cast("Table", model.__table__), columns, rows)


def stored(column: InstrumentedAttribute[Any]) -> Callable[[Any], Any]:
    """What turns a value of a mapped column into the form in which the database keeps it.

    For rows by the hundred thousand: most of their values are numbers and text, which are kept as
    they are, or the same in all rows, and need not be turned again for each.
    """
    dialect = db.session.connection().dialect
    kind: Any = column.type
    if isinstance(kind, JSON):
        return to_json
    return kind.dialect_impl(dialect).bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return value


def _write(table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    connection = db.session.connection()
    if isinstance(connection.dialect, PGDialect_psycopg):
        _copy(connection, table, columns, rows)
        return
    _insert_many(connection, table, columns, rows)


def _insert_many(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert several rows with each statement: half of what a row costs is beginning anew."""
    row = f"({', '.join('?' * len(columns))})"
    begin = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES "  # noqa: S608 - our own names
    at_once = max(1, MOST_VARIABLES // len(columns))
    several = begin + ", ".join([row] * at_once)
    left = rows if isinstance(rows, list) else list(rows)
    whole = len(left) - len(left) % at_once
    for start in range(0, whole, at_once):
        values = tuple(chain.from_iterable(left[start : start + at_once]))
        connection.exec_driver_sql(several, values)
    if whole < len(left):
        connection.exec_driver_sql(begin + row, left[whole:])


def insert_values(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of a mapped class, each the values of its columns by name.

    What a row leaves out gets the mapping's default, or NULL.
    """
    table = cast("Table", model.__table__)
    defaults = [(column.name, _default_of(column)) for column in table.columns]
    insert_rows(
        model,
        [name for name, _ in defaults],
        [[row[name] if name in row else default() for name, default in defaults] for row in rows],
    )


def _default_of(column: Column[Any]) -> Callable[[], Any]:
    default: Any = column.default
    if default is None:
        return lambda: None
    if default.is_callable:
        return lambda: default.arg(None)
    return lambda: default.arg


def _prepared(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Iterable[tuple[Any, ...]]:
    """Turn values into what the driver takes, column by column: few columns need it."""
    converters = [
        (place, convert)
        for place, name in enumerate(columns)
        if (convert := _converter(connection, table, name, rows[0][place]))
    ]
    for start in range(0, len(rows), BLOCK):
        by_column: list[Iterable[Any]] = list(zip(*rows[start : start + BLOCK], strict=True))
        for place, convert in converters:
            by_column[place] = _converted(convert, by_column[place])
        yield from zip(*by_column, strict=True)


def _converter(connection: Connection, table: Table, name: str, example: object) -> Convert:
    kind = table.c[name].type
    if isinstance(kind, Uuid | ExactDecimal) and isinstance(example, str):
        return None  # an id or a number that is text already: every database reads it as it is
    if isinstance(kind, JSON):
        return _texts()
    dialect = connection.dialect
    return cast("Convert", kind.dialect_impl(dialect).bind_processor(dialect))


def _texts() -> Callable[[Any], str | None]:
    """Write each value as JSON once: many rows share one. The rows keep the objects alive."""
    known: dict[int, str] = {}

    def text(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
        if value is None:
            return None
        found = known.get(id(value))
        if found is None:
            found = known[id(value)] = to_json(value)
        return found

    return text


def _converted(convert: Callable[[Any], Any], values: Iterable[Any]) -> Iterable[Any]:
    """Convert each value; a run of the same object (a day, a currency) is converted once."""
    before: Any = object()
    result: Any = None
    for value in values:
        if value is not before:
            before, result = value, convert(value)
        yield result


def _copy(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    driver: Any = connection.connection.driver_connection
    left = iter(rows)
    with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy,
    ):
        while block := list(islice(left, BLOCK)):
            copy.write(_copied(block))


def _copied(rows: Sequence[Sequence[Any]]) -> str:
    """Rows in COPY's text format, made column by column: the driver would look at each value."""
    columns = map(_column_copied, zip(*rows, strict=True))
    return "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"


def _column_copied(values: Sequence[Any]) -> Iterable[str]:
    kinds = set(map(type, values))
    if kinds == {str}:
        return values if not _SPECIAL.search("".join(values)) else map(_escaped, values)
    if kinds == {type(None)}:
        return [_NOTHING] * len(values)
    if kinds <= _WRITTEN_PLAINLY:
        return map(str, values)
    return map(_value_copied, values)


def _value_copied(value: Any) -> str:  # noqa: ANN401 - whatever a column holds
    if value is None:
        return _NOTHING
    if isinstance(value, str):
        return _escaped(value)
    if type(value) in _WRITTEN_PLAINLY:
        return str(value)
    raise TypeError(value)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_SPECIAL = re.compile(r"[\\\t\n\r]")
_NOTHING = "\\N"
#: What PostgreSQL reads as Python writes it, `True` too.
_WRITTEN_PLAINLY = frozenset({int, bool, Decimal, date, datetime, time, UUID})


def change_if(row: Base, among: Iterable[Any], /, **values: Any) -> bool:  # noqa: ANN401
    """Change a row while its `status` is still among some; whether it was.

    Of two people who decide at the same moment one gets through.
    """
    model: Any = type(row)
    changed = db.session.execute(
        update(model)
        .where(model.id == row.id, model.status.in_(list(among)))  # type: ignore[attr-defined]
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        return False
    db.session.refresh(row, list(values))
    return True


class WrittenId(TypeDecorator[str]):
    """An id read as addresses and keys write it, `01890a5d-ac96-774b-bcce-b302099a8057`.

    For lists: a row's id is only printed and looked up, and making an object of it to make text of
    that takes longer than the rest of the row.
    """

    impl = Uuid
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Let a database that knows ids write them itself."""
        return _InWords(column)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401, ARG002
        """Put the hyphens into digits."""
        return None if dialect.supports_native_uuid else _with_hyphens_or_none


class _InWords(ColumnElement[str]):
    inherit_cache = True
    _traverse_internals = [("id", InternalTraversal.dp_clauseelement)]  # noqa: RUF012

    def __init__(self, column: ColumnElement[Any]) -> None:
        self.id = column
        self.type = column.type

    @property
    def _from_objects(self) -> Any:  # noqa: ANN401 - SQLAlchemy asks every element
        return self.id._from_objects  # noqa: SLF001


@compiles(_InWords)
def _as_kept(element: _InWords, compiler: Any, **how: Any) -> str:  # noqa: ANN401
    return str(compiler.process(element.id, **how))


@compiles(_InWords, "postgresql")
def _as_written(element: _InWords, compiler: Any, **how: Any) -> str:  # noqa: ANN401
    return str(compiler.process(Cast(element.id, String), **how))


def written(column: InstrumentedAttribute[Any]) -> Label[str]:
    """A column of ids, selected as `WrittenId`."""
    return type_coerce(column, WrittenId).label(column.key)


def written_id(value: UUID | str) -> str:
    """An id as the database keeps it, written as `WrittenId` does."""
    return _with_hyphens(value) if isinstance(value, str) else str(value)


def _with_hyphens_or_none(digits: str | None) -> str | None:
    return None if digits is None else _with_hyphens(digits)


def _with_hyphens(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class Among(ColumnElement[bool]):
    """Whether an id is among those of a parameter, in a statement that is built once.

    They come as one value, an array or its text in JSON: a statement with a parameter for each id
    is put together anew every time, and known to the database for one number of ids only.
    """

    inherit_cache = True
    type = Boolean()
    # Else SQLite would be asked whether it is `= 1`, and could not use an index any more.
    _is_implicitly_boolean = True
    _traverse_internals = [  # noqa: RUF012 - SQLAlchemy's own convention
        ("listed", InternalTraversal.dp_clauseelement),
        ("array", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: InstrumentedAttribute[UUID] | Any, name: str) -> None:  # noqa: ANN401
        """`name` is the parameter's, whose value is a sequence of ids, as objects or as text."""
        digits = func.json_each(bindparam(name, type_=_IdsAsText())).table_valued("value")
        self.listed = column.in_(select(digits.c.value))
        self.array = column == any_(bindparam(name, type_=_IdsAsArray()))

    @property
    def _from_objects(self) -> Any:  # noqa: ANN401 - SQLAlchemy asks every element
        return self.array._from_objects  # noqa: SLF001


class _IdsAsText(TypeDecorator[Sequence[UUID | str]]):
    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[UUID | str] | None, dialect: Dialect) -> str:  # noqa: ARG002
        ids = '","'.join([one if isinstance(one, str) else one.hex for one in value or ()])
        # SQLite keeps the digits alone; a list may hold them as addresses write them.
        return f'["{ids}"]'.replace("-", "") if ids else "[]"


class _IdsAsArray(TypeDecorator[Sequence[UUID | str]]):
    """PostgreSQL's own way of writing an array: the driver would look at each id of a list.

    It is a parameter of that type and no text that is cast, which would be read for each row anew.
    """

    impl = ARRAY(Uuid)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """Write the ids between braces."""
        return _between_braces


def _between_braces(ids: Sequence[UUID | str] | None) -> str:
    return f"{{{','.join(map(str, ids or ()))}}}"


@compiles(Among)
def _as_list(element: Among, compiler: Any, **how: Any) -> str:  # noqa: ANN401
    return str(compiler.process(element.listed, **how))


@compiles(Among, "postgresql")
def _as_array(element: Among, compiler: Any, **how: Any) -> str:  # noqa: ANN401
    return str(compiler.process(element.array, **how))
