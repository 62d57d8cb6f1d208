"""The list of outlets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from ....access.actor import Actor
from ....access.scope import Everything
from ....kit import clock
from ....rows import written
from ....web.paging import Page
from ....web.slices import TODAY, AnyRows, Prepared, Wanted, ordered, page, prepared
from ...enums import OutletFormat, OutletStatus, SearchKind
from ...models import Brand, Franchisee, Outlet, OutletOwnership, Region
from ...rules import outlet_status
from ..scope import outlets_owned_by, owns, visible_outlets
from ..search import found

ORDERS = {
    "code": (Outlet.code,),
    "name": (Outlet.name, Outlet.code),
    "city": (Outlet.city, Outlet.code),
    "opened": (Outlet.opened_on, Outlet.code),
}


class OutletRow(NamedTuple):
    """A row of the list."""

    id: str
    code: str
    name: str
    name_local: str
    brand: str
    region: str | None
    city: str
    opened_on: date
    closed_on: date | None
    franchisee_id: str | None
    franchisee: str | None
    franchisee_local: str | None

    @property
    def status(self) -> OutletStatus:
        """Today's."""
        return outlet_status(self.opened_on, self.closed_on, on=clock.today())


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletsWanted(Wanted):
    """Which outlets; empty fields ask for all."""

    brands: Sequence[UUID] = ()
    regions: Sequence[UUID] = ()
    formats: Sequence[OutletFormat] = ()
    statuses: Sequence[OutletStatus] = ()
    franchisee_id: UUID | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        narrowed = self.text or self.brands or self.regions or self.formats or self.statuses
        return not (narrowed or self.franchisee_id) and self.order in ORDERS


def outlets(actor: Actor, wanted: OutletsWanted) -> Page[OutletRow]:
    """One page of the outlets that the actor sees."""
    if isinstance(actor.scope, Everything) and wanted.is_everything:
        statement = _all_of_them(wanted.order, wanted.is_descending)
    else:
        ids = wanted_outlets(actor, wanted).with_only_columns(Outlet.id)
        statement = prepared(ids, _rows, ordered(ORDERS, wanted.order, wanted.is_descending))
    return page(statement, wanted.page, make=OutletRow)


@cache
def _all_of_them(order: str, is_descending: bool) -> Prepared:  # noqa: FBT001 - keys of the cache
    return prepared(select(Outlet.id), _rows, ordered(ORDERS, order, is_descending))


def wanted_outlets(actor: Actor, wanted: OutletsWanted) -> Select[Outlet]:
    """The outlets that the filters leave, for the list and for exports."""
    query = visible_outlets(actor)
    if wanted.brands:
        query = query.where(_among(Outlet.brand_id, wanted.brands))
    if wanted.regions:
        query = query.where(_among(Outlet.region_id, wanted.regions))
    if wanted.formats:
        query = query.where(_among(Outlet.format, wanted.formats))
    if wanted.statuses:
        query = query.where(or_(*(_is(status) for status in wanted.statuses)))
    if wanted.franchisee_id:
        query = query.where(Outlet.id.in_(outlets_owned_by(wanted.franchisee_id)))
    return found(query, SearchKind.OUTLET, Outlet.id, wanted.text)


def _among(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:  # noqa: ANN401
    """One value is asked for by equality: then the index also gives the order of the codes."""
    condition: ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(values)
    return condition


def _is(status: OutletStatus) -> ColumnElement[bool]:
    today = clock.today()
    if status is OutletStatus.PLANNED:
        return Outlet.opened_on > today
    if status is OutletStatus.CLOSED:
        return Outlet.closed_on < today
    return and_(
        Outlet.opened_on <= today, or_(Outlet.closed_on.is_(None), Outlet.closed_on >= today)
    )


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(Outlet.id.in_(ids))


#: Built once: building a statement costs as much as running one. `today` comes with the parameters.
_NAMED: AnyRows = (
    select(
        written(Outlet.id),
        Outlet.code,
        Outlet.name,
        Outlet.name_local,
        Brand.name,
        Region.name,
        Outlet.city,
        Outlet.opened_on,
        Outlet.closed_on,
        written(Franchisee.id),
        Franchisee.name,
        Franchisee.name_local,
    )
    .join(Brand, Brand.id == Outlet.brand_id)
    .outerjoin(Region, Region.id == Outlet.region_id)
    .outerjoin(OutletOwnership, and_(OutletOwnership.outlet_id == Outlet.id, owns(TODAY)))
    .outerjoin(Franchisee, Franchisee.id == OutletOwnership.franchisee_id)
)
