"""Payments recorded by several workers at once: each exactly once, in books that agree.

    python -m bench.payments [--payments 1000] [--workers 8] [--database sqlite] …

Each worker is a process of its own that records payments one by one, a transaction for each, as
the page does; while two more workers assess a month and issue credit notes, which take numbers.
Each payment is tried by two workers, as an impatient person does: one of them is refused.
Afterwards every payment is there once, what is settled is what was paid, numbers have no gap, and
the ledger agrees. Rates are an indication: the only targets are those of correctness.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from bench import Figure, table
from bench.assessment import SAMPLE, database, inside, portions
from bench.months import fill
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db, edge
from franchise_portal.fees import services
from franchise_portal.fees.errors import PaymentKnown
from franchise_portal.fees.models import Allocation, Charge, Invoice, Payment
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.services.crediting import issue_credit_note
from franchise_portal.kit import clock
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from franchise_portal.network.models import Franchisee

MONTH, NEXT = Period.parse_month("2026-09"), Period.parse_month("2026-10")
APART = Period.parse_month("2025-10")
OUTLETS = 3_000
TODAY = date(2026, 11, 2)
CENTS = 123_45
NOTES = 50


def main() -> int:
    """Print the figures of each database; 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--payments", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument(
        "--worker", nargs=3, metavar=("URL", "NUMBER", "KIND"), help=argparse.SUPPRESS
    )
    options = parser.parse_args()
    if options.worker:
        url, number, kind = options.worker
        print(json.dumps(_work(url, int(number), kind, options)))
        return 0
    missed = False
    for kind in options.database or ["sqlite", "postgresql"]:
        with database(kind) as url:
            figures = measure(url, options)
        title = f"{options.payments:,} payments from {options.workers} workers at once, on {kind}"
        print(table(title, f"python -m bench.payments --database {kind}", figures), flush=True)
        missed = missed or not all(figure.is_met for figure in figures)
    return int(missed)


def measure(url: str, options: argparse.Namespace) -> list[Figure]:
    """Fill a network, let the workers loose, and look at the books."""
    inside(url, _begin, OUTLETS)
    told = _workers(url, options)
    paying = [one for one in told if "booked" in one]
    # From the first to the last payment: starting interpreters is not the portal's work.
    seconds = max(one["ended"] for one in paying) - min(one["began"] for one in paying)
    found = _look(url)
    booked = sum(int(one["booked"]) for one in paying)
    refused = sum(int(one["refused"]) for one in paying)
    return [
        Figure(
            "payments booked exactly once",
            found["payments"],
            at_least=options.payments,
            at_most=options.payments,
            digits=0,
            note=f"{booked / seconds:,.0f} a second among {options.workers} workers",
        ),
        Figure("the second try of each is refused", refused, at_least=options.payments, digits=0),
        Figure("paid less settled and credit, minor units", found["lost"], at_most=0, digits=0),
        Figure("numbers that are missing", found["gaps"], at_most=0, digits=0),
        Figure("differences in the ledger", found["findings"], at_most=0, digits=0),
    ]


def _begin(outlets: int) -> dict[str, int]:
    """Two months of reports; the first is charged."""
    fill(outlets, [MONTH, NEXT], apart=APART, sample=SAMPLE)
    for _ in portions(MONTH):
        pass
    return {}


def _workers(url: str, options: argparse.Namespace) -> list[dict[str, float]]:
    command = [sys.executable, "-m", "bench.payments", "--payments", str(options.payments)]
    command += ["--workers", str(options.workers), "--worker", url]
    kinds = [(str(number), "pay") for number in range(options.workers)]
    kinds += [("0", "assess"), ("0", "credit")]
    running = [
        subprocess.Popen(
            [*command, number, kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for number, kind in kinds
    ]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()  # it is ready: all begin at the same moment
    told = []
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        words, _ = process.communicate()
        if process.returncode:
            raise SystemExit(f"a worker ended with {process.returncode}")
        told.append(json.loads(words.splitlines()[-1]))
    return told


def _work(url: str, number: int, kind: str, options: argparse.Namespace) -> dict[str, float]:
    """What one worker does, in an application of its own."""
    works = {"pay": _pay, "assess": _assess, "credit": _credit}
    with tempfile.TemporaryDirectory() as folder, _application(url, Path(folder)):
        print("ready", flush=True)
        sys.stdin.readline()
        return works[kind](number, options)


def _application(url: str, folder: Path):  # noqa: ANN202 - a context of Flask's
    from dataclasses import replace  # noqa: PLC0415 - workers only

    from franchise_portal import config, create_app  # noqa: PLC0415

    settings = config.read({"PORTAL_DATA_DIR": str(folder), "PORTAL_SECRET_KEY": "bench"})
    context = create_app(replace(settings, database_url=url)).app_context()
    clock.set_network(zone="UTC", stands_on=TODAY)
    return context


def _pay(number: int, options: argparse.Namespace) -> dict[str, float]:
    """This worker's payments, and those of the next worker once more."""
    ids = list(db.session.scalars(select(Franchisee.id).order_by(Franchisee.code)))
    db.session.rollback()
    tally, began = _Tally(), time.time()
    for place in range(options.payments):
        if place % options.workers in {number, (number + 1) % options.workers}:
            _pay_one(ids[place * 7 % len(ids)], f"transfer {place}", tally)
    return {
        "booked": tally.booked,
        "refused": tally.refused,
        "began": began,
        "ended": time.time(),
    }


@dataclass
class _Tally:
    booked: int = 0
    refused: int = 0


def _pay_one(franchisee_id: object, reference: str, tally: _Tally) -> None:
    try:
        with edge():
            services.record_payment(
                SYSTEM,
                franchisee=db.session.get_one(Franchisee, franchisee_id),
                received_on=TODAY,
                amount=Money(CENTS, "EUR"),
                reference=reference,
            )
        tally.booked += 1
    except PaymentKnown:
        tally.refused += 1


def _assess(_number: int, _options: argparse.Namespace) -> dict[str, float]:
    with edge():
        services.assess_month(SYSTEM, month=NEXT)
    return {}


def _credit(_number: int, _options: argparse.Namespace) -> dict[str, float]:
    query = select(Charge.id, Charge.invoice_id).where(Charge.month == MONTH.text).limit(NOTES)
    lines = db.session.execute(query.where(Charge.amount_minor > 1)).all()
    db.session.rollback()
    for charge_id, invoice_id in lines:
        with edge():
            whole = select(Invoice).where(Invoice.id == invoice_id)
            invoice = db.session.scalars(whole.options(joinedload(Invoice.franchisee))).one()
            issue_credit_note(SYSTEM, invoice, {charge_id: Money(1, "EUR")}, reason="bench")
    return {}


def _look(url: str) -> dict[str, int]:
    with tempfile.TemporaryDirectory() as folder, _application(url, Path(folder)):
        payments = db.session.scalar(select(func.count()).select_from(Payment)) or 0
        paid = db.session.scalar(select(func.sum(Payment.amount_minor))) or 0
        settled = select(func.sum(Allocation.amount_minor)).where(
            Allocation.payment_id.is_not(None)
        )
        findings = check_ledger().findings
        numbers = [number for (number,) in db.session.execute(select(Invoice.number))]
        return {
            "payments": payments,
            # What settles nothing is credit; everybody owes more than was paid.
            "lost": int(paid) - int(db.session.scalar(settled) or 0),
            "gaps": _gaps(numbers),
            "findings": len(findings),
        }


def _gaps(numbers: list[str]) -> int:
    """How many numbers are missing below the highest of each series."""
    series: dict[str, list[int]] = {}
    for number in numbers:
        name, _, count = number.rpartition("-")
        series.setdefault(name, []).append(int(count))
    return sum(max(counts) - len(set(counts)) for counts in series.values())


if __name__ == "__main__":
    raise SystemExit(main())
