"""The daily clock over many contracts: the sweep against a bare indexed query of the same rows.

    python -m bench.clocks [--contracts 100000] [--rounds 7] [--database sqlite]

Every contract has eight open duties. The sweep finds those that the clock has to look at today and
promises the work; its baseline fetches the same rows from the same index, with a single column.
Both are measured in turns in one run, and the quietest turn of each counts. The hardest day comes
first: every contract has a duty due. Then a usual day, and a day whose work is done already.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from bench import Figure, table
from bench.assessment import database
from bench.postgresql import tidy
from franchise_portal import config, create_app
from franchise_portal.access.roles import Side
from franchise_portal.contracts import clock_jobs
from franchise_portal.contracts.enums import DueRule, DutyKind, DutySource, DutyStatus, LadderStep
from franchise_portal.contracts.models import Contract, Dispatch, Duty, Obligation
from franchise_portal.contracts.queries import clocks as queries
from franchise_portal.contracts.services import clocks
from franchise_portal.database import db, edge
from franchise_portal.jobs import Job, Progress
from franchise_portal.kit import clock
from franchise_portal.kit.ids import new_id
from franchise_portal.mail import Message
from franchise_portal.network.models import Brand, Franchisee, Network
from franchise_portal.rows import insert_rows, insert_values

TODAY = date(2026, 11, 2)
DUTIES_EACH = 8
CONTRACTS_EACH = 3
PART = 20_000
TARGET = 1.3


def main() -> int:
    """Print the figures of each database; exit 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--contracts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--one", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.contracts, options.rounds)))
        return 0
    missed = False
    for kind in options.database or ["sqlite", "postgresql"]:
        with database(kind) as url:
            found = _in_a_process(url, options)
        figures = figures_of(found)
        print(table(f"The clock over {found['contracts']:,} contracts, {kind}", COMMAND, figures))
        missed = missed or not all(figure.is_met for figure in figures)
    return 1 if missed else 0


COMMAND = "python -m bench.clocks"


def figures_of(found: dict[str, Any]) -> list[Figure]:
    """What was measured, beside what it is to reach."""

    def small(what: str, day: str) -> Figure:
        """Mostly the commit of the promise, which a query does not have: no ratio says anything."""
        seen = found[day]
        note = f"{seen['rows']:,} rows, {seen['portions']} portions; query {seen['query']:.3f} s"
        return Figure(what, seen["sweep"] * 1000, digits=0, note=note)

    hardest = found["hardest"]

    return [
        Figure(
            "every contract has something due: sweep ÷ query",
            hardest["sweep"] / hardest["query"],
            at_most=TARGET,
            note=f"{hardest['rows']:,} rows: {hardest['sweep'] * 1000:.0f} ms against "
            f"{hardest['query'] * 1000:.0f} ms, {hardest['portions']} portions promised",
        ),
        small("usual day, the whole sweep, ms", "usual"),
        small("run again, the whole sweep, ms", "again"),
        Figure("said twice by two runs", found["said_again"], at_most=0, digits=0),
        Figure("mailed twice by two runs", found["mailed_again"], at_most=0, digits=0),
        Figure(
            "speaking and mailing a usual day, s",
            found["work"],
            note=f"{found['said']:,} things said in {found['mails']:,} mails, by one worker",
        ),
    ]


def _in_a_process(url: str, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.clocks", "--one", url]
    command += ["--contracts", str(options.contracts), "--rounds", str(options.rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(url: str, contracts: int, rounds: int) -> dict[str, Any]:
    """Fill a fresh database and let the clock go through it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = config.read({"PORTAL_DATA_DIR": folder, "PORTAL_SECRET_KEY": "bench"})
        app = create_app(replace(settings, database_url=url))
        with app.app_context():
            _fill(contracts)
            found: dict[str, Any] = {"contracts": contracts}
            found["hardest"] = _compare(rounds)
            _make_usual()
            found["usual"] = _compare(rounds)
            found |= _work()
            found["again"] = _compare(rounds)
            found |= _again(found)
            return found


def _compare(rounds: int) -> dict[str, Any]:
    """The quietest turn of each, measured one after the other; what is promised is taken back."""
    sweeps, bare = [], []
    rows = portions = 0
    for _round in range(rounds):
        seconds, portions = _timed(_sweep)
        sweeps.append(seconds)
        _forget_promises()
        seconds, rows = _timed(_bare_query)
        bare.append(seconds)
    return {"sweep": min(sweeps), "query": min(bare), "rows": rows, "portions": portions}


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def _sweep() -> int:
    with edge():
        return clocks.sweep(on=TODAY)


def _bare_query() -> int:
    """Whose duties they are, of the same rows, from the same index alone: it reads no table."""
    with edge(write=False):
        rows = db.session.execute(
            select(Duty.franchisee_id).where(Duty.next_on <= TODAY, Duty.franchisee_id.is_not(None))
        ).all()
    return len(rows)


def _forget_promises() -> None:
    with edge():
        db.session.query(Job).filter(Job.name == clocks.WORK).delete()


def _make_usual() -> None:
    """One contract in thirty has something due today; the others' days are still to come."""
    later = TODAY + timedelta(days=40)
    with edge():
        numbered = (
            select(Duty.id, func.row_number().over(order_by=Duty.id).label("place"))
            .where(Duty.next_on <= TODAY)
            .subquery()
        )
        keep = select(numbered.c.id).where(numbered.c.place % 30 == 0)
        db.session.execute(
            update(Duty)
            .where(Duty.next_on <= TODAY, Duty.id.not_in(keep))
            .values(next_on=later, act_by=later + timedelta(days=7))
            .execution_options(synchronize_session=False)
        )
    _analyze()


def _work() -> dict[str, Any]:
    """One worker does what a usual day's sweep promised."""
    with edge(write=False):
        found = queries.portions(TODAY)
    start = time.perf_counter()
    for portion in found:
        clock_jobs.work_clocks(
            first=str(portion.first), last=str(portion.last), progress=Progress()
        )
    seconds = time.perf_counter() - start
    return {"work": seconds, "said": _count(Dispatch), "mails": _count(Message)}


def _again(found: dict[str, Any]) -> dict[str, int]:
    """The same day once more, and what was left in no mail."""
    with edge(write=False):
        portions = [*queries.portions(TODAY), *queries.leftover_portions()]
    for portion in portions:
        clock_jobs.work_clocks(
            first=str(portion.first), last=str(portion.last), progress=Progress()
        )
    return {
        "said_again": _count(Dispatch) - found["said"],
        "mailed_again": _count(Message) - found["mails"],
    }


def _count(model: type[Dispatch] | type[Message]) -> int:
    with edge(write=False):
        return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def _fill(contracts: int) -> None:
    db.drop_all()
    db.create_all()
    clock.set_network(zone="UTC", stands_on=TODAY)
    with edge():
        brand = Brand(id=new_id(), code="B", name="Brand")
        db.session.add_all([Network(name="Bench", currency="EUR"), brand])
        db.session.flush()
        for start in range(0, contracts, PART):
            _fill_part(brand.id, range(start, min(start + PART, contracts)))
    _analyze()


def _fill_part(brand_id: UUID, places: range) -> None:
    owners: list[dict[str, Any]] = []
    contracts: list[dict[str, Any]] = []
    obligations: list[dict[str, Any]] = []
    duties: list[tuple[Any, ...]] = []
    for place in places:
        if place % CONTRACTS_EACH == 0 or not owners:
            code = f"F-{place:07d}"
            owners.append(
                {"id": new_id(), "code": code, "name": code, "email": f"{code}@bench.test"}
            )
        owner_id = owners[-1]["id"]
        contract_id = new_id()
        contracts.append(
            {
                "id": contract_id,
                "number": f"CT-{place:07d}",
                "franchisee_id": owner_id,
                "brand_id": brand_id,
                "starts_on": date(2024, 1, 1),
                "ends_on": date(2030, 12, 31),
            }
        )
        for number in range(DUTIES_EACH):
            obligation, duty = _duty(contract_id, owner_id, place, number)
            obligations.append(obligation)
            duties.append(duty)
    insert_values(Franchisee, owners)
    insert_values(Contract, contracts)
    insert_values(Obligation, obligations)
    insert_rows(Duty, DUTY_COLUMNS, duties)


DUTY_COLUMNS = (
    "id", "obligation_id", "contract_id", "franchisee_id", "kind", "owner", "due_on", "act_by",
    "status", "step", "next_on", "was_late", "changed_at", "version",
)  # fmt: skip


def _duty(
    contract_id: UUID, owner_id: UUID, place: int, number: int
) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """The first duty of each contract is due today, the others later in the year."""
    due_on = TODAY if number == 0 else TODAY + timedelta(days=40 + (place * 7 + number * 41) % 300)
    next_on = due_on if number == 0 else due_on - timedelta(days=30)
    obligation = {
        "id": new_id(),
        "contract_id": contract_id,
        "franchisee_id": owner_id,
        "origin": f"bench:{number}",
        "source": DutySource.TERMS,
        "kind": DutyKind.INSURANCE,
        "owner": Side.FRANCHISEE,
        "title": "Evidence of insurance",
        "rule": DueRule.ON,
        "first_on": due_on,
        "remind_days": [30, 7],
    }
    duty = (
        new_id(), obligation["id"], contract_id, owner_id, DutyKind.INSURANCE, Side.FRANCHISEE,
        due_on, due_on, DutyStatus.OPEN, LadderStep.REMINDED, next_on, False, clock.now(), 1,
    )  # fmt: skip
    return obligation, duty


def _analyze() -> None:
    """As a PostgreSQL does by itself; nobody does it for a SQLite."""
    if db.engine.dialect.name != "postgresql":
        return
    tidy("ANALYZE")


if __name__ == "__main__":
    raise SystemExit(main())
