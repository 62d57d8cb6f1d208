"""A payment that was booked to the wrong invoices: let it settle the one that it was for.

Nothing that was posted changes. What the payment settled elsewhere is undone by allocations below
zero, of today, and is open again; what it settles here counts from the day on which it came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select

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
from ..enums import Book, EntryKind, FeesAction
from ..errors import PaymentCameBack
from ..models import Allocation, Invoice, Payment
from ..queries.usage import left_of_payments
from ..rules.allocation import Share, allocate
from ..rules.bookkeeping import payment_sides
from .booking import ALLOCATION_COLUMNS
from .ledger import Journal, pass_gate
from .open_items import OpenItems


@dataclass(frozen=True, slots=True)
class Moved:
    """What a payment settles now of the invoice, and what is open again for it."""

    amount: Money
    reopened: tuple[UUID, ...]


def settle_with(actor: Actor, payment: Payment, invoice: Invoice) -> Moved:
    """Let a payment settle an invoice: what is left of it first, then what it settled elsewhere.

    Of what it settled elsewhere the invoice due last is opened again first. What is moved is at
    most what is open of the invoice.

    Raises:
        PaymentCameBack: when the bank took it back.
        Refused: for another franchisee's payment, another currency, or when there is nothing to
            move or to settle.
    """
    actor.require(Permission.FEES_PAYMENT_RECORD)
    pass_gate()
    _require_possible(payment, invoice)
    items = OpenItems(invoice.id)
    wanted = items.minor
    free = min(wanted, left_of_payments([payment.id])[payment.id])
    undone = _taken_from(_elsewhere(payment, invoice), wanted - free)
    minor = free + sum(share.minor for share in undone)
    if not minor:
        raise Refused(
            N_("Nothing of this payment can settle %(number)s: look where it went."),
            field="found",
            number=invoice.number,
        )
    shares = allocate(minor, items.parts, on=clock.today(), named=invoice.id).shares
    _post(payment, invoice, undone, shares)
    for share in shares:
        items.settle(share.book, share.minor)
    for share in undone:
        OpenItems(share.invoice_id).reopen(share.book, share.minor)
    amount = Money(minor, payment.currency)
    audit.record(
        actor,
        FeesAction.PAYMENT_MOVED,
        payment,
        name=payment.reference or str(payment.received_on),
        franchisee_id=payment.franchisee_id,
        amount=amount,
        invoice=invoice.number,
    )
    db.session.flush()
    return Moved(amount, tuple(dict.fromkeys(share.invoice_id for share in undone)))


def _require_possible(payment: Payment, invoice: Invoice) -> None:
    came_back = select(exists().where(Payment.reverses_id == payment.id))
    if payment.reverses_id is not None or db.session.scalar(came_back):
        raise PaymentCameBack
    if payment.franchisee_id != invoice.franchisee_id:
        raise Refused(
            N_("Invoice %(number)s belongs to another franchisee."),
            field="found",
            number=invoice.number,
        )
    if payment.currency != invoice.currency:
        raise Refused(
            N_("Invoice %(number)s is in %(currency)s, and so is what settles it."),
            field="found",
            number=invoice.number,
            currency=invoice.currency,
        )


def _elsewhere(payment: Payment, invoice: Invoice) -> Sequence[Share]:
    """What a payment settles of other invoices, the one due last first."""
    rows = db.session.execute(
        select(Allocation.invoice_id, Allocation.book, func.sum(Allocation.amount_minor))
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .where(Allocation.payment_id == payment.id, Allocation.invoice_id != invoice.id)
        .group_by(Allocation.invoice_id, Allocation.book, Invoice.due_on, Invoice.number)
        .having(func.sum(Allocation.amount_minor) > 0)
        .order_by(Invoice.due_on.desc(), Invoice.number.desc(), Allocation.book)
    )
    return [Share(invoice_id, Book(book), int(minor)) for invoice_id, book, minor in rows]


def _taken_from(shares: Sequence[Share], wanted: int) -> list[Share]:
    found = []
    for share in shares:
        taken = min(share.minor, wanted)
        if taken > 0:
            found.append(Share(share.invoice_id, share.book, taken))
            wanted -= taken
    return found


def _post(
    payment: Payment, invoice: Invoice, undone: Sequence[Share], shares: Sequence[Share]
) -> None:
    today = clock.today()
    since = max(payment.received_on, invoice.issued_on)
    back = [Share(one.invoice_id, one.book, -one.minor) for one in undone]
    dated = [*((one, today) for one in back), *((one, since) for one in shares)]
    rows = [
        (
            new_id(),
            payment.id,
            None,
            share.invoice_id,
            share.book,
            share.minor,
            payment.currency,
            day,
            None,
            share.turn,
        )
        for share, day in dated
    ]
    insert_rows(Allocation, ALLOCATION_COLUMNS, rows)
    moved = [*back, *shares]
    journal = Journal()
    journal.enter(
        EntryKind.ALLOCATION,
        on=today,
        at=clock.now(),
        sides=payment_sides(moved, -sum(share.minor for share in moved)),
        franchisee_id=payment.franchisee_id,
        currency=payment.currency,
        memo=payment.reference,
        payment_id=payment.id,
    )
    journal.write()
