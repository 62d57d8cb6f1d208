"""How Alembic reaches the portal's database. Run through `franchise-portal db …`."""

from alembic import context
from flask import current_app

from franchise_portal.database import db

target = current_app.extensions["migrate"].db.metadata


def run() -> None:
    """Migrate in one transaction, so that a failed migration leaves nothing behind."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target,
            compare_type=False,
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
