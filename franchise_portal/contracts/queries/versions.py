"""Versions of contracts, and the terms in force on a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...recruitment.queries import is_disclosed
from ..enums import ContractStatus, Party, VersionKind, VersionStatus
from ..models import (
    Contract,
    ContractDisclosure,
    ContractOutlet,
    ContractVersion,
    Signatory,
    SigningRound,
)
from ..rules.clauses import ClauseText, clauses_from_json
from ..rules.terms import Terms
from ..rules.terms_json import terms_from_json
from ..signing_enums import RoundStatus
from .contracts import visible_contracts

PORTION = 500
RUNNING = tuple(status for status in ContractStatus if status.is_running)
OPEN = (VersionStatus.DRAFT, VersionStatus.OUT_FOR_SIGNATURE)


def visible_versions(actor: Actor) -> Select[ContractVersion]:
    """The versions of the contracts that an actor can see, and may read the words of.

    The office reads all. A franchisee reads what was executed; and of what is out for signature
    what was disclosed, since the law wants the text to lie with them before they sign, or else what
    they are asked to sign, from their turn on. Drafts and withdrawn versions are the office's.
    """
    query = select(ContractVersion).join(Contract, Contract.id == ContractVersion.contract_id)
    seen = visible_contracts(actor).with_only_columns(Contract.id).order_by(None)
    query = query.where(Contract.id.in_(seen))
    if isinstance(actor.scope, Everything):
        return query
    is_out = ContractVersion.status == VersionStatus.OUT_FOR_SIGNATURE
    return query.where(
        or_(
            ContractVersion.status == VersionStatus.EXECUTED,
            and_(is_out, or_(_was_disclosed(), _is_their_turn())),
        )
    )


def _was_disclosed() -> ColumnElement[bool]:
    """Disclosures come before the contract is signed: they are of its first version."""
    here = exists().where(ContractDisclosure.contract_id == Contract.id)
    before = is_disclosed(Contract.franchisee_id, Contract.brand_id)
    return and_(ContractVersion.kind == VersionKind.ORIGINAL, or_(here, before))


def _is_their_turn() -> ColumnElement[bool]:
    """Whether somebody who signs for the franchisee has been asked."""
    return exists().where(
        SigningRound.version_id == ContractVersion.id,
        SigningRound.status.in_((RoundStatus.OPEN, RoundStatus.COMPLETED)),
        Signatory.round_id == SigningRound.id,
        Signatory.party == Party.FRANCHISEE,
        Signatory.asked_at.is_not(None),
    )


def version_for(actor: Actor, version_id: UUID) -> ContractVersion:
    """One version with its contract, the contract's parties and outlets.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = (
        visible_versions(actor)
        .where(ContractVersion.id == version_id)
        .options(
            joinedload(ContractVersion.contract).options(
                joinedload(Contract.franchisee),
                joinedload(Contract.brand),
                selectinload(Contract.outlets).joinedload(ContractOutlet.outlet),
                selectinload(Contract.clauses),
            )
        )
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def versions_of(contract: Contract, actor: Actor | None = None) -> Sequence[ContractVersion]:
    """A contract's versions, the latest first: all of them, or those that an actor may see."""
    query = visible_versions(actor) if actor is not None else select(ContractVersion)
    return db.session.scalars(
        query.where(ContractVersion.contract_id == contract.id).order_by(
            ContractVersion.sequence.desc()
        )
    ).all()


def is_from_particulars(contract_id: UUID) -> bool:
    """Whether all executed versions only repeat the particulars: nothing was ever agreed here."""
    agreed = select(ContractVersion.id).where(
        ContractVersion.contract_id == contract_id,
        ContractVersion.status == VersionStatus.EXECUTED,
        ContractVersion.title != "",
    )
    return db.session.scalars(agreed.limit(1)).first() is None


def open_version(contract_id: UUID) -> ContractVersion | None:
    """The version that is a draft or out for signature; there is never a second."""
    query = (
        select(ContractVersion)
        .where(ContractVersion.contract_id == contract_id, ContractVersion.status.in_(OPEN))
        .order_by(ContractVersion.sequence.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def in_force_version(contract_id: UUID, on: date) -> ContractVersion | None:
    """The version whose words and terms hold on a day; None before the first, or without any.

    It says nothing of whether the contract itself runs on that day.
    """
    return in_force_versions([contract_id], on).get(contract_id)


def terms_on(contract_id: UUID, on: date) -> Terms | None:
    """The terms in force on a day; None where none have been entered."""
    return terms_in_force([contract_id], on).get(contract_id)


def in_force_versions(contract_ids: Iterable[UUID], on: date) -> Mapping[UUID, ContractVersion]:
    """The versions in force on a day, by contract, in one query for each 500 contracts."""
    ids, found = sorted(set(contract_ids)), {}
    rank = (
        func.row_number()
        .over(
            partition_by=ContractVersion.contract_id,
            order_by=(ContractVersion.effective_from.desc(), ContractVersion.sequence.desc()),
        )
        .label("place")
    )
    for start in range(0, len(ids), PORTION):
        ranked = (
            select(ContractVersion.id, rank)
            .where(
                ContractVersion.contract_id.in_(ids[start : start + PORTION]),
                ContractVersion.status == VersionStatus.EXECUTED,
                ContractVersion.effective_from <= on,
            )
            .subquery()
        )
        query = select(ContractVersion).join(ranked, ranked.c.id == ContractVersion.id)
        for version in db.session.scalars(query.where(ranked.c.place == 1)):
            found[version.contract_id] = version
    return found


def terms_in_force(contract_ids: Iterable[UUID], on: date) -> Mapping[UUID, Terms]:
    """The terms in force on a day, by contract, for sweeps over many."""
    return {
        contract_id: terms_of(version)
        for contract_id, version in in_force_versions(contract_ids, on).items()
    }


def terms_of(version: ContractVersion) -> Terms:
    """What a version says, as a value."""
    return terms_from_json(version.terms)


def clauses_of(version: ContractVersion) -> tuple[ClauseText, ...]:
    """The words of a version, in their order."""
    return clauses_from_json(version.clauses)


def contract_of(version: ContractVersion) -> Contract:
    """The contract of a version, without its parts."""
    return contract_with_id(version.contract_id)


def contract_with_id(contract_id: UUID) -> Contract:
    """A contract without its parts, whoever asks: for jobs and for locking."""
    return db.session.scalars(select(Contract).where(Contract.id == contract_id)).one()


def version_with_id(version_id: UUID) -> ContractVersion:
    """A version without its contract, whoever asks: for jobs and for locking."""
    return db.session.scalars(select(ContractVersion).where(ContractVersion.id == version_id)).one()


def version_before(version: ContractVersion) -> ContractVersion | None:
    """The executed version that a version replaces on the day it takes effect."""
    query = (
        select(ContractVersion)
        .where(
            ContractVersion.contract_id == version.contract_id,
            ContractVersion.status == VersionStatus.EXECUTED,
            ContractVersion.effective_from <= version.effective_from,
            ContractVersion.id != version.id,
            ContractVersion.sequence < version.sequence,
        )
        .order_by(ContractVersion.effective_from.desc(), ContractVersion.sequence.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def version_after(version: ContractVersion) -> ContractVersion | None:
    """The executed version that replaces a version: the first from a later day, or a later one."""
    query = (
        select(ContractVersion)
        .where(
            ContractVersion.contract_id == version.contract_id,
            ContractVersion.status == VersionStatus.EXECUTED,
            ContractVersion.id != version.id,
            or_(
                ContractVersion.effective_from > version.effective_from,
                and_(
                    ContractVersion.effective_from == version.effective_from,
                    ContractVersion.sequence > version.sequence,
                ),
            ),
        )
        .order_by(ContractVersion.effective_from, ContractVersion.sequence)
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def outlets_covered(contract_id: UUID) -> Sequence[ContractOutlet]:
    """Under a contract: its outlets, from when to when."""
    query = select(ContractOutlet).where(ContractOutlet.contract_id == contract_id)
    return db.session.scalars(query.order_by(ContractOutlet.starts_on, ContractOutlet.id)).all()


def to_be_carried(contract_id: UUID, on: date) -> Sequence[ContractVersion]:
    """The executed versions of a contract whose day has come and that are not carried yet."""
    return db.session.scalars(
        select(ContractVersion)
        .where(
            ContractVersion.contract_id == contract_id,
            *_uncarried(on),
        )
        .order_by(ContractVersion.effective_from, ContractVersion.sequence)
    ).all()


def due_to_change(on: date) -> Sequence[UUID]:
    """The contracts for which a day brings something: a beginning, an amendment, an end."""
    begins = select(Contract.id).where(
        Contract.status == ContractStatus.SIGNED, Contract.starts_on <= on
    )
    ends = select(Contract.id).where(Contract.status.in_(RUNNING), Contract.ends_on < on)
    carried = select(ContractVersion.contract_id).where(*_uncarried(on))
    found: set[UUID] = set()
    for query in (begins, ends, carried):
        found.update(db.session.scalars(query))
    return sorted(found)


def _uncarried(on: date) -> tuple[ColumnElement[bool], ...]:
    return (
        ContractVersion.status == VersionStatus.EXECUTED,
        ContractVersion.carried_at.is_(None),
        ContractVersion.effective_from <= on,
    )


def next_sequence(contract_id: UUID) -> int:
    """The number of a contract's next version."""
    query = select(func.max(ContractVersion.sequence)).where(
        ContractVersion.contract_id == contract_id
    )
    return (db.session.scalar(query) or 0) + 1
