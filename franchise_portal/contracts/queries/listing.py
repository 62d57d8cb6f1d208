"""The list of contracts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, or_, select, type_coerce

from ...access.actor import Actor
from ...access.scope import Everything
from ...network.models import Brand, Franchisee
from ...ready import Ready
from ...rows import written
from ...web.paging import Page
from ...web.slices import AnyRows, Prepared, ordered, page, prepared
from ..enums import ContractStatus
from ..models import NO_END, Contract
from .contracts import LIVING, visible_contracts


class Listed(NamedTuple):
    """A contract in a list."""

    id: str
    number: str
    franchisee: str
    franchisee_local: str
    brand: str
    status: str
    """The value of a `ContractStatus`."""
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; empty means everything."""

    text: str = ""
    brands: Sequence[str] = ()
    """Codes."""
    statuses: Sequence[str] = ()
    packs: Sequence[str] = ()
    """Slugs of law packs."""
    ends_between: tuple[date, date] | None = None
    """Those that bind and whose last day lies between two days."""
    is_without_end: bool = False
    order: str = "number"
    is_descending: bool = False
    page: int = 1

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        chosen = self.brands or self.statuses or self.packs
        return not (self.text or chosen or self.ends_between or self.is_without_end)


ORDERS = {
    "number": (Contract.number,),
    "franchisee": (Franchisee.name, Contract.number),
    "starts_on": (Contract.starts_on, Contract.number),
    "ends_on": (Contract.ends_on, Contract.number),
}


def listed(actor: Actor, wanted: Wanted) -> Page[Listed]:
    """One page of the contracts that the actor sees."""
    if isinstance(actor.scope, Everything) and wanted.is_everything:
        statement = _all_of_them(wanted.order, wanted.is_descending)
    else:
        ids = (
            visible_contracts(actor)
            .join(Franchisee, Franchisee.id == Contract.franchisee_id)
            .join(Brand, Brand.id == Contract.brand_id)
            .where(*_conditions(wanted))
            .with_only_columns(Contract.id)
        )
        statement = prepared(ids, _rows, _order(wanted.order, wanted.is_descending))
    return page(statement, wanted.page, make=Listed)


@cache
def _all_of_them(order: str, is_descending: bool) -> Prepared:  # noqa: FBT001 - keys of the cache
    ids = select(Contract.id)
    if order == "franchisee":
        ids = ids.join(Franchisee, Franchisee.id == Contract.franchisee_id)
    return prepared(ids, _rows, _order(order, is_descending))


def _order(order: str, is_descending: bool) -> Sequence[ColumnElement[Any]]:  # noqa: FBT001
    return ordered(ORDERS, order, is_descending, default="number")


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(Contract.id.in_(ids))


#: Built once: building a statement costs as much as running one.
_NAMED: AnyRows = (
    select(
        written(Contract.id),
        Contract.number,
        Franchisee.name,
        Franchisee.name_local,
        Brand.name,
        type_coerce(Contract.status, String),
        Contract.starts_on,
        Contract.ends_on,
    )
    .join(Franchisee, Franchisee.id == Contract.franchisee_id)
    .join(Brand, Brand.id == Contract.brand_id)
)


def brands() -> list[tuple[str, str]]:
    """Code and name of every brand, by name."""
    return [(code, name) for code, name in _BRANDS.run()]


_BRANDS = Ready(select(Brand.code, Brand.name).order_by(Brand.name))


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    for word in wanted.text.split():
        yield or_(
            Contract.number.icontains(word, autoescape=True),
            Franchisee.code.icontains(word, autoescape=True),
            Franchisee.name.icontains(word, autoescape=True),
            Franchisee.name_local.contains(word, autoescape=True),
        )
    if wanted.brands:
        yield Brand.code.in_(wanted.brands)
    if wanted.statuses:
        yield Contract.status.in_([ContractStatus(status) for status in wanted.statuses])
    if wanted.packs:
        yield Contract.pack.in_(wanted.packs)
    if wanted.ends_between:
        yield Contract.ends_on.between(*wanted.ends_between)
        yield Contract.status.in_(LIVING)
    if wanted.is_without_end:
        yield Contract.ends_on == NO_END
