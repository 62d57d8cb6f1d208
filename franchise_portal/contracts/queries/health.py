"""What a health check looks at, portion by portion, in a few queries each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...database import db
from ...law import pack
from ...network import queries as network
from ...network.models import Franchisee, Outlet, OutletOwnership
from ..enums import ClauseKind, DutyKind
from ..models import Clause, Contract, ContractOutlet, Duty
from ..rules.checks import outlets_outside
from ..rules.clauses import ClauseText
from ..rules.health import HealthFacts, Twice
from ..rules.surroundings import AreaGranted, Place
from ..rules.terms import Terms
from .contracts import BINDING, LIVING, visible_contracts
from .duties import IS_LATE
from .promised_twice import promised_twice
from .surroundings import area_of
from .territories import territories_named
from .versions import clauses_of, in_force_versions, terms_of

PORTION = 500


@dataclass(frozen=True, slots=True)
class Examined:
    """One contract and what is known of it."""

    contract: Contract
    facts: HealthFacts
    clauses: tuple[ClauseText, ...]


def living_contracts(actor: Actor, *, brand: str = "") -> Select[Contract]:
    """The contracts that bind and have not ended, by number."""
    query = (
        visible_contracts(actor)
        .where(Contract.status.in_(LIVING))
        .order_by(Contract.number)
        .options(joinedload(Contract.franchisee), joinedload(Contract.brand))
    )
    if brand:
        query = query.where(Contract.brand.has(code=brand))
    return query


def examined(
    actor: Actor, on: date, *, brand: str = "", most: int | None = None
) -> Iterator[Examined]:
    """Contracts that bind, in the order of their numbers, with what is known of each on a day."""
    twice = promised_twice(on)
    query, seen, last = living_contracts(actor, brand=brand), 0, ""
    while most is None or seen < most:
        size = PORTION if most is None else min(PORTION, most - seen)
        contracts = db.session.scalars(query.where(Contract.number > last).limit(size)).all()
        if not contracts:
            return
        yield from _examine(contracts, on, twice)
        seen, last = seen + len(contracts), contracts[-1].number


def count_living(actor: Actor, *, brand: str = "") -> int:
    """How many contracts bind and have not ended."""
    query = living_contracts(actor, brand=brand).with_only_columns(func.count()).order_by(None)
    return db.session.scalar(query) or 0


def _examine(
    contracts: Sequence[Contract], on: date, twice: Mapping[UUID, Sequence[Twice]]
) -> Iterator[Examined]:
    ids = [contract.id for contract in contracts]
    versions = in_force_versions(ids, on)
    texts = _texts([one for one in ids if one not in versions])
    terms = {contract_id: terms_of(version) for contract_id, version in versions.items()}
    areas = _areas(terms.values())
    places, late = _places(ids, on), _late_insurance(ids)
    for contract in contracts:
        version = versions.get(contract.id)
        clauses = clauses_of(version) if version else texts.get(contract.id, ())
        facts = HealthFacts(
            status=contract.status,
            pack=pack(contract.pack),
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            terms=terms.get(contract.id),
            is_from_particulars=version is not None and not version.title,
            clause_kinds=frozenset(clause.kind for clause in clauses),
            clause_numbers=frozenset(clause.number for clause in clauses),
            empty_clauses=sum(not clause.body.strip() for clause in clauses),
            places=places.get(contract.id, ()),
            outside=outlets_outside(
                terms.get(contract.id, Terms()), places.get(contract.id, ()), areas
            ),
            twice=tuple(twice.get(contract.id, ())),
            late_insurance=late.get(contract.id, 0),
        )
        yield Examined(contract, facts, clauses)


def _areas(terms: Iterable[Terms]) -> Mapping[str, AreaGranted]:
    codes = {code for one in terms if one.territory for code in one.territory.codes}
    return {code: area_of(row) for code, row in territories_named(codes).items()}


def _texts(ids: Sequence[UUID]) -> Mapping[UUID, tuple[ClauseText, ...]]:
    if not ids:
        return {}
    found: dict[UUID, list[ClauseText]] = defaultdict(list)
    rows = db.session.scalars(
        select(Clause).where(Clause.contract_id.in_(ids)).order_by(Clause.position)
    )
    for row in rows:
        found[row.contract_id].append(
            ClauseText(number=row.number, title=row.title, body=row.body, kind=ClauseKind.GENERAL)
        )
    return {contract_id: tuple(clauses) for contract_id, clauses in found.items()}


def _places(ids: Sequence[UUID], on: date) -> Mapping[UUID, tuple[Place, ...]]:
    found: dict[UUID, list[Place]] = defaultdict(list)
    rows = db.session.execute(
        select(ContractOutlet.contract_id, Outlet.id, Outlet.code, Outlet.name, Outlet.postcode)
        .join(Outlet, Outlet.id == ContractOutlet.outlet_id)
        .where(
            ContractOutlet.contract_id.in_(ids),
            ContractOutlet.starts_on <= on,
            ContractOutlet.ends_on >= on,
        )
        .order_by(Outlet.code)
    )
    for contract_id, outlet_id, code, name, postcode in rows:
        found[contract_id].append(Place(id=outlet_id, name=f"{code} {name}", postcode=postcode))
    return {contract_id: tuple(places) for contract_id, places in found.items()}


def _late_insurance(ids: Sequence[UUID]) -> Mapping[UUID, int]:
    rows = db.session.execute(
        select(Duty.contract_id, func.count())
        .where(
            Duty.contract_id.in_(ids),
            Duty.kind == DutyKind.INSURANCE,
            IS_LATE,
        )
        .group_by(Duty.contract_id)
    )
    return {contract_id: count for contract_id, count in rows if contract_id is not None}


@dataclass(frozen=True, slots=True)
class Uncovered:
    """An outlet that trades, belongs to a franchisee, and stands under no contract."""

    outlet_id: UUID
    code: str
    name: str
    franchisee: str
    opened_on: date


def outlets_without_contract(
    actor: Actor, on: date, *, brand: str = "", most: int = 200
) -> tuple[Sequence[Uncovered], int]:
    """The first outlets without a contract on a day, by code, and how many there are."""
    covered = exists().where(
        ContractOutlet.outlet_id == Outlet.id,
        ContractOutlet.starts_on <= on,
        ContractOutlet.ends_on >= on,
        Contract.id == ContractOutlet.contract_id,
        Contract.status.in_(BINDING),
    )
    owned = and_(
        OutletOwnership.outlet_id == Outlet.id,
        OutletOwnership.starts_on <= on,
        (OutletOwnership.ends_on.is_(None)) | (OutletOwnership.ends_on >= on),
    )
    query = (
        network.visible_outlets(actor)
        .join(OutletOwnership, owned)
        .join(Franchisee, Franchisee.id == OutletOwnership.franchisee_id)
        .where(
            Outlet.opened_on <= on,
            (Outlet.closed_on.is_(None)) | (Outlet.closed_on >= on),
            ~covered,
        )
        .with_only_columns(Outlet.id, Outlet.code, Outlet.name, Franchisee.name, Outlet.opened_on)
    )
    if brand:
        query = query.where(Outlet.brand.has(code=brand))
    rows = db.session.execute(query.order_by(Outlet.code).limit(most)).all()
    count = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    return [Uncovered(*row) for row in rows], count or 0
