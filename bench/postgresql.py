"""A PostgreSQL of our own on a socket, with the durability that it has by default."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from franchise_portal.database import db


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Make a cluster in a folder, start it, give its URL, and stop it."""
    programs = _programs()
    user = _somebody(folder)
    data = folder / "data"
    control = [*user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    manner = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    _run([*user, str(programs / "initdb"), "-D", str(data), *manner])
    options = (
        f"-c listen_addresses='' -c unix_socket_directories='{folder}' "
        "-c shared_buffers=256MB -c max_wal_size=4GB"
    )
    _run([*control, "-l", str(folder / "server.log"), "-o", options, "start"])
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        _run([*control, "-m", "fast", "stop"])


def tidy(order: str) -> None:
    """Let the portal's database look after itself, which it does outside of a transaction only."""
    with db.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute(order)


def _programs() -> Path:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found is None:
        raise SystemExit("PostgreSQL is not installed; `make install` installs it.")
    return Path(found).resolve().parent


def _somebody(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: become somebody else who may write to the folder."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    folder.chmod(0o755)
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
