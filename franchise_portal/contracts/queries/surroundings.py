"""What a version is checked against, read from the database."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from ...database import db
from ...law import pack
from ...network.models import Outlet, Territory
from ..enums import ContractStatus, VersionKind, VersionStatus
from ..models import Contract, ContractOutlet, ContractTerritory, ContractVersion
from ..rules.coverage import Covering
from ..rules.surroundings import AreaGranted, OtherGrant, Place, Surroundings
from ..rules.terms import NO_END, Terms
from .contracts import BINDING, PORTION, coverings
from .territories import territories_named
from .versions import terms_of


def surroundings_of(
    contract: Contract,
    *,
    kind: VersionKind,
    effective_from: date,
    terms: Terms,
    replaced_on: date | None = None,
    compared: Collection[str] = (),
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
        promised=promised_coverings([place.id for place in places], besides=besides),
        others=(
            *exclusive_grants(contract.brand_id, besides=besides),
            *promised_grants(contract.brand_id, besides=besides),
        )
        if is_exclusive
        else (),
        replaced_on=replaced_on,
        compared=frozenset(compared),
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
    found = rows.all()
    places = _places_of_drawn(found)
    return [
        OtherGrant(
            contract_id=grant.contract_id,
            number=number,
            area=area_of(territory),
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
            places=places.get(grant.contract_id, ()),
        )
        for grant, number, territory in found
    ]


def _places_of_drawn(grants: Sequence[Any]) -> Mapping[UUID, Sequence[Place]]:
    """The outlets of the contracts whose areas are drawn: they stand in for coordinates."""
    ids = sorted({grant.contract_id for grant, _number, area in grants if area.polygon})
    found: dict[UUID, list[Place]] = defaultdict(list)
    for start in range(0, len(ids), PORTION):
        rows = db.session.execute(
            select(ContractOutlet.contract_id, Outlet.id, Outlet.code, Outlet.name, Outlet.postcode)
            .join(Outlet, Outlet.id == ContractOutlet.outlet_id)
            .where(ContractOutlet.contract_id.in_(ids[start : start + PORTION]))
            .order_by(Outlet.code)
        )
        for contract_id, outlet_id, code, name, postcode in rows:
            found[contract_id].append(Place(id=outlet_id, name=f"{code} {name}", postcode=postcode))
    return found


def promised_coverings(
    outlet_ids: Collection[UUID], *, besides: Collection[UUID]
) -> list[Covering]:
    """Under which contracts some outlets will stand that are out for signature."""
    rows = db.session.execute(
        select(
            ContractOutlet.outlet_id,
            Contract.number,
            ContractOutlet.starts_on,
            ContractOutlet.ends_on,
        )
        .join(Contract, Contract.id == ContractOutlet.contract_id)
        .where(
            ContractOutlet.outlet_id.in_(outlet_ids),
            Contract.id.not_in(besides),
            Contract.status == ContractStatus.OUT_FOR_SIGNATURE,
        )
        .order_by(Contract.number, ContractOutlet.id)
    )
    return [Covering(*row) for row in rows]


def promised_grants(brand_id: UUID, *, besides: Collection[UUID]) -> Sequence[OtherGrant]:
    """What versions promise exclusively that are out for signature, or hold from a later day."""
    is_agreed = and_(
        ContractVersion.status == VersionStatus.EXECUTED, ContractVersion.carried_at.is_(None)
    )
    rows = db.session.execute(
        select(ContractVersion, Contract)
        .join(Contract, Contract.id == ContractVersion.contract_id)
        .where(
            Contract.brand_id == brand_id,
            Contract.id.not_in(besides),
            or_(ContractVersion.status == VersionStatus.OUT_FOR_SIGNATURE, is_agreed),
        )
        .order_by(Contract.number, ContractVersion.sequence)
    ).all()
    agreed = [(contract, version, terms_of(version)) for version, contract in rows]
    return [
        grant
        for contract, version, terms in agreed
        for grant in _promised_by(contract, version, terms)
    ]


def _promised_by(
    contract: Contract, version: ContractVersion, terms: Terms
) -> Iterator[OtherGrant]:
    if terms.territory is None or not terms.territory.is_exclusive:
        return
    places = places_of(contract.id)
    for territory in territories_named(terms.territory.codes).values():
        yield OtherGrant(
            contract_id=contract.id,
            number=contract.number,
            area=area_of(territory),
            starts_on=max(version.effective_from, terms.starts_on or contract.starts_on),
            ends_on=terms.term_end(contract.term_number) or NO_END,
            is_promised=True,
            places=places,
        )


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
