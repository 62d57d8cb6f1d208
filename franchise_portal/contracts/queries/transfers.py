"""Transfers and the single amounts that events give rise to, as an actor sees them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...database import db
from ...kit.errors import NotFound
from ...network.models import Outlet
from ..event_enums import ChargeStatus, TransferStatus
from ..models import Clause, Contract, ContractCharge, ContractOutlet, Transfer
from .contracts import contract_for

TRANSFERRING = (TransferStatus.ASKED, TransferStatus.APPROVED)


def transfers_of(contract_id: UUID) -> Sequence[Transfer]:
    """Every transfer of a contract that was asked for, the latest first."""
    query = select(Transfer).where(Transfer.contract_id == contract_id)
    return db.session.scalars(
        query.order_by(Transfer.asked_on.desc(), Transfer.id.desc()).options(
            joinedload(Transfer.to_franchisee), joinedload(Transfer.successor)
        )
    ).all()


def open_transfer(contract_id: UUID) -> Transfer | None:
    """The transfer that is under way; there is never a second."""
    query = select(Transfer).where(
        Transfer.contract_id == contract_id, Transfer.status.in_(TRANSFERRING)
    )
    return db.session.scalars(query).one_or_none()


def transfer_for(actor: Actor, transfer_id: UUID) -> tuple[Contract, Transfer]:
    """One transfer with the contract that goes.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = select(Transfer).where(Transfer.id == transfer_id)
    transfer = db.session.scalars(
        query.options(joinedload(Transfer.to_franchisee), joinedload(Transfer.successor))
    ).one_or_none()
    if transfer is None:
        raise NotFound
    return contract_for(actor, transfer.contract_id), transfer


def transfers_due(on: date) -> Sequence[UUID]:
    """Approved transfers whose first day has come."""
    query = select(Transfer.id).where(
        Transfer.status == TransferStatus.APPROVED, Transfer.starts_on <= on
    )
    return db.session.scalars(query.order_by(Transfer.starts_on, Transfer.id)).all()


def outlets_on(contract_id: UUID, day: date) -> Sequence[ContractOutlet]:
    """The outlets that a contract covers on a day, by code."""
    query = (
        select(ContractOutlet)
        .join(Outlet, Outlet.id == ContractOutlet.outlet_id)
        .where(
            ContractOutlet.contract_id == contract_id,
            ContractOutlet.starts_on <= day,
            ContractOutlet.ends_on >= day,
        )
        .order_by(Outlet.code)
        .options(joinedload(ContractOutlet.outlet).joinedload(Outlet.brand))
    )
    return db.session.scalars(query).all()


def successors_count(contract_id: UUID) -> int:
    """How many contracts took this one over."""
    query = select(func.count(Contract.id)).where(Contract.predecessor_id == contract_id)
    return db.session.scalar(query) or 0


def charges_of(contract_id: UUID) -> Sequence[ContractCharge]:
    """The single amounts that events of a contract gave rise to, the latest first."""
    query = select(ContractCharge).where(ContractCharge.contract_id == contract_id)
    return db.session.scalars(query.order_by(ContractCharge.arose_on.desc())).all()


def open_charges(franchisee_id: UUID) -> Sequence[ContractCharge]:
    """What a franchisee has not been invoiced for yet, the oldest first. For fees to pick up."""
    query = select(ContractCharge).where(
        ContractCharge.franchisee_id == franchisee_id, ContractCharge.status == ChargeStatus.OPEN
    )
    return db.session.scalars(
        query.order_by(ContractCharge.arose_on).options(joinedload(ContractCharge.contract))
    ).all()


def charge_for(actor: Actor, charge_id: UUID) -> tuple[Contract, ContractCharge]:
    """One single amount with its contract.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    charge = db.session.get(ContractCharge, charge_id)
    if charge is None:
        raise NotFound
    return contract_for(actor, charge.contract_id), charge


def clauses_of_contract(contract_id: UUID) -> Sequence[Clause]:
    """The words of a contract as they are quoted, in their order."""
    query = select(Clause).where(Clause.contract_id == contract_id)
    return db.session.scalars(query.order_by(Clause.position, Clause.id)).all()
