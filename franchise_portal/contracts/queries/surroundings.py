"""What a version is checked against, read from the database."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...database import db
from ...law import pack
from ...network.models import Territory
from ..enums import VersionKind
from ..models import Contract, ContractOutlet, ContractTerritory
from ..rules.surroundings import AreaGranted, OtherGrant, Place, Surroundings
from ..rules.terms import Terms
from .contracts import BINDING, coverings
from .territories import territories_named


def surroundings_of(
    contract: Contract,
    *,
    kind: VersionKind,
    effective_from: date,
    terms: Terms,
    replaced_on: date | None = None,
) -> Surroundings:
    """What the terms of a version of a contract are checked against.

    A contract that takes over another one (`predecessor_id`) is not compared with it: the two are
    one chain, and the earlier ends where the later begins.
    """
    places = places_of(contract.id)
    codes = terms.territory.codes if terms.territory else ()
    besides = {contract.id} | ({contract.predecessor_id} if contract.predecessor_id else set())
    is_exclusive = terms.territory is not None and terms.territory.is_exclusive
    return Surroundings(
        pack=pack(contract.pack),
        kind=kind,
        effective_from=effective_from,
        contract_starts_on=contract.starts_on,
        term_number=contract.term_number,
        brand_id=contract.brand_id,
        places=places,
        coverings=[
            covering
            for covering in coverings([place.id for place in places], besides=contract.id)
            if covering.number != _number_of(contract.predecessor_id)
        ],
        areas={code: area_of(row) for code, row in territories_named(codes).items()},
        others=exclusive_grants(contract.brand_id, besides=besides) if is_exclusive else (),
        replaced_on=replaced_on,
    )


def places_of(contract_id: UUID) -> Sequence[Place]:
    """The outlets that a contract covers, by code."""
    rows = db.session.scalars(
        select(ContractOutlet)
        .where(ContractOutlet.contract_id == contract_id)
        .options(joinedload(ContractOutlet.outlet))
    )
    outlets = {covered.outlet_id: covered.outlet for covered in rows}
    return [
        Place(id=one.id, name=f"{one.code} {one.name}", postcode=one.postcode)
        for one in sorted(outlets.values(), key=lambda outlet: outlet.code)
    ]


def exclusive_grants(brand_id: UUID, *, besides: Collection[UUID]) -> Sequence[OtherGrant]:
    """What binding contracts of a brand grant exclusively, apart from some contracts."""
    rows = db.session.execute(
        select(ContractTerritory, Contract.number, Territory)
        .join(Contract, Contract.id == ContractTerritory.contract_id)
        .join(Territory, Territory.id == ContractTerritory.territory_id)
        .where(
            Contract.brand_id == brand_id,
            Contract.id.not_in(besides),
            Contract.status.in_(BINDING),
            ContractTerritory.is_exclusive,
        )
        .order_by(Contract.number, Territory.code)
    )
    return [
        OtherGrant(
            contract_id=grant.contract_id,
            number=number,
            area=area_of(territory),
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
        )
        for grant, number, territory in rows
    ]


def area_of(territory: Territory) -> AreaGranted:
    """A territory as a value."""
    return AreaGranted(
        code=territory.code,
        name=territory.name,
        brand_id=territory.brand_id,
        postcodes=tuple(territory.postcodes),
        polygon=tuple((Decimal(x), Decimal(y)) for x, y in territory.polygon),
    )


def grants_of(contract_id: UUID) -> Sequence[ContractTerritory]:
    """The areas that a contract grants, by first day."""
    return db.session.scalars(
        select(ContractTerritory)
        .where(ContractTerritory.contract_id == contract_id)
        .order_by(ContractTerritory.starts_on, ContractTerritory.id)
        .options(joinedload(ContractTerritory.territory))
    ).all()


def _number_of(contract_id: UUID | None) -> str | None:
    if contract_id is None:
        return None
    return db.session.scalar(select(Contract.number).where(Contract.id == contract_id))
