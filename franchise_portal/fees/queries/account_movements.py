"""A franchisee's account, movement by movement, with what was owed after each.

A movement is an entry of the ledger that changes what the franchisee owes: an invoice, a payment,
a credit note, a refund. Credit that settles an invoice changes nothing and is left out. Movements
stand in the order in which they were booked, so what was owed after one never changes; the day
that each belongs to stands beside it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, String, bindparam, func, select, type_coerce, union_all

from ...access.actor import Actor
from ...access.permissions import Permission
from ...kit.money import Money
from ...network.queries import name_for
from ...ready import Ready
from ...rows import Among, written
from ...web.paging import COUNT_LIMIT, SIZE, Page
from ..enums import Account
from ..models import JournalEntry, Posting
from .balances import balance_of
from .raw_ids import raw

EACH = 4
"""Postings that are read for a movement at first: most have two or three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which movements are looked for."""

    currency: str = ""
    """Empty: the first of the account's own."""
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


class Moved(NamedTuple):
    """By how much an entry moved the account, and what was owed after it."""

    entry_id: str
    minor: int
    after: int


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of an account."""

    franchisee_id: UUID
    name: str
    """The franchisee's."""
    currency: str
    currencies: tuple[str, ...]
    """In which something moved."""
    standing: Money | None
    """What is owed today; None when nothing has moved."""
    listing: Page[Movement]


def account_of(actor: Actor, franchisee_id: UUID, wanted: Wanted) -> AccountPage:
    """A page of movements, the latest first.

    Raises:
        NotFound: for a franchisee that the actor may not see.
    """
    actor.require(Permission.FEES_INVOICE_READ)
    name = name_for(actor, franchisee_id)
    currencies = _currencies(franchisee_id)
    if not currencies:
        return AccountPage(franchisee_id, name, "", (), None, Page([], 1, SIZE, 0))
    currency = wanted.currency if wanted.currency in currencies else currencies[0]
    owed = [one.owed for one in balance_of(franchisee_id) if one.owed.currency == currency]
    standing = owed[0] if owed else Money(0, currency)
    listing = _page(franchisee_id, standing, wanted.page)
    return AccountPage(franchisee_id, name, currency, currencies, standing, listing)


def _currencies(franchisee_id: UUID) -> tuple[str, ...]:
    whose = {"franchisee": franchisee_id}
    ends = {code for row in _ENDS.run(whose) for code in row if code is not None}
    if len(ends) > 1:
        ends.update(_ALL.scalars(whose))
    return tuple(sorted(ends))


def _page(franchisee_id: UUID, standing: Money, number: int) -> Page[Movement]:
    moved, is_all = _moved(franchisee_id, standing, number * SIZE + 1)
    shown = moved[(number - 1) * SIZE : number * SIZE]
    if not shown and number > 1:
        return _page(franchisee_id, standing, 1)
    limit = COUNT_LIMIT if is_all else len(moved) - 1
    return Page(_described(shown), number, SIZE, len(moved), limit)


def _moved(franchisee_id: UUID, standing: Money, count: int) -> tuple[list[Moved], bool]:
    """The latest movements, at least so many, and whether these are all.

    Going back from what stands today, what was owed after each follows.
    """
    few = count * EACH
    asked = {"franchisee": franchisee_id, "currency": standing.currency}
    while True:
        rows = _LATEST.run({**asked, "few": few})
        sums, oldest = _summed(rows, few)
        moved, after = [], standing.minor
        for entry_id in sorted(sums, reverse=True):
            minor = sums[entry_id]
            if oldest is not None and entry_id <= oldest:
                break
            if minor:
                moved.append(Moved(entry_id, minor, after))
                after -= minor
        if oldest is None or len(moved) >= count:
            return moved, oldest is None
        few *= EACH


def _summed(rows: Sequence[Any], few: int) -> tuple[dict[str, int], str | None]:
    """The sum of each entry, and the latest entry of which a posting may be missing."""
    sums: dict[str, int] = defaultdict(int)
    by_account: dict[str, list[str]] = defaultdict(list)
    for entry_id, account, minor in rows:
        sums[entry_id] += minor
        by_account[account].append(entry_id)
    cut = [min(ids) for ids in by_account.values() if len(ids) == few]
    return sums, max(cut, default=None)


def _described(moved: Sequence[Moved]) -> list[Movement]:
    asked = {"entries": [one.entry_id for one in moved]}
    facts = {key: rest for key, *rest in _FACTS.run(asked)}
    return [Movement._make([*facts[one.entry_id], one.minor, one.after]) for one in moved]


_HIS = Posting.franchisee_id == bindparam("franchisee")
_OWED = (Account.RECEIVABLE, Account.CREDIT)
#: The first and the last currency of each account, which an index names at once.
_ENDS = Ready(
    union_all(
        *[
            select(func.min(Posting.currency), func.max(Posting.currency)).where(
                _HIS, Posting.account == account
            )
            for account in _OWED
        ]
    )
)
_ALL = Ready(select(Posting.currency).where(_HIS, Posting.account.in_(_OWED)).distinct())


def _latest(account: Account) -> Any:  # noqa: ANN401 - a subquery
    return (
        select(
            raw(Posting.entry_id).label("entry_id"),
            type_coerce(Posting.account, String).label("account"),
            Posting.amount_minor,
        )
        .where(_HIS, Posting.account == account, Posting.currency == bindparam("currency"))
        .order_by(Posting.entry_id.desc())
        .limit(bindparam("few", type_=Integer))
        .subquery()
    )


#: Each account by itself, so that an index gives its latest postings in their order.
_LATEST = Ready(union_all(*[select(_latest(one)) for one in _OWED]))
_FACTS = Ready(
    select(
        raw(JournalEntry.id),
        JournalEntry.on_date,
        type_coerce(JournalEntry.kind, String),
        JournalEntry.memo,
        written(JournalEntry.invoice_id),
        written(JournalEntry.payment_id),
    ).where(Among(JournalEntry.id, "entries"))
)
