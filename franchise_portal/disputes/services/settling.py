"""Deciding that a line had been paid: the payment that was found settles the invoice.

Nothing is given back, so nobody's limit counts; the books only say what is true. Money that lay on
a bank statement is booked as the franchisee's payment, and a payment that went elsewhere is moved,
both by the services of fees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.models import Allocation, BankEntry, Payment
from ...fees.services.bank_entries import assign_entry
from ...fees.services.moving_payments import settle_with
from ...kit.errors import Refused
from ...kit.i18n import N_
from ..enums import DisputeAction, DisputeEntryKind, Remedy, Step
from ..models import Dispute
from ..queries.found_money import FoundMoney, found_money
from ..rules.lifecycle import step_granting
from .deciding import close, require_reasons, to_decide
from .records import note


@dataclass(frozen=True, slots=True)
class _Settled:
    payment_id: UUID
    minor: int


def settle_by(
    actor: Actor, dispute: Dispute, *, found: str, reasons: str, seen: int | None = None
) -> Dispute:
    """Let money that fits settle the disputed line's invoice, and close the dispute by it.

    `found` is the key of one of `found_money`. The dispute is accepted, in part where less than
    what is in dispute can be settled.

    Raises:
        DisputeMoved, DecisionWaits, ChangedMeanwhile: when somebody else was a moment earlier.
        Refused: without reasons, or for money that does not fit or not any more.
    """
    actor.require(Permission.FEES_PAYMENT_RECORD)
    dispute = to_decide(actor, dispute, Step.ACCEPT, seen)
    require_reasons(reasons)
    chosen = _chosen(found_money(actor, dispute), found)
    settled = _by_line(actor, dispute, chosen) if chosen.is_line else _moved(actor, dispute, chosen)
    dispute.remedy = Remedy.PAYMENT
    dispute.payment_id, dispute.settled_minor = settled.payment_id, settled.minor
    covered = min(settled.minor, dispute.disputed_minor)
    step = step_granting(dispute.disputed_minor, covered)
    close(actor, dispute, step, reasons, kind=DisputeEntryKind.PAID)
    note(
        actor,
        DisputeAction.PAID,
        dispute,
        amount=dispute.settled,
        invoice=dispute.invoice.number,
    )
    return dispute


def _chosen(offered: Sequence[FoundMoney], key: str) -> FoundMoney:
    for one in offered:
        if one.key == key:
            return one
    raise Refused(
        N_("This payment does not fit any more. Look at the list again, and choose another one."),
        field="found",
    )


def _by_line(actor: Actor, dispute: Dispute, chosen: FoundMoney) -> _Settled:
    """A line of a bank statement: booked as the franchisee's payment of this invoice."""
    entry = db.session.get_one(BankEntry, chosen.id)
    assign_entry(actor, entry, franchisee=dispute.franchisee, invoice=dispute.invoice)
    if entry.payment_id is None:
        raise LookupError(entry.id)
    query = select(func.coalesce(func.sum(Allocation.amount_minor), 0)).where(
        Allocation.payment_id == entry.payment_id, Allocation.invoice_id == dispute.invoice_id
    )
    return _Settled(entry.payment_id, int(db.session.scalar(query) or 0))


def _moved(actor: Actor, dispute: Dispute, chosen: FoundMoney) -> _Settled:
    """A payment of theirs: what is left of it, and what it settled elsewhere, settles this."""
    payment = db.session.get_one(Payment, chosen.id)
    moved = settle_with(actor, payment, dispute.invoice)
    return _Settled(payment.id, moved.amount.minor)
