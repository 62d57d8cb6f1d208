"""A portal outlives the restart of its database, without asking before every page."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import event, text

from franchise_portal import Portal, database
from franchise_portal.database import db


@pytest.fixture
def server(app: Portal) -> Iterator[Portal]:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no server")
    yield app
    # Other connections of the pool were ended too, and the next test would be given one.
    db.session.remove()
    db.engine.dispose()


def end_all() -> None:
    """What a restart of the server does to the connections that are open."""
    url = db.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as apart:
        apart.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_connection_that_was_ended_while_idle_is_made_anew(
    server: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.session.scalar(text("SELECT 1"))
    db.session.remove()
    end_all()
    monkeypatch.setattr(database, "IDLE", 0)
    assert db.session.scalar(text("SELECT 1")) == 1


def test_a_connection_in_use_is_not_asked(server: Portal) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        for _ in range(3):
            db.session.scalar(text("SELECT 7"))
            db.session.remove()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert asked == ["SELECT 7"] * 3
