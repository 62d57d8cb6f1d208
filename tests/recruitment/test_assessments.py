"""Assessments: everybody alone, then closed, then seen by all."""

import pytest
from sqlalchemy import select

from franchise_portal.database import db, edge
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, NotFound
from franchise_portal.recruitment import queries, services
from franchise_portal.recruitment.enums import AssessmentState, Stage
from franchise_portal.recruitment.errors import (
    AssessmentClosed,
    AssessmentMissing,
    CriterionMissing,
    NoScorecard,
    NotYours,
    StepNotAllowed,
)
from franchise_portal.recruitment.forms import score_field
from franchise_portal.recruitment.models import Applicant, Assessment, Score
from franchise_portal.recruitment.services.assessments import Mark
from tests.builders.recruitment import (
    CRITERIA,
    a_scorecard,
    an_applicant,
    an_assessment,
    assessed,
    begun,
    marks,
    moved,
)
from tests.support.page import Browser


@pytest.fixture
def ana(network) -> Applicant:
    """A qualified applicant and a published scorecard."""
    a_scorecard(network.actors["hanna"])
    applicant = moved(network, an_applicant(network), Stage.QUALIFIED)
    db.session.commit()
    return applicant


class TestBeginning:
    def test_without_a_published_scorecard_nobody_is_assessed(self, network):
        applicant = moved(network, an_applicant(network), Stage.QUALIFIED)
        with pytest.raises(NoScorecard):
            services.start_assessment(network.actors["dora"], applicant)

    def test_only_qualified_applicants_are_assessed(self, network):
        a_scorecard(network.actors["hanna"])
        with pytest.raises(StepNotAllowed) as refusal:
            services.start_assessment(network.actors["dora"], an_applicant(network))
        assert "Qualified" in str(refusal.value)

    def test_who_may_not_assess_cannot_begin(self, network, ana):
        with pytest.raises(NotAllowed):
            services.start_assessment(network.actors["felix"], ana)

    def test_beginning_twice_is_beginning_once(self, network, ana):
        first = services.start_assessment(network.actors["dora"], ana)
        assert services.start_assessment(network.actors["dora"], ana) is first

    def test_a_version_published_meanwhile_waits_for_the_next_round(self, network, ana):
        first = services.start_assessment(network.actors["dora"], ana)
        a_scorecard(network.actors["hanna"], CRITERIA)
        second = services.start_assessment(network.actors["rosa"], ana)
        assert second.scorecard_version_id == first.scorecard_version_id
        assert queries.version_number() == 2


class TestHiding:
    """Whoever has not submitted sees nobody's scores, on no page."""

    def test_an_assessor_sees_the_others_only_after_submitting(self, network, ana):
        an_assessment(network.actors["dora"], ana, 4, 5, 4)
        begun(network.actors["rosa"], ana)
        hidden = queries.standing(network.actors["rosa"], ana)
        assert not hidden.is_open
        assert (hidden.cards, hidden.combined, hidden.comparison) == ((), None, None)
        an_assessment(network.actors["rosa"], ana, 3, 3, 3)
        shown = queries.standing(network.actors["rosa"], ana)
        assert shown.is_open
        assert [card.assessment.assessor_name for card in shown.cards] == ["Dora", "Rosa"]

    @pytest.mark.parametrize("who", ["rosa", "hanna", "adam", "audrey"])
    def test_nobody_reads_anothers_scores_while_the_assessment_is_open(
        self, network, ana, browser: Browser, who
    ):
        an_assessment(network.actors["dora"], ana, 4, 5, 4)
        theirs = db.session.scalars(select(Assessment)).one().id
        db.session.commit()
        browser.sign_in(who)
        for address in ("assessment", "approval", ""):
            answer = browser.client.get(f"/recruitment/applicants/{ana.id}/{address}".rstrip("/"))
            text = answer.get_data(as_text=True)
            assert "because of" not in text
            assert "thinks so" not in text
            assert "4.60" not in text
        answer = browser.client.get(f"/recruitment/assessments/{theirs}")
        assert answer.status_code in {403, 404}

    def test_all_see_all_once_it_is_closed(self, network, browser: Browser):
        applicant = assessed(network)
        db.session.commit()
        browser.sign_in("audrey")
        browser.get(f"/recruitment/applicants/{applicant.id}/assessment")
        for words in ("Dora", "Rosa", "46 of 50", "42 of 50", "4.40", "because of 5"):
            assert words in browser.page.text

    def test_scores_of_an_earlier_round_count_no_longer(self, network):
        applicant = assessed(network)
        services.move(
            network.actors["dora"], applicant, Stage.QUALIFIED, reason="New funds", version=None
        )
        standing = queries.standing(network.actors["dora"], applicant)
        assert standing.assessments == ()
        assert standing.combined is None
        with pytest.raises(AssessmentMissing):
            services.close_assessment(network.actors["dora"], applicant)

    def test_somebody_elses_assessment_is_not_found(self, network, ana):
        theirs = begun(network.actors["dora"], ana)
        with pytest.raises(NotFound):
            queries.assessment_for(network.actors["rosa"], theirs.id)


class TestScoring:
    def test_what_is_kept_for_later_needs_not_be_whole(self, network, ana):
        own = begun(network.actors["rosa"], ana)
        first = own.scorecard_version.criteria[0]
        second = own.scorecard_version.criteria[1]
        services.save_scores(
            network.actors["rosa"],
            own,
            marks={first.id: Mark(4, "Bank letter"), second.id: Mark(None, "Ask the husband")},
            summary="So far",
            version=own.version,
        )
        kept = {score.criterion_id: (score.score, score.note) for score in own.scores}
        assert kept == {first.id: (4, "Bank letter"), second.id: (None, "Ask the husband")}
        assert own.state is AssessmentState.STARTED

    def test_an_assessment_with_a_gap_cannot_be_submitted(self, network, ana):
        own = begun(network.actors["rosa"], ana)
        missing = own.scorecard_version.criteria[2]
        with pytest.raises(CriterionMissing) as refusal:
            services.submit_assessment(
                network.actors["rosa"],
                own,
                marks=marks(own.scorecard_version, 4, 4),
                summary="",
                version=None,
            )
        assert refusal.value.field == score_field(missing.id)
        assert missing.name in str(refusal.value)

    def test_nobody_scores_in_anothers_name(self, network, ana):
        theirs = begun(network.actors["dora"], ana)
        with pytest.raises(NotYours):
            services.save_scores(network.actors["rosa"], theirs, marks={}, summary="", version=None)

    def test_what_is_submitted_stays_as_it_is(self, network, ana):
        own = an_assessment(network.actors["rosa"], ana, 4, 4, 4)
        with pytest.raises(AssessmentClosed):
            services.save_scores(network.actors["rosa"], own, marks={}, summary="", version=None)
        with pytest.raises(AssessmentClosed):
            services.withdraw_assessment(network.actors["hanna"], ana, own, reason="Too kind")

    def test_two_windows_do_not_overwrite_each_other(self, network, ana):
        own = begun(network.actors["rosa"], ana)
        seen = own.version
        for_one = marks(own.scorecard_version, 4)
        services.save_scores(
            network.actors["rosa"], own, marks=for_one, summary="One", version=seen
        )
        with pytest.raises(ChangedMeanwhile):
            services.save_scores(
                network.actors["rosa"], own, marks=for_one, summary="Two", version=seen
            )

    def test_a_mark_off_the_scale_is_a_mistake_of_ours(self, network, ana):
        own = begun(network.actors["rosa"], ana)
        first = own.scorecard_version.criteria[0]
        with pytest.raises(ValueError, match="no score"):
            services.save_scores(
                network.actors["rosa"], own, marks={first.id: Mark(6)}, summary="", version=None
            )

    def test_a_foreign_criterion_is_not_kept(self, network, ana):
        own = begun(network.actors["rosa"], ana)
        foreign = {network.network.id: Mark(5)}
        services.save_scores(network.actors["rosa"], own, marks=foreign, summary="", version=None)
        assert own.scores == []


class TestPages:
    def fields(self, actor, *scores: int) -> dict[str, str]:
        """What the page of the actor's only assessment would send."""
        db.session.expire_all()
        found = db.session.scalars(
            select(Assessment).where(Assessment.assessor_id == actor.user_id)
        ).one()
        own = queries.assessment_for(actor, found.id)[1]
        criteria = own.scorecard_version.criteria
        filled = {
            score_field(one.id): str(score) for one, score in zip(criteria, scores, strict=False)
        }
        return {"version": str(own.version), "summary": "I would", **filled}

    def test_from_beginning_to_comparison_by_pages(self, network, ana, browser: Browser):
        an_assessment(network.actors["dora"], ana, 4, 5, 4)
        db.session.commit()
        browser.sign_in("rosa")
        browser.get(f"/recruitment/applicants/{ana.id}/assessment")
        assert "The scores are hidden." in browser.page.text
        browser.post(f"/recruitment/applicants/{ana.id}/assessments")
        assert "Only you see this." in browser.page.text
        rosa = network.actors["rosa"]
        address = f"/recruitment/assessments/{queries.own_assessment(rosa, ana).id}"
        browser.post(address, {**self.fields(rosa, 3), "act": "keep"})
        assert "Nobody else sees it" in browser.page.text
        browser.post(address, {**self.fields(rosa, 3, 2), "act": "submit"}, status=422)
        assert "every criterion needs a score" in browser.page.text
        browser.post(address, {**self.fields(rosa, 3, 2, 4), "act": "submit"})
        assert "Now you see the others" in browser.page.text
        assert "Family support: from 2 to 5, weight 6" in browser.page.text
        assert "67%" in browser.page.text

    def test_a_second_window_is_told_and_loses_nothing(self, network, ana, browser: Browser):
        own = begun(network.actors["rosa"], ana)
        db.session.commit()
        browser.sign_in("rosa")
        address = f"/recruitment/assessments/{own.id}"
        fields = self.fields(network.actors["rosa"], 3)
        browser.post(address, {**fields, "act": "keep"})
        browser.post(address, {**fields, "summary": "From the other", "act": "keep"}, status=409)
        assert "another window" in browser.page.text
        assert "From the other" in browser.page.html

    def test_an_unfinished_assessment_can_be_withdrawn_with_a_reason_and_then_closed(
        self, network, ana, browser: Browser
    ):
        an_assessment(network.actors["dora"], ana, 4, 5, 4)
        an_assessment(network.actors["hanna"], ana, 4, 4, 4)
        open_one = begun(network.actors["rosa"], ana)
        db.session.commit()
        browser.sign_in("hanna")
        closing = f"/recruitment/applicants/{ana.id}/assessment/closing"
        browser.post(closing, status=409)
        assert "1 assessments are begun" in browser.page.text
        withdrawal = f"/recruitment/applicants/{ana.id}/assessments/{open_one.id}/withdrawal"
        browser.post(withdrawal, {"reason": ""}, status=422)
        browser.post(withdrawal, {"reason": "Rosa is on leave"})
        browser.post(closing)
        db.session.expire_all()
        assert db.session.get_one(Applicant, ana.id).stage is Stage.ASSESSED
        browser.get(f"/recruitment/applicants/{ana.id}")
        assert "Rosa is on leave" in browser.page.text

    def test_one_assessor_is_not_enough_to_close(self, network, ana, browser: Browser):
        an_assessment(network.actors["dora"], ana, 4, 5, 4)
        db.session.commit()
        browser.sign_in("dora")
        browser.get(f"/recruitment/applicants/{ana.id}/assessment")
        assert "1 of at least 2 assessments are submitted" in browser.page.text
        browser.post(f"/recruitment/applicants/{ana.id}/assessment/closing", status=409)


class TestTogether:
    def test_two_assessors_submitting_at_once_are_both_kept(self, network, ana, app):
        """Each in a transaction of its own; the second began before the first had ended."""
        dora, rosa = network.actors["dora"], network.actors["rosa"]
        ids = {actor.name: begun(actor, ana).id for actor in (dora, rosa)}
        db.session.commit()
        together(app, [submission(dora, ids["Dora"], 4), submission(rosa, ids["Rosa"], 3)])
        db.session.expire_all()
        standing = queries.standing(dora, db.session.get_one(Applicant, ana.id))
        assert standing.submitted == 2
        assert len(db.session.scalars(select(Score)).all()) == 6
        with edge():
            services.close_assessment(dora, db.session.get_one(Applicant, ana.id))

    def test_closing_and_submitting_at_once_leave_one_order_of_the_two(self, network, ana, app):
        """Either the third is submitted before the closing, or it is refused after it."""
        dora, rosa, hanna = (network.actors[who] for who in ("dora", "rosa", "hanna"))
        an_assessment(dora, ana, 4, 4, 4)
        an_assessment(hanna, ana, 4, 4, 4)
        third = begun(rosa, ana).id
        db.session.commit()

        def close() -> None:
            with edge():
                services.close_assessment(dora, db.session.get_one(Applicant, ana.id))

        failures = together(app, [submission(rosa, third, 5), close])
        db.session.expire_all()
        applicant = db.session.get_one(Applicant, ana.id)
        submitted = queries.standing(dora, applicant).submitted
        if applicant.stage is Stage.ASSESSED:
            assert submitted == 3
            assert failures == []
        else:
            assert submitted == 3
            assert [type(one) for one in failures] == [AssessmentMissing]


def submission(actor, assessment_id, score):
    def submit() -> None:
        with edge():
            own = queries.assessment_for(actor, assessment_id)[1]
            services.submit_assessment(
                actor,
                own,
                marks=marks(own.scorecard_version, score, score, score),
                summary="",
                version=None,
            )

    return submit


def together(app, acts) -> list[Exception]:
    """Do several things at once, each on a connection of its own; what was refused."""
    import threading  # noqa: PLC0415

    gate, failures = threading.Barrier(len(acts)), []

    def do(act) -> None:
        with app.app_context():
            gate.wait()
            try:
                act()
            except Exception as error:  # noqa: BLE001 - looked at by the caller
                failures.append(error)
            finally:
                db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failures
