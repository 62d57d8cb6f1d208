"""The database of a test process: its tables are made once, and its rows set back for each test."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, Self

import psycopg
import pytest
from flask_migrate import upgrade
from sqlalchemy import event
from sqlalchemy.engine import Engine

from franchise_portal import Portal, config
from franchise_portal.database import db
from tests.support import servers

EMPTY = "empty"
VACUUM_EVERY = 8
"""Tests, on PostgreSQL."""


class Shelf(Protocol):
    """Keeps all rows under a name, and puts them back."""

    def keep(self, state: str) -> None:
        """Remember every row as it is."""

    def put_back(self, state: str) -> None:
        """Have the rows that were kept, and no others."""


@dataclass
class Database:
    """Where the tests write."""

    settings: config.Settings
    kind: str
    shelf: Shelf
    kept: set[str] = field(default_factory=set)

    def reset(self, app: Portal, state: str = EMPTY) -> None:
        """Make the tables the first time; have no rows in them, or those of a kept state."""
        with app.app_context():
            if EMPTY not in self.kept:
                upgrade()
                self.keep(app, EMPTY)
            self._let_go()
            self.shelf.put_back(state)

    def keep(self, app: Portal, state: str) -> None:
        """Keep what has been committed until now, for later resets to this state."""
        with app.app_context():
            self._let_go()
            self.shelf.keep(state)
        self.kept.add(state)

    def once(self, app: Portal, state: str, make: Callable[[], object]) -> None:
        """Stand at a state that `make` makes and commits for the first who asks in this process."""
        if state in self.kept:
            self.reset(app, state)
        else:
            make()
            self.keep(app, state)

    def _let_go(self) -> None:
        """What a test left open shall not disturb the next one.

        On PostgreSQL a connection that was given back is used again, for it knows the tables.
        """
        db.session.remove()
        if self.kind == "sqlite" or db.engine.pool.checkedout():  # type: ignore[attr-defined]
            db.engine.dispose()


class Files:
    """SQLite: a copy of the file for each state."""

    def __init__(self, url: str) -> None:
        """`url` is what the settings say."""
        self.file = Path(url.removeprefix("sqlite:///"))

    def keep(self, state: str) -> None:
        """Copy the file."""
        with (
            contextlib.closing(sqlite3.connect(self.file)) as source,
            contextlib.closing(sqlite3.connect(self._copy(state))) as target,
        ):
            source.backup(target)

    def put_back(self, state: str) -> None:
        """Put the copy in its place."""
        # A connection that a test left open keeps the old file, and cannot disturb the new one.
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self._copy(state), self.file)

    def _copy(self, state: str) -> Path:
        return self.file.with_suffix(f".{state}")


class Schemas:
    """PostgreSQL: a schema for each state, which holds the tables that have rows in it.

    To delete and insert what is there is a matter of milliseconds, since most tables hold nothing.
    TRUNCATE, or a database made anew, would make hundreds of files.
    """

    def __init__(self, url: str) -> None:
        """`url` leads to the database of this process."""
        self.url = url.replace("+psycopg", "")
        self.tables: dict[str, list[str]] = {}
        self.times = 0
        self._connection: psycopg.Connection[Any] | None = None

    def __enter__(self) -> Self:
        """Connect when first asked."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the server."""
        if self._connection is not None:
            self._connection.close()

    def keep(self, state: str) -> None:
        """Copy each table that holds something."""
        self.tables[state] = self._written()
        self._do(
            f'DROP SCHEMA IF EXISTS "{state}" CASCADE',
            f'CREATE SCHEMA "{state}"',
            *(
                f'CREATE TABLE "{state}"."{one}" AS TABLE public."{one}"'
                for one in self.tables[state]
            ),
        )

    def put_back(self, state: str) -> None:
        """Delete what was written and write what was kept, past keys and triggers."""
        written = self._written()
        self._do(_END_WHAT_WAITS)
        self._do(
            "BEGIN",
            "SET LOCAL session_replication_role = replica",
            *(f'DELETE FROM public."{one}"' for one in written),
            *(f'INSERT INTO public."{one}" TABLE "{state}"."{one}"' for one in self.tables[state]),
            "COMMIT",
        )
        self.times += 1
        if self.times % VACUUM_EVERY == 0 and written:
            # The rows that were deleted: every index leads to them until then.
            self._do("VACUUM " + ", ".join(f'public."{one}"' for one in written))

    def _written(self) -> list[str]:
        """The tables in which anything stands, or has stood since they were last vacuumed."""
        return [row[0] for row in self._do(_TABLES_IN_USE).fetchall()]

    def _do(self, *statements: str) -> psycopg.Cursor[Any]:
        script = "; ".join(statements).encode()
        try:
            return self._open().execute(script)
        except psycopg.OperationalError:
            # A test may have ended all connections there were.
            self.__exit__()
            return self._open().execute(script)

    def _open(self) -> psycopg.Connection[Any]:
        if self._connection is None or self._connection.closed:
            # Several statements in one message cannot be prepared.
            self._connection = psycopg.connect(self.url, autocommit=True, prepare_threshold=None)
        return self._connection


_END_WHAT_WAITS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"
)
_TABLES_IN_USE = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
    "AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0 ORDER BY relname"
)


@contextlib.contextmanager
def started(kind: str, factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of the asked kind, and the settings that lead to it."""
    folder = factory.mktemp("portal")
    settings = replace(
        config.read({"PORTAL_DATA_DIR": str(folder), "PORTAL_SECRET_KEY": "for tests only"}),
        testing=True,
    )
    if kind == "sqlite":
        with _without_durability():
            yield Database(settings, kind, Files(settings.database_url))
        return
    if kind != "postgresql":
        message = f"TEST_DATABASE={kind}: write sqlite or postgresql."
        raise ValueError(message)
    with servers.postgresql() as url, Schemas(url) as shelf:
        yield Database(replace(settings, database_url=url), kind, shelf)


@contextlib.contextmanager
def _without_durability() -> Iterator[None]:
    """Tests do not survive power cuts: nobody waits for the disk at each commit."""

    def prepare(connection: Any, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous=OFF")

    event.listen(Engine, "connect", prepare)
    try:
        yield
    finally:
        event.remove(Engine, "connect", prepare)
