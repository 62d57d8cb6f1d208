"""Who owes what and since when, for lists and totals: from open items and the credit account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Date,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit import clock
from ...kit.money import Money
from ...network.models import Franchisee
from ...network.queries import visible_franchisees
from ...ready import Ready
from ...rows import Among, WrittenId
from ..enums import Account, Book
from ..models import OpenItem, Posting
from .statement_data import Ages

PORTION = 5_000
MOST_SUMMED = 2_500
"""Open items that are added up while a page waits."""


@dataclass(frozen=True, slots=True)
class Balance:
    """How a franchisee stands in one currency on a day."""

    franchisee_id: UUID
    open: Money
    """What is still open of invoices."""
    overdue: Money
    """The part of it that is late."""
    credit: Money
    overdue_since: date | None
    """The due day of what is late longest."""
    on: date

    @property
    def owed(self) -> Money:
        """Open items less credit: above zero when the franchisee owes us."""
        return self.open - self.credit

    @property
    def days_late(self) -> int:
        """How long the oldest open item is late; zero when nothing is."""
        return (self.on - self.overdue_since).days if self.overdue_since else 0


def balances_of(
    franchisee_ids: Iterable[UUID], *, on: date | None = None
) -> dict[UUID, tuple[Balance, ...]]:
    """The balances of some franchisees, one for each currency in which something stands.

    A franchisee who owes nothing and has no credit is not in the result.
    """
    day = on or clock.today()
    ids = list(dict.fromkeys(franchisee_ids))
    standings = standings_of(list(map(str, ids)), on=day)
    return {
        franchisee_id: tuple(
            Balance(
                franchisee_id,
                Money(row.open, row.currency),
                Money(row.overdue, row.currency),
                Money(row.credit, row.currency),
                row.since,
                day,
            )
            for row in rows
        )
        for franchisee_id in ids
        if (rows := standings.get(str(franchisee_id)))
    }


class Standing(NamedTuple):
    """What `Balance` holds, as a list of many wants it: in minor units of the currency."""

    currency: str
    open: int
    overdue: int
    credit: int
    since: date | None


def standings_of(ids: Sequence[str], *, on: date) -> dict[str, list[Standing]]:
    """What `balances_of` finds, before objects are made of it; ids as addresses write them."""
    grouped: dict[str, list[Standing]] = {}
    for start in range(0, len(ids), PORTION):
        asked = {"ids": ids[start : start + PORTION], "day": on}
        for franchisee_id, currency, *minors, since in _STANDING.run(asked):
            open_, overdue, credit = map(int, minors)  # PostgreSQL sums to decimals
            if open_ or credit:
                standing = Standing(currency, open_, overdue, credit, since)
                grouped.setdefault(franchisee_id, []).append(standing)
    return grouped


def _standing() -> Select[*tuple[Any, ...]]:
    """Open items and credit of some franchisees, by franchisee and currency, in one query.

    Their `ids` and the `day` come with the parameters.
    """
    # The ids stand in the statement once, however often they are used: there are fifty of them.
    asked = select(Franchisee.id).where(Among(Franchisee.id, "ids"))
    ids = select(asked.cte("asked").c.id)
    late = OpenItem.due_on < bindparam("day", type_=Date)
    nothing = literal(0)
    items = select(
        OpenItem.franchisee_id,
        OpenItem.currency,
        OpenItem.open_minor.label("open"),
        case((late, OpenItem.open_minor), else_=0).label("overdue"),
        case((late, OpenItem.due_on)).label("since"),
        nothing.label("credit"),
    ).where(OpenItem.franchisee_id.in_(ids))
    credit = select(
        Posting.franchisee_id,
        Posting.currency,
        nothing,
        nothing,
        cast(null(), Date),
        -Posting.amount_minor,
    ).where(Posting.franchisee_id.in_(ids), Posting.account == Account.CREDIT)
    both = union_all(items, credit).subquery()
    return (
        select(
            type_coerce(both.c.franchisee_id, WrittenId),
            both.c.currency,
            func.sum(both.c.open).label("open"),
            func.sum(both.c.overdue).label("overdue"),
            func.sum(both.c.credit).label("credit"),
            func.min(both.c.since).label("since"),
        )
        .group_by(both.c.franchisee_id, both.c.currency)
        .order_by(both.c.franchisee_id, both.c.currency)
    )


#: Built once: every list of franchisees asks it, and building it costs as much as running it.
_STANDING = Ready(_standing())


def balance_of(franchisee_id: UUID, *, on: date | None = None) -> tuple[Balance, ...]:
    """The balances of one franchisee; empty when everything is settled."""
    return balances_of([franchisee_id], on=on).get(franchisee_id, ())


@dataclass(frozen=True, slots=True)
class Owed:
    """What a group of franchisees owes, in one currency."""

    open: Money
    overdue: Money
    franchisees: int
    late_franchisees: int


def owed_by(actor: Actor, *, on: date | None = None) -> tuple[Owed, ...]:
    """What everybody whom the actor can see owes together, for each currency."""
    day = on or clock.today()
    late = OpenItem.due_on < day
    seen = visible_franchisees(actor).with_only_columns(Franchisee.id).order_by(None)
    rows = db.session.execute(
        select(
            OpenItem.currency,
            func.sum(OpenItem.open_minor),
            func.coalesce(func.sum(case((late, OpenItem.open_minor))), 0),
            func.count(func.distinct(OpenItem.franchisee_id)),
            func.count(func.distinct(case((late, OpenItem.franchisee_id)))),
        )
        .where(OpenItem.franchisee_id.in_(seen))
        .group_by(OpenItem.currency)
        .order_by(OpenItem.currency)
    )
    return tuple(
        Owed(Money(int(open_), currency), Money(int(overdue), currency), count, late_count)
        for currency, open_, overdue, count, late_count in rows
    )


def ageing(actor: Actor, *, on: date | None = None) -> dict[str, dict[Book, Ages]]:
    """What is open by book and by how late it is, for each currency."""
    day = on or clock.today()
    if isinstance(actor.scope, Everything):
        statement = _AGES
    else:
        seen = visible_franchisees(actor).with_only_columns(Franchisee.id).order_by(None)
        statement = Ready(_ages().where(OpenItem.franchisee_id.in_(seen)))
    limits = {
        "today": day,
        "a_month_ago": day - timedelta(days=30),
        "two_months_ago": day - timedelta(days=60),
    }
    found: dict[str, dict[Book, Ages]] = {}
    for currency, book, *sums in statement.run(limits):
        not_due, to_30, to_60, over_60 = (Money(int(minor), currency) for minor in sums)
        found.setdefault(currency, {})[book] = Ages(
            not_due=not_due, to_30=to_30, to_60=to_60, over_60=over_60
        )
    return found


def is_much_open() -> bool:
    """Whether more is open than can be added up while a page waits; a leap, not a count."""
    return bool(_MUCH.run())


_MUCH = Ready(select(literal(1)).select_from(OpenItem).limit(1).offset(MOST_SUMMED))


def _ages() -> Select[*tuple[Any, ...]]:
    today, a_month, two_months = (
        bindparam(name, type_=Date) for name in ("today", "a_month_ago", "two_months_ago")
    )
    due = OpenItem.due_on
    buckets = (
        due >= today,
        (due < today) & (due >= a_month),
        (due < a_month) & (due >= two_months),
        due < two_months,
    )
    sums = [func.coalesce(func.sum(case((bucket, OpenItem.open_minor))), 0) for bucket in buckets]
    return (
        select(OpenItem.currency, OpenItem.book, *sums)
        .group_by(OpenItem.currency, OpenItem.book)
        .order_by(OpenItem.currency, OpenItem.book)
    )


#: Built once: building it costs as much as running it.
_AGES = Ready(_ages())
