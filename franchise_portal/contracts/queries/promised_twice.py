"""Outlets and exclusive areas that two binding contracts of a brand hold at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ...database import db
from ...network.models import Outlet, Territory
from ..models import Contract, ContractOutlet, ContractTerritory
from ..rules.health import Twice
from ..rules.territory_conflicts import overlapping
from .contracts import BINDING
from .surroundings import area_of


def promised_twice(on: date) -> Mapping[UUID, Sequence[Twice]]:
    """What is promised twice on a day or later, for each of the contracts concerned."""
    found: dict[UUID, list[Twice]] = defaultdict(list)
    for contract_id, twice in (*_outlets(on), *_areas(on)):
        found[contract_id].append(twice)
    return found


def _outlets(on: date) -> Iterator[tuple[UUID, Twice]]:
    mine, theirs = aliased(ContractOutlet), aliased(ContractOutlet)
    my_contract, their_contract = aliased(Contract), aliased(Contract)
    rows = db.session.execute(
        select(mine, theirs, my_contract.number, their_contract.number, Outlet.code, Outlet.name)
        .join(theirs, theirs.outlet_id == mine.outlet_id)
        .join(my_contract, my_contract.id == mine.contract_id)
        .join(their_contract, their_contract.id == theirs.contract_id)
        .join(Outlet, Outlet.id == mine.outlet_id)
        .where(
            mine.contract_id < theirs.contract_id,
            mine.starts_on <= theirs.ends_on,
            theirs.starts_on <= mine.ends_on,
            mine.ends_on >= on,
            theirs.ends_on >= on,
            my_contract.status.in_(BINDING),
            their_contract.status.in_(BINDING),
        )
        .order_by(Outlet.code)
    )
    for one, other, number, other_number, code, name in rows:
        yield from _both(
            _Held(one.contract_id, number, f"{code} {name}", one.starts_on, one.ends_on),
            _Held(
                other.contract_id, other_number, f"{code} {name}", other.starts_on, other.ends_on
            ),
        )


@dataclass(frozen=True, slots=True)
class _Held:
    contract_id: UUID
    number: str
    name: str
    starts_on: date
    ends_on: date


def _areas(on: date) -> Iterator[tuple[UUID, Twice]]:
    rows: Sequence[Any] = db.session.execute(
        select(ContractTerritory, Contract.number, Territory)
        .join(Contract, Contract.id == ContractTerritory.contract_id)
        .join(Territory, Territory.id == ContractTerritory.territory_id)
        .where(
            ContractTerritory.is_exclusive,
            ContractTerritory.ends_on >= on,
            Contract.status.in_(BINDING),
        )
        .order_by(Territory.code, Contract.number)
    ).all()
    held: dict[str, list[_Held]] = defaultdict(list)
    territories: dict[UUID, dict[str, Territory]] = defaultdict(dict)
    for grant, number, territory in rows:
        name = f"{territory.code} {territory.name}"
        held[territory.code].append(
            _Held(grant.contract_id, number, name, grant.starts_on, grant.ends_on)
        )
        territories[territory.brand_id][territory.code] = territory
    for same in held.values():
        for one, other in combinations(same, 2):
            yield from _both(one, other)
    for known in territories.values():
        for area, other_area in overlapping([area_of(one) for one in known.values()]):
            for one in held[area.code]:
                for other in held[other_area.code]:
                    yield from _both(one, other)


def _both(one: _Held, other: _Held) -> Iterator[tuple[UUID, Twice]]:
    first, last = max(one.starts_on, other.starts_on), min(one.ends_on, other.ends_on)
    if one.contract_id == other.contract_id or last < first:
        return
    for mine, theirs in ((one, other), (other, one)):
        yield (
            mine.contract_id,
            Twice(name=mine.name, number=theirs.number, other=theirs.name, first=first, last=last),
        )
