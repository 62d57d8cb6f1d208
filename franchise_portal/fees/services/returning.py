"""A payment that the bank took back: booked the other way round, and what it settled open again."""

import hashlib
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, update

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...rows import insert_rows
from ..bank_enums import DebitStatus
from ..enums import Book, EntryKind, FeesAction
from ..errors import PaymentCameBack
from ..models import Allocation, DebitItem, Payment
from ..rules.allocation import Share
from ..rules.bookkeeping import payment_sides
from .booking import ALLOCATION_COLUMNS
from .credit import use_credit
from .issuing import with_credit
from .ledger import Journal, pass_gate
from .open_items import OpenItems

LONGEST_REASON = 300


def reverse_payment(actor: Actor, payment: Payment, *, on: date, reason: str) -> Payment:
    """Book that a payment came back: a payment below zero, which undoes what the first settled.

    Raises:
        PaymentCameBack: when it came back before, or is itself one that came back.
        Refused: without a reason, or for a day before it was received or to come.
    """
    actor.require(Permission.FEES_PAYMENT_RECORD)
    pass_gate()
    _require_possible(payment, on, reason)
    back = Payment(
        id=new_id(),
        franchisee_id=payment.franchisee_id,
        received_on=on,
        amount_minor=-payment.amount_minor,
        currency=payment.currency,
        reference=payment.reference,
        digest=hashlib.sha256(f"came back\x1f{payment.id}".encode()).hexdigest(),
        recorded_at=clock.now(),
        recorded_by_name=actor.name,
        reverses_id=payment.id,
        reason=reason.strip()[:LONGEST_REASON],
    )
    db.session.add(back)
    db.session.flush()
    shares = _undone(payment.id)
    _post(back, shares)
    db.session.execute(
        update(DebitItem)
        .where(DebitItem.payment_id == payment.id)
        .values(
            status=DebitStatus.RETURNED,
            note=back.reason,
            payment_id=None,
            version=DebitItem.version + 1,
        )
    )
    use_credit(with_credit([payment.franchisee_id]), on=clock.today(), at=clock.now())
    audit.record(
        actor,
        FeesAction.PAYMENT_CAME_BACK,
        back,
        name=payment.franchisee.name,
        franchisee_id=payment.franchisee_id,
        amount=Money(payment.amount_minor, payment.currency),
        reason=back.reason,
    )
    return back


def _require_possible(payment: Payment, on: date, reason: str) -> None:
    known = select(Payment.id).where(Payment.reverses_id == payment.id)
    if payment.reverses_id is not None or db.session.scalar(known) is not None:
        raise PaymentCameBack
    if not reason.strip():
        raise Refused(N_("Write the reason that the bank gives."), field="reason")
    if not payment.received_on <= on <= clock.today():
        raise Refused(
            N_("Choose a day from %(day)s, when it was received, up to today."),
            field="on",
            day=payment.received_on,
        )


def _undone(payment_id: UUID) -> list[Share]:
    """What the payment settled, below zero."""
    rows = db.session.execute(
        select(Allocation.invoice_id, Allocation.book, func.sum(Allocation.amount_minor))
        .where(Allocation.payment_id == payment_id)
        .group_by(Allocation.invoice_id, Allocation.book)
        .having(func.sum(Allocation.amount_minor) != 0)
        .order_by(Allocation.invoice_id, Allocation.book)
    )
    return [Share(invoice_id, Book(book), -int(minor)) for invoice_id, book, minor in rows]


def _post(back: Payment, shares: list[Share]) -> None:
    insert_rows(
        Allocation,
        ALLOCATION_COLUMNS,
        [
            (
                new_id(),
                back.id,
                None,
                share.invoice_id,
                share.book,
                share.minor,
                back.currency,
                back.received_on,
                None,
                None,
            )
            for share in shares
        ],
    )
    for share in shares:
        OpenItems(share.invoice_id).reopen(share.book, -share.minor)
    journal = Journal()
    journal.enter(
        EntryKind.REVERSAL,
        on=back.received_on,
        at=back.recorded_at,
        sides=payment_sides(shares, back.amount_minor - sum(share.minor for share in shares)),
        franchisee_id=back.franchisee_id,
        currency=back.currency,
        memo=back.reference,
        payment_id=back.id,
    )
    journal.write()
