"""deploy/backup.py copies what is there while it is in use."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def back_up(data, target, keep=14):
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PORTAL_", "DATABASE_URL", "REDIS_URL", "STORAGE_URL", "MAIL_URL"))
    }
    command = [sys.executable, "deploy/backup.py", "--to", target, "--keep", str(keep)]
    subprocess.run(command, cwd=ROOT, env=environment | {"PORTAL_DATA_DIR": str(data)}, check=True)
    return max(target.glob("2*"))


def portal_data(folder):
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "statement.pdf").write_bytes(b"%PDF-")
    (folder / "valkey.sock").touch()
    database = sqlite3.connect(folder / "portal.sqlite3")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE ledger (amount INTEGER)")
    database.execute("INSERT INTO ledger VALUES (42)")
    database.commit()
    return database


def test_a_copy_holds_what_was_committed_and_not_what_was_not(tmp_path):
    database = portal_data(tmp_path / "data")
    database.execute("INSERT INTO ledger VALUES (99)")

    copy = back_up(tmp_path / "data", tmp_path / "copies")

    restored = sqlite3.connect(copy / "database.sqlite3")
    assert restored.execute("SELECT amount FROM ledger").fetchall() == [(42,)]
    restored.close()
    database.close()
    held = {str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file()}
    assert held == {"database.sqlite3", "data/files/statement.pdf", "data/secret-key"}


def test_a_file_that_has_not_changed_takes_no_room_twice_and_old_copies_go(tmp_path):
    portal_data(tmp_path / "data").close()
    target = tmp_path / "copies"
    first = back_up(tmp_path / "data", target)
    first.rename(target / "2026-01-01T000000Z")
    (target / ".2026-01-02T000000Z").mkdir()  # what a run that lost its power leaves

    second = back_up(tmp_path / "data", target, keep=2)
    file = second / "data" / "files" / "statement.pdf"
    assert file.stat().st_nlink == 2
    assert not list(target.glob(".2*"))

    second.rename(target / "2026-01-03T000000Z")
    last = back_up(tmp_path / "data", target, keep=1)
    assert list(target.iterdir()) == [last]
    assert (last / "data" / "files" / "statement.pdf").read_bytes() == b"%PDF-"
