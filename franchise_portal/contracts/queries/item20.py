"""Item 20 from live data: the lives of outlets, counted by the rule and once more by the database.

The tables' stocks come from a count of the database for each year's end, their movements from the
rule that walks through each outlet's life. The identities then prove that the two agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...kit.i18n import N_
from ...network.models import Brand, Franchisee, Outlet, OutletOwnership, Region
from ..enums import ContractStatus
from ..event_enums import TerminationKind, TerminationStatus
from ..models import Contract, ContractOutlet, Termination
from ..rules.item20 import Item20, ProjectedRow, item20
from ..rules.outlet_lives import (
    DAY,
    Ending,
    EndKind,
    FiscalYear,
    OutletLife,
    Owned,
    Side,
    fiscal_years,
)
from .projected import PLACE, projected_rows

MOST_NAMED = 20
_BY_FRANCHISOR = tuple(kind for kind in TerminationKind if kind.is_by_franchisor)


@dataclass(frozen=True, slots=True)
class Left:
    """A franchisee whose outlet ended, was taken over or changed hands in the last year."""

    code: str
    name: str
    name_local: str
    outlet: str
    city: str
    move: str
    on: date


@dataclass(frozen=True, slots=True)
class Item20Data:
    """The tables of one brand, the franchisees who left, and what should be looked at."""

    brand: Brand
    tables: Item20
    left: Sequence[Left]
    uncovered: Sequence[str]
    """The first outlets that a franchisee runs at the last year's end without a contract."""
    uncovered_count: int
    stateless: Sequence[str]
    """The first outlets whose address names no state: they stand under the network's region."""
    stateless_count: int
    counted_count: int
    """All outlets in the tables."""

    @property
    def heading(self) -> str:
        """What the tables go by: states as the law asks, regions where none are known."""
        if not self.stateless_count:
            return N_("State")
        return N_("Region") if self.stateless_count == self.counted_count else N_("State or region")


def item20_of(actor: Actor, brand: Brand, *, year_ends: date) -> Item20Data:
    """The tables of a brand for the three fiscal years of which the last ends on a day.

    Raises:
        NotFound: for the other side; the tables name everybody's outlets.
    """
    if not isinstance(actor.scope, Everything):
        raise NotFound
    years = fiscal_years(year_ends, first_month=(year_ends + DAY).month)
    found = lives(brand.id, until=years[-1].last)
    tables = item20(
        found,
        years,
        counted=counted(brand.id, [years[0].first - DAY, *(year.last for year in years)]),
        projected=_projected(brand.id, years[-1]),
    )
    codes, count = uncovered(brand.id, years[-1].last)
    without = _stateless(brand.id, years[-1].last)
    return Item20Data(
        brand,
        tables,
        _left(tables),
        codes,
        count,
        stateless=without[:MOST_NAMED],
        stateless_count=len(without),
        counted_count=len(found),
    )


def _stateless(brand_id: UUID, until: date) -> Sequence[str]:
    query = select(Outlet.code).where(
        Outlet.brand_id == brand_id, Outlet.opened_on <= until, Outlet.state == ""
    )
    return db.session.scalars(query.order_by(Outlet.code)).all()


def lives(brand_id: UUID, *, until: date) -> list[OutletLife]:
    """Every outlet of a brand that opened by a day, from its first to its last day of trading."""
    here = (Outlet.brand_id == brand_id, Outlet.opened_on <= until)
    owners: dict[UUID, list[Owned]] = defaultdict(list)
    for outlet_id, code, starts_on, ends_on in db.session.execute(
        select(
            OutletOwnership.outlet_id,
            Franchisee.code,
            OutletOwnership.starts_on,
            OutletOwnership.ends_on,
        )
        .join(Franchisee, Franchisee.id == OutletOwnership.franchisee_id)
        .join(Outlet, Outlet.id == OutletOwnership.outlet_id)
        .where(*here)
        .order_by(OutletOwnership.starts_on)
    ):
        owners[outlet_id].append(Owned(code, starts_on, ends_on))
    ends = _endings(here)
    rows = db.session.execute(
        select(Outlet.id, Outlet.code, PLACE, Outlet.opened_on, Outlet.closed_on)
        .outerjoin(Region, Region.id == Outlet.region_id)
        .where(*here)
        .order_by(Outlet.code)
    )
    return [
        OutletLife(
            code=code,
            region=region or "",
            opened_on=opened_on,
            closed_on=closed_on,
            owners=tuple(owners[outlet_id]),
            endings=tuple(ends[outlet_id]),
        )
        for outlet_id, code, region, opened_on, closed_on in rows
    ]


def _endings(here: Iterable[ColumnElement[bool]]) -> dict[UUID, list[Ending]]:
    by_franchisor = or_(Termination.kind.is_(None), Termination.kind.in_(_BY_FRANCHISOR))
    kind = case(
        (Contract.status == ContractStatus.EXPIRED, EndKind.NOT_RENEWED.value),
        (by_franchisor, EndKind.TERMINATED.value),
        else_=EndKind.OTHER.value,
    )
    done = and_(
        Termination.contract_id == Contract.id, Termination.status == TerminationStatus.DONE
    )
    query = (
        select(ContractOutlet.outlet_id, func.coalesce(Contract.ended_on, Contract.ends_on), kind)
        .join(Contract, Contract.id == ContractOutlet.contract_id)
        .join(Outlet, Outlet.id == ContractOutlet.outlet_id)
        .outerjoin(Termination, done)
        .where(*here, Contract.status.in_((ContractStatus.EXPIRED, ContractStatus.TERMINATED)))
    )
    found: dict[UUID, list[Ending]] = defaultdict(list)
    for outlet_id, on, how in db.session.execute(query):
        found[outlet_id].append(Ending(on, EndKind(how)))
    return found


def counted(brand_id: UUID, days: Iterable[date]) -> dict[tuple[date, str, Side], int]:
    """How many outlets of each region and side there are at the end of some days."""
    found: dict[tuple[date, str, Side], int] = {}
    for day in days:
        is_owned = exists().where(
            OutletOwnership.outlet_id == Outlet.id,
            OutletOwnership.starts_on <= day,
            or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= day),
        )
        side = case((is_owned, Side.FRANCHISED.value), else_=Side.OWN.value)
        for region, whose, count in db.session.execute(
            select(PLACE, side, func.count(Outlet.id))
            .select_from(Outlet)
            .outerjoin(Region, Region.id == Outlet.region_id)
            .where(*_trading_after(brand_id, day))
            .group_by(PLACE, side)
        ):
            found[day, region or "", Side(whose)] = count
    return found


def _trading_after(brand_id: UUID, day: date) -> tuple[ColumnElement[bool], ...]:
    """The outlets of a brand that trade at the end of a day."""
    return (
        Outlet.brand_id == brand_id,
        Outlet.opened_on <= day,
        or_(Outlet.closed_on.is_(None), Outlet.closed_on > day),
    )


def uncovered(brand_id: UUID, day: date) -> tuple[Sequence[str], int]:
    """Outlets that a franchisee runs at the end of a day and that no contract covers."""
    is_owned = exists().where(
        OutletOwnership.outlet_id == Outlet.id,
        OutletOwnership.starts_on <= day,
        or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= day),
    )
    is_covered = exists().where(
        ContractOutlet.outlet_id == Outlet.id,
        ContractOutlet.starts_on <= day,
        ContractOutlet.ends_on >= day,
        Contract.id == ContractOutlet.contract_id,
        Contract.status.in_([status for status in ContractStatus if status.is_binding]),
    )
    query = select(Outlet.code).where(*_trading_after(brand_id, day), is_owned, ~is_covered)
    count = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    codes = db.session.scalars(query.order_by(Outlet.code).limit(MOST_NAMED)).all()
    return codes, count


def _projected(brand_id: UUID, year: FiscalYear) -> Sequence[ProjectedRow]:
    coming = FiscalYear(year.last + DAY, _a_year_on(year.last))
    return projected_rows(brand_id, year, coming)


def _a_year_on(day: date) -> date:
    """The same end of a month a year later."""
    first_after = day + timedelta(days=1)
    return first_after.replace(year=first_after.year + 1) - timedelta(days=1)


def _left(tables: Item20) -> Sequence[Left]:
    owners = {movement.owner for movement in tables.left}
    outlets = {movement.outlet for movement in tables.left}
    people = _by_code((Franchisee.code, Franchisee.name, Franchisee.name_local), owners)
    places = _by_code((Outlet.code, Outlet.name, Outlet.city), outlets)
    return [
        Left(
            code=movement.owner,
            name=people[movement.owner][0] if movement.owner in people else movement.owner,
            name_local=people[movement.owner][1] if movement.owner in people else "",
            outlet=f"{movement.outlet} {places[movement.outlet][0]}",
            city=places[movement.outlet][1],
            move=movement.move.value,
            on=movement.on,
        )
        for movement in tables.left
    ]


PORTION = 500
_Text = InstrumentedAttribute[str]
_Described = tuple[_Text, _Text, _Text]


def _by_code(columns: _Described, codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Two facts of each thing by its code, read in portions."""
    asked, found = sorted(codes), {}
    for start in range(0, len(asked), PORTION):
        query = select(*columns).where(columns[0].in_(asked[start : start + PORTION]))
        for code, one, other in db.session.execute(query):
            found[code] = (one, other)
    return found
