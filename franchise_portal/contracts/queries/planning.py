"""Which contracts' duties are to be read anew, and which duties to be laid out further ahead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select

from ...database import db
from ...kit.durations import Duration
from ..enums import ContractStatus
from ..models import Contract, ContractVersion, Duty, DutyReading, Obligation
from ..models.contract import NO_END
from ..rules.clauses import ClauseText, clauses_from_json
from ..rules.duties import Due, Span
from ..rules.terms import Terms
from ..rules.terms_json import terms_from_json

BINDING = tuple(status for status in ContractStatus if status.is_binding)
AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Agreed:
    """A contract with what was agreed in it, as the reading of its duties needs it."""

    id: UUID
    number: str
    franchisee_id: UUID
    pack: str
    is_first: bool
    starts_on: date
    span: Span
    saves: int
    """How often its row was saved."""
    terms_id: UUID | None
    terms: Terms
    clauses: tuple[ClauseText, ...]


def contracts_to_read(limit: int) -> list[UUID]:
    """Binding contracts that changed since their duties were read, or were never read."""
    latest = _latest_carried()
    query = (
        select(Contract.id)
        .outerjoin(DutyReading, DutyReading.contract_id == Contract.id)
        .outerjoin(latest, latest.c.contract_id == Contract.id)
        .where(
            Contract.status.in_(BINDING),
            or_(
                DutyReading.contract_id.is_(None),
                DutyReading.contract_version != Contract.version,
                DutyReading.terms_id.is_distinct_from(latest.c.id),
            ),
        )
        .order_by(Contract.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def agreed_in(contract_ids: Iterable[UUID]) -> list[Agreed]:
    """Some contracts with the terms that are theirs now; held until the transaction ends.

    Two readings at once would otherwise each find the same duties missing.
    """
    contracts = db.session.scalars(
        select(Contract)
        .where(Contract.id.in_(list(contract_ids)))
        .order_by(Contract.id)
        .with_for_update(of=Contract)
        .execution_options(populate_existing=True)
    ).all()
    versions = _carried([contract.id for contract in contracts])
    return [_agreed(contract, versions.get(contract.id)) for contract in contracts]


def span_of(contract: Contract) -> Span:
    """The days of a contract that duties are counted from."""
    ends_on = contract.ended_on or contract.ends_on
    return Span(
        signed_on=contract.signed_on,
        starts_on=contract.starts_on,
        ends_on=None if ends_on == NO_END else ends_on,
        is_over=contract.ended_on is not None or contract.status.is_over,
    )


def read_obligations(contract_ids: Iterable[UUID]) -> Mapping[tuple[UUID, str], Obligation]:
    """What was found in the terms of some contracts before, by contract and origin."""
    query = select(Obligation).where(
        Obligation.contract_id.in_(list(contract_ids)), Obligation.origin.is_not(None)
    )
    return {
        (one.contract_id, one.origin): one
        for one in db.session.scalars(query)
        if one.contract_id and one.origin
    }


def obligation_ids_of(contract_ids: Iterable[UUID]) -> list[UUID]:
    """The ids of everything owed under some contracts."""
    query = select(Obligation.id).where(Obligation.contract_id.in_(list(contract_ids)))
    return list(db.session.scalars(query))


def authority_obligations() -> Mapping[str, Obligation]:
    """What the franchisor owes authorities, by origin."""
    query = select(Obligation).where(Obligation.contract_id.is_(None))
    return {one.origin: one for one in db.session.scalars(query) if one.origin}


def packs_in_use() -> Sequence[str]:
    """The law packs of contracts that run."""
    running = [status for status in ContractStatus if status.is_running]
    query = select(Contract.pack).where(Contract.status.in_(running)).distinct()
    return sorted(db.session.scalars(query))


def obligations_to_plan(before: date, limit: int) -> list[UUID]:
    """Obligations whose duties are not laid out up to a day."""
    query = (
        select(Obligation.id)
        .where(
            Obligation.ended_on.is_(None),
            or_(Obligation.planned_until.is_(None), Obligation.planned_until < before),
        )
        .order_by(Obligation.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def obligations_with(ids: Iterable[UUID]) -> list[tuple[Obligation, Contract | None]]:
    """Some obligations with their contracts, held until the transaction ends."""
    query = (
        select(Obligation, Contract)
        .outerjoin(Contract, Contract.id == Obligation.contract_id)
        .where(Obligation.id.in_(list(ids)))
        .order_by(Obligation.id)
        .with_for_update(of=Obligation)
    )
    return [(obligation, contract) for obligation, contract in db.session.execute(query)]


def laid_out(obligation_ids: Iterable[UUID], from_on: date) -> Sequence[AnyRow]:
    """The due days of some obligations from a day on: id, obligation, day, status, step."""
    query = select(Duty.id, Duty.obligation_id, Duty.due_on, Duty.status, Duty.step).where(
        Duty.obligation_id.in_(list(obligation_ids)), Duty.due_on >= from_on
    )
    return db.session.execute(query).all()


def open_duties_of(obligation_id: UUID) -> Sequence[Duty]:
    """The duties of an obligation that are not closed."""
    query = select(Duty).where(Duty.obligation_id == obligation_id, Duty.closed_on.is_(None))
    return db.session.scalars(query).all()


def due_of(obligation: Obligation) -> Due:
    """The rule of an obligation as a value."""
    return Due(
        rule=obligation.rule,
        first_on=obligation.first_on,
        every=Duration.parse(obligation.every) if obligation.every else None,
        offset=Duration.parse(obligation.after) if obligation.after else None,
        event=obligation.event,
        event_on=obligation.event_on,
        last_on=obligation.last_on,
    )


def _agreed(contract: Contract, version: AnyRow | None) -> Agreed:
    return Agreed(
        id=contract.id,
        number=contract.number,
        franchisee_id=contract.franchisee_id,
        pack=contract.pack,
        is_first=contract.is_first,
        starts_on=contract.starts_on,
        span=span_of(contract),
        saves=contract.version,
        terms_id=version.id if version else None,
        terms=terms_from_json(version.terms) if version else Terms(starts_on=contract.starts_on),
        clauses=clauses_from_json(version.clauses) if version else (),
    )


def _latest_carried() -> Any:  # noqa: ANN401 - a subquery
    """Of each contract the version whose terms became the contract's own last."""
    place = (
        func.row_number()
        .over(
            partition_by=ContractVersion.contract_id,
            order_by=(ContractVersion.effective_from.desc(), ContractVersion.sequence.desc()),
        )
        .label("place")
    )
    ranked = (
        select(ContractVersion.id, ContractVersion.contract_id, place)
        .where(ContractVersion.carried_at.is_not(None))
        .subquery()
    )
    return select(ranked.c.id, ranked.c.contract_id).where(ranked.c.place == 1).subquery()


def _carried(contract_ids: Sequence[UUID]) -> Mapping[UUID, AnyRow]:
    place = (
        func.row_number()
        .over(
            partition_by=ContractVersion.contract_id,
            order_by=(ContractVersion.effective_from.desc(), ContractVersion.sequence.desc()),
        )
        .label("place")
    )
    ranked = (
        select(ContractVersion.id, place)
        .where(
            ContractVersion.contract_id.in_(contract_ids), ContractVersion.carried_at.is_not(None)
        )
        .subquery()
    )
    query = select(
        ContractVersion.id,
        ContractVersion.contract_id,
        ContractVersion.terms,
        ContractVersion.clauses,
    ).join(ranked, and_(ranked.c.id == ContractVersion.id, ranked.c.place == 1))
    return {row.contract_id: row for row in db.session.execute(query)}
