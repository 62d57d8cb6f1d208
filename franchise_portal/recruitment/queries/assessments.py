"""Assessments: one's own, and those of others only once they cannot influence one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ...access.actor import Actor
from ...database import db
from ...kit.errors import NotFound
from ..enums import AssessmentState
from ..models import Applicant, Assessment, Decision, Score, ScorecardVersion
from ..rules import (
    Card,
    Combined,
    Comparison,
    Criterion,
    Obstacle,
    combine,
    compare,
    obstacles_to_approval,
    obstacles_to_closing,
    scores_are_open,
)
from .applicants import applicant_for
from .scorecards import current_version


@dataclass(frozen=True, slots=True)
class Filled:
    """A submitted assessment with its scores by criterion."""

    assessment: Assessment
    scores: Mapping[UUID, Score]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the assessment of an applicant is in the present round, as one viewer may see it.

    While the scores are hidden from the viewer, `cards`, `combined` and `comparison` are empty:
    no page can show what it was not given.
    """

    version: ScorecardVersion | None
    """The version that this round scores by; the current one before anybody has begun."""
    assessments: tuple[Assessment, ...]
    """All of the round, without their scores."""
    own: Assessment | None
    is_open: bool
    """Whether the viewer may see everybody's scores."""
    cards: tuple[Filled, ...]
    """The submitted ones with their scores, if the viewer may see them."""
    combined: Combined | None
    comparison: Comparison | None
    to_closing: tuple[Obstacle, ...]
    to_approval: tuple[Obstacle, ...]
    """Without the hard fails while the scores are hidden."""

    @property
    def submitted(self) -> int:
        """How many are submitted."""
        return sum(one.state is AssessmentState.SUBMITTED for one in self.assessments)

    @property
    def is_above_mark(self) -> bool | None:
        """Whether the mean reaches the pass mark; None while nothing can be said."""
        if self.combined is None or self.version is None:
            return None
        return self.combined.mean >= self.version.pass_mark


def standing(actor: Actor, applicant: Applicant) -> Standing:
    """How far the present round is."""
    found = assessments_of(applicant, applicant.assessment_round)
    own = next((one for one in found if one.assessor_id == actor.user_id), None)
    is_open = scores_are_open(applicant.stage, own.state if own else None)
    submitted = [one for one in found if one.state is AssessmentState.SUBMITTED]
    used = {one.scorecard_version_id: one.scorecard_version for one in submitted or found}
    current = current_version()
    version = next(iter(used.values()), current)
    cards = _with_scores(submitted) if is_open else ()
    criteria = criteria_of(version) if version else ()
    whole = [
        Card(
            one.assessment.assessor_name,
            {key: score.score for key, score in one.scores.items() if score.score is not None},
        )
        for one in cards
        if version and one.assessment.scorecard_version_id == version.id
    ]
    combined = combine(criteria, whole)
    return Standing(
        version=version,
        assessments=found,
        own=own,
        is_open=is_open,
        cards=cards,
        combined=combined,
        comparison=compare(criteria, whole),
        to_closing=obstacles_to_closing([one.state for one in found]),
        to_approval=obstacles_to_approval(
            stage=applicant.stage,
            has_scorecard=current is not None,
            versions=len(used) if submitted else 0,
            combined=combined,
        ),
    )


def criteria_of(version: ScorecardVersion) -> tuple[Criterion, ...]:
    """The criteria of a published version as the rules take them."""
    return tuple(
        Criterion(key=one.id, name=one.name, weight=one.weight, fail_below=one.fail_below)
        for one in version.criteria
    )


def assessments_of(
    applicant: Applicant, assessment_round: int | None = None
) -> tuple[Assessment, ...]:
    """The assessments of a round, or of all, without scores, in the order of their beginning."""
    query = (
        select(Assessment)
        .where(Assessment.applicant_id == applicant.id)
        .options(joinedload(Assessment.scorecard_version).selectinload(ScorecardVersion.criteria))
        .order_by(Assessment.assessment_round, Assessment.started_at, Assessment.id)
    )
    if assessment_round is not None:
        query = query.where(Assessment.assessment_round == assessment_round)
    return tuple(db.session.scalars(query))


def own_assessment(actor: Actor, applicant: Applicant) -> Assessment | None:
    """The actor's own in the present round."""
    return db.session.scalars(
        select(Assessment).where(
            Assessment.applicant_id == applicant.id,
            Assessment.assessment_round == applicant.assessment_round,
            Assessment.assessor_id == actor.user_id,
        )
    ).one_or_none()


def assessment_for(actor: Actor, assessment_id: UUID) -> tuple[Applicant, Assessment]:
    """The actor's own assessment with its scores and criteria, and the applicant.

    Raises:
        NotFound: when there is none, or it is somebody else's: those are seen in the comparison.
    """
    query = (
        select(Assessment)
        .where(Assessment.id == assessment_id, Assessment.assessor_id == actor.user_id)
        .options(
            selectinload(Assessment.scores),
            joinedload(Assessment.scorecard_version).selectinload(ScorecardVersion.criteria),
        )
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return applicant_for(actor, found.applicant_id), found


def decisions_of(applicant: Applicant) -> Sequence[Decision]:
    """What was decided, the latest first."""
    query = select(Decision).where(Decision.applicant_id == applicant.id)
    return db.session.scalars(query.order_by(Decision.decided_at.desc(), Decision.id.desc())).all()


def _with_scores(assessments: Sequence[Assessment]) -> tuple[Filled, ...]:
    scores: dict[UUID, dict[UUID, Score]] = {one.id: {} for one in assessments}
    for score in db.session.scalars(select(Score).where(Score.assessment_id.in_(list(scores)))):
        scores[score.assessment_id][score.criterion_id] = score
    return tuple(Filled(one, scores[one.id]) for one in assessments)
