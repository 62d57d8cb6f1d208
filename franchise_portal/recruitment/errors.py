"""What the rules of recruitment refuse."""

from ..kit.errors import ChangedMeanwhile, DomainError, NotAllowed, Refused
from ..kit.i18n import N_

__all__ = [
    "AssessmentClosed",
    "AssessmentMissing",
    "CannotBeApproved",
    "ChangedMeanwhile",
    "CriterionMissing",
    "LinkSpent",
    "NoScorecard",
    "NotReadyToDisclose",
    "NotYours",
    "Published",
    "Purged",
    "Refused",
    "StepNotAllowed",
    "TooSoonToSign",
]


class StepNotAllowed(DomainError):
    """The table of stages has no such step."""

    template = N_(
        "An applicant cannot go from “%(before)s” to “%(after)s”. "
        "The applicant's page shows the steps that are possible now."
    )


class Purged(DomainError):
    """What was personal has been forgotten; nothing can be taken up again."""

    template = N_(
        "What was personal in this application has been forgotten. "
        "Should the person apply again, add a new applicant."
    )


class NoScorecard(DomainError):
    """There is nothing to score by."""

    template = N_(
        "There is no published scorecard. Publish one before the first applicant is assessed."
    )


class Published(DomainError):
    """A published version is never changed."""

    template = N_("A published scorecard cannot be changed. Begin a draft of the next version.")


class NotYours(NotAllowed):
    """Nobody scores in another's name."""

    template = N_("This assessment is somebody else's. Begin one of your own.")


class AssessmentClosed(DomainError):
    """The scores are open to all, so nobody can score independently any more."""

    template = N_(
        "This assessment can no longer be changed. "
        "To assess the applicant again, open another round on the applicant's page."
    )


class AssessmentMissing(DomainError):
    """Too few have submitted, or somebody has begun and not submitted."""

    status = 409


class CriterionMissing(Refused):
    """A submitted assessment has a score for each criterion."""


class CannotBeApproved(DomainError):
    """Something stands against an approval: it is named."""

    status = 409


class NotReadyToDisclose(DomainError):
    """The franchisor's own checklist has open points."""

    status = 409


class TooSoonToSign(DomainError):
    """The law pack or a missing receipt stands against signing: it is named."""

    status = 409


class LinkSpent(DomainError):
    """A link to a disclosure document that is unknown, replaced or too old."""

    status = 410
    template = N_(
        "This link no longer works. It may have been replaced by a newer one, or be too old. "
        "Ask us for another."
    )
