"""Assessing: everybody by themselves, then the closing that opens the scores to all."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.i18n import N_
from ...network.services import require_version, save
from .. import queries
from ..enums import AssessmentState, RecruitmentAction, Stage
from ..errors import (
    AssessmentClosed,
    AssessmentMissing,
    CriterionMissing,
    NoScorecard,
    NotYours,
    StepNotAllowed,
)
from ..models import Applicant, Assessment, Score
from ..rules import HIGHEST, LOWEST, obstacles_to_closing, require_step
from .applicants import write_reason
from .editing import note, require_kept, set_stage, touch


@dataclass(frozen=True, slots=True)
class Mark:
    """A score from 1 to 5, or None while there is none, and what it rests on."""

    score: int | None
    note: str = ""


def start_assessment(actor: Actor, applicant: Applicant) -> Assessment:
    """Begin one's own assessment in the present round, or take it up again.

    Whoever comes later scores by the same version of the scorecard as the first of the round.

    Raises:
        StepNotAllowed: when the applicant is not qualified, or the assessment is closed.
        NoScorecard: when no version is published.
    """
    actor.require(Permission.RECRUITMENT_APPLICANT_ASSESS)
    require_kept(applicant)
    if actor.user_id is None:
        raise NotYours
    if applicant.stage is not Stage.QUALIFIED:
        raise StepNotAllowed(
            N_("Applicants are assessed while they are “%(stage)s”; this one is “%(now)s”."),
            stage=Stage.QUALIFIED.label,
            now=applicant.stage.label,
        )
    own = queries.own_assessment(actor, applicant)
    if own is not None:
        own.withdrawn_at = None
        save()
        return own
    version = queries.standing(actor, applicant).version
    if version is None:
        raise NoScorecard
    assessment = Assessment(
        applicant_id=applicant.id,
        assessment_round=applicant.assessment_round,
        scorecard_version_id=version.id,
        assessor_id=actor.user_id,
        assessor_name=actor.name,
    )
    db.session.add(assessment)
    touch(applicant)
    note(actor, RecruitmentAction.ASSESSMENT_STARTED, applicant)
    db.session.flush()
    return assessment


def save_scores(
    actor: Actor,
    assessment: Assessment,
    *,
    marks: Mapping[UUID, Mark],
    summary: str,
    version: int | None,
) -> None:
    """Keep what has been scored so far; nobody else sees it.

    Raises:
        NotYours, AssessmentClosed, ChangedMeanwhile.
    """
    _require_open(actor, assessment)
    require_version(assessment, version)
    known = {one.id for one in assessment.scorecard_version.criteria}
    present = {one.criterion_id: one for one in assessment.scores}
    for criterion_id, mark in marks.items():
        if criterion_id in known:
            _keep(assessment, present.get(criterion_id), criterion_id, mark)
    assessment.summary = summary
    # The scores are rows of their own; the version counts them too.
    flag_modified(assessment, "summary")
    save()


def submit_assessment(
    actor: Actor,
    assessment: Assessment,
    *,
    marks: Mapping[UUID, Mark],
    summary: str,
    version: int | None,
) -> None:
    """Hand one's scores in. They cannot be changed afterwards, and the others' can be seen.

    Raises:
        CriterionMissing: naming the first criterion without a score.
        NotYours, AssessmentClosed, ChangedMeanwhile.
    """
    # Whoever closes the assessment waits here, or is waited for.
    applicant = queries.applicant_by_id(assessment.applicant_id, locked=True)
    save_scores(actor, assessment, marks=marks, summary=summary, version=version)
    scored = {one.criterion_id for one in assessment.scores if one.score is not None}
    for criterion in assessment.scorecard_version.criteria:
        if criterion.id not in scored:
            raise CriterionMissing(
                N_("Score “%(criterion)s”; every criterion needs a score."),
                field=f"score_{criterion.id.hex}",
                criterion=criterion.name,
            )
    assessment.submitted_at = clock.now()
    save()
    touch(applicant)
    note(actor, RecruitmentAction.ASSESSMENT_SUBMITTED, applicant)


def withdraw_assessment(
    actor: Actor, applicant: Applicant, assessment: Assessment, *, reason: str
) -> None:
    """Take a begun assessment out, one's own or, for those who decide, somebody else's.

    A submitted one stays: it was an honest opinion, and the decision has to live with it.

    Raises:
        NotYours: when it is another's and the actor does not decide.
        AssessmentClosed: when it is submitted already.
    """
    if assessment.assessor_id != actor.user_id and not actor.may(
        Permission.RECRUITMENT_APPLICANT_DECIDE
    ):
        raise NotYours
    if assessment.state is not AssessmentState.STARTED:
        raise AssessmentClosed
    assessment.withdrawn_at = clock.now()
    save()
    write_reason(actor, applicant, reason)
    touch(applicant)
    note(
        actor,
        RecruitmentAction.ASSESSMENT_WITHDRAWN,
        applicant,
        assessor=assessment.assessor_name,
    )


def close_assessment(actor: Actor, applicant: Applicant) -> None:
    """End the scoring: from now on everybody sees all scores, and a decision can be made.

    Raises:
        AssessmentMissing: naming what is missing.
        StepNotAllowed: when the applicant is not being assessed.
    """
    require_kept(applicant)
    applicant = queries.applicant_by_id(applicant.id, locked=True)
    require_step(applicant.stage, Stage.ASSESSED)
    found = queries.assessments_of(applicant, applicant.assessment_round)
    for obstacle in obstacles_to_closing([one.state for one in found]):
        raise AssessmentMissing(obstacle.message, **obstacle.params)
    set_stage(actor, applicant, Stage.ASSESSED)


def _require_open(actor: Actor, assessment: Assessment) -> None:
    if assessment.assessor_id != actor.user_id:
        raise NotYours
    applicant = queries.applicant_by_id(assessment.applicant_id)
    is_present = assessment.assessment_round == applicant.assessment_round
    if (
        assessment.state is not AssessmentState.STARTED
        or applicant.stage is not Stage.QUALIFIED
        or not is_present
    ):
        raise AssessmentClosed


def _keep(assessment: Assessment, present: Score | None, criterion_id: UUID, mark: Mark) -> None:
    if mark.score is not None and not LOWEST <= mark.score <= HIGHEST:
        message = f"no score: {mark.score}"
        raise ValueError(message)
    if present is None:
        assessment.scores.append(Score(criterion_id=criterion_id, score=mark.score, note=mark.note))
    else:
        present.score, present.note = mark.score, mark.note
