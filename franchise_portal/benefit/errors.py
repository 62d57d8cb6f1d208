"""What the benefit balance refuses, beyond single fields."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class FileDecided(DomainError):
    """A file is posted or discarded once."""

    template = N_("This file was posted or discarded already. Nothing was changed.")


class FileNotClean(DomainError):
    """Accounts are posted whole or not at all."""

    status = 422
    template = N_("Some rows are wrong. Correct them and upload the file again.")


class ReliefOpen(DomainError):
    """One question after the other."""

    template = N_("A request for this outlet waits for its answer already. Add to it by a letter.")


class ReliefDecided(DomainError):
    """What was decided stays decided."""

    template = N_("This request was decided on %(day)s already. Nothing was changed.")


class SavingGone(DomainError):
    """It was withdrawn before."""

    template = N_("This saving was withdrawn already. Nothing was changed.")
