"""What can go wrong with bank statements, mandates and direct debits."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class EntryDecided(DomainError):
    """A bank line is assigned or set aside once."""

    template = N_("This bank line has been decided on already. Look at what became of it.")


class MandateThere(DomainError):
    """A franchisee gives a creditor one mandate at a time."""

    template = N_(
        "This franchisee has an active mandate for the same creditor. Revoke that one first."
    )


class MandateRevoked(DomainError):
    """Nothing can be done with a mandate that was revoked."""

    template = N_("This mandate has been revoked already.")


class NothingToCollect(DomainError):
    """There is no due invoice with a mandate."""

    template = N_(
        "Nothing can be collected on that day: no invoice is due by then whose franchisee has "
        "given a mandate, or all of them are being collected already."
    )


class CreditorMissing(DomainError):
    """The bank would not take a file without these facts."""

    template = N_(
        "To collect %(book)s, the network settings must name an IBAN and a creditor identifier."
    )


class RunOver(DomainError):
    """A file of direct debits was collected or withdrawn."""

    template = N_("This file of direct debits is over: it was collected or withdrawn.")


class DebitOver(DomainError):
    """One direct debit was collected, returned or withdrawn."""

    template = N_("This direct debit is over already. Look at what became of it.")


class FileNotSound(DomainError):
    """A file that the scheme would not accept; nothing of it is handed out."""

    template = N_(
        "The direct debit file would break the scheme's rules, so it was not made: %(why)s"
    )
