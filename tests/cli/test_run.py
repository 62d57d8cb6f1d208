"""`franchise-portal run`: everything starts, nothing doubles, everything ends."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from franchise_portal.jobs.valkey import PrivateValkey
from tests.jobs.crew import ROOT, descendants, until

PROGRAM = (
    sys.executable,
    "-m",
    "franchise_portal.cli",
    "run",
    "--no-demo",
    "--workers=1",
    "--web=1",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Run:
    """One start of the portal in a folder of the test."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "PORTAL_DATA_DIR": str(folder),
            "PORTAL_BIND": f"127.0.0.1:{port}",
            "PYTHONPATH": str(ROOT),
        }

    def start(self, stderr: int = subprocess.PIPE) -> subprocess.Popen[str]:
        return subprocess.Popen(
            PROGRAM, env=self.environment, stdout=subprocess.PIPE, stderr=stderr, text=True
        )

    def start_and_end(self) -> tuple[int, str]:
        process = self.start()
        _out, err = process.communicate(timeout=60)
        return process.returncode, err

    def health(self) -> dict[str, object] | None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as page:
                return json.load(page)
        except urllib.error.HTTPError as error:
            return json.load(error)
        except OSError:
            return None


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path / "data", free_port())


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends: what a person reads, and where a program writes."""
    ends = pty.openpty()
    yield ends
    for end in ends:
        os.close(end)


@pytest.fixture
def running(run: Run, terminal: tuple[int, int]) -> Iterator[subprocess.Popen[str]]:
    process = run.start(terminal[1])
    until(lambda: (run.health() or {}).get("status") == "ok" or process.poll() is not None)
    assert process.poll() is None, process.communicate()
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def everything_ended(pids: list[int]) -> bool:
    def lives(pid: int) -> bool:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        return state != "Z"

    return not any(lives(pid) for pid in pids)


def test_it_runs_alone_and_stops_altogether(
    run: Run, running: subprocess.Popen[str], terminal: tuple[int, int]
) -> None:
    status, words = run.start_and_end()
    assert status == 1
    assert (
        f"The portal already runs on the data folder {run.folder} (process {running.pid})." in words
    )
    elsewhere = Run(run.folder.with_name("elsewhere"), run.port)
    status, words = elsewhere.start_and_end()
    assert status == 1
    assert f"Port {run.port} on 127.0.0.1 is in use." in words
    pids = descendants(running.pid)
    assert len(pids) >= 5
    with urllib.request.urlopen(f"http://127.0.0.1:{run.port}/", timeout=20) as page:
        assert page.status == 200
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=60)
    said = os.read(terminal[0], 4096).decode()
    assert running.returncode == 0
    assert f"The portal is open at http://127.0.0.1:{run.port}" in out
    assert "The data is kept." in out
    # On a terminal the welcome stays where it is: the log has a file of its own.
    log = run.folder / "portal.log"
    assert f"What happens is written to {log}" in out
    assert "Stopping;" in said
    assert "franchise_portal.request" in log.read_text()
    assert "franchise_portal.request" not in said
    assert everything_ended(pids)
    assert (run.folder / "portal.sqlite3").exists()
    assert not PrivateValkey(run.folder).answers()


def test_what_ends_is_started_again_and_nothing_outlives_a_kill(
    run: Run, running: subprocess.Popen[str]
) -> None:
    for pid in descendants(running.pid)[:3]:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(descendants(running.pid)) >= 5)
    until(lambda: (run.health() or {}).get("status") == "ok")
    pids = descendants(running.pid)
    running.kill()
    running.wait()
    until(lambda: everything_ended(pids))
