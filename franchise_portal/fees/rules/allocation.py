"""Which part of which invoice a payment settles, and why then.

One order for every payment, however it came, and for credit:

1. the invoice that the payer named, what is in dispute of it after the rest;
2. what is due: the advertising fund before the fees, because the fund is other people's money, and
   in each book what has been due longest;
3. what comes due later, by its day, the fund first on the same day;
4. what is in dispute, in the same order.

An instalment of a payment plan is due on the day that was agreed for it, not on its invoice's.
What is left after all that is credit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from ..enums import Book, Turn


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
    turn: Turn | None = None
    """Why then; None where nothing was chosen, as when a payment is undone."""


@dataclass(frozen=True, slots=True)
class Allocated:
    """Where an amount went, and what remained as credit."""

    shares: tuple[Share, ...]
    rest: int


@dataclass(frozen=True, slots=True)
class AgreedPlan:
    """A payment plan that is being kept."""

    opened: Mapping[UUID, int]
    """What was open of each of its invoices when it was agreed, in minor units."""
    instalments: Sequence[tuple[date, int]]
    """So much by a day, in their order."""

    def left(self, open_minor: Mapping[UUID, int]) -> list[tuple[date, int]]:
        """What is left of its instalments: what came off its invoices fills them in order."""
        paid = sum(
            max(0, before - open_minor.get(invoice_id, 0))
            for invoice_id, before in self.opened.items()
        )
        found = []
        for day, minor in self.instalments:
            filled = min(paid, minor)
            paid -= filled
            if minor > filled:
                found.append((day, minor - filled))
        return found


@dataclass(frozen=True, slots=True)
class Terms:
    """What lets parts of a franchisee's invoices be settled at another turn than their day says."""

    contested: Mapping[tuple[UUID, Book], int] = field(default_factory=dict)
    """How much of a book's part of an invoice is in dispute, in minor units."""
    plans: Sequence[AgreedPlan] = ()


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class _Piece:
    """As much of an open part as has one turn, with the day that counts for it."""

    part: OpenPart
    is_instalment: bool = False
    is_contested: bool = False


def allocate(
    minor: int,
    parts: Iterable[OpenPart],
    *,
    on: date,
    named: UUID | None = None,
    terms: Terms = NO_TERMS,
) -> Allocated:
    """Spread an amount of minor units over all open parts of one franchisee in one currency.

    `on` is the day of the money: what is due then comes before what is not. Nothing is put into a
    part beyond what is open, and nothing is lost: shares and rest make the amount.
    """
    taken: dict[tuple[UUID, Book, Turn], int] = {}
    pieces = sorted(_pieces(list(parts), terms), key=lambda piece: _place(piece, named, on))
    for piece in pieces:
        if minor <= 0:
            break
        part = piece.part
        some = min(minor, part.minor)
        key = (part.invoice_id, part.book, _turn(piece, named, on))
        taken[key] = taken.get(key, 0) + some
        minor -= some
    return Allocated(tuple(Share(*key[:2], some, key[2]) for key, some in taken.items()), minor)


def _place(
    piece: _Piece, named: UUID | None, on: date
) -> tuple[bool, bool, bool, tuple[bool, date] | tuple[date, bool], str]:
    part, is_fee = piece.part, piece.part.book is not Book.FUND
    if part.invoice_id == named:
        return (False, piece.is_contested, False, (is_fee, part.due_on), part.number)
    is_coming = part.due_on > on
    within = (part.due_on, is_fee) if is_coming else (is_fee, part.due_on)
    return (True, piece.is_contested, is_coming, within, part.number)


def _turn(piece: _Piece, named: UUID | None, on: date) -> Turn:
    if piece.part.invoice_id == named:
        return Turn.NAMED
    if piece.is_contested:
        return Turn.CONTESTED
    if piece.is_instalment:
        return Turn.INSTALMENT
    if piece.part.due_on > on:
        return Turn.COMING
    return Turn.FUND if piece.part.book is Book.FUND else Turn.DUE


def _pieces(parts: Sequence[OpenPart], terms: Terms) -> Iterator[_Piece]:
    asked = []
    for part in parts:
        contested = min(terms.contested.get((part.invoice_id, part.book), 0), part.minor)
        if contested > 0:
            yield _Piece(replace(part, minor=contested), is_contested=True)
        if contested < part.minor:
            asked.append(replace(part, minor=part.minor - contested) if contested else part)
    open_minor: dict[UUID, int] = {}
    for part in parts:
        open_minor[part.invoice_id] = open_minor.get(part.invoice_id, 0) + part.minor
    planned: set[UUID] = set()
    for plan in terms.plans:
        mine = [part for part in asked if part.invoice_id in plan.opened]
        planned.update(plan.opened)
        yield from _by_instalments(mine, plan.left(open_minor))
    yield from (_Piece(part) for part in asked if part.invoice_id not in planned)


def _by_instalments(
    parts: Iterable[OpenPart], instalments: Iterable[tuple[date, int]]
) -> Iterator[_Piece]:
    """Lay what is left of a plan's instalments over its parts, the fund first, then the oldest.

    What goes beyond the instalments, because a payment came back, has its own day.
    """
    days = list(instalments)
    order = sorted(parts, key=lambda one: (one.book is not Book.FUND, one.due_on, one.number))
    for part in order:
        rest = part.minor
        while rest and days:
            day, minor = days.pop(0)
            some = min(rest, minor)
            yield _Piece(replace(part, due_on=day, minor=some), is_instalment=True)
            rest -= some
            if minor > some:
                days.insert(0, (day, minor - some))
        if rest:
            yield _Piece(replace(part, minor=rest))
