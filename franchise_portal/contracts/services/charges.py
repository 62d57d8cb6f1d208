"""Single amounts that events give rise to, until they stand on an invoice or are waived."""

from uuid import UUID

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ..event_enums import ChargeKind, ChargeStatus, EventAction, Measure
from ..event_errors import NotOpen
from ..models import Approval, Contract, ContractCharge
from ..queries import contract_with_id
from ..rules.authority import Size
from . import approvals

WAIVE = "transfer_fee_waiver"


def raise_charge(
    contract: Contract, kind: ChargeKind, *, origin_id: UUID, amount: Money
) -> ContractCharge | None:
    """Note an amount that the franchisee owes once; nothing for an amount of zero."""
    if amount.minor <= 0:
        return None
    charge = ContractCharge(
        id=new_id(),
        contract_id=contract.id,
        franchisee_id=contract.franchisee_id,
        kind=kind,
        origin_id=origin_id,
        amount_minor=amount.minor,
        currency=amount.currency,
        arose_on=clock.today(),
    )
    db.session.add(charge)
    db.session.flush()
    return charge


def note_invoiced(actor: Actor, charge: ContractCharge, *, reference: str) -> ContractCharge:
    """Say on which invoice an amount stands.

    Raises:
        Refused: without the invoice's number.
        NotOpen: when it was invoiced or waived meanwhile.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    charge = _held(charge.id)
    if not reference.strip():
        raise Refused(N_("Write the number of the invoice."), field="reference")
    _settle(charge, ChargeStatus.INVOICED, actor)
    charge.reference = reference.strip()
    audit.record(
        actor,
        EventAction.CHARGE_INVOICED,
        contract_with_id(charge.contract_id),
        kind=charge.kind,
        reference=charge.reference,
    )
    db.session.flush()
    return charge


def ask_waiver(actor: Actor, contract: Contract, charge: ContractCharge, *, words: str) -> Approval:
    """Waive an amount, or ask somebody who may.

    Raises:
        NotOpen: when it was invoiced or waived already.
    """
    if charge.status is not ChargeStatus.OPEN:
        raise NotOpen(status=charge.status)
    return approvals.ask(
        actor,
        WAIVE,
        Size(Measure.AMOUNT, charge.amount_minor, charge.currency),
        words=words,
        contract=contract,
        payload={"charge": str(charge.id)},
    )


def waive(actor: Actor, approval: Approval) -> bool:
    """Carry a granted waiver out: the performer of the act."""
    charge_id = approval.payload.get("charge")
    if not charge_id:
        return False
    charge = _held(UUID(charge_id))
    _settle(charge, ChargeStatus.WAIVED, actor)
    charge.reason = approval.words
    audit.record(
        actor,
        EventAction.FEE_WAIVED,
        contract_with_id(charge.contract_id),
        kind=charge.kind,
        amount=charge.amount,
    )
    return True


def _settle(charge: ContractCharge, status: ChargeStatus, actor: Actor) -> None:
    if charge.status is not ChargeStatus.OPEN:
        raise NotOpen(status=charge.status)
    charge.status = status
    charge.settled_by_name, charge.settled_at = actor.name, clock.now()


def _held(charge_id: UUID) -> ContractCharge:
    query = select(ContractCharge).where(ContractCharge.id == charge_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
