"""The months whose sales were charged: those of which a burden can be spoken."""

from collections.abc import Sequence

from sqlalchemy import exists, select

from ...access.actor import Actor
from ...database import db
from ...fees.models import Charge, Invoice
from ...fees.queries.invoices import invoiced_months


def charged_months(actor: Actor, count: int = 1) -> Sequence[str]:
    """The latest months of which the actor sees an invoice with fees on sales, the latest first.

    An invoice for single charges alone, such as a transfer fee, makes no such month.
    """
    found: list[str] = []
    for month in invoiced_months(actor):
        if len(found) == count:
            break
        on_sales = exists().where(Charge.invoice_id == Invoice.id)
        query = select(exists().where(Invoice.month == month, on_sales))
        if db.session.scalar(query):
            found.append(month)
    return found


def latest_month(actor: Actor) -> str | None:
    """The latest month that was charged."""
    return next(iter(charged_months(actor)), None)
