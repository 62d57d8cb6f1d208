"""What the network refuses."""

from ..kit.errors import ChangedMeanwhile, DomainError, Refused
from ..kit.i18n import N_

__all__ = ["AlreadyDecided", "AlreadyFounded", "ChangedMeanwhile", "Refused", "Taken"]


class Taken(Refused):
    """A code or name that another object already has."""


class AlreadyDecided(DomainError):
    """A checked file can be imported or discarded once."""

    template = N_("This file has already been imported or discarded.")


class AlreadyFounded(DomainError):
    """There is one network in a portal."""

    template = N_("The network has already been set up.")
