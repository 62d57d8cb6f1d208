"""What can go wrong with charges that come from no sales report."""

from ..kit.errors import DomainError
from ..kit.i18n import N_


class NoClause(DomainError):
    """There is no fee without a clause that allows it."""

    status = 422
    template = N_(
        "Contract %(contract)s has no clause “%(clause)s”. "
        "Name the clause that allows “%(words)s”; without one it cannot be charged."
    )


class ChargeOfNothing(DomainError):
    """What is charged is above zero; what is given back is a credit note."""

    status = 422
    template = N_(
        "“%(words)s” comes to %(amount)s. Charge an amount above zero; "
        "what is given back stands on a credit note."
    )


class ChargeInOtherCurrency(DomainError):
    """Amounts of two currencies do not stand on one document, nor beside a contract's own."""

    status = 422
    template = N_(
        "“%(words)s” is in %(found)s, but contract %(contract)s is charged in %(currency)s. "
        "Charge it in %(currency)s."
    )


class ContractOfAnother(DomainError):
    """Nobody pays under a contract that binds somebody else, or for an outlet outside of it."""

    status = 422
    template = N_(
        "“%(words)s” names a contract or an outlet that is not this franchisee's. "
        "Choose one of its own."
    )


class ChargedAlready(DomainError):
    """Each occasion is charged once."""

    template = N_("This has been charged already. Look it up among the other charges.")
