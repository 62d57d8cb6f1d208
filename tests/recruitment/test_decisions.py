"""Approving and rejecting: on what, by whom, and that money changes nothing."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from franchise_portal.database import db
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, Refused
from franchise_portal.kit.money import Money
from franchise_portal.mail import Message
from franchise_portal.network import queries as network_queries
from franchise_portal.network.enums import FranchiseeStatus, PersonRole
from franchise_portal.network.models import Franchisee
from franchise_portal.recruitment import queries, services
from franchise_portal.recruitment.enums import Outcome, Stage, Statement
from franchise_portal.recruitment.errors import CannotBeApproved, StepNotAllowed
from franchise_portal.recruitment.models import Applicant, Decision
from franchise_portal.recruitment.services import NewFranchisee
from tests.builders.recruitment import an_applicant, approved, assessed, moved
from tests.support.page import Browser

FRESH = NewFranchisee("F-050", "Lindqvist Catering")


def approve(actor, applicant, **facts):
    usual = {"reason": "A careful plan.", "becomes": FRESH}
    return services.approve(actor, applicant, **{**usual, **facts})


class TestApproving:
    def test_an_approved_applicant_is_a_franchisee_with_people_and_expectation(self, network):
        dora = network.actors["dora"]
        ana = an_applicant(network, name_local="林安娜", phone="+49 30 1", region_id=None)
        services.add_person(dora, ana, name="Jonas", role=PersonRole.FAMILY)
        services.state_expectation(
            dora,
            ana,
            stated_on=date(2026, 10, 5),
            statement=Statement.INTERVIEW,
            monthly_sales=Money(4_800_000, "EUR"),
            payback_months=36,
            support="Hiring",
            reason="",
        )
        ana = assessed(network, ana)
        decision = approve(dora, ana)
        db.session.expire_all()
        franchisee = db.session.scalars(select(Franchisee).where(Franchisee.code == "F-050")).one()
        assert franchisee.status is FranchiseeStatus.APPLICANT
        assert (franchisee.name, franchisee.name_local) == ("Lindqvist Catering", "林安娜")
        people = network_queries.people_of(franchisee.id)
        assert [(one.name, one.role) for one in people] == [
            ("Ana Lindqvist", PersonRole.OWNER),
            ("Jonas", PersonRole.FAMILY),
        ]
        expectation = queries.expectation_of_franchisee(franchisee.id, network.brands["TL"].id)
        assert expectation.monthly_sales == Money(4_800_000, "EUR")
        assert (ana.stage, ana.franchisee_id) == (Stage.APPROVED, franchisee.id)
        assert (decision.mean, decision.assessors) == (Decimal("4.4"), 2)

    def test_a_franchisee_may_be_approved_for_a_further_brand(self, network):
        ana = assessed(network, an_applicant(network, brand_id=network.brands["HX"].id))
        approve(network.actors["dora"], ana, becomes=network.franchisees["F-001"])
        assert ana.franchisee_id == network.franchisees["F-001"].id

    @pytest.mark.parametrize("who", ["rosa", "felix", "sami", "audrey", "omar"])
    def test_who_may_not_decide_decides_nothing(self, network, who):
        ana = assessed(network)
        with pytest.raises(NotAllowed):
            approve(network.actors[who], ana)
        with pytest.raises(NotAllowed):
            services.reject(network.actors[who], ana, reason="No")

    def test_a_decision_needs_its_reason(self, network):
        ana = assessed(network)
        for act in (
            lambda: approve(network.actors["dora"], ana, reason=""),
            lambda: services.reject(network.actors["dora"], ana, reason=""),
        ):
            with pytest.raises(Refused) as refusal:
                act()
            assert refusal.value.field == "reason"

    def test_a_hard_fail_of_one_assessor_overrides_every_total(self, network):
        ana = assessed(network, scores=((5, 5, 5), (5, 5, 2)))
        with pytest.raises(CannotBeApproved) as refusal:
            approve(network.actors["hanna"], ana)
        assert "Law and record" in str(refusal.value)
        assert ana.stage is Stage.ASSESSED
        assert queries.decisions_of(ana) == []

    def test_below_the_pass_mark_a_person_may_still_decide(self, network):
        ana = assessed(network, scores=((2, 2, 3), (2, 2, 3)))
        standing = queries.standing(network.actors["dora"], ana)
        assert standing.is_above_mark is False
        assert approve(network.actors["dora"], ana).outcome is Outcome.APPROVED

    def test_nobody_is_approved_before_the_assessment_is_closed(self, network):
        ana = moved(network, an_applicant(network), Stage.QUALIFIED)
        with pytest.raises(CannotBeApproved) as refusal:
            approve(network.actors["hanna"], ana)
        assert "no published scorecard" in str(refusal.value)

    def test_the_brand_must_be_chosen_first(self, network):
        ana = assessed(network, an_applicant(network, brand_id=None))
        with pytest.raises(Refused) as refusal:
            approve(network.actors["dora"], ana)
        assert refusal.value.field == "brand_id"

    def test_a_code_that_is_taken_is_refused_and_nothing_is_written(self, network, browser):
        ana = assessed(network)
        db.session.commit()
        browser.sign_in("dora")
        browser.post(
            f"/recruitment/applicants/{ana.id}/approval",
            {"version": str(ana.version), "reason": "Yes", "becomes": "new", "code": "F-001"},
            status=422,
        )
        assert "F-001" in browser.page.text
        db.session.expire_all()
        assert db.session.get_one(Applicant, ana.id).stage is Stage.ASSESSED

    def test_a_decision_on_what_changed_meanwhile_is_asked_once_more(self, network, browser):
        ana = assessed(network)
        seen = ana.version
        services.change_applicant(
            network.actors["hanna"], ana, {"place": "Elsewhere"}, version=None
        )
        with pytest.raises(ChangedMeanwhile):
            approve(network.actors["dora"], ana, version=seen)
        db.session.commit()
        browser.sign_in("dora")
        form = {
            "version": str(seen),
            "reason": "My long reason",
            "becomes": "new",
            "code": "F-050",
        }
        browser.post(f"/recruitment/applicants/{ana.id}/approval", form, status=409)
        assert "My long reason" in browser.page.html
        renewed = next(v["value"] for v in browser.page.all("input") if v.get("name") == "version")
        browser.post(f"/recruitment/applicants/{ana.id}/approval", {**form, "version": renewed})
        db.session.expire_all()
        assert db.session.get_one(Applicant, ana.id).stage is Stage.APPROVED


class TestMoney:
    """Nobody is approved by paying."""

    @pytest.mark.parametrize("scores", [((4, 5, 4), (4, 4, 5)), ((5, 5, 5), (1, 5, 5))])
    def test_a_deposit_changes_no_answer(self, network, scores):
        dora = network.actors["dora"]
        ana = assessed(network, scores=scores)
        before = queries.standing(dora, ana)
        services.change_applicant(
            dora, ana, {"deposit_minor": 99_999_900, "deposit_on": date(2026, 11, 1)}, version=None
        )
        after = queries.standing(dora, ana)
        assert (before.to_approval, before.combined) == (after.to_approval, after.combined)

    def test_a_deposit_moves_nobody_on(self, network):
        ana = an_applicant(network, deposit_minor=500_000, deposit_on=date(2026, 10, 20))
        assert ana.stage is Stage.ENQUIRY
        with pytest.raises(CannotBeApproved):
            approve(network.actors["hanna"], ana)

    def test_the_pages_say_so(self, network, browser: Browser):
        ana = assessed(
            network, an_applicant(network, deposit_minor=500_000, deposit_on=date(2026, 10, 20))
        )
        db.session.commit()
        browser.sign_in("dora")
        for address in ("", "/assessment", "/approval"):
            browser.get(f"/recruitment/applicants/{ana.id}{address}")
            text = browser.page.text.replace("\u00a0", " ")
            assert "A deposit of € 5,000.00 was received. It changes nothing" in text
        assert "Nobody is approved by paying" in browser.page.text


class TestRejecting:
    def test_a_rejection_is_possible_early_and_sent_kindly(self, network, browser: Browser):
        ana = an_applicant(network)
        db.session.commit()
        browser.sign_in("dora")
        browser.get(f"/recruitment/applicants/{ana.id}/rejection")
        browser.post(
            f"/recruitment/applicants/{ana.id}/rejection",
            {
                "version": str(ana.version),
                "reason": "Wants to sell wine only",
                "words": "A wine bar nearby is looking for a partner.",
            },
        )
        db.session.expire_all()
        assert db.session.get_one(Applicant, ana.id).stage is Stage.REJECTED
        message = db.session.scalars(select(Message)).one()
        assert message.kind == "recruitment/rejected"
        assert "A wine bar nearby" in message.text
        assert "Wants to sell wine only" not in message.text
        assert "180" in message.text

    def test_an_approval_can_be_taken_back_and_ends_the_franchisee(self, network):
        ana = approved(network)
        services.reject(network.actors["hanna"], ana, reason="The funds were borrowed")
        assert ana.stage is Stage.REJECTED
        assert ana.franchisee.status is FranchiseeStatus.ENDED
        assert [one.outcome for one in queries.decisions_of(ana)] == [
            Outcome.REJECTED,
            Outcome.APPROVED,
        ]

    def test_what_is_over_is_not_rejected_again(self, network):
        ana = an_applicant(network)
        services.reject(network.actors["dora"], ana, reason="No")
        with pytest.raises(StepNotAllowed):
            services.reject(network.actors["dora"], ana, reason="No")

    def test_two_people_deciding_at_once_decide_once(self, network):
        ana = assessed(network)
        seen = ana.version
        approve(network.actors["dora"], ana, version=seen)
        with pytest.raises(ChangedMeanwhile):
            services.reject(network.actors["hanna"], ana, reason="No", version=seen)
        db.session.flush()
        assert len(db.session.scalars(select(Decision)).all()) == 1
