"""What a page of the portal costs, beside a bare Flask "hello" in the same server process.

    python -m bench.web [--outlets 100000] [--database sqlite] [--database postgresql] [--quick]

gunicorn with one sync worker, as in production, serves both. Requests come one after the other on
connections of their own. CPU time is the worker's own, asked of itself before and after; the time
of a page is what the client waits, so that it holds the database's work too. Hello, small and
large network are asked in turns within one run, and of each the quietest turn counts: what else
the machine does can only add to it. A turn is short, and there are many, so that some find the
machine quiet.
"""

import argparse
import contextlib
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import Figure, table

ROOT = Path(__file__).resolve().parent.parent
ACCOUNT = "/fees/accounts/…"
"""The statement of account of a franchisee with ten years of weekly invoices and payments."""
PAGES = (
    "/network/outlets",
    "/network/franchisees",
    "/network/people",
    "/contracts",
    "/fees/sales",
    "/fees/invoices",
    "/fees/payments",
    "/fees/ledger",
    "/fees/statements",
    "/users",
    "/reports/",
    "/network/territories",
    "/audit",
    ACCOUNT,
)
FEW = 8
"""Outlets of the network whose lists have a few rows instead of fifty."""
SMALL = 1_000
MOST_QUERIES = 8
HELLOS, PAGES_A_TURN = 25, 4
"""Requests of a turn: few, so that both take about as long, and find quiet as often."""


def main() -> int:
    """Print a table for each database; 1 when a figure misses its target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--outlets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=120)
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--folder", type=Path, help="keep the networks here for next time")
    parser.add_argument("--server", default="", help="and those on PostgreSQL on this server")
    parser.add_argument("--quick", action="store_true", help="a small network, few rounds")
    options = parser.parse_args()
    if options.quick:
        options.outlets, options.rounds = min(options.outlets, 3_000), min(options.rounds, 20)
    missed = False
    for kind in options.database or ["sqlite", "postgresql"]:
        figures = measured_on(kind, options)
        title = f"A signed-in list page of 50 rows, on {kind}"
        print(table(title, f"python -m bench.web --database {kind}", figures), flush=True)
        missed = missed or not all(figure.is_met for figure in figures)
    return int(missed)


def measured_on(kind: str, options: argparse.Namespace) -> list[Figure]:
    """All figures on one kind of database."""
    outlets = options.outlets
    with networks(kind, (FEW, SMALL, outlets), options) as (few, small, large):
        return measure(few, small, large, outlets=outlets, rounds=options.rounds)


def measure(
    few: "Served", small: "Served", large: "Served", *, outlets: int, rounds: int
) -> list[Figure]:
    """All figures of the three networks, which are being served."""
    turns = [Round(small, large) for _ in range(rounds)]
    hello = min(turn.hello for turn in turns)
    figures = []
    for path in PAGES:
        cpu = min(turn.cpu[path] for turn in turns)
        near = min(turn.near[path] for turn in turns)
        far = min(turn.far[path] for turn in turns)
        rows, many = few.queries(path), large.queries(path)
        figures += [
            Figure(
                f"`{path}`: CPU of the worker, × hello",
                cpu / hello,
                at_most=12,
                digits=1,
                note=f"{cpu * 1e3:.2f} ms against {hello * 1e3:.2f} ms",
            ),
            Figure(
                f"`{path}`: time with {outlets:,} outlets, × with {SMALL:,}",
                far / near,
                at_most=1.3,
                note=f"{far * 1e3:.1f} ms waited against {near * 1e3:.1f} ms",
            ),
            Figure(
                f"`{path}`: queries for 50 rows",
                many,
                at_most=min(MOST_QUERIES, rows),
                digits=0,
                note=f"{rows} for a few rows",
            ),
        ]
    return figures


class Round:
    """Hello and every page once more.

    First what each costs, on the small network alone: the other server's turn would leave it cold
    memory. Then how long one waits for it, small and large network in turns; the small one's cost
    is looked at there too.
    """

    def __init__(self, small: "Served", large: "Served") -> None:
        """Measure."""
        self.hello = small.cost("/hello/", HELLOS).cpu
        self.cpu = {path: small.cost(path, PAGES_A_TURN).cpu for path in PAGES}
        self.near: dict[str, float] = {}
        self.far: dict[str, float] = {}
        for path in PAGES:
            near = small.cost(path, PAGES_A_TURN)
            self.near[path] = near.wait
            self.cpu[path] = min(self.cpu[path], near.cpu)
            self.far[path] = large.cost(path, PAGES_A_TURN).wait


class Cost:
    """Seconds for one request: of the worker's CPU, and as the client waits (lower quartile)."""

    def __init__(self, cpu: float, wait: float) -> None:
        """Both in seconds."""
        self.cpu = cpu
        self.wait = wait


class Served:
    """A network in a gunicorn of its own, and somebody signed in to it."""

    def __init__(self, port: int) -> None:
        """Sign in, and look at every page a few times."""
        self.port = port
        self.cookie = ""
        self._sign_in()
        self.account = self.get("/hello/account")
        for path in (*PAGES, "/hello/") * 3:
            self.get(path)

    def cost(self, path: str, count: int) -> Cost:
        """Ask for a page so many times."""
        waits = []
        before = int(self.get("/hello/cpu"))
        for _ in range(count):
            start = time.perf_counter()
            self.get(path)
            waits.append(time.perf_counter() - start)
        spent = int(self.get("/hello/cpu")) - before
        return Cost(spent / count / 1e9, statistics.quantiles(waits, n=4)[0])

    def queries(self, path: str) -> int:
        """How many statements a page sends to the database."""
        before = int(self.get("/hello/queries"))
        self.get(path)
        return int(self.get("/hello/queries")) - before

    def get(self, path: str) -> str:
        """Fetch a page as the signed-in person."""
        status, text = self.ask("GET", self.account if path == ACCOUNT else path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
        return text

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        """One request on a connection of its own: status and text."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "Connection": "close"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body=body or None, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        # As a browser does: the session grows once, when the first page puts a token into it.
        self.cookie = (answer.getheader("Set-Cookie") or "").split(";")[0] or self.cookie
        connection.close()
        return answer.status, text

    def _sign_in(self) -> None:
        _, text = self.ask("GET", "/sign-in")
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        form = {
            "csrf_token": found.group(1) if found else "",
            "email": "hanna@demo.test",
            "password": "demo-network",
        }
        status, _ = self.ask("POST", "/sign-in", urlencode(form))
        if status != 303:
            raise SystemExit(f"signing in answered {status}")


@contextlib.contextmanager
def networks(
    kind: str, sizes: tuple[int, ...], options: argparse.Namespace
) -> Iterator[list[Served]]:
    """A network of each size, written by the portal's own command and served."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-web-")))
        server = options.server if kind == "postgresql" else ""
        if options.folder and (server or kind == "sqlite"):
            folder = options.folder.resolve() / kind
        if kind == "postgresql" and not server:
            from bench.postgresql import server as postgresql  # noqa: PLC0415 - only for this

            base = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-pg-"))
            server = stack.enter_context(postgresql(Path(base)))
        served = []
        for place, size in enumerate(sizes):
            settings = {
                "PORTAL_DATA_DIR": str(folder / str(size)),
                "PORTAL_SECRET_KEY": "bench",
                "DATABASE_URL": _database(server, f"outlets_{size}") if server else "",
                "REDIS_URL": "",
            }
            _seed(settings, size)
            served.append(stack.enter_context(_served(settings, 8910 + place)))
        yield served


def _database(server: str, name: str) -> str:
    import psycopg  # noqa: PLC0415 - only for PostgreSQL

    there = contextlib.suppress(psycopg.errors.DuplicateDatabase)
    with there, psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return server.replace("/postgres?", f"/{name}?")


def _seed(settings: dict[str, str], outlets: int) -> None:
    if (Path(settings["PORTAL_DATA_DIR"]) / "demo").is_dir():
        return
    done = subprocess.run(
        [sys.executable, "-m", "franchise_portal.cli", "seed", "demo", "--outlets", str(outlets)],
        env={**os.environ, **settings},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)


@contextlib.contextmanager
def _served(settings: dict[str, str], port: int) -> Iterator[Served]:
    bind = f"127.0.0.1:{port}"
    options = ("--workers=1", "--worker-class=sync", "--worker-tmp-dir=/dev/shm", "--timeout=90")
    options += ("--no-control-socket",)  # several run at once, and all would use the same
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *options, f"--bind={bind}", "bench.web:served()"],
        env={**os.environ, **settings, "PORTAL_BIND": bind},
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        _wait(process, port)
        yield Served(port)
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    raise SystemExit("gunicorn did not start; try it by hand: gunicorn 'bench.web:served()'")


def served() -> Any:  # noqa: ANN401 - a WSGI application
    """What gunicorn serves: the portal, and beside it a bare Flask application."""
    from flask import Flask  # noqa: PLC0415 - in the server's process only
    from sqlalchemy import event  # noqa: PLC0415
    from sqlalchemy.engine import Engine  # noqa: PLC0415
    from werkzeug.middleware.dispatcher import DispatcherMiddleware  # noqa: PLC0415

    from bench.decade import ten_years  # noqa: PLC0415
    from wsgi import app  # noqa: PLC0415 - as production serves it

    hello = Flask("hello")
    sent = [0]

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_: object) -> None:
        sent[0] += 1

    hello.add_url_rule("/", "hello", lambda: "Hello")
    hello.add_url_rule("/cpu", "cpu", lambda: str(time.process_time_ns()))
    hello.add_url_rule("/queries", "queries", lambda: str(sent[0]))
    account = f"/fees/accounts/{ten_years(app)}"
    hello.add_url_rule("/account", "account", lambda: account)
    return DispatcherMiddleware(app, {"/hello": hello})


if __name__ == "__main__":
    raise SystemExit(main())
