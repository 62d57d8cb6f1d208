"""What can go wrong with fees."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class MissingFigure(DomainError):
    """A report lacks the number that a fee is counted on; charging nothing would hide it."""

    status = 422
    template = N_(
        "The fee “%(fee)s” of outlet %(outlet)s for %(period)s is counted on %(figure)s, "
        "which were not reported. Report them first; write 0 when there were none."
    )


class PaymentKnown(DomainError):
    """The same bank line was booked before; booking it twice would invent money."""

    template = N_(
        "A payment with the same franchisee, day, amount and reference is already booked. "
        "If it really came twice, add something to the reference."
    )


class ImportDecided(DomainError):
    """A sales file is posted or discarded once."""

    template = N_("This file has been decided on already. Look at what became of it.")


class ImportNotClean(DomainError):
    """All rows were asked for, and some of them are wrong."""

    template = N_(
        "Some rows of this file are wrong, so all of it cannot be posted. "
        "Post the good rows, or upload a corrected file."
    )


class InvoiceNotSound(DomainError):
    """An e-invoice that the standard would not accept; nothing of it is handed out."""

    template = N_(
        "The e-invoice %(number)s would break rules of EN 16931, so it was not made: %(rules)s"
    )


class BooksDisagree(DomainError):
    """The nightly check found a difference."""

    template = N_(
        "The books do not agree in %(count)s places. The first: %(first)s "
        "Run “franchise-portal ledger check” to see all of them."
    )
