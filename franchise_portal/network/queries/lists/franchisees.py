"""The list of franchisees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select

from ....access.actor import Actor
from ....access.scope import Everything
from ....accounts.models import User
from ....kit import clock
from ....rows import written
from ....web.paging import Page
from ....web.slices import TODAY, AnyRows, Prepared, Wanted, ordered, page, prepared
from ...enums import CareKind, FranchiseeStatus, SearchKind
from ...models import CareAssignment, Franchisee, Outlet, OutletOwnership, Region
from ..care import cares
from ..scope import owns, visible_franchisees
from ..search import found

ORDERS = {
    "code": (Franchisee.code,),
    "name": (Franchisee.name, Franchisee.code),
    "since": (Franchisee.since, Franchisee.code),
}


class FranchiseeRow(NamedTuple):
    """A row of the list."""

    id: str
    code: str
    name: str
    name_local: str
    status: FranchiseeStatus
    since: date | None
    region: str | None
    outlets: int
    manager: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FranchiseesWanted(Wanted):
    """Which franchisees; empty fields ask for all."""

    brands: Sequence[UUID] = ()
    regions: Sequence[UUID] = ()
    statuses: Sequence[FranchiseeStatus] = ()
    managers: Sequence[UUID] = ()
    conditions: Sequence[ColumnElement[bool]] = ()
    """What the filters of features above ask."""
    orders: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    """What the columns of features above sort by."""

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out."""
        chosen = self.brands or self.regions or self.statuses or self.managers
        return bool(self.text or chosen or self.conditions)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out, and the order is one of the network's own."""
        return not self.is_narrowed and self.order in ORDERS


def franchisees(actor: Actor, wanted: FranchiseesWanted) -> Page[FranchiseeRow]:
    """One page of the franchisees that the actor sees."""
    if isinstance(actor.scope, Everything) and wanted.is_everything:
        statement = _all_of_them(wanted.order, wanted.is_descending)
    else:
        further = {key: (column, Franchisee.code) for key, column in wanted.orders.items()}
        order = ordered({**ORDERS, **further}, wanted.order, wanted.is_descending)
        statement = prepared(wanted_ids(actor, wanted), _rows, order)
    return page(statement, wanted.page, make=FranchiseeRow)


@cache
def _all_of_them(order: str, is_descending: bool) -> Prepared:  # noqa: FBT001 - keys of the cache
    return prepared(select(Franchisee.id), _rows, ordered(ORDERS, order, is_descending))


def wanted_ids(actor: Actor, wanted: FranchiseesWanted) -> Select[UUID]:
    """The ids of the franchisees that the filters leave."""
    if isinstance(actor.scope, Everything) and not wanted.is_narrowed:
        return _EVERYBODY
    return wanted_franchisees(actor, wanted).with_only_columns(Franchisee.id)


_EVERYBODY = select(Franchisee.id)


def wanted_franchisees(actor: Actor, wanted: FranchiseesWanted) -> Select[Franchisee]:
    """The franchisees that the filters leave, for the list and for exports."""
    query = visible_franchisees(actor).where(*wanted.conditions)
    if wanted.regions:
        query = query.where(Franchisee.region_id.in_(wanted.regions))
    if wanted.statuses:
        query = query.where(Franchisee.status.in_(wanted.statuses))
    if wanted.managers:
        query = query.where(Franchisee.id.in_(_looked_after_by(wanted.managers)))
    if wanted.brands:
        query = query.where(_owns_brand(wanted.brands))
    return found(query, SearchKind.FRANCHISEE, Franchisee.id, wanted.text)


def _looked_after_by(user_ids: Sequence[UUID]) -> Select[UUID]:
    return select(CareAssignment.franchisee_id).where(
        CareAssignment.user_id.in_(user_ids),
        CareAssignment.kind == CareKind.MANAGER,
        cares(clock.today()),
    )


def _owns_brand(brand_ids: Sequence[UUID]) -> ColumnElement[bool]:
    return (
        select(OutletOwnership.id)
        .join(Outlet, Outlet.id == OutletOwnership.outlet_id)
        .where(
            OutletOwnership.franchisee_id == Franchisee.id,
            owns(clock.today()),
            Outlet.brand_id.in_(brand_ids),
        )
        .correlate(Franchisee)
        .exists()
    )


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(Franchisee.id.in_(ids))


#: Built once: building a statement costs as much as running one. `today` comes with the parameters.
_NAMED: AnyRows = (
    select(
        written(Franchisee.id),
        Franchisee.code,
        Franchisee.name,
        Franchisee.name_local,
        Franchisee.status,
        Franchisee.since,
        Region.name,
        select(func.count())
        .where(OutletOwnership.franchisee_id == Franchisee.id, owns(TODAY))
        .correlate(Franchisee)
        .scalar_subquery(),
        User.name,
    )
    .outerjoin(Region, Region.id == Franchisee.region_id)
    .outerjoin(
        CareAssignment,
        and_(
            CareAssignment.franchisee_id == Franchisee.id,
            CareAssignment.kind == CareKind.MANAGER,
            cares(TODAY),
        ),
    )
    .outerjoin(User, User.id == CareAssignment.user_id)
)
