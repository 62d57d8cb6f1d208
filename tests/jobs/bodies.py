"""Jobs for the tests of the machinery. Each leaves its marks in a folder, one file a mark."""

import os
import time
from pathlib import Path
from uuid import uuid4

from franchise_portal.jobs import Progress, job
from franchise_portal.kit.errors import DomainError


def leave(folder: str, mark: str) -> None:
    """A file for each time something happened."""
    name = uuid4().hex
    path = Path(folder) / f"being-written.{name}"
    path.write_text(str(os.getpid()))
    path.rename(path.with_name(f"{mark}.{name}"))


def marks(folder: Path, mark: str) -> list[Path]:
    """The files of one mark."""
    return sorted(folder.glob(f"{mark}.*"))


@job("test.mark")
def mark(*, folder: str, name: str) -> None:
    leave(folder, name)


@job("test.linger", timeout=60)
def linger(*, folder: str, name: str) -> None:
    """Say that it began, wait until told to end, say that it ended."""
    leave(folder, f"{name}-began")
    while not (Path(folder) / f"{name}-may-end").exists():
        time.sleep(0.02)
    leave(folder, f"{name}-ended")


@job("test.fail", retries=2)
def fail(*, folder: str, times: int) -> None:
    """Fail so many times, then succeed."""
    leave(folder, "tried")
    if len(marks(Path(folder), "tried")) <= times:
        raise OSError("the printer of somebody@example.com is on fire")
    leave(folder, "worked")


def note_failure(*, folder: str, reason: str) -> None:
    leave(folder, "told")
    (Path(folder) / "reason").write_text(reason)


@job("test.refuse", when_failed=note_failure)
def refuse(*, folder: str) -> None:
    leave(folder, "tried")
    raise DomainError("The month is closed.")


@job("test.oversleep", timeout=1, retries=0)
def oversleep() -> None:
    time.sleep(20)


@job("test.die", retries=0)
def die(*, folder: str) -> None:
    """Take the process down, once."""
    leave(folder, "tried")
    if len(marks(Path(folder), "tried")) == 1:
        os._exit(9)
    leave(folder, "worked")


@job("test.count", queue="bulk")
def count(*, upto: int, progress: Progress) -> None:
    for number in range(upto):
        progress(number + 1, upto, f"number {number + 1}")
