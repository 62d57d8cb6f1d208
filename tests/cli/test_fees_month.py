"""The monthly cycle by commands: what they print, how they exit, that nothing is half-written."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from franchise_portal.cli import find
from franchise_portal.database import db
from franchise_portal.fees.models import Invoice, OpenItem, Payment, SalesReport
from tests.builders.fees import give_plan

HEAD = "outlet,period,gross_sales\n"


@pytest.fixture
def planned(network):
    for contract in network.contracts.values():
        give_plan(contract)
    db.session.commit()
    return network


def run(*arguments):
    name, *rest = map(str, arguments)
    command = find(name)
    assert command
    result = CliRunner().invoke(command, rest)
    db.session.rollback()
    return result


@pytest.fixture
def sales(tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text(HEAD + "TL-001,2026-10,50000\nTL-003,2026-10,1000\n")
    return path


def count(model):
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_a_month_by_commands(planned, sales, tmp_path):
    imported = run("fees", "import-sales", sales)
    assert imported.exit_code == 0, imported.stderr
    assert imported.stdout == "2 sales reports posted, gross 51000.00 EUR.\n"
    assert "1 outlet without a report for 2026-10:\n  HX-001 Canal Street" in imported.stderr

    assessed = run("fees", "assess", "--period", "2026-10", "--format", "json")
    assert json.loads(assessed.stdout) == {
        "invoices": 1,
        "lines": 6,
        "total": "5420.00",
        "by_fee": {"royalty": "3900.00", "advertising fund": "1020.00", "technology": "500.00"},
    }
    again = run("fees", "assess", "--period", "2026-10", "--format", "json")
    assert json.loads(again.stdout) == {"invoices": 0, "lines": 0, "total": "0.00", "by_fee": {}}

    bank = tmp_path / "bank.csv"
    bank.write_text(
        "franchisee,received_on,amount,currency,reference\nF-001,2026-11-02,6000,EUR,X\n"
    )
    paid = run("fees", "import-payments", bank)
    assert paid.stdout.splitlines() == [
        "1 payment booked, 6000.00 EUR.",
        "Settled 5420.00 EUR, left as credit 580.00 EUR.",
    ]
    checked = run("ledger", "check", "--recompute")
    assert checked.exit_code == 0
    assert checked.stdout.endswith("All agrees.\n")


def test_a_dry_run_writes_nothing(planned, sales):
    done = run("fees", "import-sales", sales, "--dry-run")
    assert done.stdout.startswith("2 sales reports can be posted")
    assert count(SalesReport) == 0


def test_each_wrong_row_is_a_line_and_the_exit_is_two(planned, tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text(HEAD + "TL-O01,2026-10,1\nTL-003,2026-10,-1\nHX-001,2026-10,1\n")
    done = run("fees", "import-sales", path)
    assert done.exit_code == 2
    first, second = done.stderr.splitlines()
    assert first == f"{path}:2: outlet: There is no outlet “TL-O01”. Did you mean “TL-001”?"
    assert second.startswith(f"{path}:3: gross_sales: “-1” is negative.")
    assert count(SalesReport) == 0


def test_a_file_that_is_not_there_is_said_in_a_line(planned, tmp_path):
    done = run("fees", "import-sales", tmp_path / "nothing.csv")
    assert done.exit_code == 2
    assert "The file cannot be opened." in done.stderr


def test_a_month_that_is_none_is_refused(planned):
    done = run("fees", "assess", "--period", "October")
    assert (done.exit_code, done.stderr) == (
        2,
        "--period: “October” is not a month. Write it like 2026-10.\n",
    )


def test_what_cannot_be_charged_is_named(network, sales):
    run("fees", "import-sales", sales)
    done = run("fees", "assess", "--period", "2026-10")
    assert done.stdout == "2026-10: nothing new to charge.\n"
    assert "TL-001 Quay House, 2026-10: Contract CT-F-001-TL has no fee plan" in done.stderr
    assert count(Invoice) == 0


def test_a_payments_file_with_a_mistake_books_nothing(planned, tmp_path):
    bank = tmp_path / "bank.csv"
    head = "franchisee,received_on,amount,currency,reference\n"
    bank.write_text(head + "F-001,2026-11-02,6000,EUR,X\nF-009,2026-11-02,1,EUR,Y\n")
    done = run("fees", "import-payments", bank)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{bank}:3: franchisee: ")
    assert count(Payment) == 0


def test_a_difference_in_the_books_is_named_and_the_exit_is_one(planned, sales):
    run("fees", "import-sales", sales)
    run("fees", "assess", "--period", "2026-10")
    db.session.execute(update(OpenItem).values(open_minor=OpenItem.open_minor + 1))
    db.session.commit()
    done = run("ledger", "check")
    assert done.exit_code == 1
    assert done.stdout.endswith("The books do not agree.\n")
    assert "should be open in the book" in done.stderr


@pytest.mark.parametrize("name", ["import-sales", "assess", "import-payments", "quote"])
def test_every_command_has_help_with_an_example(app, name):
    done = run("fees", name, "--help")
    assert "Example: franchise-portal fees" in " ".join(done.stdout.split())
