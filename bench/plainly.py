"""The fastest way to write charges: rows that are there already, copied by the database alone."""

import tempfile
import time
from contextlib import ExitStack
from typing import Any

from franchise_portal.database import db
from franchise_portal.kit.period import Period

MEMORY = "/dev/shm"
"""Where the rows lie ready: in memory, but not in this process, whose own memory is measured."""
BLOCK = 1 << 20


class Plainly:
    """A table like `charges` (keys, indexes, the same durability), filled month by month.

    INSERT … SELECT on SQLite; COPY of rows laid ready in memory on PostgreSQL.
    """

    def __init__(self) -> None:
        """Make the table."""
        self.seconds = 0.0
        self.rows = 0
        self._is_sqlite = db.engine.dialect.name == "sqlite"
        with db.engine.begin() as connection:
            if self._is_sqlite:
                _twin_on_sqlite(connection)
            else:
                _twin_on_postgresql(connection)

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds

    def write(self, month: Period) -> None:
        """Write a month's charges once more."""
        if self._is_sqlite:
            self._insert(month)
        else:
            self._copy(month)

    def _insert(self, month: Period) -> None:
        start = time.perf_counter()
        with db.engine.begin() as connection:
            done = connection.exec_driver_sql(
                "INSERT INTO plain_charges SELECT * FROM charges WHERE month = ?", (month.text,)
            )
        self.seconds += time.perf_counter() - start
        self.rows += done.rowcount

    def _copy(self, month: Period) -> None:
        with ExitStack() as stack, db.engine.begin() as connection:
            driver: Any = connection.connection.driver_connection
            ready = stack.enter_context(tempfile.TemporaryFile(dir=MEMORY))
            select = f"SELECT * FROM charges WHERE month = '{month.text}'"
            with driver.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT") as copy:
                for block in copy:
                    ready.write(block)
            ready.seek(0)
            start = time.perf_counter()
            with driver.cursor() as cursor:
                with cursor.copy("COPY plain_charges FROM STDIN") as copy:
                    while block := ready.read(BLOCK):
                        copy.write(block)
                self.rows += cursor.rowcount
        self.seconds += time.perf_counter() - start


def _twin_on_sqlite(connection: Any) -> None:  # noqa: ANN401 - either kind of connection
    made = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'charges' AND sql IS NOT NULL"
    ).scalars()
    for sql in list(made):
        connection.exec_driver_sql(
            sql.replace("charges_no_", "plain_charges_no_")
            .replace("ix_charges", "ix_plain_charges")
            .replace("TABLE charges", "TABLE plain_charges")
            .replace("ON charges", "ON plain_charges")
        )


def _twin_on_postgresql(connection: Any) -> None:  # noqa: ANN401
    connection.exec_driver_sql("CREATE TABLE plain_charges (LIKE charges INCLUDING ALL)")
    keys = connection.exec_driver_sql(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = 'charges'::regclass AND contype = 'f'"
    ).all()
    for name, definition in keys:
        connection.exec_driver_sql(
            f"ALTER TABLE plain_charges ADD CONSTRAINT plain_{name} {definition}"
        )
