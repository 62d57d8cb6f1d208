"""Real workers for tests: what worker.py does, with a rhythm of tenths of a second.

Each crew is a process of its own, forked from one that has loaded the application: to load it anew
each time takes longer than most of what is tested. `test_crew` and the tests of `run` start the
program itself.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Self

from franchise_portal import Portal, features
from tests.support.queue import PrivateQueue

ROOT = Path(__file__).resolve().parents[2]
LOADED = (
    *(f"franchise_portal.{name}.models" for name in features.TABLES),
    *(f"franchise_portal.{name}" for name, *_ in features.BLUEPRINTS),
    *(f"franchise_portal.{name}" for name in features.JOB_MODULES),
    "worker",
    "tests.jobs.bodies",
)
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
        }
        self.words = [
            *("--cold", "--no-calendar", "--nice=0", f"--workers={workers}"),
            *("--load=tests.jobs.bodies", *RHYTHM, *options),
        ]
        self._process: ForkServerProcess | None = None

    def __enter__(self) -> Self:
        loaded = multiprocessing.get_context("forkserver")
        loaded.set_forkserver_preload(list(LOADED))
        self._process = loaded.Process(target=work, args=(self.words, self.environment))
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.join(10)
        if self.process.is_alive():
            for pid in [*descendants(self.pid), self.pid]:
                kill(pid)
            self.process.join()

    @property
    def process(self) -> ForkServerProcess:
        assert self._process
        return self._process

    @property
    def pid(self) -> int:
        assert self.process.pid
        return self.process.pid


def work(words: Sequence[str], environment: Mapping[str, str]) -> None:
    """Be `worker.py` with these options, in this environment."""
    os.environ.clear()
    os.environ.update(environment)
    import worker  # noqa: PLC0415 - only the processes of a crew need it

    worker.main(words)


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
