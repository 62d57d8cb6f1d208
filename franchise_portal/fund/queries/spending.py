"""Spending as both sides see it: the list, one with its receipt, sums by region and kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased, joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.queries.listing import page_of, with_rows
from ...kit.errors import NotFound
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Region
from ...web.paging import Page
from ..enums import SpendingKind
from ..models import FundSpending, FundSpendingRegion


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which spending is looked for."""

    year: int | None = None
    kind: str = ""
    region_id: UUID | None = None
    line_key: UUID | None = None
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Whether something is left out beside other years."""
        return bool(self.kind or self.region_id or self.line_key)


@dataclass(frozen=True, slots=True)
class SpendingData:
    """One spending with its regions, and what took it back or what it takes back."""

    row: FundSpending
    amount: Money
    tax: Money
    regions: tuple[tuple[Region, Money], ...]
    taken_back_by: FundSpending | None
    takes_back: FundSpending | None


def visible_spending(actor: Actor) -> Select[FundSpending]:
    """All of it for everybody who may read the fund's book: it is other people's money."""
    actor.require(Permission.FUND_BOOK_READ)
    return select(FundSpending)


def spending(actor: Actor, wanted: Wanted) -> Page[FundSpending]:
    """A page of spending, the latest first."""
    query = visible_spending(actor)
    if wanted.year is not None:
        query = query.where(FundSpending.year == wanted.year)
    if wanted.kind in set(SpendingKind):
        query = query.where(FundSpending.kind == SpendingKind(wanted.kind))
    if wanted.line_key is not None:
        query = query.where(FundSpending.line_key == wanted.line_key)
    if wanted.region_id is not None:
        here = select(FundSpendingRegion.spending_id).where(
            FundSpendingRegion.region_id == wanted.region_id
        )
        query = query.where(FundSpending.id.in_(here))
    order = (FundSpending.spent_on.desc(), FundSpending.id.desc())
    found = page_of(query, wanted.page, *order)
    return with_rows(found, [row.FundSpending for row in found.rows])


def spending_for(actor: Actor, spending_id: UUID) -> SpendingData:
    """One spending.

    Raises:
        NotFound: when there is none.
    """
    row = db.session.scalar(
        visible_spending(actor)
        .where(FundSpending.id == spending_id)
        .options(joinedload(FundSpending.file))
    )
    if row is None:
        raise NotFound
    back = db.session.scalar(select(FundSpending).where(FundSpending.reverses_id == row.id))
    first = db.session.get(FundSpending, row.reverses_id) if row.reverses_id else None
    return SpendingData(
        row,
        Money(row.amount_minor, row.currency),
        Money(row.tax_minor, row.currency),
        tuple((region, Money(minor, row.currency)) for region, minor in regions_of(row.id)),
        back,
        first,
    )


def regions_of(spending_id: UUID) -> Sequence[tuple[Region, int]]:
    """The regions that a spending was for, with the part of each; none: the whole network."""
    rows = db.session.execute(
        select(Region, FundSpendingRegion.amount_minor)
        .join(FundSpendingRegion, FundSpendingRegion.region_id == Region.id)
        .where(FundSpendingRegion.spending_id == spending_id)
        .order_by(Region.code)
    )
    return [(region, minor) for region, minor in rows]


def region_names(spending_ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """The regions of the rows of a list, by spending."""
    found: dict[UUID, tuple[str, ...]] = {}
    rows = db.session.execute(
        select(FundSpendingRegion.spending_id, Region.name)
        .join(Region, Region.id == FundSpendingRegion.region_id)
        .where(FundSpendingRegion.spending_id.in_(spending_ids))
        .order_by(Region.code)
    )
    for spending_id, name in rows:
        found[spending_id] = (*found.get(spending_id, ()), name)
    return found


def by_kind(period: Period, currency: str) -> dict[SpendingKind, int]:
    """What was spent in a period by kind, less what was taken back."""
    rows = db.session.execute(
        select(FundSpending.kind, func.sum(FundSpending.amount_minor))
        .where(*_within(period, currency))
        .group_by(FundSpending.kind)
    )
    return {kind: int(minor) for kind, minor in rows}


def by_region(period: Period, currency: str) -> dict[UUID, int]:
    """What was spent for single regions in a period."""
    rows = db.session.execute(
        select(FundSpendingRegion.region_id, func.sum(FundSpendingRegion.amount_minor))
        .join(FundSpending, FundSpending.id == FundSpendingRegion.spending_id)
        .where(*_within(period, currency))
        .group_by(FundSpendingRegion.region_id)
    )
    return {region_id: int(minor) for region_id, minor in rows}


def by_line(period: Period, currency: str) -> dict[UUID, int]:
    """What was spent of each budget line in a period."""
    rows = db.session.execute(
        select(FundSpending.line_key, func.sum(FundSpending.amount_minor))
        .where(*_within(period, currency))
        .group_by(FundSpending.line_key)
    )
    return {key: int(minor) for key, minor in rows}


def _within(period: Period, currency: str) -> tuple[ColumnElement[bool], ...]:
    return (
        FundSpending.spent_on >= period.start,
        FundSpending.spent_on < period.end,
        FundSpending.currency == currency,
    )


def of_period(period: Period, currency: str, *, limit: int) -> tuple[Sequence[FundSpending], int]:
    """The spending of a period by its days, the first ones, and how much there is altogether."""
    query = select(FundSpending).where(*_within(period, currency))
    count = db.session.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    rows = db.session.scalars(
        query.order_by(FundSpending.spent_on, FundSpending.number).limit(limit)
    ).all()
    return rows, int(count)


def unreversed(period: Period, currency: str) -> Sequence[FundSpending]:
    """What was spent up to the end of a period and not taken back, the latest first."""
    other = aliased(FundSpending)
    back = select(other.reverses_id).where(other.reverses_id.is_not(None))
    return db.session.scalars(
        select(FundSpending)
        .where(
            *_within(period, currency),
            FundSpending.reverses_id.is_(None),
            FundSpending.id.not_in(back),
        )
        .order_by(FundSpending.spent_on.desc(), FundSpending.id.desc())
        .limit(100)
    ).all()
