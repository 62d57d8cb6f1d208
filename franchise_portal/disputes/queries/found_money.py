"""Money that may be what a franchisee speaks of who says that a line was paid already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.bank_enums import BankEntryStatus, MandateStatus
from ...fees.models import (
    Allocation,
    BankEntry,
    Invoice,
    Mandate,
    OpenItem,
    Payment,
)
from ...fees.queries.usage import left_of_payments
from ...fees.rules.bank_matching import codes, invoice_numbers
from ...kit.money import Money
from ..enums import DisputeReason, Fit
from ..models import Dispute
from ..rules.found_money import Receipt, Sought, fits

BEFORE = timedelta(days=31)
"""So long before the invoice was issued money may have come that was meant for it."""
MOST = 8
LOOKED_AT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMoney:
    """A payment or a line of a bank statement that fits, with why."""

    id: UUID
    is_line: bool
    """Whether it is a line of a bank statement that nobody has assigned."""
    received_on: date
    amount: Money
    reference: str
    payer: str
    settles: Money
    """How much of the invoice it can settle."""
    free: Money
    """What of it has settled nothing yet."""
    elsewhere: tuple[tuple[str, Money], ...]
    """What it settled of other invoices, by number."""
    fits: tuple[Fit, ...]

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{'line' if self.is_line else 'payment'}:{self.id}"


def found_money(actor: Actor, dispute: Dispute) -> tuple[FoundMoney, ...]:
    """What fits a dispute whose line is said to be paid, the best first.

    Nothing where the reason is another one, where nothing is open of the invoice any more, or for
    those who may not book payments: whose money lies unassigned is the office's affair.
    """
    if dispute.reason is not DisputeReason.PAID or not actor.may(Permission.FEES_PAYMENT_RECORD):
        return ()
    invoice = dispute.invoice
    still = _open_of(invoice)
    if not still:
        return ()
    sought = _sought(dispute, still)
    since = invoice.issued_on - BEFORE
    found = [*_payments(invoice, since, sought, still), *_lines(invoice, since, sought, still)]
    found.sort(key=lambda one: (len(one.fits), one.settles.minor, one.received_on), reverse=True)
    return tuple(found[:MOST])


def _open_of(invoice: Invoice) -> Money:
    query = select(func.coalesce(func.sum(OpenItem.open_minor), 0)).where(
        OpenItem.invoice_id == invoice.id
    )
    return Money(int(db.session.scalar(query) or 0), invoice.currency)


def _sought(dispute: Dispute, still: Money) -> Sought:
    invoice = dispute.invoice
    mandates = select(Mandate.iban).where(
        Mandate.franchisee_id == dispute.franchisee_id, Mandate.status == MandateStatus.ACTIVE
    )
    before = select(BankEntry.payer_iban).where(
        BankEntry.franchisee_id == dispute.franchisee_id,
        BankEntry.payment_id.is_not(None),
        BankEntry.payer_iban != "",
    )
    return Sought(
        number=invoice.number,
        code=dispute.franchisee.code,
        amounts=frozenset({Money(invoice.total_minor, invoice.currency), still, dispute.disputed}),
        accounts=frozenset(db.session.scalars(mandates.union(before))),
    )


def _payments(invoice: Invoice, since: date, sought: Sought, still: Money) -> Iterator[FoundMoney]:
    rows = db.session.scalars(_payments_since(invoice, since)).all()
    ids = [one.id for one in rows]
    went, left = _went(ids), left_of_payments(ids)
    for payment in rows:
        parts = went.get(payment.id, {})
        here = parts.get(invoice.number, 0)
        free = left[payment.id]
        movable = free + sum(minor for number, minor in parts.items() if number != invoice.number)
        numbers = {*invoice_numbers(payment.reference)}
        if payment.invoice_id == invoice.id:
            numbers.add(invoice.number)
        receipt = Receipt(
            amount=Money(payment.amount_minor, payment.currency),
            numbers=numbers,
            is_free=free > 0,
            is_owned=True,
        )
        why = fits(receipt, sought)
        if movable <= 0 or not why or here >= payment.amount_minor:
            continue
        yield FoundMoney(
            id=payment.id,
            is_line=False,
            received_on=payment.received_on,
            amount=receipt.amount,
            reference=payment.reference,
            payer="",
            settles=min(still, Money(movable, payment.currency)),
            free=Money(free, payment.currency),
            elsewhere=tuple(
                (number, Money(minor, payment.currency))
                for number, minor in sorted(parts.items())
                if number != invoice.number and minor > 0
            ),
            fits=why,
        )


def _payments_since(invoice: Invoice, since: date) -> Select[Payment]:
    back = aliased(Payment)
    return (
        select(Payment)
        .where(
            Payment.franchisee_id == invoice.franchisee_id,
            Payment.received_on >= since,
            Payment.currency == invoice.currency,
            Payment.amount_minor > 0,
            ~exists().where(back.reverses_id == Payment.id),
        )
        .order_by(Payment.received_on.desc(), Payment.id.desc())
        .limit(LOOKED_AT)
    )


def _went(payment_ids: Sequence[UUID]) -> Mapping[UUID, dict[str, int]]:
    """What some payments settled, by invoice number, in minor units."""
    rows = db.session.execute(
        select(Allocation.payment_id, Invoice.number, func.sum(Allocation.amount_minor))
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .where(Allocation.payment_id.in_(payment_ids))
        .group_by(Allocation.payment_id, Invoice.number)
    )
    found: dict[UUID, dict[str, int]] = {}
    for payment_id, number, minor in rows:
        if payment_id is not None:
            found.setdefault(payment_id, {})[number] = int(minor)
    return found


def _lines(invoice: Invoice, since: date, sought: Sought, still: Money) -> Iterator[FoundMoney]:
    """Lines of bank statements that nobody has assigned and that speak of the invoice."""
    speaks = or_(
        BankEntry.reference.contains(sought.number, autoescape=True),
        BankEntry.reference.icontains(sought.code, autoescape=True),
        BankEntry.payer_iban.in_(sorted(sought.accounts)),
        BankEntry.amount_minor.in_(sorted({one.minor for one in sought.amounts})),
    )
    rows = db.session.scalars(
        select(BankEntry)
        .where(
            BankEntry.status == BankEntryStatus.OPEN,
            BankEntry.received_on >= since,
            BankEntry.currency == invoice.currency,
            speaks,
        )
        .order_by(BankEntry.received_on.desc(), BankEntry.id.desc())
        .limit(LOOKED_AT)
    )
    for line in rows:
        amount = Money(line.amount_minor, line.currency)
        receipt = Receipt(
            amount=amount,
            numbers=invoice_numbers(line.reference),
            codes=codes(line.reference),
            account=line.payer_iban,
        )
        why = fits(receipt, sought)
        if why:
            yield FoundMoney(
                id=line.id,
                is_line=True,
                received_on=line.received_on,
                amount=amount,
                reference=line.reference,
                payer=line.payer_name,
                settles=min(still, amount),
                free=amount,
                elsewhere=(),
                fits=why,
            )
