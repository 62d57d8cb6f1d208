"""What can go wrong with the drafts of a month."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class NoGrace(DomainError):
    """Drafts are shown only where the network gives them days."""

    status = 422
    template = N_(
        "This network issues invoices at once: it has no days of grace. "
        "Write some in the network settings first."
    )


class NothingToDraft(DomainError):
    """A draft is what will be charged, and nothing will."""

    status = 422
    template = N_(
        "No report of this month waits to be charged, so there is no draft to show. "
        "Import or report the month's sales first."
    )


class DraftsShown(DomainError):
    """The drafts of a month are shown once at a time."""

    template = N_(
        "The drafts of this month are shown already, and are issued on %(day)s. "
        "Look at the month again to see them."
    )


class DraftsEnded(DomainError):
    """What was issued or taken back is not decided on again."""

    template = N_(
        "The drafts of this month are not shown any more: they were issued or taken back. "
        "Look at the month again to see where it stands."
    )


class MonthIsAssessed(DomainError):
    """A run is at work on the month, so its drafts cannot be moved under it."""

    template = N_(
        "%(month)s is being assessed just now. Wait until it is done, then look at the month again."
    )
