"""What the checks of the ledger share: a difference in words, balances, sums of some rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Result, Select, case, func, select

from ...database import db
from ...kit.errors import filled
from ...kit.money import Money
from ...ready import Ready
from ..enums import Account, Book
from ..models import AccountDay, AccountTotal, JournalEntry, Posting

MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference, as an untranslated sentence."""

    message: str
    params: Mapping[str, object]

    def __str__(self) -> str:
        return filled(self.message, dict(self.params))


def first_found(
    wrong: Select[*tuple[Any, ...]], params: Mapping[str, object] | None = None
) -> Result[*tuple[Any, ...]]:
    """The first rows that a check finds, one more than are told.

    Nearly always there is none, and then PostgreSQL must not plan for a quick first row: among
    400,000 invoices it would look through all their lines for each of them. It is told to find
    all of them before it takes the first.
    """
    if db.engine.dialect.name == "postgresql":
        wrong = select(wrong.cte("wrong").prefix_with("MATERIALIZED"))
    return db.session.execute(wrong.limit(MOST_FINDINGS + 1), params)


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands on an account of a book; debit above zero."""

    book: Book
    account: Account
    amount: Money


def standings() -> tuple[Balance, ...]:
    """What stands on each account of each book, for each currency, however long the history is."""
    return tuple(
        Balance(book, account, Money(minor, currency))
        for book, account, currency, minor in _STANDINGS.run()
    )


#: Built once: the page of the ledger asks it every time.
_STANDINGS = Ready(
    select(
        AccountTotal.book, AccountTotal.account, AccountTotal.currency, AccountTotal.total_minor
    ).order_by(AccountTotal.currency, AccountTotal.book, AccountTotal.account)
)


def balances() -> tuple[Balance, ...]:
    """The same, added up from the postings."""
    rows = db.session.execute(
        select(Posting.book, Posting.account, Posting.currency, func.sum(Posting.amount_minor))
        .group_by(Posting.book, Posting.account, Posting.currency)
        .order_by(Posting.currency, Posting.book, Posting.account)
    )
    return tuple(
        Balance(book, account, Money(int(minor), currency))
        for book, account, currency, minor in rows
    )


def differing_days() -> Iterator[tuple[Book, Account, date, Money, Money]]:
    """Where what is kept for a day is not what was posted then: kept, and posted."""
    posted = (
        select(
            Posting.book,
            Posting.account,
            Posting.currency,
            JournalEntry.on_date,
            func.sum(Posting.amount_minor).label("minor"),
        )
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .group_by(Posting.book, Posting.account, Posting.currency, JournalEntry.on_date)
    )
    sums = {
        (row.book, row.account, row.currency, row.on_date): int(row.minor)
        for row in db.session.execute(posted)
    }
    kept = {
        (row.book, row.account, row.currency, row.on_date): row.total_minor
        for row in db.session.scalars(select(AccountDay))
    }
    for key in sorted(sums.keys() | kept.keys()):
        found, should = kept.get(key, 0), sums.get(key, 0)
        if found != should:
            book, account, currency, day = key
            yield book, account, day, Money(found, currency), Money(should, currency)


def sum_if(condition: ColumnElement[bool], column: Any = None) -> Any:  # noqa: ANN401
    """The sum of a column, by default of postings, over the rows that fulfil a condition."""
    return func.coalesce(
        func.sum(case((condition, Posting.amount_minor if column is None else column))), 0
    )


def above_zero(column: ColumnElement[int]) -> ColumnElement[int]:
    """A column's value, or zero where it is below."""
    return case((column > 0, column), else_=0)
