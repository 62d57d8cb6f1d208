"""Waiving a late charge: within one's limit at once, above it with the word of a second person.

A waived charge is credited whole, with its tax, by a credit note on its debit note.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...contracts.event_enums import Measure
from ...contracts.models import Approval
from ...contracts.rules.authority import Size
from ...contracts.services import approvals
from ...database import db
from ...fees.models import Invoice
from ...fees.queries.crediting import creditable
from ...fees.services.crediting import issue_credit_note
from ...fees.services.ledger import pass_gate
from ...kit import clock
from ...kit.ids import new_id
from ...kit.money import Money
from ..enums import DunningAction
from ..errors import AlreadyWaived
from ..models import LateCharge, LateWaiver
from ..queries.late import charge_for, waiver_of

WAIVE = "late_fee_waiver"
"""The slug of the act in the table of authority."""
CHARGE = "late_charge"


def ask_waiver(actor: Actor, charge: LateCharge, *, words: str) -> Approval:
    """Waive a late charge, or ask somebody who may.

    Raises:
        AlreadyWaived: when it is waived, or was credited otherwise.
        NoAuthority: when nobody else may grant it either.
        Refused: without a reason.
    """
    pass_gate()
    amount = _left(charge)
    return approvals.ask(
        actor,
        WAIVE,
        Size(Measure.AMOUNT, amount.minor, amount.currency),
        words=words,
        franchisee=charge.franchisee,
        subject=charge.invoice.number,
        payload={CHARGE: str(charge.id)},
    )


def perform(actor: Actor, approval: Approval) -> bool:
    """Credit the charge whose waiver was granted: the performer of the act."""
    if CHARGE not in approval.payload:
        return False  # asked for by hand, without naming a charge
    pass_gate()
    charge = charge_for(SYSTEM, UUID(approval.payload[CHARGE]))
    amount = _left(charge)
    note = _note(charge)
    credit = issue_credit_note(
        actor, note, {charge.single_charge_id: amount}, reason=approval.words
    )
    waiver = LateWaiver(
        id=new_id(),
        late_charge_id=charge.id,
        approval_id=approval.id,
        credit_note_id=credit.id,
        reason=approval.words,
        waived_by_name=actor.name,
        waived_on=clock.today(),
    )
    db.session.add(waiver)
    audit.record(
        actor,
        DunningAction.LATE_WAIVED,
        charge,
        name=charge.franchisee.name,
        franchisee_id=charge.franchisee_id,
        amount=amount,
        reason=approval.words,
    )
    db.session.flush()
    return True


def _left(charge: LateCharge) -> Money:
    """What of a charge was not credited yet."""
    if waiver_of(charge) is not None:
        raise AlreadyWaived
    for line in creditable(_note(charge)):
        if line.charge_id == charge.single_charge_id and line.left:
            return line.left
    raise AlreadyWaived


def _note(charge: LateCharge) -> Invoice:
    query = select(Invoice).where(Invoice.id == charge.note_id)
    return db.session.scalars(query.options(joinedload(Invoice.franchisee))).one()
