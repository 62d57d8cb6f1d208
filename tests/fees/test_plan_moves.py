"""Many contracts move to a decided version in steps: each once, whatever comes in between."""

from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal.contracts.models import Contract
from franchise_portal.database import db, edge
from franchise_portal.fees.errors import PlanMoving
from franchise_portal.fees.jobs import move_contracts
from franchise_portal.fees.models import Charge, FeePlan, PlanAssignment, PlanMove, PlanVersion
from franchise_portal.fees.plan_enums import PlanStatus
from franchise_portal.fees.queries.plan_moving import progress_of
from franchise_portal.fees.queries.plans import plans_of
from franchise_portal.fees.services import plan_versions as services
from franchise_portal.fees.services import plans as giving
from franchise_portal.fees.services.plan_impacts import ask_impact, note_seen
from franchise_portal.fees.services.plan_withdrawals import take_back
from franchise_portal.jobs import Job, JobStatus, Progress, run_waiting
from franchise_portal.mail import Message
from tests.builders.fees import FUND, ROYALTY, a_dollar_outlet, a_plan, a_report, assess, give_plan
from tests.builders.plans import (
    OLGA,
    OMAR,
    SPRING,
    a_draft,
    killed,
    step,
    take_small_steps,
    used_by_two,
)

DEARER_STILL = {**ROYALTY, "rate": "0.09"}


@pytest.fixture
def large(monkeypatch):
    take_small_steps(monkeypatch)


@pytest.fixture
def hanna(network):
    return network.actors["hanna"]


@pytest.fixture
def decided(network, hanna, large):
    """A version that Omar's and Olga's contracts are to move to; the job has not begun."""
    plan_id = used_by_two(network)
    with edge():
        draft = a_draft(hanna, plan_id)
        ask_impact(hanna, draft)
    run_waiting()
    with edge():
        note_seen(hanna, draft)
        services.decide(hanna, draft, seen=None)
    return draft


def stand(version):
    db.session.rollback()
    db.session.expire_all()
    moves = db.session.scalars(
        select(Contract.number).join(PlanMove).where(PlanMove.version_id == version.id)
    )
    given = db.session.scalars(
        select(Contract.number)
        .join(PlanAssignment)
        .where(PlanAssignment.plan_id == version.plan_id, PlanAssignment.starts_on == SPRING)
    )
    mails = db.session.scalars(select(Message.to_address))
    return sorted(moves), sorted(given), sorted(mails)


ALL = [OMAR, OLGA], [OMAR, OLGA], ["olga@demo.test", "omar@demo.test"]
HALF = [OMAR], [OMAR], ["omar@demo.test"]


def test_the_version_counts_as_decided_at_once(decided):
    assert stand(decided) == ([], [], [])
    version = db.session.get_one(PlanVersion, decided.id)
    assert (version.status, version.concerns) == (PlanStatus.DECIDED, 2)
    assert db.session.get_one(FeePlan, version.plan_id).currency == "EUR"


def test_a_job_moves_all_and_writes_to_each_once(decided):
    run_waiting()
    assert stand(decided) == ALL
    move_contracts(version_id=str(decided.id), progress=Progress())
    assert stand(decided) == ALL


def test_what_was_killed_in_the_middle_goes_on_where_it_stopped(decided):
    assert step(decided) == (1, 2)
    with pytest.raises(KeyboardInterrupt):
        killed(decided)
    assert stand(decided) == HALF
    run_waiting()
    assert stand(decided) == ALL


def test_no_month_is_charged_by_a_half_moved_plan(network, decided):
    with edge():
        step_of = a_report(network.outlets["TL-001"], "2027-03", "60000")
        a_report(network.outlets["HX-001"], "2027-03", "40000")
    assert step_of.month == "2027-03"
    step(decided)
    with pytest.raises(PlanMoving, match="1 of its 2 contracts"), edge():
        assess("2027-03")
    db.session.rollback()
    assert db.session.scalars(select(Charge)).all() == []
    run_waiting()
    with edge():
        assess("2027-03")
    royalties = select(Charge.amount_minor).where(Charge.fee == "royalty")
    assert sorted(db.session.scalars(royalties)) == [2_800_00, 4_200_00]


def test_months_before_its_day_are_charged_meanwhile(decided):
    step(decided)
    with edge():
        assess("2026-10")
    royalties = select(Charge.amount_minor).where(Charge.fee == "royalty")
    assert sorted(db.session.scalars(royalties)) == [2_400_00, 3_600_00]


def test_what_somebody_gives_a_contract_meanwhile_counts(network, hanna, decided):
    contract = network.contracts[OLGA]
    plan = a_plan(DEARER_STILL, FUND)
    with edge():
        giving.give_plan(
            hanna, contract=contract, plan=plan, starts_on=SPRING, adds_clauses=False, seen=None
        )
    given = plans_of(contract.id)[0]
    run_waiting()
    assert plans_of(contract.id)[0] == given
    assert stand(decided) == (ALL[0], [OMAR], ALL[2])


def test_all_contracts_of_a_franchisee_move_in_one_step(network, hanna, large):
    with edge():
        outlet = a_dollar_outlet(network)
        plan_id = give_plan(network.contracts[OMAR]).plan_id
        further = db.session.scalars(select(Contract).where(Contract.number == "CT-F-001-HX")).one()
        give_plan(further, starts_on=date(2026, 1, 1))
        a_report(outlet, "2026-10", "40000")
        draft = a_draft(hanna, plan_id)
        ask_impact(hanna, draft)
    run_waiting()
    with edge():
        note_seen(hanna, draft)
        services.decide(hanna, draft, seen=None)
    assert step(draft) == (2, 2)
    assert stand(draft)[2] == ["omar@demo.test"]


def test_taken_back_in_the_middle_it_moves_no_further(hanna, decided):
    step(decided)
    with edge():
        take_back(hanna, decided, reason="Too early.", seen=None)
    run_waiting()
    moves, given, _ = stand(decided)
    assert (moves, given) == ([OMAR], [])


def test_its_page_says_how_far_it_is(browser, decided):
    page = f"/fees/plans/versions/{decided.id}"
    browser.sign_in("hanna")
    step(decided)
    browser.get(page)
    assert "1 of 2 contracts" in browser.page.text
    assert "What it means for each contract" not in browser.page.text
    run_waiting()
    browser.get(page)
    assert "being moved" not in browser.page.text
    assert "contracts that change: 2" in browser.page.text


def test_its_page_says_when_the_job_gave_up(browser, decided):
    step(decided)
    with edge():
        version = db.session.get_one(PlanVersion, decided.id)
        db.session.get_one(Job, version.moving_job_id).status = JobStatus.FAILED
    assert progress_of(version).has_failed
    browser.sign_in("hanna")
    browser.get(f"/fees/plans/versions/{decided.id}")
    assert "Not all contracts could be moved" in browser.page.text


def test_a_franchisee_sees_their_own_part_as_soon_as_it_has_moved(browser, decided):
    page = f"/fees/plans/versions/{decided.id}"
    browser.sign_in("omar")
    browser.get(page, status=404)
    step(decided)
    browser.get(page)
    assert "What it means for you" in browser.page.text
