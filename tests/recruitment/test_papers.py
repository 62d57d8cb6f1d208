"""The two PDFs: an applicant's assessment, and whether scores predicted anything."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.jobs import run_waiting
from franchise_portal.network.enums import FranchiseeStatus
from franchise_portal.network.models import Franchisee
from franchise_portal.recruitment import additions, queries, services
from franchise_portal.recruitment.additions import OutcomeSource
from franchise_portal.recruitment.enums import Measure, Outcome, Stage
from franchise_portal.recruitment.errors import AssessmentMissing
from franchise_portal.recruitment.models import Applicant, Decision
from franchise_portal.recruitment.reports import assessment, calibration
from franchise_portal.recruitment.rules import FEWEST
from franchise_portal.reports import services as report_services
from franchise_portal.reports import writing
from franchise_portal.reports.models import Report
from tests.builders.recruitment import a_scorecard, an_applicant, an_assessment, assessed, moved
from tests.support.page import Browser

TODAY = date(2026, 11, 2)


def built(applicant: Applicant, language: str = "en"):
    with writing.speaking(language, "Europe/Berlin"):
        return assessment.build(applicant.id).report


class TestAssessment:
    def test_all_scores_stand_beside_each_other_with_hard_fails_and_decision(self, network):
        ana = assessed(
            network,
            an_applicant(network, deposit_minor=500_000, deposit_on=date(2026, 10, 20)),
            scores=((4, 5, 4), (1, 3, 4)),
        )
        services.reject(network.actors["dora"], ana, reason="Too little money")
        report = built(ana)
        assert report.assessors == ("Dora", "Rosa")
        assert [(row.name, row.weight, row.marks, row.fails) for row in report.rows] == [
            ("Own funds", "2", ("4", "1"), (False, True)),
            ("Family support", "6", ("5", "3"), (False, False)),
            ("Law and record", "2", ("4", "4"), (False, False)),
        ]
        assert report.totals == ("46 of 50", "28 of 50")
        assert (report.mean, report.agreement) == ("3.70", "33%")
        assert report.beside_mean == "Failed on a hard criterion, whatever the mean"
        assert report.hard_fails[0].startswith("Rosa scored “Own funds” with 1")
        assert [(one.outcome, one.reason) for one in report.decisions] == [
            ("Rejected", "Too little money")
        ]
        assert "changes nothing" in report.deposit
        assert report.opinions[1].notes[0] == ("Own funds", "because of 1")

    def test_the_page_has_it_made_and_opens_it(self, network, browser: Browser):
        ana = assessed(network)
        db.session.commit()
        browser.sign_in("rosa")
        browser.post(f"/recruitment/applicants/{ana.id}/paper")
        assert "The PDF is being made" in browser.page.text
        run_waiting()
        browser.get(f"/recruitment/applicants/{ana.id}/assessment")
        assert "Open the PDF" in browser.page.text
        db.session.rollback()
        report = db.session.scalars(select(Report)).one()
        assert (report.subject_name, report.subject_key) == (ana.reference, ana.reference)
        answer = browser.get(f"/reports/{report.id}/file")
        pages = PdfReader(BytesIO(answer.data)).pages
        answer.close()
        words = " ".join(page.extract_text() for page in pages)
        for wanted in ("Ana Lindqvist", "Dora", "Rosa", "46 of 50", "Confidential"):
            assert wanted in words

    def test_it_names_nobody_in_lists_and_file_names(self, network, browser: Browser):
        ana = assessed(network)
        db.session.commit()
        report_services.request_paper(SYSTEM, "assessment", ana.id)
        db.session.commit()
        run_waiting()
        report = db.session.scalars(select(Report)).one()
        assert db.session.get_one(storage.StoredFile, report.file_id).name == (
            f"assessment-{ana.reference}.pdf"
        )
        browser.sign_in("hanna")
        browser.get("/reports/")
        assert f"Assessment, {ana.reference}" in browser.page.text
        assert "Lindqvist" not in browser.page.text

    @pytest.mark.parametrize("who", ["felix", "sami"])
    def test_who_may_not_read_applicants_neither_makes_nor_opens_it(self, network, browser, who):
        ana = assessed(network)
        db.session.commit()
        report_services.request_paper(SYSTEM, "assessment", ana.id)
        db.session.commit()
        run_waiting()
        report_id = db.session.scalars(select(Report.id)).one()
        db.session.rollback()
        browser.sign_in(who)
        browser.post(f"/recruitment/applicants/{ana.id}/paper", status=403)
        browser.get(f"/reports/{report_id}/file", status=404)

    def test_it_cannot_be_made_while_somebody_might_still_score(self, network):
        a_scorecard(network.actors["hanna"])
        ana = moved(network, an_applicant(network), Stage.QUALIFIED)
        an_assessment(network.actors["dora"], ana, 4, 4, 4)
        with pytest.raises(AssessmentMissing):
            report_services.request_paper(network.actors["rosa"], "assessment", ana.id)

    @pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
    def test_it_can_be_written_in_chinese(self, network, language):
        ana = assessed(network)
        assert built(ana, language).assessors == ("Dora", "Rosa")


def signed(count: int, *, leaving: int = 0) -> list[Franchisee]:
    """So many who signed two years ago, with means from 2.00 on; the lowest are leaving."""
    made = []
    for number in range(count):
        franchisee = Franchisee(
            code=f"S-{number:03}",
            name=f"Signed {number}",
            status=FranchiseeStatus.LEAVING if number < leaving else FranchiseeStatus.ACTIVE,
        )
        db.session.add(franchisee)
        db.session.flush()
        applicant = Applicant(
            reference=f"AP-2024-{number:04}",
            name=f"Signed {number}",
            currency="EUR",
            stage=Stage.SIGNED,
            signed_on=TODAY - timedelta(days=730),
            franchisee_id=franchisee.id,
        )
        db.session.add(applicant)
        db.session.flush()
        db.session.add(
            Decision(
                applicant_id=applicant.id,
                outcome=Outcome.APPROVED,
                reason="Yes",
                decided_by_name="Dora",
                assessment_round=1,
                mean=Decimal("2.0") + Decimal(number) / 10,
                assessors=2,
            )
        )
        made.append(franchisee)
    db.session.commit()
    return made


class TestCalibration:
    def test_with_too_few_it_says_so_and_no_figure(self, network, browser: Browser):
        signed(FEWEST - 1)
        browser.sign_in("audrey")
        browser.get("/recruitment/calibration")
        assert f"Too few to tell: {FEWEST - 1} franchisees" in browser.page.text
        assert "Rank correlation" not in browser.page.text

    def test_without_anybody_it_says_when_it_will_tell(self, network, browser: Browser):
        browser.sign_in("audrey")
        browser.get("/recruitment/calibration")
        assert "Nobody has signed after an assessment yet" in browser.page.text

    def test_higher_scores_that_stay_are_a_positive_correlation(self, network):
        signed(20, leaving=8)
        found = queries.calibration(on=TODAY)
        still_here = found.measured[0]
        assert still_here.association.cases == 20
        assert still_here.association.rho > 0.7
        assert still_here.association.is_clear
        by_low = {band.low: band for band in still_here.bands}
        assert (by_low[1.0].cases, by_low[1.0].outcome) == (5, 0.0)
        assert by_low[3.5].outcome == 1.0

    def test_who_signed_less_than_a_year_ago_is_not_measured_yet(self, network):
        signed(12)
        for applicant in db.session.scalars(select(Applicant)):
            applicant.signed_on = TODAY - timedelta(days=200)
        db.session.commit()
        found = queries.calibration(on=TODAY)
        assert len(found.cases) == 12
        assert found.measured[0].association.cases == 0

    def test_features_above_hand_down_outcomes(self, network, app, browser: Browser):
        franchisees = signed(12)
        places = {one.id: place for place, one in enumerate(franchisees)}
        source = OutcomeSource(
            key="sales",
            label="Sales against expectation",
            explained="Sales of the first year divided by what was expected.",
            is_higher_better=True,
            measure=Measure.SHARE,
            values=lambda ids, _on: {one: Decimal(places[one]) / 10 for one in ids},
        )
        before = additions.outcome_sources()
        additions.install(app, [source])
        try:
            found = queries.calibration(on=TODAY)
            assert found.measured[-1].association.rho == pytest.approx(1)
            browser.sign_in("hanna")
            browser.get("/recruitment/calibration")
            assert "Sales against expectation" in browser.page.text
            assert "110%" in browser.page.text
            browser.post("/recruitment/calibration/paper")
            run_waiting()
            db.session.rollback()
            report = db.session.scalars(select(Report)).one()
            assert (report.error, report.subject_key) == ("", "calibration")
            file = db.session.get_one(storage.StoredFile, report.file_id)
            assert file.name == "calibration.pdf"
            words = " ".join(
                page.extract_text() for page in PdfReader(BytesIO(storage.read(file))).pages
            )
            assert "Sales against expectation" in words
        finally:
            additions.install(app, before)

    def test_the_paper_counts_as_the_page_does(self, network):
        signed(12, leaving=3)
        with writing.speaking("en", "Europe/Berlin"):
            report = calibration.build(network.network.id).report
        assert report.count == "12"
        assert len(report.cases) == 12
        assert sum(int(row.cases) for row in report.sections[0].rows) == 12
