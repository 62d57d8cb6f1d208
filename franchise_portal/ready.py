"""Statements that are built once and run for each page.

What SQLAlchemy does for a run (a context, a key in a cache, binding, a result) takes longer than
the driver and, for a page of fifty rows, than the database. It does so for the first two runs; how
it wrote the statement and how it read the rows is kept then, and the next runs go to the driver.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias

from sqlalchemy import CompoundSelect, Connection, Row, Select

from .database import reading

NOTHING: Mapping[str, Any] = MappingProxyType({})

Rows: TypeAlias = "Sequence[Row[*tuple[Any, ...]]]"
Statement: TypeAlias = "Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]"


class Ready:
    """A statement that reads, its parameters named by `bindparam` and given with each run.

    All that changes from one run to the next is a parameter, the same ones every time. A list of
    ids is one too: see `rows.Among`.
    """

    def __init__(self, statement: Statement) -> None:
        """Nothing is asked of a database before the first run."""
        self.statement = statement
        self._ways: dict[str, _Way | None] = {}

    def run(self, values: Mapping[str, Any] = NOTHING) -> Rows:
        """All rows, on the connection that `database.reading` gives.

        Raises:
            DBAPIError: as `Connection.execute` does.
        """
        connection = reading()
        way = self._ways.get(connection.dialect.name)
        if way is None:
            return self._begin(connection, values)
        try:
            return way.go(connection, values)
        except connection.dialect.loaded_dbapi.Error:
            # Whether the connection is lost, and what to raise, SQLAlchemy knows.
            return connection.execute(self.statement, values).all()

    def scalars(self, values: Mapping[str, Any] = NOTHING) -> list[Any]:
        """The first column of each row."""
        return [row[0] for row in self.run(values)]

    def _begin(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        result: Any = connection.execute(self.statement, values)
        found: Rows = result.all()
        name = connection.dialect.name
        # A statement with somebody's filters is mostly run once: nothing is kept of it.
        self._ways[name] = _Way.of(self.statement, values, result) if name in self._ways else None
        return found


@dataclass(frozen=True, slots=True)
class _Way:
    """How a statement goes to one kind of database, and what its rows are."""

    sql: str
    given: Sequence[tuple[str, Callable[[Any], Any] | None]]
    """The values of each run, and what turns each into what the driver takes."""
    fixed: Mapping[str, Any]
    """What is the same in all runs, as the driver takes it."""
    places: Sequence[str] | None
    """The order of all of them; None where the driver takes names."""
    row: Callable[[Any], "Row[*tuple[Any, ...]]"]

    @classmethod
    def of(
        cls,
        statement: Statement,
        values: Mapping[str, Any],
        result: Any,  # noqa: ANN401 - the result of the first run
    ) -> "_Way":
        written: Any = statement.compile(dialect=result.context.dialect)
        turn = dict(written._bind_processors)  # noqa: SLF001
        everything = written.construct_params(values, escape_names=False)
        sql, places = written.string, written.positiontup
        if written.post_compile_params:
            if not written.post_compile_params.isdisjoint(map(written.binds.get, values)):
                message = "a list of values is another statement for each length; use Among"
                raise TypeError(message)
            lists = written._process_parameters_for_postcompile(everything)  # noqa: SLF001
            sql, places = lists.statement, lists.positiontup
            turn.update(lists.processors)
            everything.update(lists.additional_parameters)
        read = result._metadata  # noqa: SLF001
        return cls(
            sql,
            [(name, turn.get(name)) for name in values],
            {
                name: _turned(value, turn.get(name))
                for name, value in everything.items()
                if name not in values and not isinstance(value, list | tuple)
            },
            places if written.positional else None,
            partial(Row, read, read._effective_processors, read._key_to_index),  # noqa: SLF001
        )

    def go(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        named = {name: _turned(values[name], turn) for name, turn in self.given}
        named.update(self.fixed)
        sql: str = self.sql
        sent: Any = named if self.places is None else [named[name] for name in self.places]
        watched: Any = connection.dispatch
        with closing(connection.connection.cursor()) as cursor:
            for watch in watched.before_cursor_execute:
                sql, sent = watch(connection, cursor, sql, sent, None, 0)
            cursor.execute(sql, sent)
            for watch in watched.after_cursor_execute:
                watch(connection, cursor, sql, sent, None, 0)
            return list(map(self.row, cursor.fetchall()))


def _turned(value: Any, turn: Callable[[Any], Any] | None) -> Any:  # noqa: ANN401 - of any type
    return value if turn is None else turn(value)
