"""The network as a whole, its brands and its regions."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, exists, func, select, table

from ...database import db
from ...kit.errors import NotFound
from ..models import Brand, Franchisee, Network, Outlet, Region

_TABLE = cast("Table", Network.__table__)
_FACTS = select(*_TABLE.columns).limit(1)


def the_network() -> Network | None:
    """The one network; None before the portal is set up."""
    return db.session.scalars(_THE_NETWORK).first()


def network_facts() -> Row[Any] | None:
    """The columns of the one network, for reading only: every request asks for them."""
    return db.session.execute(_FACTS).first()


#: Built once: every request asks it.
_THE_NETWORK = select(Network).limit(1)


def founded() -> Network:
    """The one network.

    Raises:
        NotFound: before the portal is set up.
    """
    network = the_network()
    if network is None:
        raise NotFound
    return network


def franchisee_name(franchisee_id: UUID) -> str:
    """A franchisee's name, for the frame of a page; empty when there is none."""
    query = select(Franchisee.name).where(Franchisee.id == franchisee_id)
    return db.session.scalar(query) or ""


def brands() -> Sequence[Brand]:
    """All brands by name."""
    return db.session.scalars(select(Brand).order_by(Brand.name)).all()


def regions() -> Sequence[Region]:
    """All regions by name."""
    return db.session.scalars(select(Region).order_by(Region.name)).all()


def brand_by_id(brand_id: UUID) -> Brand:
    """One brand; brands are no secret to anybody in the network.

    Raises:
        NotFound: when there is none.
    """
    brand = db.session.get(Brand, brand_id)
    if brand is None:
        raise NotFound
    return brand


def region_by_id(region_id: UUID) -> Region:
    """One region.

    Raises:
        NotFound: when there is none.
    """
    region = db.session.get(Region, region_id)
    if region is None:
        raise NotFound
    return region


def outlets_by_brand() -> Mapping[UUID, int]:
    """How many outlets each brand has had."""
    query = select(Outlet.brand_id, func.count()).group_by(Outlet.brand_id)
    return dict(db.session.execute(query).all())


def franchisees_by_region() -> Mapping[UUID | None, int]:
    """How many franchisees each region has."""
    query = select(Franchisee.region_id, func.count()).group_by(Franchisee.region_id)
    return dict(db.session.execute(query).all())


def has_money() -> bool:
    """Whether some amount is already counted in the network's currency, which then stays.

    Plans, sales and payments belong to the fees, which stand above: their tables are asked for
    rows and for nothing else.
    """
    counted = (table("fee_plans"), table("sales_reports"), table("payments"))
    return any(db.session.scalar(select(exists(select(1).select_from(one)))) for one in counted)
