"""The bank's balances of the fund, each against the book, with what explains a difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.bank_enums import BankEntryStatus
from ...fees.enums import Book
from ...fees.models import BankEntry
from ...kit.errors import NotFound
from ...kit.money import Money
from ...kit.period import Period
from ..models import FundBalance, FundOutstanding, FundSpending
from ..rules.reconciling import Reconciliation
from . import book
from .spending import unreversed

LOOKED_BACK_DAYS = 62
"""Spending that the bank may not have carried out yet is looked for so many days back."""


@dataclass(frozen=True, slots=True)
class BalanceData:
    """A balance with the book's of the same day."""

    row: FundBalance
    bank: Money
    book: Money
    items: tuple[FundOutstanding, ...]
    reconciliation: Reconciliation

    @property
    def difference(self) -> Money:
        """The book's less the bank's."""
        return Money(self.reconciliation.difference, self.bank.currency)

    @property
    def unexplained(self) -> Money:
        """What of it nothing explains."""
        return Money(self.reconciliation.unexplained, self.bank.currency)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that one of the two may lack on a day."""

    key: str
    words: str
    on: date
    minor: int
    spending: FundSpending | None = None
    entry: BankEntry | None = None


def visible_balances(actor: Actor) -> Select[FundBalance]:
    """All for everybody who may read the fund's book."""
    actor.require(Permission.FUND_BOOK_READ)
    return select(FundBalance)


def balances(actor: Actor, *, limit: int = 36) -> Sequence[BalanceData]:
    """The latest balance of each day, the latest day first, each against the book."""
    rows = db.session.scalars(
        visible_balances(actor)
        .where(FundBalance.id.in_(_latest_of_days()))
        .order_by(FundBalance.on_date.desc())
        .limit(limit)
    ).all()
    return with_book(rows)


def _latest_of_days() -> Select[UUID]:
    # Ids grow with time, so the greatest of a day is the latest; as text, since not every
    # database compares ids with max().
    latest = (
        select(
            FundBalance.id,
            func.row_number()
            .over(partition_by=FundBalance.on_date, order_by=FundBalance.id.desc())
            .label("place"),
        )
    ).subquery()
    return select(latest.c.id).where(latest.c.place == 1)


def with_book(rows: Sequence[FundBalance]) -> list[BalanceData]:
    """Balances against the book of their days; the book is looked at once for all of them."""
    if not rows:
        return []
    items: dict[UUID, list[FundOutstanding]] = {}
    for item in db.session.scalars(
        select(FundOutstanding)
        .where(FundOutstanding.balance_id.in_([row.id for row in rows]))
        .order_by(FundOutstanding.id)
    ):
        items.setdefault(item.balance_id, []).append(item)
    return [_against(row, stands, items.get(row.id, [])) for row, stands in _stood(rows)]


def _stood(rows: Sequence[FundBalance]) -> list[tuple[FundBalance, int]]:
    """What the book said at the end of each row's day: one walk back through the days."""
    currency = rows[0].currency
    first, last = min(row.on_date for row in rows), max(row.on_date for row in rows)
    stands = book.in_bank(currency, last).minor
    moves = book.bank_moves(currency, first, last)
    by_day: dict[date, int] = {}
    for day in sorted({row.on_date for row in rows}, reverse=True):
        by_day[day] = stands - sum(minor for moved_on, minor in moves.items() if moved_on > day)
    return [(row, by_day[row.on_date]) for row in rows]


def _against(row: FundBalance, stands: int, items: Sequence[FundOutstanding]) -> BalanceData:
    return BalanceData(
        row,
        Money(row.amount_minor, row.currency),
        Money(stands, row.currency),
        tuple(items),
        Reconciliation(stands, row.amount_minor, tuple(item.amount_minor for item in items)),
    )


def balance_for(actor: Actor, balance_id: UUID) -> BalanceData:
    """One balance against the book.

    Raises:
        NotFound: when there is none.
    """
    row = db.session.scalar(
        visible_balances(actor)
        .where(FundBalance.id == balance_id)
        .options(joinedload(FundBalance.file))
    )
    if row is None:
        raise NotFound
    return with_book([row])[0]


def balance_on(on: date, currency: str) -> BalanceData | None:
    """What the bank says of a day, if anybody entered it."""
    row = db.session.scalar(
        select(FundBalance)
        .where(FundBalance.on_date == on, FundBalance.currency == currency)
        .order_by(FundBalance.id.desc())
        .limit(1)
    )
    return with_book([row])[0] if row else None


def latest_balance(currency: str) -> BalanceData | None:
    """The latest day of which somebody entered what the bank says."""
    row = db.session.scalar(
        select(FundBalance)
        .where(FundBalance.currency == currency)
        .order_by(FundBalance.on_date.desc(), FundBalance.id.desc())
        .limit(1)
    )
    return with_book([row])[0] if row else None


def candidates(on: date, currency: str) -> Sequence[Candidate]:
    """What may explain a difference on a day: spending on its way, money that nobody booked."""
    first = date.fromordinal(max(on.toordinal() - LOOKED_BACK_DAYS, 1))
    spent = [
        Candidate(
            f"s-{row.id}", f"{row.number} {row.supplier}", row.spent_on, -row.amount_minor, row
        )
        for row in unreversed(Period.of_days(first, on), currency)
    ]
    entries: Sequence[Any] = db.session.scalars(
        select(BankEntry)
        .where(
            BankEntry.account == Book.FUND,
            BankEntry.status != BankEntryStatus.BOOKED,
            BankEntry.received_on <= on,
            BankEntry.currency == currency,
        )
        .order_by(BankEntry.received_on.desc(), BankEntry.id.desc())
        .limit(100)
    ).all()
    unbooked = [
        Candidate(
            f"b-{row.id}",
            f"{row.payer_name} {row.reference}".strip(),
            row.received_on,
            -row.amount_minor,
            entry=row,
        )
        for row in entries
    ]
    return [*unbooked, *spent]
