"""Which part of which invoice a payment settles.

The invoice that the payer named comes first. The rest goes to the advertising fund before the
fees, because the fund is other people's money, and in each book to what has been due longest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..enums import Book


@dataclass(frozen=True, slots=True)
class OpenPart:
    """What is still open of one book's part of an invoice; `minor` is above zero."""

    invoice_id: UUID
    number: str
    book: Book
    due_on: date
    minor: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one payment puts into one book's part of an invoice; `minor` is above zero."""

    invoice_id: UUID
    book: Book
    minor: int


@dataclass(frozen=True, slots=True)
class Allocated:
    """Where an amount went, and what remained as credit."""

    shares: tuple[Share, ...]
    rest: int


def allocate(minor: int, parts: Iterable[OpenPart], *, named: UUID | None = None) -> Allocated:
    """Spread an amount of minor units over open parts of one franchisee in one currency.

    Nothing is put into a part beyond what is open, and nothing is lost: shares and rest make the
    amount.
    """
    shares: list[Share] = []
    for part in sorted(parts, key=lambda part: _turn(part, named)):
        if minor <= 0:
            break
        taken = min(minor, part.minor)
        shares.append(Share(part.invoice_id, part.book, taken))
        minor -= taken
    return Allocated(tuple(shares), minor)


def _turn(part: OpenPart, named: UUID | None) -> tuple[bool, bool, date, str]:
    return (part.invoice_id != named, part.book is not Book.FUND, part.due_on, part.number)
