"""Starts the parts of a one-machine portal, keeps them up, and stops them together."""

import contextlib
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import click

from .. import config
from ..jobs import crew
from ..jobs.processes import die_with_parent
from ..jobs.valkey import PrivateValkey
from .manners import InTheWay

ROOT = Path(__file__).resolve().parents[2]
OPENING = 60.0
#: How long running jobs may take to end before they are cut off; the next start runs them again.
WARM_STOP = 15.0
COLD_STOP = 10.0
#: A part that ends this often within this many seconds is not started again.
MOST_ENDS, WITHIN = 3, 60.0


@dataclass(slots=True)
class Part:
    """One program of the portal."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    ends: list[float] = field(default_factory=list)

    def start(self, log: IO[bytes] | None) -> None:
        """Start it in a session of its own: the terminal's Ctrl-C is for the supervisor alone.

        What it says goes to `log`, or where the supervisor's own words go.
        """
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509 - it only makes one system call
        )

    @property
    def is_up(self) -> bool:
        """Whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def send(self, number: int) -> None:
        """Send it a signal, if it is there to hear it."""
        if self.is_up and self.process:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, number)

    def ended_too_often(self) -> bool:
        """Note an end; whether it has ended too often lately."""
        now = time.monotonic()
        self.ends = [at for at in self.ends if now - at < WITHIN] + [now]
        return len(self.ends) >= MOST_ENDS


class Supervisor:
    """The parts of one data folder. Use it as a context: leaving it stops everything."""

    def __init__(
        self, settings: config.Settings, *, web: int, workers: int, log: Path | None = None
    ) -> None:
        """`web` and `workers` are numbers of processes; `log` is where their words are kept."""
        self.settings = settings
        self.log = log
        self.stop_signals = 0
        self.valkey = PrivateValkey(settings.data_dir) if settings.owns_valkey else None
        gunicorn = (
            *(sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy/gunicorn.conf.py")),
            *(
                "--pythonpath",
                str(ROOT),
                "--workers",
                str(web),
                "--bind",
                settings.bind,
                "wsgi:app",
            ),
        )
        self.parts = (
            Part("web", gunicorn),
            Part("workers", crew.command("--workers", str(workers), "--calendar")),
        )
        self._lock: IO[str] | None = None
        self._words: IO[bytes] | None = None

    def __enter__(self) -> Self:
        """Be the only one on this data folder and this port."""
        self._lock = _only_one(self.settings.data_dir)
        _check_port(self.settings.bind)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_signal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop everything, the queue last."""
        self.stop()
        for file in (self._words, self._lock):
            if file:
                file.close()

    def start(self) -> None:
        """Start the queue, then the others."""
        self._give_up_if_asked()
        if self.valkey:
            self.valkey.start()
        if self.log:
            self._words = _begun_anew(self.log)
        # They inherit the environment and the folder, so they read the same settings.
        for part in self.parts:
            part.start(self._words)

    def wait_until_open(self) -> bool:
        """Wait until pages are served; False when it was stopped or something ended instead."""
        deadline = time.monotonic() + OPENING
        while time.monotonic() < deadline and not self.stop_signals:
            if not all(part.is_up for part in self.parts):
                return False
            if _answers(f"http://{self.settings.bind}/healthz"):
                return True
            time.sleep(0.1)
        return False

    def watch(self) -> str:
        """Keep the parts up until told to stop.

        Returns:
            Why it stopped by itself; empty when it was told to.
        """
        while not self.stop_signals:
            if self.valkey and self.valkey.restart_if_ended():
                click.echo("The private Valkey ended and was started again.", err=True)
            for part in self.parts:
                if not part.is_up:
                    status = part.process.returncode if part.process else "?"
                    if part.ended_too_often():
                        where = f"Read {self.log}." if self.log else "See above."
                        return f"Stopped: {part.name} keeps ending (status {status}). {where}"
                    click.echo(f"{part.name} ended (status {status}) and starts again.", err=True)
                    part.start(self._words)
            time.sleep(0.2)
        click.echo("Stopping; running jobs may end first. Ctrl-C again stops at once.", err=True)
        return ""

    def stop(self) -> None:
        """Ask all to end, insist, then stop the queue."""
        for patience, number in (
            (WARM_STOP, signal.SIGTERM),
            (COLD_STOP, signal.SIGTERM),
            (1.0, signal.SIGKILL),
        ):
            for part in self.parts:
                part.send(number)
            self._wait(patience)
        if self.valkey:
            self.valkey.stop()

    def _wait(self, patience: float) -> None:
        asked = self.stop_signals
        deadline = time.monotonic() + patience
        while any(part.is_up for part in self.parts) and time.monotonic() < deadline:
            if self.stop_signals > asked:
                return
            time.sleep(0.05)

    def _note_signal(self, _number: int, _frame: Any) -> None:  # noqa: ANN401
        self.stop_signals += 1

    def _give_up_if_asked(self) -> None:
        if self.stop_signals:
            raise InTheWay("Stopped.")


def _begun_anew(log: Path) -> IO[bytes]:
    """The log of this start; that of the one before is kept beside it."""
    with contextlib.suppress(FileNotFoundError):
        log.replace(log.with_name(f"{log.name}.1"))
    return log.open("ab")


def _only_one(data_dir: Path) -> IO[str]:
    lock = (data_dir / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        number = lock.read().strip() or "?"
        lock.close()
        raise InTheWay(
            f"The portal already runs on the data folder {data_dir} (process {number}). "
            "Stop it first, or set PORTAL_DATA_DIR to another folder."
        ) from None
    lock.seek(0)
    lock.truncate()
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _check_port(bind: str) -> None:
    host, _, port = bind.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise InTheWay(
                    f"Port {port} on {host} is in use. Stop what uses it, or set PORTAL_BIND, "
                    f"for example to {host}:{int(port) % 65535 + 1}."
                ) from None
            raise InTheWay(f"PORTAL_BIND: cannot listen on {bind}: {error.strerror}.") from None


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
