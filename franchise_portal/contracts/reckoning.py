"""What features above know about a franchisee's account and about fees that events cause.

Contracts know nothing of invoices, payments and fee plans. Fees hand over their answers as
`RECKONING`; `features.py` installs it once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..access.actor import Actor
from ..kit.money import Money
from .event_enums import ChargeKind


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


def _no_fee(_contract_id: UUID, _kind: ChargeKind, _on: date) -> Money | None:
    return None


def _nothing_held(_contract_id: UUID) -> Sequence[Money]:
    return ()


def _no_giving_back(_actor: Actor, _contract_id: UUID, _amount: Money, _why: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """The questions that a feature above answers."""

    account_of: Callable[[UUID, date], Account]
    """The account of a franchisee on a day."""
    account_url: Callable[[UUID], str]
    """Where the account can be looked at."""
    event_fee: Callable[[UUID, ChargeKind, date], Money | None] = _no_fee
    """What an event of a contract costs on a day, where the contract's terms name no amount."""
    charge_url: Callable[[UUID], str] = lambda _charge_id: ""
    """Where a single amount of a contract is charged."""
    deposit_held: Callable[[UUID], Sequence[Money]] = _nothing_held
    """What the books hold of a contract's deposit, for each currency in which they hold some."""
    give_deposit_back: Callable[[Actor, UUID, Money, str], Sequence[str]] = _no_giving_back
    """Give so much of it back, and say why; the numbers of the documents by which it was done."""


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


def charge_url(charge_id: UUID) -> str:
    """Where a single amount is charged; empty when nobody charges anything."""
    return _installed[0].charge_url(charge_id) if _installed else ""


def event_fee(contract_id: UUID, kind: ChargeKind, on: date) -> Money | None:
    """What an event of a contract costs on a day, as a feature above knows it; None for nothing."""
    found = (one.event_fee(contract_id, kind, on) for one in _installed)
    return next((fee for fee in found if fee), None)


def deposit_held(contract_id: UUID) -> tuple[Money, ...]:
    """What the books hold of a contract's deposit; empty where they know of none."""
    return tuple(amount for one in _installed for amount in one.deposit_held(contract_id))


def give_deposit_back(actor: Actor, contract_id: UUID, amount: Money, why: str) -> tuple[str, ...]:
    """Give back so much of what the books hold; the numbers of the documents that do it."""
    return tuple(
        number
        for one in _installed
        for number in one.give_deposit_back(actor, contract_id, amount, why)
    )
