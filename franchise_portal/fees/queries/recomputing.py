"""Working every charge out again by the rule, from what was kept with it."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from ...database import db
from ...kit.i18n import N_
from ...kit.money import Money
from ...network.models import Outlet
from ..models import Charge, Invoice, SalesReport
from .charges import sales_of, worked_out
from .comparing import Finding

PORTION = 2_000


def recomputed() -> Iterator[Finding]:
    """Charges for which the rule gives another amount today; there should never be one."""
    after: UUID | None = None
    while True:
        query = (
            select(Charge, SalesReport, Outlet.code, Invoice.number)
            .join(SalesReport, SalesReport.id == Charge.sales_report_id)
            .join(Outlet, Outlet.id == Charge.outlet_id)
            .join(Invoice, Invoice.id == Charge.invoice_id)
            .order_by(Charge.id)
            .limit(PORTION)
        )
        if after is not None:
            query = query.where(Charge.id > after)
        rows = db.session.execute(query).all()
        for charge, report, code, number in rows:
            amount = _again(charge, report, code)
            if amount != charge.amount_minor:
                yield Finding(
                    N_(
                        "The line “%(fee)s” of invoice %(invoice)s charges %(charged)s, "
                        "but the rule gives %(again)s."
                    ),
                    {
                        "fee": charge.fee,
                        "invoice": number,
                        "charged": Money(charge.amount_minor, charge.currency),
                        "again": "nothing" if amount is None else Money(amount, charge.currency),
                    },
                )
        if len(rows) < PORTION:
            return
        after = rows[-1][0].id
        db.session.expunge_all()


def _again(charge: Charge, report: SalesReport, code: str) -> int | None:
    try:
        return worked_out(charge, sales_of(report, code)).amount_minor
    except LookupError:
        return None
