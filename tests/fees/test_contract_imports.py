"""Contracts imported by page: a contracts file and its plan files, checked, then all or nothing."""

import io

import pytest
from sqlalchemy import func, select

from franchise_portal import jobs
from franchise_portal.audit.models import Entry
from franchise_portal.contracts.models import Clause, Contract, ContractOutlet
from franchise_portal.database import db
from franchise_portal.fees import services
from franchise_portal.fees.errors import ImportDecided
from franchise_portal.fees.models import ContractImport, FeePlan, PlanAssignment
from franchise_portal.network.enums import ImportStatus
from tests.builders.fees import a_report, assess

NEW = "/fees/contracts/imports/new"
HEAD = "number,franchisee,brand,starts_on,ends_on,outlets,plan\n"
GOOD = (
    "C-1,F-001,TL,2024-03-01,2029-02-28,TL-001;TL-003,plan.toml",
    "C-2,F-002,Hexiang,2024-03-01,2029-02-28,HX-001,plans/dearer.toml",
)
PLAN = """currency = "EUR"
[[fee]]
name = "royalty"
clause = "6.1"
basis = "gross_sales"
method = "percent"
rate = "0.05"
"""
PLANS = {"plan.toml": PLAN, "dearer.toml": PLAN.replace("0.05", "0.10")}


@pytest.fixture
def bare(network):
    """The small network without its contracts."""
    for model in (Clause, ContractOutlet, Contract):
        db.session.execute(model.__table__.delete())
    db.session.commit()
    return network


@pytest.fixture
def hanna(bare, browser):
    browser.sign_in("hanna")
    return browser


def upload(browser, *rows, plans=PLANS, status=200, name="contracts.csv"):
    """Send the files as the page does; the row that waits, if any was kept."""
    data = {
        "file": (io.BytesIO((HEAD + "\n".join(rows) + "\n").encode()), name),
        "plans": [(io.BytesIO(text.encode()), path) for path, text in plans.items()],
    }
    browser.post("/fees/contracts/imports", data, status=status)
    db.session.expire_all()
    return db.session.scalars(select(ContractImport)).one_or_none()


def decide(browser, row, act, status=200):
    browser.post(f"/fees/contracts/imports/{row.id}/{act}", status=status)
    db.session.expire_all()
    return browser.page.text


def count(model):
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_contracts_are_checked_first_and_then_imported_with_their_plans(bare, hanna):
    row = upload(hanna, *GOOD)
    text = hanna.page.text
    assert "Check the contracts" in text
    assert "Importing enters 2 contracts in force, each with its fee plan." in text
    assert "5% of gross sales" in text
    assert "10% of gross sales" in text
    assert (count(Contract), count(FeePlan)) == (0, 0)

    text = decide(hanna, row, "posting")
    assert "2 contracts were imported." in text
    assert (count(Contract), count(ContractOutlet), count(PlanAssignment)) == (2, 3, 2)
    for code in ("TL-001", "HX-001"):
        a_report(bare.outlets[code], gross="1000")
    assert [str(total) for total in assess().total] == ["150.00 EUR"]
    noted = db.session.scalars(
        select(Entry).where(Entry.action == "contracts.contract.imported")
    ).one()
    assert (noted.actor_name, noted.data["count"]) == ("Hanna", 2)


def test_plans_are_named_by_their_files(bare, hanna):
    decide(hanna, upload(hanna, *GOOD), "posting")
    assert sorted(db.session.scalars(select(FeePlan.name))) == ["dearer", "plan"]


def test_each_wrong_row_is_named_and_nothing_can_be_imported(hanna):
    row = upload(hanna, GOOD[0], "C-2,F-0O2,HX,2024-03-01,2029-02-28,HX-001,plan.toml")
    text = hanna.page.text
    assert "1 row to correct" in text
    assert "Did you mean F-002?" in text
    assert "No contract is imported until every row and every plan is good." in text
    assert "Import all" not in text

    text = decide(hanna, row, "posting")
    assert "Nothing was imported" in text
    assert (count(Contract), row.status) == (0, ImportStatus.CHECKED)


def test_each_mistake_of_a_plan_is_named_with_its_line_and_key(hanna):
    plans = {**PLANS, "plan.toml": PLAN.replace('clause = "6.1"\n', "").replace("0.05", "5%")}
    upload(hanna, *GOOD, plans=plans)
    table = hanna.page.text.split("Mistakes in plan.toml")[-1]
    assert "clause" in table
    assert "5%" in table
    assert " 6 " in table  # the line of the rate
    assert "The fee plan plan.toml cannot be used." in hanna.page.text


@pytest.mark.parametrize(
    ("rows", "plans", "words"),
    [
        (GOOD, {"plan.toml": PLAN}, "The plan file “plans/dearer.toml” was not among the files."),
        (GOOD, {"plan.toml": PLAN, "dearar.toml": PLAN}, "Did you mean dearar.toml?"),
        (
            (GOOD[0].replace("plan.toml", "old/dearer.toml"), GOOD[1]),
            PLANS,
            "end in the same file name and cannot be told apart",
        ),
    ],
)
def test_a_plan_file_that_cannot_be_found_is_named(hanna, rows, plans, words):
    upload(hanna, *rows, plans=plans)
    assert words in hanna.page.text
    assert "No contract is imported" in hanna.page.text


def test_a_plan_that_no_row_names_is_shown_as_such_and_not_kept(hanna):
    row = upload(hanna, GOOD[0])
    assert "no row names it" in hanna.page.text
    decide(hanna, row, "posting")
    assert count(FeePlan) == 1


def test_two_different_plans_of_one_name_are_refused(hanna):
    plans = {"a/plan.toml": PLAN, "b/plan.toml": PLANS["dearer.toml"]}
    assert upload(hanna, GOOD[0], plans=plans, status=422) is None
    assert "Two different plan files are called “plan.toml”." in hanna.page.text


def test_a_file_that_cannot_be_read_comes_back_with_the_reasons(hanna):
    assert upload(hanna, plans=PLANS, status=422) is None
    assert "The file holds column names and no rows." in hanna.page.text
    file = (io.BytesIO(b"number,plan\nC-1,plan.toml\n"), "contracts.csv")
    plan = (io.BytesIO(PLAN.encode()), "plan.toml")
    hanna.post("/fees/contracts/imports", {"file": file, "plans": [plan]}, status=422)
    assert "The column “outlets” is missing." in hanna.page.text
    hanna.post("/fees/contracts/imports", {}, status=422)
    assert "Choose the contracts file." in hanna.page.text
    assert "Choose the plan files" in hanna.page.text
    assert count(ContractImport) == 0


def test_what_has_changed_since_the_check_is_said_and_nothing_is_imported(bare, hanna, browser):
    row = upload(hanna, *GOOD)
    services.keep_contracts(
        bare.actors["felix"],
        table=(HEAD + GOOD[0] + "\n").encode(),
        filename="felix.csv",
        plans=[("plan.toml", PLAN.encode())],
    )
    db.session.commit()
    theirs = db.session.scalars(select(ContractImport).where(ContractImport.id != row.id)).one()
    decide(hanna, theirs, "posting")
    text = decide(hanna, row, "posting")
    assert "Nothing was imported: something is wrong with the files by now." in text
    assert "The contract C-1 exists already." in text
    assert (count(Contract), row.status, row.decided_at) == (1, ImportStatus.CHECKED, None)


def test_a_file_is_decided_on_once(bare, hanna):
    row = upload(hanna, *GOOD)
    decide(hanna, row, "posting")
    assert "has been decided on already" in decide(hanna, row, "posting", status=409)
    with pytest.raises(ImportDecided):
        services.discard_contracts(bare.actors["felix"], row)
    assert count(Contract) == 2


def test_a_discarded_file_imports_nothing_and_stays_among_the_earlier_ones(hanna):
    row = upload(hanna, *GOOD)
    text = decide(hanna, row, "discard")
    assert "No contract was imported." in text
    assert "Discarded" in text.split("Earlier files")[-1]
    decide(hanna, row, "posting", status=409)
    assert count(Contract) == 0


def test_many_contracts_are_imported_by_a_worker_while_the_page_waits(hanna, monkeypatch):
    monkeypatch.setattr("franchise_portal.fees.services.contract_files.keeping.AT_ONCE", 1)
    row = upload(hanna, *GOOD)
    assert "The contracts are being imported" in decide(hanna, row, "posting")
    jobs.run_waiting()
    hanna.get(f"/fees/contracts/imports/{row.id}")
    assert "2 contracts were imported." in hanna.page.text
    assert count(Contract) == 2


def test_the_faults_can_be_downloaded_and_run_no_formula(hanna):
    row = upload(hanna, GOOD[0].replace("F-001", "=F-001"))
    answer = hanna.get(f"/fees/contracts/imports/{row.id}/wrong-rows")
    line = answer.get_data(as_text=True).splitlines()[1]
    assert line.startswith("contracts.csv,2,franchisee,'=F-001,")


def test_the_list_leads_there_whoever_may_write_contracts(bare, browser):
    browser.sign_in("felix")
    browser.get("/contracts")
    assert f'href="{NEW}"' in browser.page.html
    browser.get(NEW)
    browser.sign_out()
    browser.sign_in("rosa")
    browser.get("/contracts")
    assert NEW not in browser.page.html
    browser.get(NEW, status=403)
