"""Real sales of 45 stores, week by week, through the whole cycle: by commands, and by pages.

The weeks cross months and years and some are missing, as in life. Every amount is counted a second
time here, from the file alone. The file is not part of the project; the tests are skipped where it
is absent.
"""

import csv
import io
import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from sqlalchemy import select

from franchise_portal import Portal, jobs
from franchise_portal.cli import find
from franchise_portal.database import db
from franchise_portal.fees.models import ContractImport, Invoice, SalesImport
from franchise_portal.network.models import Franchisee, NetworkImport
from franchise_portal.reports.models import Report, ReportRun
from tests.support.page import Browser

PLAN = """
currency = "USD"
year_starts = "01-01"

[[fee]]
name = "royalty"
clause = "6.1"
basis = "gross_sales"
method = "percent"
rate = "0.04"

[[fee]]
name = "advertising fund"
clause = "6.3"
basis = "gross_sales"
method = "percent"
rate = "0.01"
fund = true
"""
RATES = {"royalty": Decimal("0.04"), "advertising fund": Decimal("0.01")}
YEAR = [f"2012-{month:02}" for month in range(1, 11)]
OWNERS = [f"R{number}" for number in range(1, 6)]
CENT = Decimal("0.01")


@dataclass
class Chain:
    """The stores' weeks, and the files that set a network up for them."""

    source: Path
    folder: Path
    weeks: list[dict[str, str]]

    @property
    def stores(self) -> dict[str, list[str]]:
        """Nine stores for each of five franchisees."""
        outlets = sorted({week["outlet"] for week in self.weeks})
        return {owner: outlets[place::5] for place, owner in enumerate(OWNERS)}

    def fees(self, month: str, *owners: str) -> dict[str, Decimal]:
        """The fees of a month by a second count: each week's share, rounded once."""
        theirs = {outlet for owner in owners or OWNERS for outlet in self.stores[owner]}
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for week in self.weeks:
            last = week["period"].rpartition("/")[2]
            if last.startswith(month) and week["outlet"] in theirs:
                for fee, rate in RATES.items():
                    share = Decimal(week["gross_sales"]) * rate
                    sums[fee] += share.quantize(CENT, ROUND_HALF_UP)
        return dict(sums)

    def owed(self, owner: str, months: list[str]) -> Decimal:
        """What a franchisee owes for some months, nothing having been paid."""
        return sum((sum(self.fees(month, owner).values()) for month in months), Decimal())


@pytest.fixture
def chain(shared: Path, tmp_path: Path) -> Chain:
    source = shared / "data" / "sales" / "weekly-45-stores.csv"
    weeks = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    made = Chain(source, tmp_path, weeks)
    write_master_data(made)
    return made


def write_master_data(chain: Chain) -> None:
    """Five franchisees with nine stores each, one contract and one weekly plan for all."""
    (chain.folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    write(chain.folder / "franchisees.csv", "code,name,region", [
        f"{owner},Retailer {owner},Midwest" for owner in OWNERS
    ])  # fmt: skip
    write(chain.folder / "outlets.csv", "code,name,brand,franchisee,opened_on,country,zone", [
        f"{outlet},Store {outlet},Chain,{owner},2009-01-01,US,America/Chicago"
        for owner, mine in chain.stores.items() for outlet in mine
    ])  # fmt: skip
    columns = "number,franchisee,brand,starts_on,ends_on,outlets,plan"
    write(chain.folder / "contracts.csv", columns, [
        f"CT-{owner},{owner},Chain,2009-01-01,2018-12-31,{';'.join(mine)},plan.toml"
        for owner, mine in chain.stores.items()
    ])  # fmt: skip


def write(path: Path, header: str, lines: list[str]) -> None:
    """A file of the kind that commands and pages read."""
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


# By commands.


def run(*words: object) -> str:
    """Run a command as the console script does; what it printed."""
    name, *rest = map(str, words)
    command = find(name)
    assert command
    done = CliRunner().invoke(command, rest)
    db.session.rollback()
    assert done.exit_code == 0, f"{words}: {done.stderr[-2000:]}"
    return done.stdout


def test_a_real_year_goes_through_the_cycle_by_commands(app: Portal, chain: Chain) -> None:
    run("network", "import", "franchisees", chain.folder / "franchisees.csv", "--create")
    run("network", "import", "outlets", chain.folder / "outlets.csv", "--create")
    run("contracts", "import", chain.folder / "contracts.csv")
    run("fees", "import-sales", chain.source)
    for month in YEAR:
        answer = json.loads(run("fees", "assess", "--period", month, "--format", "json"))
        assert answer["by_fee"] == {fee: f"{sum_:.2f}" for fee, sum_ in chain.fees(month).items()}
        assert answer["invoices"] == len(OWNERS)
    again = json.loads(run("fees", "assess", "--period", YEAR[-1], "--format", "json"))
    assert again["lines"] == 0

    out = chain.folder / "out"
    run("reports", "build", "statement", "--period", "2012-10", "--out", out, "--here")
    statements = sorted(path.name for path in out.glob("*.pdf"))
    assert statements == [f"statement-2012-10-{owner}.pdf" for owner in OWNERS]
    look_at_statement(chain, "R2", PdfReader(out / "statement-2012-10-R2.pdf"))
    run("ledger", "check")


def look_at_statement(chain: Chain, owner: str, pdf: PdfReader) -> None:
    """A statement says what this file says: opening, charges, closing, and the weeks' lines."""
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    charges = chain.fees("2012-10", owner)
    for amount in (
        chain.owed(owner, YEAR[:-1]),
        chain.owed(owner, YEAR),
        charges["royalty"],
        charges["advertising fund"],
        sum(charges.values()),
    ):
        assert f"{amount:,.2f}" in text
    assert f"ST-2012-10-{owner}" in text
    assert "All amounts in US dollars." in text
    assert f"Store {chain.stores[owner][0]}" in text


# By pages.


def test_a_real_year_goes_through_the_cycle_by_pages(
    app: Portal, browser: Browser, chain: Chain
) -> None:
    found_the_network(browser)
    for kind in ("franchisees", "outlets"):
        import_master_data(browser, chain.folder / f"{kind}.csv", kind)
    import_contracts(browser, chain)
    import_sales(browser, chain)
    for month in YEAR:
        assess(browser, chain, month)
    make_statements(browser, chain)
    run("ledger", "check")


def found_the_network(browser: Browser) -> None:
    answers = {
        "network": "Midwest Chain",
        "currency": "USD",
        "zone": "America/Chicago",
        "languages": ["en"],
        "name": "Ada Lind",
        "email": "ada@chain.example",
        "password": "kettle drizzle ornate",
        "again": "kettle drizzle ornate",
    }
    browser.post("/first-run", answers)
    assert browser.page
    assert "you are its owner" in browser.page.text


def sent(path: Path) -> tuple[io.BytesIO, str]:
    """A file as a browser sends it."""
    return io.BytesIO(path.read_bytes()), path.name


def newest(model: type[Any]) -> Any:
    """The row that was written last."""
    db.session.expire_all()
    return db.session.scalars(select(model).order_by(model.id.desc()).limit(1)).one()


def import_master_data(browser: Browser, path: Path, kind: str) -> None:
    browser.post("/network/imports", {"file": sent(path), "kind": kind, "creates": "y"})
    upload = newest(NetworkImport)
    assert upload.rows_wrong == 0
    browser.post(f"/network/imports/{upload.id}/posting", {"rows": "all"})
    assert browser.page
    assert "were imported." in browser.page.text


def import_contracts(browser: Browser, chain: Chain) -> None:
    files = {
        "file": sent(chain.folder / "contracts.csv"),
        "plans": [sent(chain.folder / "plan.toml")],
    }
    browser.post("/fees/contracts/imports", files)
    browser.post(f"/fees/contracts/imports/{newest(ContractImport).id}/posting")
    assert browser.page
    assert "5 contracts were imported." in browser.page.text


def import_sales(browser: Browser, chain: Chain) -> None:
    browser.post("/fees/sales/imports", {"file": sent(chain.source)})
    jobs.run_waiting()
    upload = newest(SalesImport)
    assert (upload.rows_read, upload.rows_good) == (len(chain.weeks), len(chain.weeks))
    browser.post(f"/fees/sales/imports/{upload.id}/posting")
    jobs.run_waiting()
    browser.get(f"/fees/sales/imports/{upload.id}")
    assert browser.page
    assert f"{len(chain.weeks)} sales reports are posted." in browser.page.text


def assess(browser: Browser, chain: Chain, month: str) -> None:
    browser.post(f"/fees/months/{month}/assessment")
    jobs.run_waiting()
    browser.get(f"/fees/months/{month}")
    assert browser.page
    text = browser.page.text
    fees = chain.fees(month)
    for amount in (*fees.values(), sum(fees.values())):
        assert f"$ {amount:,.2f}" in text
    assert "has been charged" in text


def make_statements(browser: Browser, chain: Chain) -> None:
    browser.post("/reports/runs", {"kind": "statement", "month": "2012-10"})
    jobs.run_waiting()
    browser.get(f"/reports/runs/{newest(ReportRun).id}")
    assert browser.page
    assert "All 5 reports are ready." in browser.page.text

    owner = db.session.scalars(select(Franchisee).where(Franchisee.code == "R3")).one()
    browser.get(f"/fees/statements/{owner.id}/2012-10")
    assert f"{chain.owed('R3', YEAR):,.2f}" in browser.page.text
    report = db.session.scalars(select(Report).where(Report.franchisee_id == owner.id)).one()
    with browser.get(f"/reports/{report.id}/file") as answer:
        look_at_statement(chain, "R3", PdfReader(io.BytesIO(answer.data)))
    invoiced = db.session.scalars(
        select(Invoice.total_minor).where(Invoice.franchisee_id == owner.id)
    )
    assert sum(invoiced) == chain.owed("R3", YEAR) * 100
