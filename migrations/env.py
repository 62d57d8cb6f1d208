"""How Alembic reaches the portal's database. Run through `franchise-portal db …`."""

from typing import Literal

from alembic import context
from flask import current_app

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


def run() -> None:
    """Migrate in one transaction, so that a failed migration leaves nothing behind."""
    with db.engine.connect() as connection:
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
        connection.commit()


if context.is_offline_mode():
    message = "The portal migrates a database that it can reach; there is no offline mode."
    raise SystemExit(message)
run()
