"""What is open of an invoice and is not asked for meanwhile: a dispute, a payment plan, a hold.

Features above fees know the reasons; each hands over a source in the manner of `fees.acts`, and
`features.py` installs them once. Whoever reminds or charges interest asks here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ..kit.money import Money
from .enums import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Why an invoice, or a part of it, is not asked for on a day."""

    invoice_id: UUID
    why: str
    """A whole sentence, marked with N_."""
    params: Mapping[str, object] = field(default_factory=dict)
    amount: Money | None = None
    """The part that is held; None for all that is open."""
    book: Book | None = None
    """The book of which it is a part; None where it may be of either."""
    until: date | None = None
    """The last day of it, where it is known."""
    stops_interest: bool = False
    """Whether no late charge arises meanwhile."""


HoldsOf = Callable[[Collection[UUID], date], Iterable[Hold]]
"""The holds of some invoices on a day, asked once for many."""

_sources: list[HoldsOf] = []


def install(sources: Sequence[HoldsOf]) -> None:
    """Keep what the features above answer; called once by the composition root."""
    _sources[:] = sources


def holds_of(invoice_ids: Collection[UUID], on: date) -> Mapping[UUID, tuple[Hold, ...]]:
    """All holds of some invoices on a day; invoices without one are left out."""
    found: dict[UUID, list[Hold]] = {}
    if invoice_ids:
        for source in _sources:
            for hold in source(invoice_ids, on):
                found.setdefault(hold.invoice_id, []).append(hold)
    return {invoice_id: tuple(holds) for invoice_id, holds in found.items()}


def asked_of(book: Book, open_: Money, holds: Iterable[Hold]) -> Money:
    """What of one book's open part is asked for; what may be of either book is asked of neither."""
    return asked_for(open_, (hold for hold in holds if hold.book in {None, book}))


def asked_for(open_: Money, holds: Iterable[Hold]) -> Money:
    """What of an open amount is asked for: nothing where all is held, never below zero."""
    left = open_
    for hold in holds:
        if hold.amount is None:
            return Money.zero(open_.currency)
        left -= hold.amount
    return max(left, Money.zero(open_.currency))
