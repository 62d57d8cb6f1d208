"""`franchise-portal contracts import`: what it prints, how it exits, all written or none."""

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from franchise_portal.cli import find
from franchise_portal.contracts.models import Clause, Contract, ContractOutlet
from franchise_portal.database import db
from franchise_portal.fees.models import PlanAssignment

HEAD = "number,franchisee,brand,starts_on,ends_on,outlets,plan\n"
PLAN = """currency = "EUR"
[[fee]]
name = "royalty"
clause = "6.1"
basis = "gross_sales"
method = "percent"
rate = "0.05"
"""


@pytest.fixture
def folder(network, tmp_path):
    """A plan file in a folder of its own, and a network without contracts."""
    for model in (Clause, ContractOutlet, Contract):
        db.session.execute(model.__table__.delete())
    db.session.commit()
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "plain.toml").write_text(PLAN)
    return tmp_path


def run(folder, *rows, options=()):
    path = folder / "contracts.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n")
    result = CliRunner().invoke(find("contracts"), ["import", str(path), *options])
    db.session.rollback()
    return result


def count(model):
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


GOOD = "C-1,F-001,TL,2024-03-01,2029-02-28,TL-001,plans/plain.toml"
ALSO = "C-2,F-002,HX,2024-03-01,2029-02-28,HX-001,plans/plain.toml"


def test_contracts_are_imported_with_the_plans_beside_them(folder):
    assert run(folder, GOOD, ALSO, options=["--dry-run"]).stdout == "2 contracts can be imported.\n"
    assert count(Contract) == 0
    done = run(folder, GOOD)
    assert (done.exit_code, done.stdout) == (0, "1 contract imported.\n"), done.exception
    assert (count(Contract), count(PlanAssignment)) == (1, 1)


def test_each_mistake_is_a_line_with_its_place_and_nothing_is_written(folder):
    (folder / "plans" / "plain.toml").write_text(PLAN.replace('clause = "6.1"\n', ""))
    done = run(folder, GOOD, ALSO.replace("HX-001", "HX-OO1").replace("plain", "none"))
    assert (done.exit_code, done.stdout) == (2, "")
    places = [line.split(": ")[0].removeprefix(f"{folder}/") for line in done.stderr.splitlines()]
    assert set(places) == {
        "contracts.csv:2",
        "contracts.csv:3",
        "plans/plain.toml:2",
        "plans/none.toml",
    }
    assert "Did you mean HX-001?" in done.stderr
    assert count(Contract) == 0
