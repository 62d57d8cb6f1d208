"""Whether the database has the form that this version needs, and giving it that form."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import flask_migrate
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from .database import db, edge
from .kit.errors import DomainError


class State(StrEnum):
    """How the database stands to the code."""

    EMPTY = "empty"
    OLD = "older than this version"
    NEW = "newer than this version"
    CURRENT = "up to date"


class WrongForm(DomainError):
    """The database does not fit the code."""


def state_of(app: Flask) -> State:
    """Look at the database. Needs an application context."""
    with db.engine.connect() as connection:
        is_empty = not inspect(connection).get_table_names()
        found = set(MigrationContext.configure(connection).get_current_heads())
    if is_empty:
        return State.EMPTY
    script = _script(app)
    if found == set(script.get_heads()):
        return State.CURRENT
    known = {revision.revision for revision in script.walk_revisions()}
    return State.OLD if found <= known else State.NEW


def bring_up_to_date(app: Flask) -> None:
    """Make the tables of an empty database.

    Raises:
        WrongForm: when the database is older or newer than the code.
    """
    state = state_of(app)
    if state == State.EMPTY:
        upgrade(app)
    elif state == State.OLD:
        raise WrongForm(
            "The database is older than this version of the portal. "
            "Take a backup, then run: franchise-portal db upgrade"
        )
    elif state == State.NEW:
        raise WrongForm(
            "The database was made by a newer version of the portal. Install that version."
        )


def upgrade(app: Flask) -> None:
    """Bring the tables into today's form; one process at a time.

    Raises:
        WrongForm: when the database is newer than the code.
    """
    with _alone(app):
        if state_of(app) == State.NEW:
            bring_up_to_date(app)
        logging.getLogger("alembic").setLevel(logging.WARNING)
        with edge():
            flask_migrate.upgrade(directory=_folder(app))
        db.session.remove()


def _script(app: Flask) -> ScriptDirectory:
    return ScriptDirectory(_folder(app))


def _folder(app: Flask) -> str:
    return str(app.extensions["migrate"].directory)


@contextmanager
def _alone(app: Flask) -> Iterator[None]:
    """Two commands started together on an empty database must not both make its tables."""
    folder = Path(app.settings.data_dir)  # type: ignore[attr-defined] # our own application class
    with (folder / "upgrade.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
