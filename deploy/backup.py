"""Copies the database and the data folder while the portal runs, and proves that the copy reads.

    python deploy/backup.py --to /var/backups/franchise-portal --keep 14

Each run makes one folder named by the moment (UTC):

    2026-11-02T024000Z/
      database.sqlite3 or database.dump    a consistent copy from one instant
      data/                                stored files, secret key, kept mails

The database comes first: files are never changed once stored, so the files copied later hold all
that the copied database speaks of. A file that has not changed since the last copy is a hard link
to it and takes no room. Files in an S3-compatible store are not copied here; see docs/deploy.md.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy.engine import URL, make_url  # noqa: E402

from franchise_portal import config  # noqa: E402 - found through the line above

#: What stands in the data folder but can be made again, or is copied in another way.
LEFT_OUT = ("portal.sqlite3", "valkey", "appendonly", "dump.rdb")


def main() -> None:
    """Make one copy, then remove the oldest beyond those to keep."""
    parser = argparse.ArgumentParser(description="Back up the portal's database and files.")
    parser.add_argument("--to", type=Path, required=True, help="folder of the backups")
    parser.add_argument("--keep", type=int, default=14, help="how many to keep (14)")
    wanted = parser.parse_args()
    target = back_up(config.read(), wanted.to)
    removed = prune(wanted.to, keep=max(wanted.keep, 1))
    print(f"Wrote {target}; removed {removed} older.")


def back_up(settings: config.Settings, folder: Path) -> Path:
    """Write one copy and return its folder; a copy that failed half-way leaves none."""
    folder.mkdir(parents=True, exist_ok=True)
    last = max(finished(folder), default=None)
    name = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    partial = folder / f".{name}"
    partial.mkdir(mode=0o700)
    try:
        copy_database(make_url(settings.database_url), partial)
        copy_files(settings.data_dir, partial / "data", last and last / "data")
    except BaseException:
        shutil.rmtree(partial)
        raise
    return partial.rename(folder / name)


def copy_database(url: URL, folder: Path) -> None:
    """Copy the database by its own means.

    Raises:
        SystemExit: when the copy does not read back.
    """
    if url.get_backend_name() == "sqlite":
        copy_sqlite(Path(url.database or ""), folder / "database.sqlite3")
    else:
        dump_postgresql(url, folder / "database.dump")


def copy_sqlite(source: Path, target: Path) -> None:
    """Use SQLite's online backup: writers go on, the copy is of one instant."""
    reading = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    writing = sqlite3.connect(target)
    try:
        reading.backup(writing)
        (answer,) = writing.execute("PRAGMA integrity_check").fetchone()
    finally:
        writing.close()
        reading.close()
    if answer != "ok":
        sys.exit(f"The copy of {source} is damaged: {answer}.")


def dump_postgresql(url: URL, target: Path) -> None:
    """Use pg_dump, which reads one snapshot; then read its list of contents back."""
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    # The password goes by the environment: arguments can be read by everybody on the machine.
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    dump = ["pg_dump", "--format=custom", f"--file={target}", f"--dbname={plain}"]
    if subprocess.run(dump, env=environment, check=False).returncode:
        sys.exit("pg_dump could not copy the database; its message stands above.")
    check = ["pg_restore", "--list", str(target)]
    if subprocess.run(check, stdout=subprocess.DEVNULL, check=False).returncode:
        sys.exit(f"pg_restore cannot read {target}.")


def copy_files(source: Path, target: Path, last: Path | None) -> None:
    """Copy all regular files, as hard links where the last copy has the same."""
    target.mkdir()
    for path in files(source):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        before = last and last / path.relative_to(source)
        if before and before.is_file() and same(before, path):
            os.link(before, place)
        else:
            shutil.copy2(path, place)


def files(folder: Path) -> Iterator[Path]:
    """Yield the files to copy, links and sockets left out."""
    for entry in sorted(folder.iterdir()):
        if entry.is_symlink() or entry.name.startswith(LEFT_OUT):
            continue
        if entry.is_dir():
            yield from (path for path in sorted(entry.rglob("*")) if path.is_file())
        elif entry.is_file():
            yield entry


def same(one: Path, other: Path) -> bool:
    """Tell by size and time of change whether two files are the same."""
    first, second = one.stat(), other.stat()
    return (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)


def finished(folder: Path) -> list[Path]:
    """Return the copies in a folder that were finished, the oldest first."""
    return sorted(path for path in folder.glob("????-??-??T??????Z") if path.is_dir())


def prune(folder: Path, *, keep: int) -> int:
    """Remove the oldest copies beyond `keep`, and what a broken run left; return how many."""
    old = [*finished(folder)[:-keep], *folder.glob(".????-??-??T??????Z")]
    for path in old:
        shutil.rmtree(path)
    return len(old)


if __name__ == "__main__":
    main()
