"""How Alembic reaches the portal's database. Run through `franchise-portal db …`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from franchise_portal.database import ExactDecimal, UTCDateTime, db

target = current_app.extensions["migrate"].db.metadata


def render_item(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Write our column types as plain ones: a migration must not change when the code does."""
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, ExactDecimal):
        return 'sa.Numeric(20, 6).with_variant(sa.String(30), "sqlite")'
    return False


@contextmanager
def tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """SQLite changes a constraint by copying the table and dropping the old one.

    With foreign keys on, dropping deletes what refers to it first. They cannot be switched off
    inside a transaction; so they are off for the whole migration, and all are checked at its end.
    """
    driver: Any = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def require_sound(connection: Connection) -> None:
    """Refuse, and so undo, a migration that left a row pointing at nothing."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        message = f"the migration would leave {broken[0]} pointing at nothing in {broken[2]}"
        raise RuntimeError(message)


def run() -> None:
    """Migrate in one transaction, so that a failed migration leaves nothing behind."""
    with db.engine.connect() as connection, tables_may_be_rebuilt(connection):
        context.configure(
            connection=connection,
            target_metadata=target,
            compare_type=False,
            render_item=render_item,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
            require_sound(connection)
        connection.commit()


if context.is_offline_mode():
    message = "The portal migrates a database that it can reach; there is no offline mode."
    raise SystemExit(message)
run()
