"""Whether the lines of documents come to what the documents are over, and fit their reports."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, false, func, or_, select

from ...contracts.models import Contract
from ...kit.i18n import N_
from ...kit.money import Money
from ..models import (
    Charge,
    CreditLine,
    FeePlan,
    Invoice,
    InvoiceTax,
    SalesReport,
    SingleCharge,
)
from .comparing import Finding, first_found, sum_if
from .soundness_of_terms import counted_otherwise


def charges_of_invoices() -> Iterator[Finding]:
    """The lines of an invoice, those that take something back, and its tax come to its total."""
    charged, credited, single, taxed = (
        _lines(Charge, Charge.is_fund),
        _lines(CreditLine, CreditLine.is_fund),
        _lines(SingleCharge, false()),
        select(InvoiceTax.invoice_id, func.sum(InvoiceTax.tax_minor).label("total"))
        .group_by(InvoiceTax.invoice_id)
        .subquery(),
    )
    net = (
        func.coalesce(charged.c.total, 0)
        + func.coalesce(credited.c.total, 0)
        + func.coalesce(single.c.total, 0)
    )
    fund = func.coalesce(charged.c.fund, 0) + func.coalesce(credited.c.fund, 0)
    tax = func.coalesce(taxed.c.total, 0)
    rows = first_found(
        select(Invoice.number, Invoice.total_minor, Invoice.currency, net + tax)
        .outerjoin(charged, charged.c.invoice_id == Invoice.id)
        .outerjoin(credited, credited.c.invoice_id == Invoice.id)
        .outerjoin(single, single.c.invoice_id == Invoice.id)
        .outerjoin(taxed, taxed.c.invoice_id == Invoice.id)
        .where(
            or_(
                and_(
                    charged.c.total.is_(None),
                    credited.c.total.is_(None),
                    single.c.total.is_(None),
                ),
                net + tax != Invoice.total_minor,
                tax != Invoice.tax_minor,
                fund != Invoice.fund_minor,
            )
        )
        .order_by(Invoice.number)
    )
    for number, total, currency, minor in rows:
        yield Finding(
            N_("Invoice %(invoice)s is over %(total)s, but its lines come to %(lines)s."),
            {
                "invoice": number,
                "total": Money(total, currency),
                "lines": Money(int(minor or 0), currency),
            },
        )


def _lines(model: Any, is_fund: Any) -> Any:  # noqa: ANN401 - a mapped class and its column
    return (
        select(
            model.invoice_id,
            func.sum(model.amount_minor).label("total"),
            sum_if(is_fund.is_(True), model.amount_minor).label("fund"),
        )
        .group_by(model.invoice_id)
        .subquery()
    )


def charges_of_reports() -> Iterator[Finding]:
    """Each charge is of the outlet, month and currency of its report, and counted on what it says.

    Its contract and its plan are there: neither has a key that the database looks after.
    """
    stranger = or_(
        Contract.id.is_(None),
        FeePlan.id.is_(None),
        Charge.outlet_id != SalesReport.outlet_id,
        Charge.month != SalesReport.month,
        Charge.month != Invoice.month,
        Charge.currency != Invoice.currency,
        Charge.currency != SalesReport.currency,
    )
    miscounted, plans = counted_otherwise()
    rows = first_found(
        select(Charge.fee, Invoice.number, stranger.label("is_stranger"))
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .outerjoin(Contract, Contract.id == Charge.contract_id)
        .outerjoin(FeePlan, FeePlan.id == Charge.plan_id)
        .where(or_(stranger, miscounted)),
        plans,
    )
    for fee, number, is_stranger in rows:
        yield Finding(STRANGER if is_stranger else MISCOUNTED, {"fee": fee, "invoice": number})


STRANGER = N_(
    "The line “%(fee)s” of invoice %(invoice)s does not fit its sales report, contract or plan."
)
MISCOUNTED = N_(
    "The line “%(fee)s” of invoice %(invoice)s was counted on another amount than its sales report "
    "says."
)
