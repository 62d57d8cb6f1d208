"""The whole network's month: who was charged what on which sales. For the job, not for pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from ...database import db
from ...fees.models import Charge, CreditLine, Invoice, SalesReport
from ..rules.burden import Burden
from .facts import NET
from .owned import Owned


@dataclass(frozen=True, slots=True)
class Charged:
    """An outlet that was charged in a month."""

    place: Owned
    burden: Burden


def charged_in(month: str) -> Sequence[Charged]:
    """Every outlet that was charged in a month, by id, with its fees and sales.

    An outlet that changed hands within the month counts once for each owner's currency.
    """
    charges: dict[tuple[UUID, UUID, str], int] = {}
    columns = (Charge.outlet_id, Invoice.franchisee_id, Charge.currency)
    charged = (
        select(*columns, func.sum(Charge.amount_minor))
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(Charge.month == month)
        .group_by(*columns)
    )
    credited = (
        select(*columns, func.sum(CreditLine.amount_minor))
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .join(CreditLine, CreditLine.charge_id == Charge.id)
        .where(Charge.month == month)
        .group_by(*columns)
    )
    for query in (charged, credited):
        for outlet_id, franchisee_id, currency, minor in db.session.execute(query):
            key = (outlet_id, franchisee_id, currency)
            charges[key] = charges.get(key, 0) + int(minor)
    sales = _sales(month)
    return [
        Charged(Owned(*key), Burden(minor, sales.get((key[0], key[2]), 0)))
        for key, minor in sorted(charges.items(), key=lambda item: str(item[0][0]))
    ]


def _sales(month: str) -> dict[tuple[UUID, str], int]:
    rows = db.session.execute(
        select(SalesReport.outlet_id, SalesReport.currency, func.sum(NET))
        .where(SalesReport.month == month, SalesReport.is_current)
        .group_by(SalesReport.outlet_id, SalesReport.currency)
    )
    return {(outlet_id, currency): int(minor) for outlet_id, currency, minor in rows}
