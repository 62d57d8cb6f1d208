"""Seeing that somebody works the queue while a command waits for its jobs."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path

from rq import Worker

from .. import config
from ..kit import clock
from .doorbell import SERIALIZER, connection
from .processes import die_with_parent
from .valkey import available

ROOT = Path(__file__).resolve().parents[2]
#: A worker that waits for jobs says that it lives every ten seconds.
ALIVE = timedelta(seconds=25)
PATIENCE = 30


@contextlib.contextmanager
def at_work(settings: config.Settings, workers: int = 2) -> Iterator[None]:
    """Within this block a queue answers and workers work it, borrowed or started for the while.

    Raises:
        QueueUnavailable: when the private Valkey does not start.
        RedisError: when the one in `REDIS_URL` does not answer.
    """
    with available(settings):
        if somebody_works(settings):
            yield
            return
        with _started(workers):
            yield


def somebody_works(settings: config.Settings) -> bool:
    """Whether a worker was heard of lately."""
    now = clock.wall()
    with connection(settings.redis_url) as client:
        heard = [worker.last_heartbeat for worker in Worker.all(client, serializer=SERIALIZER)]
    return any(at is not None and now - at.replace(tzinfo=UTC) < ALIVE for at in heard)


@contextlib.contextmanager
def _started(workers: int) -> Iterator[None]:
    process = subprocess.Popen(  # noqa: S603 - our own program
        command("--workers", str(workers), "--no-calendar"),
        start_new_session=True,
        preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509 - it only makes one system call
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def command(*options: str) -> list[str]:
    """How to start the workers."""
    return [sys.executable, str(ROOT / "worker.py"), *options]
