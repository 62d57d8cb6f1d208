"""The ledger of terms, and renewals on their way, as an actor sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ...access.actor import Actor
from ...database import db
from ...kit.errors import NotFound
from ..enums import ContractStatus, RenewalMode
from ..event_enums import RenewalStatus
from ..models import NO_END, Contract, ContractTerm, Renewal, RenewalCondition
from ..rules.renewal import Term
from .contracts import contract_for

RUNNING = tuple(status for status in ContractStatus if status.is_running)
RENEWING = (RenewalStatus.ASKED, RenewalStatus.AGREED)


@dataclass(frozen=True, slots=True)
class LedgerTerm:
    """A term of a contract, with how it came about."""

    term: Term
    mode: RenewalMode | None
    by_name: str = ""


def ledger_of(contract: Contract) -> Sequence[LedgerTerm]:
    """All terms of a contract, the first one first; before any renewal only the present one."""
    query = select(ContractTerm).where(ContractTerm.contract_id == contract.id)
    rows = db.session.scalars(query.order_by(ContractTerm.number)).all()
    if not rows:
        term = Term(contract.term_number, contract.starts_on, contract.ends_on)
        return [LedgerTerm(term, None)]
    return [
        LedgerTerm(Term(row.number, row.starts_on, row.ends_on), row.mode, row.by_name)
        for row in rows
    ]


def has_ledger(contract_id: UUID) -> bool:
    """Whether the first term has been written already."""
    query = select(ContractTerm.id).where(ContractTerm.contract_id == contract_id).limit(1)
    return db.session.scalar(query) is not None


def renewals_of(contract_id: UUID) -> Sequence[Renewal]:
    """Every renewal of a contract that was asked for, the latest first, with its conditions."""
    query = select(Renewal).where(Renewal.contract_id == contract_id)
    return db.session.scalars(
        query.order_by(Renewal.term_end.desc(), Renewal.id.desc()).options(
            selectinload(Renewal.conditions).joinedload(RenewalCondition.file)
        )
    ).all()


def standing_renewal(contract_id: UUID, term_end: date) -> Renewal | None:
    """The renewal of a term that is open or done; there is never a second."""
    query = select(Renewal).where(
        Renewal.contract_id == contract_id,
        Renewal.term_end == term_end,
        Renewal.status.in_((*RENEWING, RenewalStatus.DONE)),
    )
    return db.session.scalars(query.options(selectinload(Renewal.conditions))).one_or_none()


def agreed_renewal(contract_id: UUID) -> Renewal | None:
    """The renewal that both sides have agreed on and that has not taken effect."""
    query = select(Renewal).where(
        Renewal.contract_id == contract_id, Renewal.status == RenewalStatus.AGREED
    )
    return db.session.scalars(query.order_by(Renewal.term_end).limit(1)).one_or_none()


def renewal_for(actor: Actor, renewal_id: UUID) -> tuple[Contract, Renewal]:
    """One renewal with its contract and conditions.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = select(Renewal).where(Renewal.id == renewal_id)
    renewal = db.session.scalars(
        query.options(selectinload(Renewal.conditions).joinedload(RenewalCondition.file))
    ).one_or_none()
    if renewal is None:
        raise NotFound
    return contract_for(actor, renewal.contract_id), renewal


def conditions_of(renewal_id: UUID) -> Sequence[RenewalCondition]:
    """The conditions of a renewal as they are now, in their order."""
    query = select(RenewalCondition).where(RenewalCondition.renewal_id == renewal_id)
    return db.session.scalars(
        query.order_by(RenewalCondition.position).execution_options(populate_existing=True)
    ).all()


def condition_for(actor: Actor, condition_id: UUID) -> tuple[Contract, RenewalCondition]:
    """One condition of a renewal, with its contract.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = select(RenewalCondition).where(RenewalCondition.id == condition_id)
    condition = db.session.scalars(
        query.options(joinedload(RenewalCondition.renewal), joinedload(RenewalCondition.file))
    ).one_or_none()
    if condition is None:
        raise NotFound
    return contract_for(actor, condition.renewal.contract_id), condition


def terms_ending(on: date) -> Sequence[UUID]:
    """Running contracts whose term is over by a day, and those with an agreed renewal due."""
    ends = select(Contract.id).where(
        Contract.status.in_(RUNNING), Contract.ends_on <= on, Contract.ends_on != NO_END
    )
    agreed = select(Renewal.contract_id).where(
        Renewal.status == RenewalStatus.AGREED, Renewal.term_end <= on
    )
    return sorted({*db.session.scalars(ends), *db.session.scalars(agreed)})
