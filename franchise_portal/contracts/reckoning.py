"""What features above know about a franchisee's account, for the settlement at an exit.

Contracts know nothing of invoices and payments. Fees hand over one question as `RECKONING`;
`features.py` installs it once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..kit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a franchisee stands in one currency on a day."""

    open: Money
    """What is owed and not paid."""
    overdue: Money
    credit: Money
    """What was paid and not used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A franchisee's account on a day."""

    standings: Sequence[Standing] = ()
    """One for each currency in which something stands."""
    to_assess: int = 0
    """Sales reports that have not been charged yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """The question that a feature above answers."""

    account_of: Callable[[UUID, date], Account]
    """The account of a franchisee on a day."""
    account_url: Callable[[UUID], str]
    """Where the account can be looked at."""


_installed: list[Reckoning] = []


def install(reckonings: Sequence[Reckoning]) -> None:
    """Keep what the features above answer; called once by the composition root."""
    _installed[:] = reckonings


def account_of(franchisee_id: UUID, on: date) -> Account:
    """A franchisee's account, put together from all that is known."""
    found = [one.account_of(franchisee_id, on) for one in _installed]
    return Account(
        standings=tuple(standing for account in found for standing in account.standings),
        to_assess=sum(account.to_assess for account in found),
    )


def account_url(franchisee_id: UUID) -> str:
    """Where the account can be looked at; empty when nobody keeps one."""
    return _installed[0].account_url(franchisee_id) if _installed else ""
