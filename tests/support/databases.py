"""Starting, filling and emptying the database of a test process."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import psycopg
import pytest
from flask_migrate import upgrade
from sqlalchemy import text

from franchise_portal import Portal, config
from franchise_portal.database import db

_END_WHAT_WAITS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"
)
VACUUM_EVERY = 8
"""Tests, on PostgreSQL."""


@dataclass
class Database:
    """Where the tests write."""

    settings: config.Settings
    kind: str
    is_made: bool = False
    resets: int = 0
    emptied: set[str] = field(default_factory=set)

    def reset(self, app: Portal) -> None:
        """Make the tables the first time; empty them every other time."""
        with app.app_context():
            if not self.is_made:
                upgrade()
                self.is_made = True
            elif self.kind == "postgresql":
                self._empty()
            else:
                self._restore()
            if self.kind == "sqlite":
                self._keep()

    def _empty(self) -> None:
        """Delete what a test has written, past keys and triggers: most tables hold nothing.

        TRUNCATE would make every table and index anew, a tenth of a second each time.
        """
        # As on SQLite: what a test left open cannot disturb the next one.
        db.session.remove()
        db.engine.dispose()
        questions = [
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"
            for table in db.metadata.tables
        ]
        with db.engine.begin() as connection:
            connection.execute(text(_END_WHAT_WAITS))
            filled = connection.scalars(text(" UNION ALL ".join(questions))).all()
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in filled:
                connection.execute(text(f'DELETE FROM "{table}"'))
        self.emptied.update(filled)
        self.resets += 1
        if self.resets % VACUUM_EVERY == 0:
            self._vacuum()

    def _vacuum(self) -> None:
        """Throw away the rows that were deleted; every index leads to them until then."""
        names = ", ".join(f'"{table}"' for table in sorted(self.emptied))
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM {names}"))
        self.emptied.clear()

    @property
    def _file(self) -> Path:
        return Path(self.settings.database_url.removeprefix("sqlite:///"))

    def _keep(self) -> None:
        template = self._file.with_suffix(".template")
        if template.exists():
            return
        with (
            contextlib.closing(sqlite3.connect(self._file)) as source,
            contextlib.closing(sqlite3.connect(template)) as target,
        ):
            source.backup(target)

    def _restore(self) -> None:
        db.session.remove()
        db.engine.dispose()
        # A connection that a test left open keeps the old file, and cannot disturb the new one.
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self._file.with_suffix(".template"), self._file)


@contextlib.contextmanager
def started(kind: str, factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of the asked kind, and the settings that lead to it."""
    folder = factory.mktemp("portal")
    settings = replace(
        config.read({"PORTAL_DATA_DIR": str(folder), "PORTAL_SECRET_KEY": "for tests only"}),
        testing=True,
    )
    if kind == "sqlite":
        yield Database(settings, kind)
        return
    if kind != "postgresql":
        message = f"TEST_DATABASE={kind}: write sqlite or postgresql."
        raise ValueError(message)
    with postgresql(factory) as url:
        yield Database(replace(settings, database_url=url), kind)


@contextlib.contextmanager
def postgresql(factory: pytest.TempPathFactory, suffix: str = "") -> Iterator[str]:
    """A fresh database in the server of this test run, as a `postgresql+psycopg://` URL.

    `TEST_POSTGRESQL` names a running server; without it a private one is started.
    """
    given = os.environ.get("TEST_POSTGRESQL")
    if given:
        with _own_database(given, suffix) as url:
            yield url
        return
    with _shared_server() as server, _own_database(server, suffix) as url:
        yield url


@contextlib.contextmanager
def _shared_server() -> Iterator[str]:
    """The server of this process: the first to ask starts it, and stops it when done."""
    if "url" in _running:
        yield _running["url"]
        return
    # Not in pytest's own folder: another run at the same time closes that to all but its user.
    with (
        tempfile.TemporaryDirectory(prefix="portal-test-") as folder,
        PrivateServer(Path(folder)) as server,
    ):
        _running["url"] = server.url
        yield server.url
        del _running["url"]


_running: dict[str, str] = {}


@contextlib.contextmanager
def _own_database(server: str, suffix: str) -> Iterator[str]:
    name = f"portal_test_{os.getpid()}{suffix}"
    plain = server.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())
    base, _, query = server.partition("?")
    yield f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


class PrivateServer:
    """A PostgreSQL of our own on a socket, without durability: tests do not survive power cuts."""

    def __init__(self, folder: Path) -> None:
        """Keep data and socket in `folder`."""
        self.folder = folder
        self.url = f"postgresql+psycopg://postgres@/postgres?host={folder}"

    def __enter__(self) -> Self:
        """Make a cluster and start it."""
        programs = find_programs()
        user = self._unprivileged_user()
        data = self.folder / "data"
        self._stop = [*user, str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        _run(
            [
                *user,
                str(programs / "initdb"),
                "-D",
                str(data),
                "-U",
                "postgres",
                "--auth=trust",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ]
        )
        options = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off "
            "-c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
        )
        log = str(self.folder / "server.log")
        _run(
            [
                *user,
                str(programs / "pg_ctl"),
                "-D",
                str(data),
                "-w",
                "-l",
                log,
                "-o",
                options,
                "start",
            ]
        )
        return self

    def __exit__(self, *_: object) -> None:
        """Stop at once."""
        _run(self._stop)

    def _unprivileged_user(self) -> list[str]:
        """PostgreSQL refuses to run as root: become somebody else who may write to the folder."""
        if os.geteuid() != 0:
            return []
        for user in ("postgres", "nobody"):
            if subprocess.run(["id", user], capture_output=True, check=False).returncode == 0:
                shutil.chown(self.folder, user)
                for parent in self.folder.parents:
                    if parent.stat().st_uid == 0 and str(parent).startswith("/tmp/"):
                        parent.chmod(parent.stat().st_mode | 0o011)
                return ["runuser", "-u", user, "--"]
        message = "PostgreSQL cannot run as root and there is no user postgres or nobody."
        raise RuntimeError(message)


def find_programs() -> Path:
    """The folder with `initdb` and `pg_ctl`: the newest Debian version, or what is on the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in versions:
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    message = "PostgreSQL is not installed; `make install` installs it."
    raise RuntimeError(message)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode != 0:
        message = f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}"
        raise RuntimeError(message)
