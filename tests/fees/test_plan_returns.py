"""A decision over many contracts is taken back in steps: each once, whatever comes in between."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from franchise_portal.contracts.event_enums import ChargeKind
from franchise_portal.contracts.models import Contract
from franchise_portal.contracts.services.charges import raise_charge
from franchise_portal.database import db, edge
from franchise_portal.fees.errors import PlanMoving, PlanMovingBack
from franchise_portal.fees.exits import event_fee
from franchise_portal.fees.jobs import move_contracts
from franchise_portal.fees.models import Charge, Invoice, PlanAssignment, PlanReturn, PlanVersion
from franchise_portal.fees.plan_enums import PlanStatus
from franchise_portal.fees.queries.plans import plans_of
from franchise_portal.fees.services import plan_versions as services
from franchise_portal.fees.services import plans as giving
from franchise_portal.fees.services.charging import charge_event
from franchise_portal.fees.services.plan_impacts import ask_impact, note_seen
from franchise_portal.fees.services.plan_withdrawals import take_back
from franchise_portal.jobs import Job, JobStatus, Progress, run_waiting
from franchise_portal.kit import clock
from franchise_portal.kit.ids import new_id
from franchise_portal.kit.money import Money
from franchise_portal.mail import Message
from tests.builders.fees import FUND, ROYALTY, TECHNOLOGY, a_plan, a_report, assess, give_plan
from tests.builders.plans import (
    OLGA,
    OMAR,
    SPRING,
    a_draft,
    dearer,
    killed,
    step,
    take_small_steps,
    used_by_two,
)

DEARER_STILL = {**ROYALTY, "rate": "0.09"}


@pytest.fixture
def hanna(network):
    return network.actors["hanna"]


@pytest.fixture
def used(network):
    return used_by_two(network)


def decide(actor, draft):
    with edge():
        note_seen(actor, draft)
        services.decide(actor, draft, seen=None)
    return draft


def go_back(actor, version):
    with edge():
        return take_back(actor, version, reason="Sales fell.", seen=None)


@pytest.fixture
def decided(hanna, used):
    with edge():
        draft = a_draft(hanna, used)
    return decide(hanna, draft)


@pytest.fixture
def large(monkeypatch):
    take_small_steps(monkeypatch)


@pytest.fixture
def undone(hanna, decided, large):
    """The decision is taken back; the job that gives the contracts back has not begun."""
    assert go_back(hanna, decided) == ()
    return decided


def stand(version):
    """The contracts that have the version still, and who was told that it is taken back."""
    db.session.rollback()
    db.session.expire_all()
    given = db.session.scalars(
        select(Contract.number)
        .join(PlanAssignment)
        .where(PlanAssignment.plan_id == version.plan_id, PlanAssignment.starts_on == SPRING)
    )
    told = select(Message.to_address).where(Message.kind == "fees/plan_taken_back")
    return sorted(given), sorted(db.session.scalars(told))


NONE = [OMAR, OLGA], []
HALF = [OLGA], ["omar@demo.test"]
ALL = [], ["olga@demo.test", "omar@demo.test"]


def test_the_decision_counts_as_taken_back_at_once(undone):
    assert stand(undone) == NONE
    version = db.session.get_one(PlanVersion, undone.id)
    assert (version.status, version.is_moving) == (PlanStatus.TAKEN_BACK, True)


def test_a_job_gives_all_back_and_writes_to_each_once(undone):
    run_waiting()
    assert stand(undone) == ALL
    assert not db.session.get_one(PlanVersion, undone.id).is_moving
    move_contracts(version_id=str(undone.id), progress=Progress())
    assert stand(undone) == ALL
    assert len(db.session.scalars(select(PlanReturn)).all()) == 2


def test_what_was_killed_in_the_middle_goes_on_where_it_stopped(undone):
    assert step(undone) == (1, 2)
    with pytest.raises(KeyboardInterrupt):
        killed(undone)
    assert stand(undone) == HALF
    run_waiting()
    assert stand(undone) == ALL


def test_no_month_is_charged_by_a_version_that_some_contracts_have_still(network, undone):
    with edge():
        a_report(network.outlets["TL-001"], "2027-03", "60000")
        a_report(network.outlets["HX-001"], "2027-03", "40000")
    step(undone)
    with pytest.raises(PlanMovingBack, match="1 of 2 contracts have gone back"), edge():
        assess("2027-03")
    db.session.rollback()
    assert db.session.scalars(select(Charge)).all() == []
    run_waiting()
    with edge():
        assess("2027-03")
    royalties = select(Charge.amount_minor).where(Charge.fee == "royalty")
    assert sorted(db.session.scalars(royalties)) == [2_400_00, 3_600_00]


def test_a_plan_that_waited_for_the_same_day_comes_back_once(network, hanna, used, large):
    """Also where it is the very plan that was decided, so that nothing tells it was given back."""
    with edge():
        waiting = give_plan(network.contracts[OMAR], dearer(), starts_on=SPRING).plan_id
        draft = a_draft(hanna, used)
    decide_large(hanna, draft)
    run_waiting()
    go_back(hanna, draft)
    run_waiting()
    assert stand(draft) == ([OMAR], ALL[1])
    assert not db.session.get_one(PlanVersion, draft.id).is_moving
    assert plans_of(network.contracts[OMAR].id)[0][1].id == waiting


@pytest.mark.parametrize("plan", [a_plan(DEARER_STILL, FUND), dearer()], ids=["other", "the same"])
def test_what_somebody_gives_a_contract_meanwhile_counts(network, hanna, undone, plan):
    contract = network.contracts[OLGA]
    with edge():
        giving.give_plan(
            hanna, contract=contract, plan=plan, starts_on=SPRING, adds_clauses=False, seen=None
        )
    given = plans_of(contract.id)[0]
    assert stand(undone)[1] == ["olga@demo.test"]
    run_waiting()
    assert plans_of(contract.id)[0] == given
    assert stand(undone)[1] == ALL[1]


def test_taken_back_while_it_moves_both_jobs_come_to_the_same_end(hanna, used, large):
    with edge():
        draft = a_draft(hanna, used)
    version = decide_large(hanna, draft)
    step(version)
    go_back(hanna, version)
    run_waiting()
    assert stand(version) == ([], ["omar@demo.test"])
    assert not db.session.get_one(PlanVersion, version.id).is_moving


def decide_large(actor, draft):
    with edge():
        ask_impact(actor, draft)
    run_waiting()
    return decide(actor, draft)


def test_another_version_of_the_plan_waits_until_all_have_theirs(hanna, used, decided, large):
    with edge():
        draft = a_draft(hanna, used, plan=a_plan(DEARER_STILL, FUND, TECHNOLOGY))
        ask_impact(hanna, draft)
    run_waiting()
    go_back(hanna, decided)
    with pytest.raises(PlanMoving, match="Try again when all have"):
        decide(hanna, draft)
    run_waiting()
    decide(hanna, draft)
    run_waiting()
    assert stand(draft)[0] == [OMAR, OLGA]


def test_its_page_says_how_far_it_is(browser, undone):
    page = f"/fees/plans/versions/{undone.id}"
    browser.sign_in("hanna")
    step(undone)
    browser.get(page)
    assert "being given back the plans they had" in browser.page.text
    assert "1 of 2 contracts" in browser.page.text
    run_waiting()
    browser.get(page)
    assert "being given back" not in browser.page.text
    assert "This version does not come" in browser.page.text


def test_its_page_says_when_the_job_gave_up(browser, undone):
    step(undone)
    with edge():
        version = db.session.get_one(PlanVersion, undone.id)
        db.session.get_one(Job, version.moving_job_id).status = JobStatus.FAILED
    browser.sign_in("hanna")
    browser.get(f"/fees/plans/versions/{undone.id}")
    assert "Not all contracts could be given back the plan they had" in browser.page.text


def test_a_large_decision_is_taken_back_on_its_page(browser, decided, large):
    browser.sign_in("hanna")
    page = f"/fees/plans/versions/{decided.id}"
    browser.get(page)
    [seen] = {one["value"] for one in browser.page.all("input") if one.get("name") == "version"}
    browser.post(f"{page}/taking-back", {"version": seen, "reason": "Sales fell."})
    assert "are written to as theirs have gone back" in browser.page.text
    run_waiting()
    assert stand(decided) == ALL


TRANSFER = {
    "name": "transfer fee",
    "kind": "transfer",
    "clause": ROYALTY["clause"],
    "method": "flat",
    "amount": "5000",
}


def test_an_event_is_not_priced_by_a_plan_that_is_still_moving(network, hanna, used, large):
    """The transfer is agreed on the version's day, and the contract has not got it yet."""
    with edge():
        draft = a_draft(hanna, used, plan=a_plan(ROYALTY, FUND, TECHNOLOGY, TRANSFER))
    version = decide_large(hanna, draft)
    step(version)
    omars, olgas = network.contracts[OMAR].id, network.contracts[OLGA].id
    assert event_fee(omars, ChargeKind.TRANSFER_FEE, SPRING).minor == 5_000_00
    with pytest.raises(PlanMoving, match="1 of its 2 contracts have moved"):
        event_fee(olgas, ChargeKind.TRANSFER_FEE, SPRING)
    run_waiting()
    db.session.rollback()
    assert event_fee(olgas, ChargeKind.TRANSFER_FEE, SPRING).minor == 5_000_00


def test_an_event_is_not_charged_while_the_plan_is_still_moving(network, hanna, used, large):
    contract = network.contracts[OLGA]
    with edge():
        draft = a_draft(hanna, used)
        due = raise_charge(
            contract, ChargeKind.TRANSFER_FEE, origin_id=new_id(), amount=Money(5_000_00, "EUR")
        )
    step(decide_large(hanna, draft))
    with clock.fixed(datetime(2027, 3, 1, 12, tzinfo=UTC)):
        with pytest.raises(PlanMoving, match="Try again when all have"), edge():
            charge_event(hanna, contract, due, clause=ROYALTY["clause"])
        assert db.session.scalars(select(Invoice)).all() == []
        run_waiting()
        with edge():
            note = charge_event(hanna, contract, due, clause=ROYALTY["clause"])
        assert note.total_minor == 5_000_00
