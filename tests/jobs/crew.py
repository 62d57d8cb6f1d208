"""Real workers for tests: worker.py as a program, with a rhythm of tenths of a second."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from franchise_portal import Portal
from tests.support.queue import PrivateQueue

ROOT = Path(__file__).resolve().parents[2]
RHYTHM = ("--heartbeat=0.2", "--lease=1.5", "--sweep=0.2", "--ring-grace=0.5", "--backoff=0.1,0.2")


class Crew:
    """`worker.py` on the test's database and queue."""

    def __init__(self, app: Portal, queue_url: str, *options: str, workers: int = 1) -> None:
        self.environment = {
            **os.environ,
            "PORTAL_DATA_DIR": str(app.settings.data_dir),
            "PORTAL_SECRET_KEY": app.settings.secret_key,
            "DATABASE_URL": app.settings.database_url,
            "REDIS_URL": queue_url,
            "MAIL_URL": "",
            "STORAGE_URL": "",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "default",
        }
        self.command = [
            *(sys.executable, str(ROOT / "worker.py"), "--cold", "--no-calendar", "--nice=0"),
            *(f"--workers={workers}", "--load=tests.jobs.bodies", *RHYTHM, *options),
        ]
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self.command, env=self.environment, cwd=ROOT)
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            for pid in [*descendants(self.process.pid), self.process.pid]:
                kill(pid)
            self.process.wait()

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid


def descendants(pid: int) -> list[int]:
    """All processes below one, nearest first."""
    found: list[int] = []
    generation = [pid]
    while generation:
        generation = [child for parent in generation for child in _children(parent)]
        found.extend(generation)
    return found


def _children(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in tasks.split()]


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def until(question: Callable[[], object], patience: float = 60) -> None:
    """Wait until something is true; fail when it does not become so."""
    end = time.monotonic() + patience
    while not question():
        assert time.monotonic() < end, "it did not happen in time"
        # Whoever asks more often takes the time from those who shall make it true.
        time.sleep(0.05)


__all__ = ["Crew", "PrivateQueue", "descendants", "kill", "parent_of", "until"]
