"""The migrations make the tables that the models describe, forwards and backwards."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from franchise_portal import Portal, create_app
from franchise_portal.database import db
from tests.support import databases, servers

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@pytest.fixture
def empty(database: databases.Database, tmp_path: Path) -> Iterator[Portal]:
    """An application on a database without any table."""
    if database.kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        yield from _application(replace(database.settings, database_url=url))
        return
    with servers.postgresql(suffix="_empty") as url:
        yield from _application(replace(database.settings, database_url=url))


def _application(settings: object) -> Iterator[Portal]:
    app = create_app(settings)  # type: ignore[arg-type]
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def triggers() -> set[str]:
    if db.engine.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with db.engine.connect() as connection:
        return set(connection.execute(text(query)).scalars())


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_upgrade_downgrade_upgrade(empty: Portal) -> None:
    upgrade()
    first = tables(), triggers()
    assert first[0] == set(db.metadata.tables)
    downgrade(revision="base")
    assert (tables(), triggers()) == (set(), set())
    upgrade()
    assert (tables(), triggers()) == first


def test_the_models_are_what_the_migrations_make(app: Portal) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, db.metadata)
    assert differences == []


def test_the_migrations_make_the_same_triggers_as_the_models(app: Portal, empty: Portal) -> None:
    with app.app_context():
        migrated = triggers()
    db.create_all()
    assert triggers() == migrated
