"""A plan is drafted, looked through and decided; contracts move to it where their terms allow."""

from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal.audit.models import Entry
from franchise_portal.database import db
from franchise_portal.fees.errors import PlanDecided
from franchise_portal.fees.models import Charge, FeePlan, PlanAssignment, PlanMove
from franchise_portal.fees.plan_enums import PlanStatus
from franchise_portal.fees.queries import plan_versions as queries
from franchise_portal.fees.queries.impact import latest_year
from franchise_portal.fees.rules import quote
from franchise_portal.fees.services import plan_versions as services
from franchise_portal.fees.services.plan_impacts import note_seen
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from franchise_portal.mail import Message
from tests.builders.fees import FUND, ROYALTY, TECHNOLOGY, a_plan, a_report, assess, give_plan
from tests.builders.plans import SPRING, a_draft, dearer
from tests.fees.plans import reports


@pytest.fixture
def used(network):
    """The id of the usual plan, used by Omar's and Olga's contracts, with a year of sales."""
    plan_id = give_plan(network.contracts["CT-F-001-TL"]).plan_id
    give_plan(network.contracts["CT-F-002-HX"])
    for outlet, gross in (("TL-001", "60000"), ("TL-003", "10000"), ("HX-001", "40000")):
        a_report(network.outlets[outlet], "2026-10", gross)
    db.session.commit()
    return plan_id


@pytest.fixture
def hanna(network):
    return network.actors["hanna"]


def decided(hanna, used, **changes):
    draft = a_draft(hanna, used, **changes)
    note_seen(hanna, draft)
    services.decide(hanna, draft, seen=None)
    db.session.commit()
    return draft


def test_an_impact_names_who_pays_more_and_the_total(hanna, used):
    impact = queries.impact_of(a_draft(hanna, used))
    assert [(row.place.outlet, row.effect.difference) for row in impact.rows] == [
        ("TL-001", 600_00),
        ("HX-001", 400_00),
        ("TL-003", 0),  # 7% of 10,000 is still below the minimum of 900
    ]
    assert impact.totals.whole.difference == 1_000_00
    assert (impact.totals.losers, impact.totals.winners, impact.totals.unchanged) == (2, 0, 1)


def test_an_impact_is_what_the_rule_charges_for_both_plans(hanna, used):
    impact = queries.impact_of(a_draft(hanna, used))
    [row] = [row for row in impact.rows if row.place.outlet == "TL-001"]
    # 6% of 60,000, 2% of it for the fund, 250; then 7%.
    assert (row.effect.before, row.effect.after) == (5_050_00, 5_650_00)


def test_the_year_ends_with_the_latest_whole_month_of_sales(network, used):
    assert latest_year().text == "2025-11-01/2026-10-31"


def test_a_fee_on_customers_leaves_out_who_never_reported_them(hanna, used):
    by_head = a_plan(
        {
            "name": "royalty",
            "clause": "6.1",
            "basis": "customers",
            "method": "per_unit",
            "rate": "1",
        }
    )
    impact = queries.impact_of(a_draft(hanna, used, plan=by_head))
    assert [row.gap is not None for row in impact.rows] == [True, True, True]
    assert impact.totals.whole.sales == 0


def test_a_decision_needs_the_impact_to_be_seen(hanna, used):
    with pytest.raises(Refused, match="Look through it first"):
        services.decide(hanna, a_draft(hanna, used), seen=None)


def test_a_draft_that_changes_after_it_was_seen_is_seen_again(hanna, used):
    draft = a_draft(hanna, used)
    note_seen(hanna, draft)
    dearer_still = a_plan({**ROYALTY, "rate": "0.09"}, FUND, TECHNOLOGY)
    words = services.PlanWords(name="Plan 2027", plan=dearer_still, starts_on=SPRING)
    services.change_draft(hanna, draft, words, seen=None)
    with pytest.raises(Refused, match="Look through it first"):
        services.decide(hanna, draft, seen=None)


def test_an_earlier_day_than_the_notice_allows_is_refused_with_the_earliest(hanna, used):
    draft = a_draft(hanna, used, starts_on=date(2027, 2, 1))
    note_seen(hanna, draft)
    with pytest.raises(Refused) as refusal:
        services.decide(hanna, draft, seen=None)
    assert refusal.value.params["earliest"] == SPRING
    assert draft.status is PlanStatus.DRAFT


def test_a_plan_keeps_the_notice_that_it_promised_itself(network, hanna):
    plan = a_plan(ROYALTY, change_notice="12 months")
    plan_id = give_plan(network.contracts["CT-F-001-TL"], plan).plan_id
    draft = a_draft(hanna, plan_id, plan=a_plan({**ROYALTY, "rate": "0.05"}))
    note_seen(hanna, draft)
    with pytest.raises(Refused) as refusal:
        services.decide(hanna, draft, seen=None)
    assert refusal.value.params["earliest"] == date(2027, 12, 1)


def test_contracts_move_on_the_day_and_what_was_charged_stays(network, hanna, used):
    assess("2026-10")
    before = db.session.execute(select(Charge.id, Charge.amount_minor, Charge.plan_id)).all()
    draft = decided(hanna, used)
    days = db.session.execute(
        select(PlanAssignment.starts_on, PlanAssignment.plan_id).where(
            PlanAssignment.plan_id == draft.plan_id
        )
    ).all()
    assert [day for day, _ in days] == [SPRING, SPRING]
    after = db.session.execute(select(Charge.id, Charge.amount_minor, Charge.plan_id)).all()
    assert sorted(before) == sorted(after)


def test_sales_from_the_day_on_are_charged_by_the_new_version(network, hanna, used):
    draft = decided(hanna, used)
    a_report(network.outlets["TL-001"], "2027-02", "60000")
    a_report(network.outlets["TL-001"], "2027-03", "60000")
    assess("2027-02")
    assess("2027-03")
    royalties = dict(
        db.session.execute(
            select(Charge.month, Charge.amount_minor).where(
                Charge.fee == "royalty", Charge.month > "2027"
            )
        ).all()
    )
    assert royalties == {"2027-02": 3_600_00, "2027-03": 4_200_00}
    assert db.session.get_one(FeePlan, draft.plan_id).name == "Plan 2027"


def test_a_contract_without_the_clause_of_a_new_fee_stays(network, hanna, used):
    training = {**TECHNOLOGY, "name": "training", "clause": "6.9"}
    draft = decided(hanna, used, plan=a_plan(ROYALTY, FUND, TECHNOLOGY, training))
    moves = queries.moves_of(hanna, draft)
    assert [move.starts_on for move in moves] == [None, None]
    assert moves[0].stays["params"]["clauses"] == "6.9"


def test_a_contract_that_ends_before_the_day_stays(network, hanna, used):
    network.contracts["CT-F-002-HX"].ends_on = date(2027, 1, 31)
    draft = decided(hanna, used)
    found = {move.contract.number: move.starts_on for move in queries.moves_of(hanna, draft)}
    assert found == {"CT-F-001-TL": SPRING, "CT-F-002-HX": None}


def test_the_owners_are_written_to_with_their_own_figures(hanna, used):
    decided(hanna, used)
    mails = {mail.to_address: mail for mail in db.session.scalars(select(Message))}
    assert set(mails) == {"omar@demo.test", "olga@demo.test"}
    assert "CT-F-001-TL" in mails["omar@demo.test"].text
    assert "CT-F-002-HX" not in mails["omar@demo.test"].text
    assert "7,000.00" in mails["omar@demo.test"].text  # 5,650 of TL-001 and 1,350 of TL-003


def test_a_franchisee_sees_only_their_own_part_of_a_decision(network, hanna, used):
    draft = decided(hanna, used)
    omar = network.actors["omar"]
    assert queries.version_for(omar, draft.id).id == draft.id
    assert [move.contract.number for move in queries.moves_of(omar, draft)] == ["CT-F-001-TL"]


def test_a_franchisee_sees_no_draft_and_no_decision_about_others(network, hanna, used):
    draft = a_draft(hanna, used)
    with pytest.raises(NotFound):
        queries.version_for(network.actors["omar"], draft.id)
    alone = give_plan(network.contracts["CT-F-002-HX"], a_plan(ROYALTY)).plan_id
    db.session.flush()
    others = decided(hanna, alone, plan=a_plan({**ROYALTY, "rate": "0.05"}))
    with pytest.raises(NotFound):
        queries.version_for(network.actors["omar"], others.id)


def test_a_version_is_decided_once(hanna, used):
    draft = decided(hanna, used)
    with pytest.raises(PlanDecided):
        services.decide(hanna, draft, seen=None)
    with pytest.raises(PlanDecided):
        services.discard(hanna, draft)


def test_a_decision_on_what_somebody_else_changed_is_refused(hanna, used):
    draft = a_draft(hanna, used)
    shown = draft.version
    note_seen(hanna, draft)
    with pytest.raises(ChangedMeanwhile):
        services.decide(hanna, draft, seen=shown)


def test_finance_drafts_but_does_not_decide(network, used):
    felix = network.actors["felix"]
    draft = a_draft(felix, used)
    note_seen(felix, draft)
    with pytest.raises(NotAllowed):
        services.decide(felix, draft, seen=None)


def test_a_version_that_changes_nothing_is_refused(hanna, used):
    with pytest.raises(Refused, match="Nothing is changed"):
        a_draft(hanna, used, plan=a_plan())


def test_a_change_keeps_the_currency(hanna, used):
    with pytest.raises(Refused, match="keeps the currency"):
        a_draft(hanna, used, plan=a_plan({**ROYALTY, "rate": "0.07"}, currency="USD"))


def test_a_new_plan_needs_no_notice_and_moves_nobody(hanna, network):
    draft = a_draft(hanna, starts_on=date(2026, 11, 2))
    assert services.decide(hanna, draft, seen=None) == ()
    assert queries.plan_in(draft) == dearer()
    assert db.session.get_one(FeePlan, draft.plan_id).currency == "EUR"


def test_a_decision_is_noted_with_the_impact_that_was_seen(hanna, used):
    decided(hanna, used)
    actions = list(db.session.scalars(select(Entry.action).where(Entry.action.like("fees.plan.%"))))
    assert {"fees.plan.drafted", "fees.plan.looked_through", "fees.plan.decided"} <= set(actions)


def test_what_was_told_is_never_changed(hanna, used):
    decided(hanna, used)
    move = db.session.scalars(select(PlanMove)).first()
    move.after_minor = 0
    with pytest.raises(Exception, match="append-only"):
        db.session.flush()


def test_a_plan_of_deposits_and_margins_charges_nothing_on_reports():
    plan = a_plan(
        {"name": "deposit", "kind": "deposit", "clause": "9", "method": "flat", "amount": "5000"},
        {
            "name": "margin",
            "kind": "supply_margin",
            "clause": "10",
            "basis": "cost_of_goods",
            "method": "percent",
            "rate": "0.1",
        },
    )
    assert quote(plan, reports(("2026-10", "60000"), currency="EUR")) == []
    assert plan.needed_columns == {}
