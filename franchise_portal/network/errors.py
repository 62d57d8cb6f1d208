"""What the network refuses."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class Refused(DomainError):
    """Input that a person can put right; `field` says where in a form it stands."""

    status = 422

    def __init__(self, message: str, /, *, field: str, **params: object) -> None:
        self.field = field
        super().__init__(message, **params)


class Taken(Refused):
    """A code or name that another object already has."""


class ChangedMeanwhile(DomainError):
    """Somebody else saved the same object after it was opened here."""

    template = N_("Somebody else changed this while you were working on it.")


class AlreadyDecided(DomainError):
    """A checked file can be imported or discarded once."""

    template = N_("This file has already been imported or discarded.")


class AlreadyFounded(DomainError):
    """There is one network in a portal."""

    template = N_("The network has already been set up.")
