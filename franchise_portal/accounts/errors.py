"""What is refused around accounts."""

from datetime import datetime

from ..kit.errors import DomainError, NotAllowed
from ..kit.i18n import N_


class WrongSignIn(DomainError):
    """Address and password do not belong together; whether the address exists is not said."""

    status = 422
    template = N_(
        "This address and this password do not belong together. "
        "Try again, or ask for a new password."
    )


class TooManyTries(DomainError):
    """The throttle: the same for addresses that exist and those that do not."""

    status = 429
    template = N_(
        "There were too many tries. Wait %(wait)s, then try again, or ask for a new password."
    )

    def __init__(self, until: datetime, seconds: int) -> None:
        """`until` is a wall-clock moment, `seconds` how long that is from now."""
        super().__init__(None, wait=seconds)
        self.until = until
        self.seconds = seconds


class WeakPassword(DomainError):
    """A password that would be guessed too soon; the message says why."""

    status = 422


class WrongPassword(DomainError):
    """The current password, asked for before it is changed, is another one."""

    status = 422
    template = N_("This is not your current password.")


class LinkSpent(DomainError):
    """A one-time link that is unknown, used, withdrawn or too old."""

    status = 410
    template = N_("This link no longer works. It may have been used already, or be too old.")


class AddressTaken(DomainError):
    """Somebody else has an account with this address."""

    status = 422
    template = N_("There is an account with this address already.")


class LastOwner(DomainError):
    """The network would be left without anybody who may do everything."""

    template = N_(
        "%(name)s is the last network owner who can sign in. "
        "Make somebody else a network owner first."
    )


class NotFirst(DomainError):
    """Somebody has an account already, so nobody becomes owner by being there first."""

    template = N_("There is an account already. Sign in, or ask its owner for an invitation.")


class OwnAccount(NotAllowed):
    """Nobody takes their own role or account away, by mistake or otherwise."""

    template = N_("You cannot do this to your own account. Ask another administrator.")


class OwnersOnly(NotAllowed):
    """Administrators do not make or change owners."""

    template = N_("Only a network owner can change this for a network owner.")
