"""The rows of exports: the columns that an import of the same kind reads."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, and_

from ...access.actor import Actor
from ...database import db, read_in_portions
from ...kit import clock
from ..enums import ImportKind
from ..models import Brand, Franchisee, Outlet, OutletOwnership, Person, Region
from ..rules.masterdata import SHAPES
from .lists.franchisees import FranchiseesWanted, wanted_franchisees
from .lists.outlets import OutletsWanted, wanted_outlets
from .lists.people import PeopleWanted, wanted_people
from .scope import owns

_AT_ONCE = 2_000


def columns(kind: ImportKind) -> Sequence[str]:
    """The column names, needed ones first."""
    shape = SHAPES[kind]
    return (*shape.required, *shape.optional)


def franchisees(actor: Actor, wanted: FranchiseesWanted) -> Iterator[Sequence[Any]]:
    """The franchisees that the filters leave, by code."""
    query = (
        wanted_franchisees(actor, wanted)
        .with_only_columns(
            Franchisee.code,
            Franchisee.name,
            Region.name,
            Franchisee.name_local,
            Franchisee.registration,
            Franchisee.status,
            Franchisee.since,
            Franchisee.email,
            Franchisee.phone,
            Franchisee.address,
            Franchisee.language,
        )
        .outerjoin(Region, Region.id == Franchisee.region_id)
        .order_by(Franchisee.code)
    )
    return _rows(query)


def people(actor: Actor, wanted: PeopleWanted) -> Iterator[Sequence[Any]]:
    """The people that the filters leave, by business and name."""
    query = (
        wanted_people(actor, wanted)
        .with_only_columns(
            Franchisee.code,
            Person.name,
            Person.name_local,
            Person.role,
            Person.email,
            Person.phone,
            Person.birthday,
            Person.language,
        )
        .join(Franchisee, Franchisee.id == Person.franchisee_id)
        .order_by(Franchisee.code, Person.name)
    )
    return _rows(query)


def outlets(actor: Actor, wanted: OutletsWanted) -> Iterator[Sequence[Any]]:
    """The outlets that the filters leave, by code."""
    query = (
        wanted_outlets(actor, wanted)
        .with_only_columns(
            Outlet.code,
            Outlet.name,
            Brand.name,
            Franchisee.code,
            Outlet.opened_on,
            Outlet.name_local,
            Outlet.closed_on,
            Region.name,
            Outlet.format,
            Outlet.country,
            Outlet.city,
            Outlet.postcode,
            Outlet.address,
            Outlet.zone,
            Outlet.state,
        )
        .join(Brand, Brand.id == Outlet.brand_id)
        .outerjoin(Region, Region.id == Outlet.region_id)
        .outerjoin(
            OutletOwnership, and_(OutletOwnership.outlet_id == Outlet.id, owns(clock.today()))
        )
        .outerjoin(Franchisee, Franchisee.id == OutletOwnership.franchisee_id)
        .order_by(Outlet.code)
    )
    return _rows(query)


def _rows(query: "Select[*tuple[Any, ...]]") -> Iterator[Sequence[Any]]:
    found = db.session.execute(query.execution_options(**read_in_portions(_AT_ONCE)))
    return (tuple(row) for row in found)
