"""The later due days that were granted, for fees."""

from datetime import date
from uuid import UUID

from .queries.overdue import extensions


def granted_day(invoice_id: UUID) -> date | None:
    """Until when there is time for an invoice; None where no more was granted."""
    return extensions([invoice_id]).get(invoice_id)


LATER_DAYS = (granted_day,)
