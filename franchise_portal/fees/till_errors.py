"""What can go wrong between a till and the portal."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class NoSuchToken(DomainError):
    """Wrong and revoked tokens look the same."""

    status = 401
    template = N_(
        "This token is not known, or it was revoked. Make a new one on the outlet's page."
    )


class KeyUsedOtherwise(DomainError):
    """The same key came with another content: one of the two would be lost."""

    status = 422
    template = N_(
        "The key “%(key)s” was used for another post before. Send each post with a key of its own."
    )


class TokenRevoked(DomainError):
    """It can be revoked once."""

    template = N_("This token was revoked before.")
