"""The private Valkey: one owner, no port, nothing thrown away, nothing lost when killed."""

import subprocess
import sys
import time
from pathlib import Path

from franchise_portal.jobs.doorbell import connection
from franchise_portal.jobs.valkey import PrivateValkey
from tests.jobs.crew import until


def test_it_listens_on_a_socket_only_and_keeps_everything(tmp_path: Path) -> None:
    with PrivateValkey(tmp_path) as server, connection(server.url) as client:
        settings = client.config_get("*")
        assert settings["port"] == "0"
        assert settings["appendonly"] == "yes"
        assert settings["maxmemory-policy"] == "noeviction"
        assert server.socket.stat().st_mode & 0o077 == 0


def test_the_second_to_start_it_uses_the_first_ones(tmp_path: Path) -> None:
    with PrivateValkey(tmp_path) as server:
        second = PrivateValkey(tmp_path)
        assert second.start() is False
        second.stop()
        assert server.answers()


def test_killed_and_started_again_it_remembers(tmp_path: Path) -> None:
    with PrivateValkey(tmp_path) as server:
        with connection(server.url) as client:
            client.set("kept", "yes")
            time.sleep(0.1)
        server.process.kill()
        server.process.wait()
        assert server.restart_if_ended()
        with connection(server.url) as client:
            assert client.get("kept") == b"yes"


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    script = (
        "import pathlib, os, signal; from franchise_portal.jobs.valkey import PrivateValkey; "
        f"PrivateValkey(pathlib.Path({str(tmp_path)!r})).start(); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    server = PrivateValkey(tmp_path)
    until(lambda: not server.answers())
    with server:
        assert server.answers()


def test_a_deep_data_folder_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    with PrivateValkey(deep) as server:
        assert server.answers()
        assert len(str(server.socket)) <= 107
