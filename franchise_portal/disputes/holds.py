"""What is in dispute is not asked for, and costs nothing late, until it is answered.

It is not forgiven by that: the line stands, and what is rejected is due as it was.
"""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ..database import db
from ..fees.enums import Book
from ..fees.holds import Hold
from ..fees.models import Charge
from ..kit.i18n import N_
from .enums import DisputeStatus
from .models import Dispute


def holds(invoice_ids: Collection[UUID], on: date) -> Iterator[Hold]:
    """The open disputes of some invoices, each for its own amount."""
    query = (
        select(Dispute, Charge.is_fund)
        .outerjoin(Charge, Charge.id == Dispute.charge_id)
        .where(
            Dispute.invoice_id.in_(list(invoice_ids)),
            Dispute.status.in_((DisputeStatus.OPEN, DisputeStatus.MEDIATION)),
            Dispute.opened_on <= on,
        )
    )
    for dispute, is_fund in db.session.execute(query.order_by(Dispute.number)):
        yield Hold(
            invoice_id=dispute.invoice_id,
            why=N_("The dispute %(number)s waits for its answer."),
            params={"number": dispute.number},
            amount=dispute.disputed,
            book=Book.FUND if is_fund else Book.FRANCHISOR,
            until=dispute.answer_until if dispute.status is DisputeStatus.OPEN else None,
            stops_interest=True,
        )


HOLDS = (holds,)
