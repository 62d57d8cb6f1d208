"""Extensions, suspensions and terminations, and which events wait for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...network.models import Franchisee, Outlet
from ..enums import ContractStatus, DutyStatus
from ..event_enums import RenewalStatus, TerminationStatus, TransferStatus
from ..models import (
    Contract,
    ContractOutlet,
    DevelopmentExtension,
    Duty,
    Exit,
    Obligation,
    Renewal,
    Suspension,
    Termination,
    TerminationOutlet,
    Transfer,
)
from .contracts import contract_for, visible_contracts
from .renewals import RUNNING

STANDING = (TerminationStatus.PLANNED, TerminationStatus.DONE)


def extensions_of(contract_id: UUID) -> Sequence[DevelopmentExtension]:
    """Every extension of a contract's schedule, in order; the last of a step holds."""
    query = select(DevelopmentExtension).where(DevelopmentExtension.contract_id == contract_id)
    return db.session.scalars(query.order_by(DevelopmentExtension.id)).all()


def outlets_under(contract_id: UUID) -> Sequence[Outlet]:
    """Every outlet that a contract covers or covered, each once, by its first day."""
    query = (
        select(Outlet)
        .join(ContractOutlet, ContractOutlet.outlet_id == Outlet.id)
        .where(ContractOutlet.contract_id == contract_id)
        .order_by(Outlet.opened_on, Outlet.code)
    )
    return db.session.scalars(query).unique().all()


def suspensions_of(contract_id: UUID) -> Sequence[Suspension]:
    """Every suspension of a contract, the latest first."""
    query = select(Suspension).where(Suspension.contract_id == contract_id)
    return db.session.scalars(query.order_by(Suspension.starts_on.desc())).all()


def open_suspension(contract_id: UUID) -> Suspension | None:
    """The suspension that has not been lifted."""
    query = select(Suspension).where(
        Suspension.contract_id == contract_id, Suspension.lifted_on.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def terminations_of(contract_id: UUID) -> Sequence[Termination]:
    """Every termination of a contract, also those taken back, the latest first."""
    query = select(Termination).where(Termination.contract_id == contract_id)
    return db.session.scalars(
        query.order_by(Termination.decided_on.desc(), Termination.id.desc()).options(
            joinedload(Termination.notice),
            selectinload(Termination.outlets).joinedload(TerminationOutlet.outlet),
        )
    ).all()


def standing_termination(contract_id: UUID) -> Termination | None:
    """The termination that is planned or done; there is never a second."""
    query = select(Termination).where(
        Termination.contract_id == contract_id, Termination.status.in_(STANDING)
    )
    return db.session.scalars(query).one_or_none()


def termination_for(actor: Actor, termination_id: UUID) -> tuple[Contract, Termination]:
    """One termination with its contract.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = select(Termination).where(Termination.id == termination_id)
    found = db.session.scalars(
        query.options(selectinload(Termination.outlets).joinedload(TerminationOutlet.outlet))
    ).one_or_none()
    if found is None:
        raise NotFound
    return contract_for(actor, found.contract_id), found


def terminations_due(on: date) -> Sequence[UUID]:
    """Planned terminations whose last day has come."""
    query = select(Termination.id).where(
        Termination.status == TerminationStatus.PLANNED, Termination.effective_on <= on
    )
    return db.session.scalars(query.order_by(Termination.effective_on, Termination.id)).all()


def has_running_contract(franchisee_id: UUID) -> bool:
    """Whether a franchisee has a contract that runs, or is signed and about to."""
    query = (
        select(Contract.id)
        .where(
            Contract.franchisee_id == franchisee_id,
            Contract.status.in_((*RUNNING, ContractStatus.SIGNED)),
        )
        .limit(1)
    )
    return db.session.scalar(query) is not None


def other_running_contract(franchisee_id: UUID, besides: UUID) -> bool:
    """Whether another contract of a franchisee runs beside one."""
    query = (
        select(Contract.id)
        .where(
            Contract.franchisee_id == franchisee_id,
            Contract.id != besides,
            Contract.status.in_((*RUNNING, ContractStatus.SIGNED)),
        )
        .limit(1)
    )
    return db.session.scalar(query) is not None


def contract_numbered(actor: Actor, number: str) -> Contract | None:
    """The contract with a number, if the actor can see it."""
    return db.session.scalars(
        visible_contracts(actor).where(Contract.number == number)
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event that waits for somebody at the office."""

    contract_id: UUID
    number: str
    kind: str
    """`renewal` or `transfer`."""
    on: date
    name: str
    name_local: str


def waiting_events(actor: Actor, *, limit: int) -> tuple[Sequence[Waiting], int]:
    """Renewals and transfers that wait for a decision, the most urgent first, and how many."""
    if not (isinstance(actor.scope, Everything) and actor.may(Permission.CONTRACTS_EVENT_DECIDE)):
        return (), 0
    what = (Contract.id, Contract.number, Franchisee.name, Franchisee.name_local)
    renewals = db.session.execute(
        select(*what, Renewal.term_end)
        .join(Contract, Contract.id == Renewal.contract_id)
        .join(Franchisee, Franchisee.id == Contract.franchisee_id)
        .where(Renewal.status == RenewalStatus.ASKED)
    )
    transfers = db.session.execute(
        select(*what, Transfer.starts_on)
        .join(Contract, Contract.id == Transfer.contract_id)
        .join(Franchisee, Franchisee.id == Contract.franchisee_id)
        .where(Transfer.status == TransferStatus.ASKED)
    )
    found = [
        Waiting(contract_id, number, kind, on, name, name_local)
        for kind, rows in (("renewal", renewals), ("transfer", transfers))
        for contract_id, number, name, name_local, on in rows
    ]
    found.sort(key=lambda one: (one.on, one.number))
    return found[:limit], len(found)


def open_duty_of(contract_id: UUID, origin: str) -> UUID | None:
    """The duty, not done yet, that was read from one place in the terms of a contract."""
    query = (
        select(Duty.id)
        .join(Obligation, Obligation.id == Duty.obligation_id)
        .where(
            Obligation.contract_id == contract_id,
            Obligation.origin == origin,
            Duty.status == DutyStatus.OPEN,
        )
        .order_by(Duty.due_on)
        .limit(1)
    )
    return db.session.scalar(query)


def ended_without_exit() -> Sequence[UUID]:
    """Contracts that ended in the portal and for which no exit was begun."""
    query = (
        select(Contract.id)
        .outerjoin(Exit, Exit.contract_id == Contract.id)
        .where(
            Contract.status.in_(
                (
                    ContractStatus.EXPIRED,
                    ContractStatus.TERMINATED,
                    ContractStatus.TRANSFERRED,
                )
            ),
            Contract.ended_on.is_not(None),
            Exit.id.is_(None),
        )
    )
    return db.session.scalars(query.order_by(Contract.ended_on, Contract.id)).all()
