"""What the rules about reports refuse."""

from ..kit.errors import DomainError, NotFound
from ..kit.i18n import N_


class UnknownKind(NotFound):
    """No feature declares such a report."""

    template = N_("There is no report of this kind.")


class NothingToReport(DomainError):
    """Nobody would receive a report for this month."""

    template = N_("There is nothing to report for %(month)s yet. Assess the month first.")


class NothingToTryAgain(DomainError):
    """Every report of the run is ready or on its way."""

    template = N_("Every report of this run is ready or being made, so there is nothing to repeat.")


class AlreadyOver(DomainError):
    """A run that has ended cannot be stopped."""

    template = N_("This run has ended already.")


class NoFiles(DomainError):
    """There is nothing to download."""

    template = N_("No report of this run is ready yet.")
