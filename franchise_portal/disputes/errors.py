"""What can go wrong with disputes."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class DisputeMoved(DomainError):
    """It is no longer where this act needs it: somebody else was a moment earlier."""

    template = N_(
        "The dispute %(number)s is not where it was: %(state)s. Look at what happened meanwhile."
    )


class AlreadyDisputed(DomainError):
    """A line is in one dispute at a time."""

    template = N_("This line is disputed already, as %(number)s. Go on with that one.")


class TooLateToDispute(DomainError):
    """The days in which a line can be disputed are over."""

    status = 422
    template = N_(
        "Lines of this invoice could be disputed until %(day)s. Write to the office; it can still "
        "credit the line by itself."
    )


class NothingLeft(DomainError):
    """Nothing is left of the line that could be disputed or given back."""

    status = 422
    template = N_(
        "Nothing is left of this line: it was credited or charged anew. Look at the invoice."
    )


class DecisionWaits(DomainError):
    """A decision was proposed, and a second person has not decided about it yet."""

    template = N_(
        "%(name)s has proposed a decision, and a second person decides about it. "
        "Withdraw that first, or wait."
    )


class NotGradedYet(DomainError):
    """No grade has been worked out for this franchisee."""

    template = N_("No grade has been worked out yet. It comes with the beginning of a month.")


class AlreadyAppealed(DomainError):
    """One appeal at a time."""

    template = N_(
        "There is an appeal that waits for a decision already. Wait for it, or withdraw that one."
    )


class OwnJudgement(DomainError):
    """Whoever set what is appealed against does not judge the appeal."""

    status = 403
    template = N_(
        "You set the grade or the terms that this appeal is about, so somebody else decides about "
        "it. Ask a person who may decide about grades."
    )


class AppealMoved(DomainError):
    """An appeal is decided or withdrawn once."""

    template = N_("This appeal is not open any more: %(state)s. Look at what happened meanwhile.")
