"""A franchisee's account, movement by movement, with what was owed after each.

A movement is an entry of the ledger that changes what the franchisee owes: an invoice, a payment,
a credit note, a refund. Credit that settles an invoice changes nothing and is left out.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, String, Uuid, bindparam, func, select, tuple_, type_coerce

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.money import Money
from ...network.models import Franchisee
from ...network.queries import franchisee_for
from ...rows import written
from ...web.paging import SIZE, Page
from ..enums import Account
from ..models import Invoice, JournalEntry, Payment, Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which movements are looked for."""

    currency: str = ""
    """Empty: the first of the account's own."""
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
    """From this one back to that of the first invoice."""
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
    known = {currency: int(minor) for currency, minor in rows}
    currency = wanted.currency if wanted.currency in known else min(known, default="")
    years = _years(franchisee_id) if known else ()
    year = wanted.year if wanted.year in years else None
    asked = {
        "franchisee": franchisee_id,
        "currency": currency,
        "first": date(year, 1, 1) if year else date.min,
        "last": date(year, 12, 31) if year else date.max,
    }
    listing = _movements(asked, wanted.page, known.get(currency, 0), is_all=year is None)
    return AccountPage(
        franchisee,
        currency,
        tuple(Money(minor, code) for code, minor in sorted(known.items())),
        years,
        listing,
        year,
        None if year is None else Money(_sum(_BEFORE, asked), currency),
    )


def _years(franchisee_id: UUID) -> tuple[int, ...]:
    """From the first invoice or payment, which indexes name at once, to this year."""
    connection, whose = db.session.connection(), {"franchisee": franchisee_id}
    invoiced, paid = connection.execute(_FIRST, whose).one()
    today = clock.today().year
    first = min(today, int(invoiced[:4]) if invoiced else today, paid.year if paid else today)
    return tuple(range(today, first - 1, -1))


def _movements(
    asked: dict[str, Any], number: int, standing: int, *, is_all: bool
) -> Page[Movement]:
    """A page, each movement with what was owed after it: the standing less what came later."""
    found = (
        db.session.connection().execute(_page(), {**asked, "skipped": (number - 1) * SIZE}).all()
    )
    if not found:
        return _movements(asked, 1, standing, is_all=is_all) if number > 1 else Page([], 1, SIZE, 0)
    after = standing
    if number > 1 or not is_all:
        latest = {"on": found[0].on_date, "entry": found[0].id}
        after -= _sum(_later(), {**asked, **latest})
    rows = []
    for row in found:
        rows.append(Movement(*row[1:-1], after))
        after -= int(row.minor)
    return Page(rows, number, SIZE, found[0].total)


def _sum(statement: Any, asked: dict[str, Any]) -> int:  # noqa: ANN401 - a statement of one value
    return int(db.session.connection().scalar(statement, asked) or 0)


_IS_HIS = (
    Posting.franchisee_id == bindparam("franchisee"),
    Posting.account.in_((Account.RECEIVABLE, Account.CREDIT)),
)

#: What stands in each currency.
_STANDINGS = (
    select(Posting.currency, func.sum(Posting.amount_minor))
    .where(*_IS_HIS)
    .group_by(Posting.currency)
)
_FIRST = select(
    select(func.min(Invoice.statement_month))
    .where(Invoice.franchisee_id == bindparam("franchisee"))
    .scalar_subquery(),
    select(func.min(Payment.received_on))
    .where(Payment.franchisee_id == bindparam("franchisee"))
    .scalar_subquery(),
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


def _moved() -> Any:  # noqa: ANN401 - a subquery
    """The entries that change what is owed, and by how much."""
    minor = func.sum(Posting.amount_minor)
    return (
        select(Posting.entry_id, minor.label("minor"))
        .where(*_IS_HIS, Posting.currency == bindparam("currency"))
        .group_by(Posting.entry_id)
        .having(minor != 0)
        .subquery("moved")
    )


@cache
def _later() -> Any:  # noqa: ANN401 - a statement that is put together once
    moved = _moved()
    return (
        select(func.sum(moved.c.minor))
        .join(JournalEntry, JournalEntry.id == moved.c.entry_id)
        .where(
            tuple_(JournalEntry.on_date, JournalEntry.id)
            > tuple_(bindparam("on", type_=Date), bindparam("entry", type_=Uuid))
        )
    )


@cache
def _page() -> Any:  # noqa: ANN401 - a statement that is put together once
    moved = _moved()
    some = (
        select(
            JournalEntry.on_date,
            JournalEntry.id,
            moved.c.minor,
            func.count().over().label("total"),
        )
        .join(moved, moved.c.entry_id == JournalEntry.id)
        .where(JournalEntry.on_date.between(bindparam("first"), bindparam("last")))
        .order_by(JournalEntry.on_date.desc(), JournalEntry.id.desc())
        .limit(SIZE)
        .offset(bindparam("skipped"))
        .subquery("some")
    )
    return (
        select(
            JournalEntry.id,
            JournalEntry.on_date,
            type_coerce(JournalEntry.kind, String),
            JournalEntry.memo,
            written(JournalEntry.invoice_id),
            written(JournalEntry.payment_id),
            some.c.minor,
            some.c.total,
        )
        .join(some, some.c.id == JournalEntry.id)
        .order_by(JournalEntry.on_date.desc(), JournalEntry.id.desc())
    )
