"""A decision is taken back before its day: contracts keep their plans, those told hear of it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from franchise_portal.audit.models import Entry
from franchise_portal.database import db, edge
from franchise_portal.fees.errors import PlanHasBegun, PlanInUse, PlanNotDecided
from franchise_portal.fees.models import FeePlan, PlanAssignment, PlanMove, PlanVersion
from franchise_portal.fees.plan_enums import PlanStatus
from franchise_portal.fees.queries import plan_versions as queries
from franchise_portal.fees.queries.plans import plans_of
from franchise_portal.fees.services import plan_versions as services
from franchise_portal.fees.services.plan_impacts import note_seen
from franchise_portal.fees.services.plan_withdrawals import take_back
from franchise_portal.kit import clock
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, Refused
from franchise_portal.mail import Message
from tests.builders.fees import FUND, ROYALTY, TECHNOLOGY, a_plan, a_report, assess, give_plan
from tests.builders.plans import SPRING, a_draft, dearer

STARTS = date(2024, 3, 1)


@pytest.fixture
def used(network):
    """The usual plan, used by Omar's and Olga's contracts, with a month of sales."""
    plan_id = give_plan(network.contracts["CT-F-001-TL"]).plan_id
    give_plan(network.contracts["CT-F-002-HX"])
    for outlet, gross in (("TL-001", "60000"), ("HX-001", "40000")):
        a_report(network.outlets[outlet], "2026-10", gross)
    db.session.commit()
    return plan_id


@pytest.fixture
def hanna(network):
    return network.actors["hanna"]


@pytest.fixture
def decided(hanna, used):
    with edge():
        draft = a_draft(hanna, used)
        note_seen(hanna, draft)
        services.decide(hanna, draft, seen=None)
    return draft


def assigned():
    query = select(PlanAssignment.contract_id, PlanAssignment.starts_on, PlanAssignment.plan_id)
    return sorted(map(tuple, db.session.execute(query)), key=str)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def undo(actor, version, reason="Sales fell."):
    with edge():
        moves = take_back(actor, version, reason=reason, seen=None)
        return [move.contract.number for move in moves]


def test_contracts_keep_the_plan_that_they_had(network, hanna, used, decided):
    assert sorted(undo(hanna, decided)) == ["CT-F-001-TL", "CT-F-002-HX"]
    assert {(starts_on, plan_id) for _, starts_on, plan_id in assigned()} == {(STARTS, used)}
    version = db.session.scalars(select(PlanVersion)).one()
    assert version.status is PlanStatus.TAKEN_BACK
    assert (version.taken_back_by_name, version.taken_back_reason) == (hanna.name, "Sales fell.")


def test_sales_from_the_day_on_are_charged_by_the_old_plan(network, hanna, decided):
    undo(hanna, decided)
    a_report(network.outlets["TL-001"], "2027-03", "60000")
    assert assess("2027-03").by_fee["royalty", "EUR"] == 3_600_00


def test_a_plan_that_waited_for_the_same_day_comes_back(network, hanna, used):
    contract = network.contracts["CT-F-001-TL"]
    waiting = give_plan(contract, a_plan(ROYALTY, FUND), starts_on=SPRING).plan_id
    draft = a_draft(hanna, used)
    note_seen(hanna, draft)
    services.decide(hanna, draft, seen=None)
    db.session.commit()
    undo(hanna, draft)
    assert [(day, row.id) for day, row in plans_of(contract.id)] == [
        (SPRING, waiting),
        (STARTS, used),
    ]


def test_a_contract_given_another_plan_meanwhile_keeps_that_one(network, hanna, used, decided):
    contract = network.contracts["CT-F-001-TL"]
    with edge():
        chosen = give_plan(contract, a_plan(ROYALTY), starts_on=SPRING).plan_id
    undo(hanna, decided)
    assert plans_of(contract.id)[0] == (SPRING, db.session.get_one(FeePlan, chosen))


@pytest.mark.parametrize("first", [0, 1], ids=["the earlier first", "the later first"])
def test_two_versions_of_one_day_taken_back_leave_the_old_plan(network, hanna, used, first):
    """What the later one replaced was the earlier one, which does not come back."""
    versions = []
    for rate in ("0.07", "0.08"):
        with edge(), clock.fixed(datetime(2026, 11, 2, 12, len(versions), tzinfo=UTC)):
            plan = a_plan({**ROYALTY, "rate": rate}, FUND, TECHNOLOGY)
            draft = a_draft(hanna, used, name=f"At {rate}", plan=plan)
            note_seen(hanna, draft)
            services.decide(hanna, draft, seen=None)
        versions.append(draft)
    with clock.fixed(datetime(2026, 11, 2, 13, tzinfo=UTC)):
        undo(hanna, versions[first])
        undo(hanna, versions[1 - first])
    assert {(starts_on, plan_id) for _, starts_on, plan_id in assigned()} == {(STARTS, used)}


def test_those_who_were_told_are_told_with_the_reason(hanna, decided):
    undo(hanna, decided)
    mails = db.session.scalars(select(Message).where(Message.kind == "fees/plan_taken_back")).all()
    assert {mail.to_address for mail in mails} == {"omar@demo.test", "olga@demo.test"}
    for mail in mails:
        assert "Sales fell." in mail.text
        assert "1 March 2027" in mail.subject
    [omars] = [mail.text for mail in mails if mail.to_address == "omar@demo.test"]
    assert "CT-F-001-TL" in omars
    assert "CT-F-002-HX" not in omars


def test_history_keeps_what_was_told(network, hanna, decided):
    undo(hanna, decided)
    assert len(db.session.scalars(select(PlanMove)).all()) == 2
    omar = network.actors["omar"]
    assert queries.version_for(omar, decided.id).status is PlanStatus.TAKEN_BACK
    assert [move.contract.number for move in queries.moves_of(omar, decided)] == ["CT-F-001-TL"]
    actions = set(db.session.scalars(select(Entry.action)))
    assert {"fees.plan.decided", "fees.plan.taken_back", "fees.plan.unassigned"} <= actions


def test_it_is_taken_back_once(hanna, decided):
    undo(hanna, decided)
    before = assigned(), len(db.session.scalars(select(Message)).all())
    with pytest.raises(PlanNotDecided):
        undo(hanna, decided)
    assert (assigned(), len(db.session.scalars(select(Message)).all())) == before


def test_a_draft_has_no_decision_to_take_back(hanna, used):
    with pytest.raises(PlanNotDecided):
        take_back(hanna, a_draft(hanna, used), reason="x", seen=None)


@pytest.mark.parametrize("day", [SPRING, date(2027, 6, 30)])
def test_from_its_day_on_a_new_version_has_to_follow_it(hanna, decided, day):
    before = assigned()
    with clock.fixed(noon(day)), pytest.raises(PlanHasBegun, match="Draft a new version"):
        undo(hanna, decided)
    assert assigned() == before


def test_a_plan_that_contracts_were_given_stays(network, hanna):
    with edge():
        draft = a_draft(hanna, starts_on=date(2026, 11, 2))
        services.decide(hanna, draft, seen=None)
    with edge():
        give_plan(network.contracts["CT-F-001-TL"], dearer())
    with pytest.raises(PlanInUse, match="another plan"):
        undo(hanna, draft)


def test_a_plan_that_nobody_was_given_goes_without_a_letter(hanna, network):
    with edge():
        draft = a_draft(hanna, starts_on=date(2026, 11, 2))
        services.decide(hanna, draft, seen=None)
    assert undo(hanna, draft) == []
    assert db.session.scalars(select(Message)).all() == []


def test_without_a_reason_it_stays(hanna, decided):
    before = assigned()
    with pytest.raises(Refused, match="Write why"):
        undo(hanna, decided, reason="  ")
    assert assigned() == before


def test_only_who_may_decide_takes_back(network, decided):
    with pytest.raises(NotAllowed):
        take_back(network.actors["felix"], decided, reason="x", seen=None)


def test_two_who_take_back_at_once_are_told(hanna, decided):
    with pytest.raises(ChangedMeanwhile):
        take_back(hanna, decided, reason="x", seen=decided.version - 1)


def test_a_decision_is_taken_back_on_its_page(browser, network, decided):
    browser.sign_in("hanna")
    page = f"/fees/plans/versions/{decided.id}"
    browser.get(page)
    [seen] = {one["value"] for one in browser.page.all("input") if one.get("name") == "version"}
    browser.post(f"{page}/taking-back", {"version": seen, "reason": ""}, status=422)
    assert "the franchisees who were told read it" in browser.page.text
    browser.post(f"{page}/taking-back", {"version": seen, "reason": "Sales fell."})
    browser.get(page)
    assert "This version does not come" in browser.page.text
    assert "Sales fell." in browser.page.text
    browser.post(f"{page}/taking-back", {"version": seen, "reason": "Again."}, status=409)
    browser.get("/fees/plans")
    assert "Taken back" in browser.page.text


def test_omar_reads_that_the_change_does_not_come(browser, network, hanna, decided):
    undo(hanna, decided)
    browser.sign_in("omar")
    page = f"/fees/plans/versions/{decided.id}"
    browser.get(page)
    assert "This version does not come" in browser.page.text
    assert "CT-F-002-HX" not in browser.page.text
    browser.post(f"{page}/taking-back", {"reason": "Mine."}, status=403)


def test_the_page_of_one_that_has_begun_offers_a_new_version(browser, decided):
    with clock.fixed(noon(SPRING)):
        browser.sign_in("hanna")
        browser.get(f"/fees/plans/versions/{decided.id}")
        assert "draft a new version that follows it" in browser.page.text
        assert "/taking-back" not in browser.page.html
