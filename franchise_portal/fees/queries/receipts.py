"""Payments and where each went."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy import func, select

from ...database import db
from ...kit.money import Money
from ...rows import Among
from ..enums import Book, Turn
from ..models import Allocation, Invoice, Payment
from .statement_data import PaymentFacts, SettledFacts


def payments_between(
    franchisee_id: UUID, currency: str, first: date, last: date
) -> tuple[PaymentFacts, ...]:
    """What a franchisee paid from the first to the last day, both included, the oldest first."""
    payments = db.session.scalars(
        select(Payment)
        .where(
            Payment.franchisee_id == franchisee_id,
            Payment.currency == currency,
            Payment.received_on >= first,
            Payment.received_on <= last,
        )
        .order_by(Payment.received_on, Payment.id)
    ).all()
    settled = settled_by([payment.id for payment in payments])
    return tuple(facts(payment, settled.get(payment.id, ())) for payment in payments)


def settled_by(payment_ids: Sequence[UUID]) -> dict[UUID, tuple[SettledFacts, ...]]:
    """For each payment the parts of invoices that it settled, the oldest invoice first."""
    if not payment_ids:
        return {}
    rows = db.session.execute(_SETTLED, {"ids": payment_ids})
    found: dict[UUID, list[SettledFacts]] = defaultdict(list)
    for row in rows:
        found[row.payment_id].append(
            SettledFacts(
                invoice_id=row.invoice_id,
                number=row.number,
                month=row.month,
                book=row.book,
                amount=Money(int(row.amount_minor), row.currency),
            )
        )
    return {payment_id: tuple(parts) for payment_id, parts in found.items()}


_SETTLED = (
    select(
        Allocation.payment_id,
        Allocation.invoice_id,
        Invoice.number,
        Invoice.month,
        Allocation.book,
        func.sum(Allocation.amount_minor).label("amount_minor"),
        Allocation.currency,
    )
    .join(Invoice, Invoice.id == Allocation.invoice_id)
    .where(Among(Allocation.payment_id, "ids"))
    .group_by(
        Allocation.payment_id,
        Allocation.invoice_id,
        Invoice.number,
        Invoice.month,
        Allocation.book,
        Allocation.currency,
    )
    .having(func.sum(Allocation.amount_minor) != 0)
    .order_by(Invoice.number, Allocation.book)
)


def turns_of(payment_id: UUID) -> Mapping[tuple[UUID, Book], tuple[tuple[Turn, Money], ...]]:
    """Why a payment came to each part of an invoice, and with how much, where that was noted."""
    rows = db.session.execute(
        select(
            Allocation.invoice_id,
            Allocation.book,
            Allocation.turn,
            Allocation.currency,
            func.sum(Allocation.amount_minor),
        )
        .where(Allocation.payment_id == payment_id, Allocation.turn.is_not(None))
        .group_by(Allocation.invoice_id, Allocation.book, Allocation.turn, Allocation.currency)
    )
    found: dict[tuple[UUID, Book], list[tuple[Turn, Money]]] = defaultdict(list)
    for invoice_id, book, turn, currency, minor in rows:
        if turn is not None:
            found[invoice_id, book].append((turn, Money(int(minor), currency)))
    order = list(Turn)
    return {
        part: tuple(sorted(turns, key=lambda one: order.index(one[0])))
        for part, turns in found.items()
    }


class Received(Protocol):
    """A payment, or the columns of one."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def received_on(self) -> date:
        """The day on which the money came."""

    @property
    def amount_minor(self) -> int:
        """In minor units."""

    @property
    def currency(self) -> str:
        """Its currency's code."""

    @property
    def reference(self) -> str:
        """What the payer wrote."""


def facts(payment: Received, settled: Sequence[SettledFacts]) -> PaymentFacts:
    """A payment with what it settled, and what is left of it."""
    amount = Money(payment.amount_minor, payment.currency)
    return PaymentFacts(
        id=payment.id,
        received_on=payment.received_on,
        amount=amount,
        reference=payment.reference,
        settled=tuple(settled),
        rest=amount - Money.total((part.amount for part in settled), payment.currency),
    )
