"""What can go wrong with the fund."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class BudgetClosed(DomainError):
    """A version of a budget changes only while it is a draft."""

    template = N_(
        "This version of the budget is %(state)s, so it cannot be changed. "
        "Begin another version instead."
    )


class NoBudget(DomainError):
    """Money of the fund is spent only for what was adopted."""

    status = 422
    template = N_("No budget has been adopted for %(year)s. Adopt one before money is spent.")


class YearClosed(DomainError):
    """The year's statement is published; what is posted now belongs to an open year."""

    template = N_(
        "The statement of %(year)s is published, so nothing more is posted in that year. "
        "Choose a day of a year that is still open."
    )


class ReversedAlready(DomainError):
    """Spending is taken back once."""

    template = N_("%(number)s was taken back already. Look at %(by)s.")


class StatementFrozen(DomainError):
    """A published statement stays as it was published."""

    template = N_(
        "This statement is published and stays as it is. Make a new version, and say why."
    )


class StatementUnfinished(DomainError):
    """A draft whose regions and outlets are still being added up cannot be published."""

    template = N_(
        "The contributions of all outlets are still being added up. "
        "Look again in a few minutes, then publish."
    )


class StatementStale(DomainError):
    """What a draft shows is no longer what the book says."""

    template = N_(
        "The book has changed since this draft was made. Make it anew, look at it, then publish."
    )
