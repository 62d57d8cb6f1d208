"""What is in dispute is paid last, until it is answered."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func, select

from ..database import db
from ..fees.enums import Book
from ..fees.models import Charge
from ..fees.rules.allocation import Terms
from .models import Dispute
from .queries.disputes import OPEN


def contested_of(franchisee_ids: Collection[UUID]) -> Mapping[UUID, Terms]:
    """How much of which invoices some franchisees dispute, book by book."""
    # One expression: PostgreSQL takes two that say the same, each with its parameter, for two.
    is_of_fund = func.coalesce(Charge.is_fund, False)
    rows = db.session.execute(
        select(
            Dispute.franchisee_id,
            Dispute.invoice_id,
            is_of_fund,
            func.sum(Dispute.disputed_minor),
        )
        .outerjoin(Charge, Charge.id == Dispute.charge_id)
        .where(Dispute.franchisee_id.in_(list(franchisee_ids)), Dispute.status.in_(OPEN))
        .group_by(Dispute.franchisee_id, Dispute.invoice_id, is_of_fund)
    )
    found: dict[UUID, dict[tuple[UUID, Book], int]] = {}
    for franchisee_id, invoice_id, is_fund, minor in rows:
        part = (invoice_id, Book.FUND if is_fund else Book.FRANCHISOR)
        found.setdefault(franchisee_id, {})[part] = int(minor)
    return {franchisee_id: Terms(contested=parts) for franchisee_id, parts in found.items()}


TURNS = (contested_of,)
