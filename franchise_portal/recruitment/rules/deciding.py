"""When an assessment can be closed, who may see scores, and what stands against an approval.

Nothing here knows of money paid: a deposit cannot change an answer that it is not asked for.
"""

from collections.abc import Sequence
from typing import Final

from ...kit.i18n import N_
from ..enums import AssessmentState, Stage
from .obstacles import Obstacle
from .scoring import Combined

FEWEST_ASSESSORS: Final = 2

#: Stages in which nobody scores any more, so that all may see what was scored.
CLOSED: Final = frozenset(
    {Stage.ASSESSED, Stage.APPROVED, Stage.DISCLOSED, Stage.SIGNED, Stage.REJECTED, Stage.WITHDRAWN}
)


def scores_are_open(stage: Stage, own: AssessmentState | None) -> bool:
    """Whether somebody may see the scores of others.

    Args:
        stage: where the applicant stands.
        own: how far the viewer's own assessment of this round is; None without one.
    """
    return stage in CLOSED or own is AssessmentState.SUBMITTED


def obstacles_to_closing(states: Sequence[AssessmentState]) -> tuple[Obstacle, ...]:
    """What stands against closing the assessment of a round, by the states of its assessors."""
    submitted = sum(state is AssessmentState.SUBMITTED for state in states)
    started = sum(state is AssessmentState.STARTED for state in states)
    found = []
    if submitted < FEWEST_ASSESSORS:
        text = N_(
            "%(submitted)s of at least %(needed)s assessments are submitted. "
            "Ask another person to assess the applicant."
        )
        found.append(Obstacle(text, {"submitted": submitted, "needed": FEWEST_ASSESSORS}))
    if started:
        text = N_(
            "%(started)s assessments are begun and not submitted. "
            "Wait for them, or withdraw them with a reason."
        )
        found.append(Obstacle(text, {"started": started}))
    return tuple(found)


def obstacles_to_approval(
    *, stage: Stage, has_scorecard: bool, versions: int, combined: Combined | None
) -> tuple[Obstacle, ...]:
    """What stands against an approval, hard fails first among what was scored.

    Args:
        stage: where the applicant stands.
        has_scorecard: whether any version of the scorecard is published.
        versions: how many different versions the submitted assessments of this round are on.
        combined: what the submitted assessments of this round come to.
    """
    if not has_scorecard:
        text = N_("There is no published scorecard, and nobody is approved without one.")
        return (Obstacle(text),)
    found = []
    if stage is not Stage.ASSESSED:
        found.append(Obstacle(N_("The assessment is not closed yet.")))
    submitted = len(combined.results) if combined else 0
    if submitted < FEWEST_ASSESSORS:
        text = N_("%(submitted)s of at least %(needed)s assessments are submitted.")
        found.append(Obstacle(text, {"submitted": submitted, "needed": FEWEST_ASSESSORS}))
    if versions > 1:
        text = N_(
            "The assessments were made by different versions of the scorecard. "
            "Open another round, so that all score by the same."
        )
        found.append(Obstacle(text))
    for fail in combined.hard_fails if combined else ():
        text = N_(
            "%(assessor)s scored “%(criterion)s” with %(score)s; below %(threshold)s "
            "nobody is approved, whatever the total."
        )
        params: dict[str, object] = {
            "assessor": fail.assessor,
            "criterion": fail.criterion.name,
            "score": fail.score,
            "threshold": fail.criterion.fail_below,
        }
        found.append(Obstacle(text, params))
    return tuple(found)
