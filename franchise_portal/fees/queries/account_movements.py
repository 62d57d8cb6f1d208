"""A franchisee's account, movement by movement, with what was owed after each.

A movement is an entry of the ledger that changes what the franchisee owes: an invoice, a payment,
a credit note, a refund. Credit that settles an invoice changes nothing and is left out.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, bindparam, func, select, type_coerce

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.money import Money
from ...network.models import Franchisee
from ...network.queries import franchisee_for
from ...rows import written
from ...web.paging import SIZE, Page
from ..enums import Account
from ..models import JournalEntry, Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which movements are looked for."""

    currency: str = ""
    """Empty: the one of the latest movement."""
    year: int | None = None
    page: int = 1


class Movement(NamedTuple):
    """One movement; above zero the franchisee owes more."""

    on: date
    kind: str
    """The value of an `EntryKind`."""
    memo: str
    invoice_id: str | None
    payment_id: str | None
    minor: int
    after: int
    """What was owed after it, in minor units; below zero: credit."""


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of an account."""

    franchisee: Franchisee
    currency: str
    standings: tuple[Money, ...]
    """What is owed today, in each currency of the account."""
    years: tuple[int, ...]
    """In which something moved, the latest first."""
    listing: Page[Movement]
    year: int | None
    """The one that is shown alone."""
    before: Money | None
    """What was owed before its first day."""


def account_of(actor: Actor, franchisee_id: UUID, wanted: Wanted) -> AccountPage:
    """A page of movements, the latest first.

    Raises:
        NotFound: for a franchisee that the actor may not see.
    """
    actor.require(Permission.FEES_INVOICE_READ)
    franchisee = franchisee_for(actor, franchisee_id)
    rows = db.session.connection().execute(_STANDINGS, {"franchisee": franchisee_id}).all()
    known = {currency: (int(minor), first, last) for currency, minor, first, last in rows}
    currency = wanted.currency if wanted.currency in known else _latest(known)
    years = _years(known.get(currency))
    year = wanted.year if wanted.year in years else None
    listing, before = _movements(franchisee_id, currency, year, wanted.page)
    return AccountPage(
        franchisee,
        currency,
        tuple(Money(minor, code) for code, (minor, _, _) in sorted(known.items())),
        years,
        listing,
        year,
        None if year is None else Money(before, currency),
    )


def _latest(known: dict[str, tuple[int, date, date]]) -> str:
    return max(known, key=lambda code: (known[code][2], code), default="")


def _years(known: tuple[int, date, date] | None) -> tuple[int, ...]:
    if known is None:
        return ()
    _, first, last = known
    return tuple(range(last.year, first.year - 1, -1))


def _movements(
    franchisee_id: UUID, currency: str, year: int | None, page: int
) -> tuple[Page[Movement], int]:
    """A page of a year or of all, how many there are, and what was owed before."""
    first = date(year, 1, 1) if year else date.min
    asked = {
        "franchisee": franchisee_id,
        "currency": currency,
        "first": first,
        "last": date(year, 12, 31) if year else date.max,
        "skipped": (page - 1) * SIZE,
    }
    connection = db.session.connection()
    found = connection.execute(_page(), asked).all()
    if not found and page > 1:
        return _movements(franchisee_id, currency, year, 1)
    total = found[0].total if found else 0
    before = 0
    if year is not None:
        # Only from the year's first movement does its standing follow; a year may be without any.
        before = int(connection.scalar(_BEFORE, asked) or 0)
    return Page([Movement(*row[:-1]) for row in found], page, SIZE, total), before


_IS_HIS = (
    Posting.franchisee_id == bindparam("franchisee"),
    Posting.account.in_((Account.RECEIVABLE, Account.CREDIT)),
)

#: What stands in each currency, and between which days something moved.
_STANDINGS = (
    select(
        Posting.currency,
        func.sum(Posting.amount_minor),
        func.min(JournalEntry.on_date),
        func.max(JournalEntry.on_date),
    )
    .join(JournalEntry, JournalEntry.id == Posting.entry_id)
    .where(*_IS_HIS)
    .group_by(Posting.currency)
)

_BEFORE = (
    select(func.sum(Posting.amount_minor))
    .join(JournalEntry, JournalEntry.id == Posting.entry_id)
    .where(
        *_IS_HIS,
        Posting.currency == bindparam("currency"),
        JournalEntry.on_date < bindparam("first"),
    )
)


@cache
def _page() -> Any:  # noqa: ANN401 - a statement that is put together once
    moved = (
        select(Posting.entry_id, func.sum(Posting.amount_minor).label("minor"))
        .where(*_IS_HIS, Posting.currency == bindparam("currency"))
        .group_by(Posting.entry_id)
        .having(func.sum(Posting.amount_minor) != 0)
        .subquery("moved")
    )
    latest = (JournalEntry.on_date, JournalEntry.id)
    standing = (
        select(
            JournalEntry.on_date,
            JournalEntry.id,
            moved.c.minor,
            func.sum(moved.c.minor).over(order_by=latest).label("after"),
        )
        .join(moved, moved.c.entry_id == JournalEntry.id)
        .subquery("standing")
    )
    some = (
        select(standing, func.count().over().label("total"))
        .where(standing.c.on_date.between(bindparam("first"), bindparam("last")))
        .order_by(standing.c.on_date.desc(), standing.c.id.desc())
        .limit(SIZE)
        .offset(bindparam("skipped"))
        .subquery("some")
    )
    return (
        select(
            JournalEntry.on_date,
            type_coerce(JournalEntry.kind, String),
            JournalEntry.memo,
            written(JournalEntry.invoice_id),
            written(JournalEntry.payment_id),
            some.c.minor,
            some.c.after,
            some.c.total,
        )
        .join(some, some.c.id == JournalEntry.id)
        .order_by(JournalEntry.on_date.desc(), JournalEntry.id.desc())
    )
