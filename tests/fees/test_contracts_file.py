"""Contracts from a file, each with its plan."""

from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts.models import Clause, Contract, ContractOutlet
from franchise_portal.database import db
from franchise_portal.fees import services
from franchise_portal.fees.models import FeePlan, PlanAssignment
from franchise_portal.fees.rules.canonical import digest_of
from franchise_portal.kit.errors import BadInput
from tests.builders.fees import a_plan, a_report, assess, give_plan

HEAD = "number,franchisee,brand,starts_on,ends_on,outlets,plan\n"
PLAN = """
currency = "EUR"
[[fee]]
name = "royalty"
clause = "6.1"
basis = "gross_sales"
method = "percent"
rate = "0.05"
"""


@pytest.fixture
def bare(network):
    """The small network without its contracts."""
    for model in (Clause, ContractOutlet, Contract):
        db.session.execute(model.__table__.delete())
    db.session.commit()
    return network


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.toml").write_text(PLAN)
    return tmp_path


def read(folder, *rows, dry_run=False):
    path = folder / "contracts.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n")
    return services.import_contracts(SYSTEM, path=path, dry_run=dry_run)


def problems_of(folder, *rows):
    with pytest.raises(BadInput) as refused:
        read(folder, *rows)
    return [(p.row, p.column, str(p)) for p in refused.value.problems]


def count(model):
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_contracts_are_written_with_outlets_plan_and_clauses(bare, folder):
    done = read(
        folder,
        "C-1,F-001,TL,2024-03-01,2029-02-28,TL-001;TL-003,plan.toml",
        "C-2,F-002,Hexiang,2024-03-01,2029-02-28,HX-001,plan.toml",
    )
    assert (done.contracts, done.outlets, done.plans) == (2, 3, 1)
    assert (count(Contract), count(ContractOutlet), count(Clause)) == (2, 3, 2)
    assert (count(FeePlan), count(PlanAssignment)) == (1, 2)
    a_report(bare.outlets["TL-001"], gross="1000")
    assert [str(amount) for amount in assess().total] == ["50.00 EUR"]


def test_a_dry_run_writes_nothing(bare, folder):
    read(folder, "C-1,F-001,TL,2024-03-01,2029-02-28,TL-001,plan.toml", dry_run=True)
    assert (count(Contract), count(FeePlan)) == (0, 0)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (",F-001,TL,2024-03-01,2029-02-28,TL-001,plan.toml", "number", "Write its number"),
        ("C-1,F-O01,TL,2024-03-01,2029-02-28,TL-001,plan.toml", "franchisee", "mean F-001?"),
        ("C-1,F-001,XX,2024-03-01,2029-02-28,TL-001,plan.toml", "brand", "HX, TL"),
        ("C-1,F-001,TL,2024-13-01,2029-02-28,TL-001,plan.toml", "starts_on", "not a day"),
        ("C-1,F-001,TL,2024-03-01,2023-02-28,TL-001,plan.toml", "ends_on", "before it begins"),
        ("C-1,F-001,TL,2024-03-01,2029-02-28,TL-OO1,plan.toml", "outlets", "mean TL-001?"),
        ("C-1,F-001,TL,2024-03-01,2029-02-28,,plan.toml", "outlets", "at least one outlet"),
        ("C-1,F-001,TL,2024-03-01,2029-02-28,HX-001,plan.toml", "outlets", "does not trade"),
        ("C-1,F-002,TL,2024-03-01,2029-02-28,TL-001,plan.toml", "outlets", "does not belong"),
        ("C-1,F-001,TL,2024-03-01,2029-02-28,TL-001,", "plan", "plan is missing"),
        ("C-1,F-001,TL,2024-03-01,2029-02-28,TL-001,other.toml", "plan", "cannot be used"),
    ],
)
def test_a_wrong_row_is_named_by_its_column(bare, folder, row, column, words):
    found = problems_of(folder, row)
    assert [(number, name) for number, name, _ in found if number == 2][:1] == [(2, column)]
    assert any(words in text for _, _, text in found)
    assert count(Contract) == 0


def test_an_outlet_is_covered_by_one_contract_at_a_time(bare, folder):
    [(row, column, text)] = problems_of(
        folder,
        "C-1,F-001,TL,2024-03-01,2026-02-28,TL-001,plan.toml",
        "C-2,F-001,TL,2026-02-28,2029-02-28,TL-001,plan.toml",
    )
    assert (row, column) == (3, "outlets")
    assert "covered by contract C-1" in text


def test_a_number_stands_once(network, folder):
    found = problems_of(folder, "CT-F-001-TL,F-001,TL,2029-03-01,2030-02-28,TL-001,plan.toml")
    assert "exists already" in found[0][2]


def test_a_plan_without_a_clause_is_refused_with_its_line(bare, folder):
    (folder / "plan.toml").write_text(PLAN.replace('clause = "6.1"\n', ""))
    found = problems_of(folder, "C-1,F-001,TL,2024-03-01,2029-02-28,TL-001,plan.toml")
    assert any("plan.toml:" in text and "clause" in text for _, _, text in found)


# Assigning one by hand.


def test_a_fee_whose_clause_the_contract_lacks_is_refused(network):
    with pytest.raises(BadInput, match=r"names clause 6\.3"):
        services.assign_plan(
            SYSTEM,
            contract=network.contracts["CT-F-001-TL"],
            plan=a_plan(),
            starts_on=date(2026, 1, 1),
        )
    assert count(PlanAssignment) == 0


def test_the_same_plan_is_kept_once_however_often_it_is_given(network):
    for contract in network.contracts.values():
        give_plan(contract, a_plan())
    assert count(FeePlan) == 1
    assert db.session.scalars(select(FeePlan.digest)).one() == digest_of(a_plan())


def test_another_plan_from_a_day_on_charges_from_that_day(network):
    contract = network.contracts["CT-F-002-HX"]
    dearer = {"name": "royalty", "clause": "6.1", "basis": "gross_sales", "method": "percent"}
    give_plan(contract, a_plan({**dearer, "rate": "0.05"}))
    give_plan(contract, a_plan({**dearer, "rate": "0.10"}), starts_on=date(2026, 10, 1))
    for month in ("2026-09", "2026-10"):
        a_report(network.outlets["HX-001"], month, gross="1000")
    assert str(assess("2026-09").total[0]) == "50.00 EUR"
    assert str(assess("2026-10").total[0]) == "100.00 EUR"
