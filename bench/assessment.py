"""How fast a month is assessed: the one rule in bulk against an ORM object and commit for each row.

    python -m bench.assessment [--outlets 100000] [--database sqlite] [--database postgresql]
    python -m bench.assessment --year [--outlets 100000] …

Every figure is a ratio of two measurements of the same run. The month is assessed as the portal's
job does it, a transaction for each portion of franchisees; between the portions, in turns, the
baseline charges reports of another month by the same rule, but loads each report and plan as an
object, adds each line as an object and commits it. With `--year` twelve months are assessed, and
after each its charges are written once more the plainest way. Of runs of one size the quickest
counts: what else the machine does can only add to it. Each database is a fresh one with its
durability on. A PostgreSQL of our own is started unless `DATABASE_URL` names one; its database is
made anew and dropped.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench import Figure, table
from bench.months import fill
from bench.plainly import Plainly
from bench.row_by_row import RowByRow, take_away
from franchise_portal import config, create_app
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db, edge
from franchise_portal.fees import services
from franchise_portal.fees.models import Charge, Invoice, JournalEntry, OpenItem, Posting
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.services.assessment import FRANCHISEES_AT_ONCE
from franchise_portal.kit.period import Period

MONTH = Period.parse_month("2026-10")
YEAR = [Period.parse_month(f"2026-{number:02d}") for number in range(1, 11)]
YEAR = [Period.parse_month("2025-11"), Period.parse_month("2025-12"), *YEAR]
APART = Period.parse_month("2025-10")
"""The month of the baseline, so that neither has to do with the other's reports."""
SAMPLE = 600


def main() -> int:
    """Print the figures; each run is a process of its own, for its memory. 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--outlets", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=2, help="runs of each size")
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--year", action="store_true", help="twelve months, against the plainest")
    parser.add_argument("--one", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure_one = measure_year if options.year else measure
        print(json.dumps(inside(options.one, measure_one, options.outlets)))
        return 0
    missed = False
    for kind in options.database or ["sqlite", "postgresql"]:
        figures = _year(kind, options) if options.year else _month(kind, options)
        words = "A year" if options.year else "A month"
        command = f"python -m bench.assessment{' --year' * options.year} --database {kind}"
        title = f"{words} of {options.outlets:,} outlets × 3 fees, on {kind}"
        print(table(title, command, figures), flush=True)
        missed = missed or not all(figure.is_met for figure in figures)
    return int(missed)


def _month(kind: str, options: argparse.Namespace) -> list[Figure]:
    small, large = [], []
    with database(kind) as url:
        for _ in range(options.runs):
            # The small network takes a second, in which much can happen.
            small += [_in_a_process(url, options.outlets // 10) for _ in range(2)]
            large += [_in_a_process(url, options.outlets)]
    quick, long = min(small, key=itemgetter("first")), min(large, key=itemgetter("first"))
    rate, slow = long["lines"] / long["first"], long["baseline"]
    return [
        Figure(
            "in bulk by the one rule, × an object and a commit for each line",
            rate / slow,
            at_least=50,
            digits=1,
            note=f"{rate:,.0f} lines/s against {slow:,.0f}",
        ),
        Figure("again: rows written", max(one["written_again"] for one in large), at_most=0),
        Figure("again: time, × the first time", long["again"] / long["first"], at_most=1, digits=3),
        Figure(
            "ten times the outlets: time, ×",
            long["first"] / quick["first"],
            at_most=11,
            digits=1,
            note=f"{long['first']:.2f} s, {long['rows']:,} rows, against {quick['first']:.2f} s",
        ),
        Figure("ten times the outlets: peak memory, ×", long["memory"] / quick["memory"]),
        Figure("the ledger agrees (1)", min(one["agrees"] for one in large), at_least=1, digits=0),
    ]


def _year(kind: str, options: argparse.Namespace) -> list[Figure]:
    with database(kind) as url:
        one = _in_a_process(url, options.outlets, "--year")
    rate, plain = one["rows"] / one["seconds"], one["plain"]
    return [
        Figure(
            "rows a second through the pure rule, × "
            + ("INSERT … SELECT" if kind == "sqlite" else "COPY"),
            rate / plain,
            at_least=0.3 if kind == "sqlite" else 0.6,
            note=f"{rate:,.0f} against {plain:,.0f}; {one['rows']:,} rows "
            f"of {one['lines']:,} lines in {one['seconds']:.0f} s",
        ),
        Figure("lines alone, the same way", one["lines"] / one["seconds"] / plain),
        Figure("the last month's time, × the first's", one["last"] / one["first"]),
        Figure("peak memory after the year, × after a month", one["memory"], at_most=1.1),
        Figure("the ledger agrees (1)", one["agrees"], at_least=1, digits=0),
    ]


def _in_a_process(url: str, outlets: int, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.assessment", "--one", url, "--outlets", str(outlets)]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def inside(url: str, measured: Any, outlets: int) -> dict[str, Any]:  # noqa: ANN401 - one of ours
    """Measure within an application on a database that is made anew."""
    with tempfile.TemporaryDirectory() as folder:
        settings = config.read({"PORTAL_DATA_DIR": folder, "PORTAL_SECRET_KEY": "bench"})
        app = create_app(replace(settings, database_url=url))
        with app.app_context():
            return dict(measured(outlets))


def measure(outlets: int) -> dict[str, Any]:
    """One month, in turns with the baseline; then the month once more."""
    fill(outlets, [MONTH], apart=APART, sample=SAMPLE)
    baseline = RowByRow(APART)
    at_once = -(-SAMPLE // (1 + outlets // 3 // FRANCHISEES_AT_ONCE))
    first, summary = 0.0, None
    for seconds, done in portions(MONTH):
        first, summary = first + seconds, done
        baseline.charge(at_once)
    baseline.charge_rest()
    memory = _peak()
    take_away()
    rows = _rows()
    again = sum(seconds for seconds, _ in portions(MONTH))
    return {
        "lines": summary.lines if summary else 0,
        "first": first,
        "again": again,
        "rows": rows,
        "written_again": _rows() - rows,
        "baseline": baseline.rate,
        "memory": memory,
        "agrees": check_ledger().agrees,
    }


def measure_year(outlets: int) -> dict[str, Any]:
    """Twelve months, each followed by its charges written the plainest way."""
    fill(outlets, YEAR, apart=APART, sample=0)
    plain = Plainly()
    times, lines, memory = [], 0, []
    for month in YEAR:
        runs = list(portions(month))
        times.append(sum(seconds for seconds, _ in runs))
        lines += runs[-1][1].lines
        memory.append(_peak())
        plain.write(month)
    return {
        "seconds": sum(times),
        "first": times[0],
        "last": times[-1],
        "lines": lines,
        "rows": _rows(),
        "plain": plain.rate,
        "memory": memory[-1] / memory[0],
        "agrees": check_ledger().agrees,
    }


def portions(month: Period) -> Iterator[tuple[float, services.AssessmentSummary]]:
    """Assess a month as the job does; gives the seconds of each step and what was issued so far."""
    start = time.perf_counter()
    with edge():
        run = services.MonthRun(SYSTEM, month=month)
    has_more = True
    while has_more:
        with edge():
            has_more = run.next_portion()
        yield time.perf_counter() - start, run.summary
        start = time.perf_counter()
    with edge():
        run.finish()
    yield time.perf_counter() - start, run.summary


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _rows() -> int:
    models = (Charge, Invoice, OpenItem, JournalEntry, Posting)
    with edge(write=False):
        return sum(
            db.session.execute(select(func.count()).select_from(model)).scalar_one()
            for model in models
        )


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of a database to fill: a file, `DATABASE_URL`, or a server of our own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/bench.sqlite3"
            return
        given = os.environ.get("DATABASE_URL", "")
        if given.startswith("postgresql"):
            yield given
            return
        from bench.postgresql import server  # noqa: PLC0415 - only where it is needed

        with server(Path(folder)) as url:
            yield url


if __name__ == "__main__":
    raise SystemExit(main())
