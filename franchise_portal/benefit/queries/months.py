"""The months whose sales were charged: those of which a burden can be spoken."""

from collections.abc import Sequence

from sqlalchemy import exists, select

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...fees.models import Charge, Invoice
from ...fees.queries.invoices import visible_invoices


def charged_months(actor: Actor, count: int = 1) -> Sequence[str]:
    """The latest months of which the actor sees an invoice with fees on sales, the latest first.

    An invoice for single charges alone, such as a transfer fee, makes no such month. Each month is
    one look into the index of months: the first invoice of it mostly has such a fee.
    """
    found: list[str] = []
    while len(found) < count:
        month = _latest(actor, before=found[-1] if found else None)
        if month is None:
            break
        found.append(month)
    return found


def latest_month(actor: Actor) -> str | None:
    """The latest month that was charged."""
    return _latest(actor, before=None)


def _latest(actor: Actor, *, before: str | None) -> str | None:
    query = (
        select(Invoice.month)
        if isinstance(actor.scope, Everything)
        else visible_invoices(actor).with_only_columns(Invoice.month)
    )
    if before is not None:
        query = query.where(Invoice.month < before)
    month: str | None = db.session.scalar(
        query.where(exists().where(Charge.invoice_id == Invoice.id))
        .order_by(Invoice.month.desc())
        .limit(1)
    )
    return month
