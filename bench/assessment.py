"""How fast a month is assessed: the one rule in bulk against an ORM object and commit for each row.

    python -m bench.assessment [--outlets 100000] [--database sqlite] [--database postgresql]

Every figure is a ratio of two measurements of the same run: the baseline charges a sample of the
same reports by the same rule, but loads each report and plan as an object, adds each line as an
object and commits it. Each database is a fresh one with its durability on. A PostgreSQL of our own
is started unless `DATABASE_URL` names one; its database is made anew and dropped.
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
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from franchise_portal import config, create_app
from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts.models import Clause, Contract, ContractOutlet
from franchise_portal.database import db, edge
from franchise_portal.fees import services
from franchise_portal.fees.models import (
    Charge,
    Invoice,
    JournalEntry,
    OpenItem,
    PlanAssignment,
    Posting,
    SalesReport,
)
from franchise_portal.fees.models import FeePlan as PlanRow
from franchise_portal.fees.queries.charges import sales_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.rules import FeeLine, FeePlan, Sales, Situation, fees_due
from franchise_portal.fees.rules.canonical import plan_from_json
from franchise_portal.fees.services.report_rows import REPORT_COLUMNS
from franchise_portal.kit import clock
from franchise_portal.kit.ids import new_id
from franchise_portal.kit.period import Period
from franchise_portal.network.models import Brand, Franchisee, Network, Outlet, OutletOwnership
from franchise_portal.rows import insert_values

MONTH = Period.parse_month("2026-10")
FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
OUTLETS_EACH = 3
SAMPLE = 600
PLAN = {
    "currency": "EUR",
    "fee": [
        {
            "name": "royalty",
            "clause": "6.1",
            "basis": "net_sales",
            "deduct": ["sales_tax", "refunds"],
            "method": "marginal",
            "tiers": [
                {"up_to": "30000", "rate": "0.06"},
                {"up_to": "60000", "rate": "0.05"},
                {"rate": "0.04"},
            ],
            "minimum": "900",
        },
        {
            "name": "advertising fund",
            "clause": "6.3",
            "basis": "net_sales",
            "deduct": ["sales_tax", "refunds"],
            "method": "percent",
            "rate": "0.02",
            "fund": True,
        },
        {
            "name": "technology",
            "clause": "6.5",
            "basis": "outlet",
            "method": "flat",
            "amount": "250",
        },
    ],
}


def main() -> None:
    """Print the table of figures; each size runs in a process of its own, for its memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--outlets", type=int, default=100_000)
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--one", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.outlets)))
        return
    for kind in options.database or ["sqlite", "postgresql"]:
        with database(kind) as url:
            # The small network takes a second or two: the middle of three runs is steadier.
            runs = [_in_a_process(url, options.outlets // 10) for _ in range(3)]
            small = sorted(runs, key=itemgetter("first"))[1]
            large = _in_a_process(url, options.outlets)
        report(kind, small, large)


def report(kind: str, small: dict[str, Any], large: dict[str, Any]) -> None:
    """One database's figures, each beside what it is to reach."""
    rate, slow = large["lines"] / large["first"], large["baseline"]
    rows = (
        ("an object and a commit for each line, lines/s", f"{slow:,.0f}", ""),
        ("in bulk by the one rule, lines/s", f"{rate:,.0f}", ""),
        ("ratio", f"{rate / slow:.1f}", "at least 50"),
        ("again: rows written", str(large["written_again"]), "0"),
        ("again: time, ratio", f"{large['again'] / large['first']:.3f}", "at most 1"),
        (
            "ten times the outlets: time, ratio",
            f"{large['first'] / small['first']:.1f}",
            "at most 11",
        ),
        (
            "ten times the outlets: peak memory, ratio",
            f"{large['memory'] / small['memory']:.2f}",
            "",
        ),
        ("the ledger agrees", str(large["agrees"]), "True"),
    )
    print(f"\nAssessing one month of {large['outlets']:,} outlets x 3 fees on {kind}")
    for words, figure, target in rows:
        print(f"  {words:<48} {figure:>12}   {target}".rstrip())
    print(f"  {large['first']:.1f} s first, {large['again']:.2f} s again, {large['rows']:,} rows")
    sys.stdout.flush()


def _in_a_process(url: str, outlets: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.assessment", "--one", url, "--outlets", str(outlets)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(url: str, outlets: int) -> dict[str, Any]:
    """Fill a fresh database, assess, assess again, and charge a sample the slow way."""
    with tempfile.TemporaryDirectory() as folder:
        settings = config.read({"PORTAL_DATA_DIR": folder, "PORTAL_SECRET_KEY": "bench"})
        app = create_app(replace(settings, database_url=url))
        with app.app_context():
            _fill(outlets)
            baseline = _slowly()
            first, summary = _timed()
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            rows = _rows()
            again, _ = _timed()
            return {
                "outlets": outlets,
                "lines": summary.lines,
                "first": first,
                "again": again,
                "rows": rows,
                "written_again": _rows() - rows,
                "baseline": baseline,
                "memory": memory,
                "agrees": check_ledger().agrees,
            }


def _timed() -> tuple[float, services.AssessmentSummary]:
    start = time.perf_counter()
    with edge():
        summary = services.assess_month(SYSTEM, month=MONTH)
    return time.perf_counter() - start, summary


def _rows() -> int:
    models = (Charge, Invoice, OpenItem, JournalEntry, Posting)
    with edge(write=False):
        return sum(
            db.session.execute(select(func.count()).select_from(model)).scalar_one()
            for model in models
        )


def _slowly() -> float:
    """Lines a second when each is an object and a commit; its rows are taken away again."""
    with edge(write=False):
        ids = list(db.session.scalars(select(SalesReport.id).limit(SAMPLE)))
    db.session.expunge_all()
    with edge():
        invoice = _an_invoice()
    lines = 0
    start = time.perf_counter()
    for report_id in ids:
        with edge():
            one = _load(report_id)
        for line in fees_due(one.plan, one.sales, Situation(one.outlet.opened_on)):
            with edge():
                db.session.add(_a_charge(invoice, one, line))
            lines += 1
        db.session.expunge_all()
    rate = lines / (time.perf_counter() - start)
    _take_away()
    return rate


@dataclass(frozen=True)
class _Loaded:
    """A report with all that its charges name, as objects."""

    report: SalesReport
    outlet: Outlet
    cover: ContractOutlet
    assignment: PlanAssignment
    plan: FeePlan

    @property
    def sales(self) -> Sales:
        return sales_of(self.report, self.outlet.code)


def _load(report_id: UUID) -> _Loaded:
    report = db.session.get_one(SalesReport, report_id)
    outlet = db.session.get_one(Outlet, report.outlet_id)
    cover = db.session.scalars(
        select(ContractOutlet).where(ContractOutlet.outlet_id == outlet.id)
    ).one()
    assignment = db.session.scalars(
        select(PlanAssignment).where(PlanAssignment.contract_id == cover.contract_id)
    ).one()
    plan = _plan(db.session.get_one(PlanRow, assignment.plan_id))
    return _Loaded(report, outlet, cover, assignment, plan)


_plans: dict[str, FeePlan] = {}


def _plan(row: PlanRow) -> FeePlan:
    """Parsed once, so that the baseline pays for the database and not for the parser."""
    if row.digest not in _plans:
        _plans[row.digest] = plan_from_json(row.definition)
    return _plans[row.digest]


def _an_invoice() -> Invoice:
    invoice = Invoice(
        id=new_id(),
        number="slow",
        franchisee_id=db.session.scalars(select(Franchisee.id)).first(),
        month=MONTH.text,
        statement_month=MONTH.text,
        currency="EUR",
        total_minor=0,
        fund_minor=0,
        issued_on=date(2026, 11, 2),
        due_on=date(2026, 11, 15),
    )
    db.session.add(invoice)
    return invoice


def _a_charge(invoice: Invoice, one: _Loaded, line: FeeLine) -> Charge:
    fee = line.meter.fee
    return Charge(
        id=new_id(),
        invoice_id=invoice.id,
        outlet_id=one.outlet.id,
        contract_id=one.cover.contract_id,
        plan_id=one.assignment.plan_id,
        sales_report_id=one.report.id,
        month=MONTH.text,
        position=line.meter.place,
        fee=fee.name,
        clause=fee.clause,
        is_fund=fee.fund,
        basis=fee.basis,
        basis_amount=line.basis_amount,
        amount_minor=line.amount_minor,
        currency="EUR",
        working={"opened": FIRST.isoformat()},
    )


def _take_away() -> None:
    """Charges cannot be deleted; the bench may lift the ban, the portal cannot."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("TRUNCATE charges, invoices CASCADE")
            return
        for table in ("charges", "invoices"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_delete")
            connection.exec_driver_sql(f"DELETE FROM {table}")


def _fill(outlets: int) -> None:
    """A network of franchisees with three outlets each, and a month's reports."""
    db.drop_all()
    db.create_all()
    clock.set_network(zone="UTC", stands_on=date(2026, 11, 2))
    with edge():
        brand = Brand(id=new_id(), code="B", name="Brand")
        plan = services.keep_plan(plan_from_json(PLAN))
        db.session.add_all([Network(name="Bench", currency="EUR"), brand])
        db.session.flush()
        for start in range(0, outlets, 30_000):
            _fill_part(brand, plan, range(start, min(start + 30_000, outlets)))
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def _fill_part(brand: Brand, plan: PlanRow, places: range) -> None:
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _TABLES}
    owner = contract = new_id()
    for place in places:
        if place % OUTLETS_EACH == 0:
            owner, contract = new_id(), new_id()
            _add_owner(rows, owner, contract, f"F-{place:07d}", brand=brand, plan=plan)
        _add_outlet(rows, owner, contract, brand, place)
    for name, (model, columns) in _TABLES.items():
        insert_values(model, [dict(zip(columns, row, strict=True)) for row in rows[name]])


Rows = dict[str, list[tuple[Any, ...]]]


def _add_owner(
    rows: Rows, owner: UUID, contract: UUID, code: str, *, brand: Brand, plan: PlanRow
) -> None:
    at = clock.now()
    blank = ""
    rows["franchisee"].append(
        (owner, code, code, blank, blank, "active", blank, blank, blank, "en", at, 1)
    )
    term = (FIRST, LAST)
    rows["contract"].append(
        (contract, f"CT-{code}", owner, brand.id, "in_force", *term, blank, at, 1)
    )
    for position, number in enumerate(("6.1", "6.3", "6.5")):
        rows["clause"].append((new_id(), contract, position, number, blank, blank))
    rows["assignment"].append((new_id(), contract, plan.id, FIRST))


def _add_outlet(rows: Rows, owner: UUID, contract: UUID, brand: Brand, place: int) -> None:
    outlet, code, blank = new_id(), f"S-{place:07d}", ""
    where = (blank, blank, blank, blank)
    rows["outlet"].append((outlet, code, code, blank, brand.id, "street", FIRST, *where, "UTC", 1))
    rows["owner"].append((new_id(), outlet, owner, FIRST))
    rows["cover"].append((new_id(), contract, outlet, FIRST, LAST))
    gross = 2_000_000 + (place * 7_919) % 6_000_000
    days = (MONTH.start, MONTH.last, MONTH.text, 1, True)
    money = ("EUR", gross, gross // 11, gross // 200, 0, 0, 0)
    told = (None, None, None, "file", None, clock.now(), blank)
    rows["report"].append((new_id(), outlet, *days, *money, *told))


_TABLES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "franchisee": (
        Franchisee,
        ("id", "code", "name", "name_local", "registration", "status", "email", "phone",
         "address", "language", "created_at", "version"),
    ),
    "outlet": (
        Outlet,
        ("id", "code", "name", "name_local", "brand_id", "format", "opened_on", "address", "city",
         "postcode", "country", "zone", "version"),
    ),
    "owner": (OutletOwnership, ("id", "outlet_id", "franchisee_id", "starts_on")),
    "contract": (
        Contract,
        ("id", "number", "franchisee_id", "brand_id", "status", "starts_on", "ends_on", "note",
         "created_at", "version"),
    ),
    "cover": (ContractOutlet, ("id", "contract_id", "outlet_id", "starts_on", "ends_on")),
    "clause": (Clause, ("id", "contract_id", "position", "number", "title", "body")),
    "assignment": (PlanAssignment, ("id", "contract_id", "plan_id", "starts_on")),
    "report": (SalesReport, REPORT_COLUMNS),
}  # fmt: skip


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
    main()
