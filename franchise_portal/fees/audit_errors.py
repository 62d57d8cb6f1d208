"""What can go wrong with audits of sales."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class AuditMoved(DomainError):
    """It is no longer where this act needs it."""

    template = N_("The audit %(number)s is not where it was: %(state)s. Look at it again.")


class ReportsChanged(DomainError):
    """A report was corrected after it was compared."""

    template = N_(
        "The report for %(period)s was corrected after this audit compared it. "
        "Withdraw the audit and open another with today's reports."
    )


class StillTime(DomainError):
    """The franchisee can still answer."""

    template = N_(
        "The franchisee can answer until %(day)s and has not yet. Settle it after that day, "
        "or once the answer is there."
    )
