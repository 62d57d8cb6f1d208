"""What if a fee were charged otherwise: asked on a page, answered for all, told as a PDF."""

import pytest
from sqlalchemy import func, select

from franchise_portal.database import db
from franchise_portal.fees.models import FeePlan, FeeSimulation, PlanAssignment
from franchise_portal.fees.plan_enums import SimulationStatus
from franchise_portal.fees.reports.simulation import MOST_LISTED, build
from franchise_portal.fees.rules import parse_plan
from franchise_portal.fees.rules.simulating import with_terms
from franchise_portal.fees.services import simulations as services
from franchise_portal.jobs import Job
from franchise_portal.kit.errors import BadInput, Refused
from franchise_portal.reports.models import Report
from franchise_portal.reports.writing import speaking
from tests.builders.fees import FUND, ROYALTY, a_plan, a_report, give_plan
from tests.builders.plans import TIERS, a_simulation
from tests.fees.plans import fee, plan

NEW = "/fees/simulations/new"


@pytest.fixture
def sold(network):
    """Omar on the usual plan, Olga on one without a minimum; a month of sales each."""
    give_plan(network.contracts["CT-F-001-TL"])
    give_plan(
        network.contracts["CT-F-002-HX"],
        a_plan({key: value for key, value in ROYALTY.items() if key != "minimum"}, FUND),
    )
    for outlet, gross in (("TL-001", "60000"), ("TL-003", "10000"), ("HX-001", "100000")):
        a_report(network.outlets[outlet], "2026-10", gross)
    db.session.commit()


@pytest.fixture
def hanna(network):
    return network.actors["hanna"]


def test_the_answer_covers_every_plan_that_has_the_fee(hanna, sold):
    row = a_simulation(hanna)
    assert row.status is SimulationStatus.READY
    # 60,000: 3,600 as before. 10,000: 800 instead of the minimum of 900.
    # 100,000: 800 + 2,400 + 2,000 = 5,200 instead of 6,000.
    differences = {one["outlet"]: one["after"] - one["before"] for one in row.result["rows"]}
    assert differences == {"TL-001": 0, "TL-003": -100_00, "HX-001": -800_00}
    assert (row.result["winners"], row.result["losers"], row.result["unchanged"]) == (2, 0, 1)
    assert row.result["plans"] == 2
    # TL-003 wins 1 % of its sales, HX-001 0.8 %, TL-001 nothing.
    assert row.result["distribution"] == [0, 0, 2, 0, 1, 0, 0, 0, 0]


def test_no_plan_is_written_and_none_is_given(hanna, sold):
    before = [
        db.session.scalar(select(func.count()).select_from(t)) for t in (FeePlan, PlanAssignment)
    ]
    a_simulation(hanna)
    after = [
        db.session.scalar(select(func.count()).select_from(t)) for t in (FeePlan, PlanAssignment)
    ]
    assert before == after


def test_a_large_network_is_answered_by_a_job(hanna, sold, monkeypatch):
    monkeypatch.setattr(services, "SMALL", 1)
    row = a_simulation(hanna)
    db.session.commit()
    assert row.status is SimulationStatus.WAITING
    assert db.session.get_one(Job, row.job_id).name == services.JOB
    services.work_out(row)
    again = dict(row.result)
    services.work_out(row)
    assert row.result == again
    assert row.result["outlets"] == 3


def test_a_fee_that_nobody_pays_is_refused(hanna, sold):
    with pytest.raises(Refused, match="No outlet is charged"):
        a_simulation(hanna, fee="parking")


def test_terms_that_do_not_fit_the_fee_are_refused(hanna, sold):
    with pytest.raises(BadInput):
        a_simulation(hanna, terms={"method": "per_unit", "rate": "2"})
    assert db.session.scalars(select(FeeSimulation)).first() is None


def test_terms_of_later_months_stay_where_the_method_allows_them():
    before = parse_plan(plan(fee(name="royalty", schedule=[{"from_month": 13, "rate": "0.05"}])))
    assert with_terms(before, "royalty", TIERS).fees[0].schedule[0].from_month == 13
    flat = {"method": "flat", "amount": "500"}
    assert with_terms(before, "royalty", flat).fees[0].schedule == ()


def test_a_question_is_asked_and_answered_on_pages(browser, network, sold):
    browser.sign_in("hanna")
    browser.get("/fees/simulations")
    browser.get(NEW)
    assert "royalty" in browser.page.html
    form = {
        "fee": "EUR royalty",
        "name": "By tiers",
        "terms-method": "marginal",
        "terms-tiers-0-up_to": "10000",
        "terms-tiers-0-rate": "8%",
        "terms-tiers-1-rate": "5%",
    }
    browser.post(NEW, {**form, "act": "add-tier"})
    assert 'name="terms-tiers-2-rate"' in browser.page.html
    browser.post(NEW, {**form, "act": "ask", "terms-tiers-0-rate": "8"}, status=422)
    assert "above one" in browser.page.text
    browser.post(NEW, {**form, "act": "ask"})
    assert "Who pays what" in browser.page.text
    assert "What is assumed" in browser.page.text
    assert "other terms from a later month of operation on" in browser.page.text
    browser.get("/fees/simulations")
    assert "By tiers" in browser.page.text


def test_the_answer_is_told_as_a_pdf(browser, network, sold, hanna):
    row = a_simulation(hanna)
    db.session.commit()
    browser.sign_in("hanna")
    browser.post(f"/fees/simulations/{row.id}/paper", {})
    report = db.session.scalars(select(Report)).one()
    assert (report.kind, report.subject_id) == ("fee-simulation", row.id)


def test_the_document_names_winners_losers_and_what_was_assumed(hanna, sold):
    row = a_simulation(hanna)
    with speaking("en", "UTC"):
        document = build(row.id).simulation
    assert [one.outlet for one in document.winners] == ["HX-001", "TL-003"]
    assert document.losers == ()
    assert document.impact.difference.text == "-900.00"
    assert any("later month of operation" in words for words in document.assumptions)
    assert len(document.winners) <= MOST_LISTED


def test_a_franchisee_asks_nothing(browser, network, sold):
    browser.sign_in("omar")
    browser.get("/fees/simulations", status=403)
