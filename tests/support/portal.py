"""A whole portal in processes of its own, as `make run` starts it, and a real browser for it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).parent / "franchise-portal"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 240
"""Seconds within which a first start, with the demo network to write, has to answer."""


class RunningPortal:
    """`franchise-portal run` on a free port with a data folder of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        """Keep everything in `folder`; `environment` adds settings such as DEMO."""
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "PORTAL_DATA_DIR": str(folder),
            "PORTAL_BIND": f"127.0.0.1:{self.port}",
            **environment,
        }
        for name in ("DATABASE_URL", "REDIS_URL", "PORTAL_BASE_URL"):
            self.environment.setdefault(name, "")

    def __enter__(self) -> Self:
        """Start it and wait until it is healthy."""
        self.log = (self.folder / "run.log").open("ab")
        self.process = subprocess.Popen(
            [str(COMMAND), "run"],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it the way Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.log.close()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command on the same data."""
        return subprocess.run(
            [str(COMMAND), *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def said(self) -> str:
        """What it has printed so far."""
        return (self.folder / "run.log").read_text(errors="replace")

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                message = f"the portal stopped by itself:\n{self.said()[-4000:]}"
                raise RuntimeError(message)
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        message = f"the portal was not healthy after {PATIENCE} s:\n{self.said()[-4000:]}"
        raise RuntimeError(message)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium driven by Playwright."""
    program = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if program is None:
        message = "Chromium is not installed; `make install` installs it."
        raise RuntimeError(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()
