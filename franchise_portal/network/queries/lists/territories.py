"""The list of territories."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from ....access.actor import Actor
from ....access.scope import Everything
from ....web.paging import Page
from ....web.slices import AnyRows, Prepared, Wanted, ordered, page, prepared
from ...enums import SearchKind
from ...models import Brand, Franchisee, Region, Territory
from ..scope import visible_territories
from ..search import found

ORDERS = {"code": (Territory.code,), "name": (Territory.name, Territory.code)}


class TerritoryRow(NamedTuple):
    """A row of the list."""

    id: UUID
    code: str
    name: str
    name_local: str
    is_exclusive: bool
    postcodes: Sequence[str]
    polygon: Sequence[Sequence[str]]
    brand: str
    region: str | None
    franchisee_id: UUID | None
    franchisee: str | None
    franchisee_local: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoriesWanted(Wanted):
    """Which territories; empty fields ask for all."""

    brands: Sequence[UUID] = ()
    regions: Sequence[UUID] = ()
    is_given: bool | None = None
    """Whether a franchisee has it; None for both."""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        narrowed = self.text or self.brands or self.regions or self.is_given is not None
        return not narrowed and self.order in ORDERS


def territories(actor: Actor, wanted: TerritoriesWanted) -> Page[TerritoryRow]:
    """One page of the territories that the actor sees."""
    if isinstance(actor.scope, Everything) and wanted.is_everything:
        statement = _all_of_them(wanted.order, wanted.is_descending)
        return page(statement, wanted.page, make=TerritoryRow)
    query = visible_territories(actor)
    if wanted.brands:
        query = query.where(Territory.brand_id.in_(wanted.brands))
    if wanted.regions:
        query = query.where(Territory.region_id.in_(wanted.regions))
    if wanted.is_given is not None:
        given = Territory.franchisee_id.is_not(None)
        query = query.where(given if wanted.is_given else ~given)
    query = found(query, SearchKind.TERRITORY, Territory.id, wanted.text)
    order = ordered(ORDERS, wanted.order, wanted.is_descending)
    statement = prepared(query.with_only_columns(Territory.id), _rows, order)
    return page(statement, wanted.page, make=TerritoryRow)


@cache
def _all_of_them(order: str, is_descending: bool) -> Prepared:  # noqa: FBT001 - keys of the cache
    return prepared(select(Territory.id), _rows, ordered(ORDERS, order, is_descending))


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return (
        select(
            Territory.id,
            Territory.code,
            Territory.name,
            Territory.name_local,
            Territory.is_exclusive,
            Territory.postcodes,
            Territory.polygon,
            Brand.name,
            Region.name,
            Franchisee.id,
            Franchisee.name,
            Franchisee.name_local,
        )
        .join(Brand, Brand.id == Territory.brand_id)
        .outerjoin(Region, Region.id == Territory.region_id)
        .outerjoin(Franchisee, Franchisee.id == Territory.franchisee_id)
        .where(Territory.id.in_(ids))
    )
