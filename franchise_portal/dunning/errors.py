"""What this feature refuses, with the remedy in the sentence."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class ProcedureChanged(DomainError):
    """Two people changed the steps at the same time."""

    status = 409
    template = N_(
        "Somebody else changed the steps meanwhile. Look at theirs, then change them again."
    )


class NothingToSkip(DomainError):
    """A step can be left out only before it was said."""

    status = 422
    template = N_("No step is left that could be left out for %(name)s.")


class NothingToSay(DomainError):
    """No step's day has come."""

    status = 422
    template = N_(
        "No reminder is due for %(name)s today: nothing is late enough, or it is on hold."
    )


class HoldOver(DomainError):
    """A hold ends once."""

    template = N_("This pause is over already.")


class RateKnown(DomainError):
    """A table has one rate from a day on."""

    status = 422
    template = N_("The table has a rate from %(day)s already. What was entered is not changed.")


class RateCharged(DomainError):
    """A rate for days that were charged already would contradict what was posted."""

    status = 422
    template = N_(
        "Late charges have been posted up to %(day)s. Let the rate begin later, or credit what "
        "was charged too much."
    )


class TableKnown(DomainError):
    """Two tables of one name could not be told apart."""

    status = 422
    template = N_("There is a table with this key already. Choose another.")


class MonthOpen(DomainError):
    """A month is charged once it is over, and in order."""

    status = 422
    template = N_(
        "Late charges of %(month)s can be posted from %(day)s on, when the month is over."
    )


class MonthDone(DomainError):
    """A month is posted once."""

    template = N_("The late charges of %(month)s are posted already.")


class AlreadyWaived(DomainError):
    """A charge is waived once."""

    template = N_("This charge is waived already.")


class PlanMoved(DomainError):
    """A payment plan is answered once."""

    template = N_("The payment plan %(number)s is not waiting any more: %(state)s.")


class OwnProposal(DomainError):
    """The other side accepts."""

    status = 403
    template = N_("Your own side proposed this plan, so the other side accepts it.")


class InvoicePlanned(DomainError):
    """An invoice is in one plan at a time."""

    status = 422
    template = N_(
        "Invoice %(number)s is part of the payment plan %(plan)s already. Leave it out here."
    )
