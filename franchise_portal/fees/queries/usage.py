"""What of a payment, or of the credit that an invoice gives, is used: settled, or paid back.

The one place that says so: whoever settles, moves, refunds, finds or proves money asks here.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from ...database import db
from ..models import Allocation, Payment, RefundUse


def used_of_payment(payment: Any) -> Any:  # noqa: ANN401 - a mapped column or an id
    """What of a payment is used, in minor units; of a column an expression for each row."""
    return _used(Allocation.payment_id, RefundUse.payment_id, payment)


def used_of_invoice(invoice: Any) -> Any:  # noqa: ANN401 - a mapped column or an id
    """What of the credit of an invoice below zero is used, in the same way."""
    return _used(Allocation.from_invoice_id, RefundUse.from_invoice_id, invoice)


def _used(settling: Any, refunded: Any, source: Any) -> Any:  # noqa: ANN401 - mapped columns
    settled = select(func.coalesce(func.sum(Allocation.amount_minor), 0)).where(settling == source)
    paid = select(func.coalesce(func.sum(RefundUse.amount_minor), 0)).where(refunded == source)
    return settled.scalar_subquery() + paid.scalar_subquery()


def left_of_payments(payment_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """What is left of some payments, in minor units; nothing is ever less than nothing."""
    rows = db.session.execute(
        select(Payment.id, Payment.amount_minor - used_of_payment(Payment.id)).where(
            Payment.id.in_(payment_ids)
        )
    )
    return {payment_id: max(0, int(minor)) for payment_id, minor in rows}
