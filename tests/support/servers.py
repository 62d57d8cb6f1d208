"""The PostgreSQL of a test run: found or started, with a database of its own for each process."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import psycopg


@contextlib.contextmanager
def postgresql(suffix: str = "") -> Iterator[str]:
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
        options = " ".join(
            f"-c {one}"
            for one in (
                "listen_addresses=''",
                f"unix_socket_directories='{self.folder}'",
                "max_connections=200",
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "wal_level=minimal",
                "max_wal_senders=0",
                "jit=off",
            )
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
