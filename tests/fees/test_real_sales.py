"""Real sales of 45 stores, week by week, through the whole cycle by commands.

The weeks cross months and years and some are missing, as in life. The file is not part of the
project; the test is skipped where it is absent.
"""

import csv
import json
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from franchise_portal.kit.period import Period
from tests.support.portal import RunningPortal

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
YEAR = [f"2012-{month:02}" for month in range(1, 11)]


@pytest.mark.timeout(600)
def test_a_real_year_goes_through_the_cycle(shared: Path, tmp_path: Path) -> None:
    source = shared / "data" / "sales" / "weekly-45-stores.csv"
    rows = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    portal = RunningPortal(tmp_path / "data")
    portal.folder.mkdir()
    write_master_data(tmp_path, sorted({row["outlet"] for row in rows}))

    def run(*words: str) -> str:
        done = portal.command(*words)
        assert done.returncode == 0, f"{words}: {done.stderr[-2000:]}"
        return done.stdout

    run("network", "import", "franchisees", str(tmp_path / "franchisees.csv"), "--create")
    run("network", "import", "outlets", str(tmp_path / "outlets.csv"), "--create")
    run("contracts", "import", str(tmp_path / "contracts.csv"))
    run("fees", "import-sales", str(source))
    for month in YEAR:
        answer = json.loads(run("fees", "assess", "--period", month, "--format", "json"))
        assert answer["by_fee"] == expected(rows, month)
    again = json.loads(run("fees", "assess", "--period", YEAR[-1], "--format", "json"))
    assert again["lines"] == 0
    run("reports", "build", "statement", "--period", "2012-10", "--franchisee", "R1",
        "--out", str(tmp_path / "out"), "--here")  # fmt: skip
    assert list((tmp_path / "out").glob("*.pdf"))
    run("ledger", "check")


def expected(rows: list[dict[str, str]], month: str) -> dict[str, str]:
    """The fees of a month by a second count: each week's share, rounded once."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if Period.parse(row["period"]).month.text != month:
            continue
        for fee, rate in (("royalty", "0.04"), ("advertising fund", "0.01")):
            share = Decimal(row["gross_sales"]) * Decimal(rate)
            sums[fee] += share.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {fee: f"{amount:.2f}" for fee, amount in sums.items()}


def write_master_data(folder: Path, outlets: list[str]) -> None:
    """Five franchisees with nine stores each, one contract and one weekly plan for all."""
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    owners = [f"R{number}" for number in range(1, 6)]
    parts = {owner: outlets[place::5] for place, owner in enumerate(owners)}
    write(folder / "franchisees.csv", "code,name,region", [
        f"{owner},Retailer {owner},Midwest" for owner in owners
    ])  # fmt: skip
    write(folder / "outlets.csv", "code,name,brand,franchisee,opened_on,country,zone", [
        f"{outlet},Store {outlet},Chain,{owner},2009-01-01,US,America/Chicago"
        for owner, mine in parts.items() for outlet in mine
    ])  # fmt: skip
    write(folder / "contracts.csv", "number,franchisee,brand,starts_on,ends_on,outlets,plan", [
        f"CT-{owner},{owner},Chain,2009-01-01,2018-12-31,{';'.join(mine)},plan.toml"
        for owner, mine in parts.items()
    ])  # fmt: skip


def write(path: Path, header: str, lines: list[str]) -> None:
    """A file of the kind that the commands read."""
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
