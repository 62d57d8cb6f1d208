"""The assessment: who scores, one's own scores, the closing, the comparison, the paper."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.enums import Tone
from ...kit.errors import ChangedMeanwhile, Refused
from ...reports import queries as reports
from ...reports import services as report_services
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, rules, services, words
from ..forms import AssessmentForm, ReasonForm, marks_of, score_field
from ..forms.assessing import note_field
from ..models import Applicant, Assessment
from ..reports import ASSESSMENT
from .applicants import SECTION
from .blueprint import bp


@bp.get("/applicants/<uuid:applicant_id>/assessment")
@requires(Permission.RECRUITMENT_APPLICANT_READ)
@section(SECTION)
def assessment(applicant_id: UUID) -> ResponseReturnValue:
    """How far it is; scores and comparison once they are open."""
    return _page(queries.applicant_for(current_actor, applicant_id))


@bp.post("/applicants/<uuid:applicant_id>/assessments")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def begin_assessment(applicant_id: UUID) -> ResponseReturnValue:
    """Begin one's own."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    begun = services.start_assessment(current_actor, applicant)
    return see(".score", assessment_id=begun.id)


@bp.get("/assessments/<uuid:assessment_id>")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def score(assessment_id: UUID) -> ResponseReturnValue:
    """One's own scores; somebody else's are not found here."""
    applicant, own = queries.assessment_for(current_actor, assessment_id)
    return _score_page(applicant, own, AssessmentForm.of(own.scorecard_version, own))


@bp.post("/assessments/<uuid:assessment_id>")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def keep_scores(assessment_id: UUID) -> ResponseReturnValue:
    """Keep what is scored so far, or hand it in."""
    applicant, own = queries.assessment_for(current_actor, assessment_id)
    form = AssessmentForm.of(own.scorecard_version)
    hands_in = request.form.get("act") == "submit"
    act = services.submit_assessment if hands_in else services.save_scores
    if not form.validate():
        return _score_page(applicant, own, form)
    try:
        act(
            current_actor,
            own,
            marks=marks_of(form, own.scorecard_version),
            summary=str(form.summary.data),
            version=form.seen,
        )
    except Refused as refusal:
        return _score_page(applicant, own, form.fault(refusal))
    except ChangedMeanwhile as refusal:
        form.version.data = str(own.version)
        return _score_page(applicant, own, form, status=refusal.status)
    if hands_in:
        flash(_("Your assessment is submitted. Now you see the others'."))
        return see(".assessment", applicant_id=applicant.id)
    flash(_("Kept. Nobody else sees it until you submit."), Tone.INFO)
    return see(".score", assessment_id=assessment_id)


@bp.post("/applicants/<uuid:applicant_id>/assessments/<uuid:assessment_id>/withdrawal")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def withdraw(applicant_id: UUID, assessment_id: UUID) -> ResponseReturnValue:
    """Take a begun assessment out, with the reason."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = ReasonForm()
    if not form.validate():
        return _page(applicant, form)
    standing = queries.standing(current_actor, applicant)
    begun = next((one for one in standing.assessments if one.id == assessment_id), None)
    if begun is not None:
        services.withdraw_assessment(current_actor, applicant, begun, reason=str(form.reason.data))
        flash(_("The assessment is withdrawn."))
    return see(".assessment", applicant_id=applicant_id)


@bp.post("/applicants/<uuid:applicant_id>/assessment/closing")
@requires(Permission.RECRUITMENT_APPLICANT_DECIDE)
@section(SECTION)
def close(applicant_id: UUID) -> ResponseReturnValue:
    """End the scoring and open the scores to all."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    services.close_assessment(current_actor, applicant)
    flash(_("The assessment is closed. Everybody sees the scores now."))
    return see(".assessment", applicant_id=applicant_id)


@bp.post("/applicants/<uuid:applicant_id>/paper")
@requires(Permission.REPORTS_REPORT_BUILD)
@section(SECTION)
def make_paper(applicant_id: UUID) -> ResponseReturnValue:
    """Have the assessment made as a PDF."""
    report_services.request_paper(current_actor, ASSESSMENT.slug, applicant_id)
    flash(_("The PDF is being made."), Tone.INFO)
    return see(".assessment", applicant_id=applicant_id)


def _page(applicant: Applicant, form: ReasonForm | None = None) -> ResponseReturnValue:
    standing = queries.standing(current_actor, applicant)
    return render(
        "recruitment/assessments/show.html",
        form=form,
        applicant=applicant,
        standing=standing,
        means=_means(standing),
        hard_fails=[words.hard_fail(one) for one in _hard_fails(standing)],
        differences=[words.difference(row) for row in standing.comparison.largest]
        if standing.comparison
        else [],
        deposit=words.deposit(applicant),
        decisions=queries.decisions_of(applicant),
        round_count=applicant.assessment_round,
        reason_form=form or ReasonForm(),
        needed=rules.FEWEST_ASSESSORS,
        paper=reports.current_paper(current_actor, ASSESSMENT.slug, applicant.id)
        if standing.is_open
        else None,
        paper_run=reports.latest_paper_run(current_actor, ASSESSMENT.slug, applicant.id),
        words=words,
    )


def _hard_fails(standing: queries.Standing) -> tuple[rules.HardFail, ...]:
    return standing.combined.hard_fails if standing.combined else ()


def _means(standing: queries.Standing) -> dict[UUID, str]:
    """The mean of each submitted assessment, as far as the viewer may see it."""
    if standing.combined is None:
        return {}
    results = {one.assessor: words.mark(one.mean) for one in standing.combined.results}
    return {
        card.assessment.id: results.get(card.assessment.assessor_name, "")
        for card in standing.cards
    }


def _score_page(
    applicant: Applicant, own: Assessment, form: AssessmentForm, status: int | None = None
) -> ResponseReturnValue:
    return render(
        "recruitment/assessments/score.html",
        form=form,
        status=status,
        applicant=applicant,
        assessment=own,
        version=own.scorecard_version,
        score_field=score_field,
        note_field=note_field,
        is_conflict=status is not None,
    )
