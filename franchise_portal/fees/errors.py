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


class PlanDecided(DomainError):
    """A version of a plan is a draft only once."""

    template = N_(
        "“%(name)s” is no draft any more: somebody decided or discarded it. "
        "Begin another version to change it."
    )


class PlanNotDecided(DomainError):
    """Only a decision is taken back, and only once."""

    template = N_(
        "“%(name)s” is not a decided version (%(status)s), so there is no decision to take back. "
        "Discard a draft; leave what was taken back as it is."
    )


class PlanHasBegun(DomainError):
    """What has begun to charge is followed by another version, never undone."""

    status = 422
    template = N_(
        "“%(name)s” has held since %(day)s, and what it has charged stays as it is. "
        "Draft a new version that follows it."
    )


class PlanInUse(DomainError):
    """A plan that contracts have been given cannot be taken from under them."""

    status = 422
    template = N_(
        "Contracts have been given “%(name)s” already. "
        "Draft a new version that follows it, or give those contracts another plan."
    )


class PlanMoving(DomainError):
    """What is charged by the plan of each contract waits until all have theirs."""

    template = N_(
        "“%(name)s” holds from %(day)s, and %(done)s of its %(total)s contracts have moved to it "
        "so far. Try again when all have; it takes some minutes."
    )


class PlanMovingBack(PlanMoving):
    """The same while a decision that was taken back has not left all contracts."""

    template = N_(
        "“%(name)s” was to hold from %(day)s and is taken back. So far %(done)s of %(total)s "
        "contracts have gone back to the plan they had. Try again when all have; it takes some "
        "minutes."
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


class Unbalanced(DomainError):
    """An entry whose postings do not sum to zero in a book; nothing of it is written."""

    template = N_(
        "The entry does not balance: %(rest)s minor units remain in the book “%(book)s”. "
        "Nothing was posted."
    )


class CreditTooMuch(DomainError):
    """More was to be credited than is left of a line."""

    status = 422
    template = N_(
        "Of the line “%(line)s” %(left)s can still be credited, not %(asked)s. "
        "Write at most what is left."
    )


class NothingToCredit(DomainError):
    """A credit note without an amount, or for something that cannot be credited."""

    status = 422
    template = N_("Write for one line at least how much is credited.")


class NoCreditNoteOfCreditNote(DomainError):
    """A credit note is not credited itself: that would be charging without a reason."""

    template = N_("%(number)s is a credit note. Nothing can be credited on it.")


class PaymentCameBack(DomainError):
    """A payment comes back once, and one that came back is not a payment."""

    template = N_("This payment came back already. Look at its page.")


class MoreThanOpen(DomainError):
    """More was to be written off than is open."""

    status = 422
    template = N_(
        "Of invoice %(number)s %(open)s are open, not %(asked)s. Write off at most what is open."
    )


class MoreThanCredit(DomainError):
    """More was to be paid back than there is credit."""

    status = 422
    template = N_(
        "%(name)s has %(credit)s of credit, not %(asked)s. Pay back at most what there is."
    )


class RefundOver(DomainError):
    """A refund is paid once."""

    template = N_("This refund is noted as paid already, on %(day)s.")


class TaxKnown(DomainError):
    """Two taxes of one name could not be told apart."""

    template = N_("There is a tax with this name already. Choose another name.")


class TaxCharged(DomainError):
    """A rate or rule that would change the tax of days that were charged already."""

    status = 422
    template = N_(
        "Fees have been charged up to %(day)s. Let it begin later: what was invoiced keeps its tax."
    )
