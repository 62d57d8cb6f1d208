"""Which money may be what a franchisee speaks of who says that a line was paid already.

Money fits by what it says or what it is, never by likeness: it names the invoice, it comes from the
franchisee, or it is of exactly the amount that is asked for. A person decides which it is.
"""

from collections.abc import Collection
from dataclasses import dataclass

from ...kit.money import Money
from ..enums import Fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """The invoice of a dispute, and the amounts by which a payment of it is known."""

    number: str
    code: str
    """The franchisee's."""
    amounts: frozenset[Money]
    """All of the invoice, what is open of it, what is in dispute."""
    accounts: frozenset[str] = frozenset()
    """The franchisee's accounts, as far as they are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One receipt: a payment of the franchisee, or a line of a bank statement."""

    amount: Money
    numbers: Collection[str]
    """What looks like numbers of invoices in its text, and the invoice that it was booked to."""
    codes: Collection[str] = ()
    account: str = ""
    is_free: bool = False
    """Whether something of it is kept as credit."""
    is_owned: bool = False
    """Whether it is known to be this franchisee's."""


def fits(receipt: Receipt, sought: Sought) -> tuple[Fit, ...]:
    """Why a receipt may be the payment that is looked for; empty when nothing speaks for it.

    That a payment is the franchisee's own says nothing: all of its payments are.
    """
    found = []
    if sought.number in receipt.numbers:
        found.append(Fit.NAMED)
    is_theirs = sought.code.upper() in receipt.codes or receipt.account in sought.accounts
    if is_theirs and not receipt.is_owned:
        found.append(Fit.OWNER)
    if receipt.amount in sought.amounts:
        found.append(Fit.AMOUNT)
    if receipt.is_free:
        found.append(Fit.FREE)
    return tuple(found)
