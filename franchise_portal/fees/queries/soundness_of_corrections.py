"""Whether what was corrected adds up: lines taken back, payments come back, refunds, taxes."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import aliased

from ...database import db, read_in_portions
from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import InvoiceKind
from ..models import (
    Allocation,
    Charge,
    CreditLine,
    Invoice,
    InvoiceTax,
    Payment,
    Refund,
    RefundUse,
    SalesReport,
)
from ..rules.taxes import tax_on
from .comparing import Finding, first_found
from .taken_back import is_live


def _reversals() -> Iterator[Finding]:
    """A charge that is charged anew is taken back whole, in its own book and currency."""
    rows = first_found(
        select(Charge.fee, Invoice.number)
        .join(CreditLine, CreditLine.charge_id == Charge.id)
        .join(Invoice, Invoice.id == CreditLine.invoice_id)
        .where(
            or_(
                CreditLine.is_fund != Charge.is_fund,
                CreditLine.currency != Charge.currency,
                CreditLine.currency != Invoice.currency,
                and_(CreditLine.is_reversal, CreditLine.amount_minor != -Charge.amount_minor),
            )
        )
    )
    for fee, number in rows:
        yield Finding(
            N_("Document %(invoice)s does not take back “%(fee)s” as it was charged."),
            {"fee": fee, "invoice": number},
        )


def _charged_twice() -> Iterator[Finding]:
    """Of all versions and turns of a report each fee is charged once."""
    rows = first_found(
        select(Charge.fee, SalesReport.outlet_id, SalesReport.starts_on)
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .where(is_live())
        .group_by(SalesReport.outlet_id, SalesReport.starts_on, SalesReport.ends_on, Charge.fee)
        .having(func.count() > 1)
    )
    for fee, _outlet, starts_on in rows:
        yield Finding(
            N_("“%(fee)s” stands charged more than once on the report from %(day)s."),
            {"fee": fee, "day": starts_on},
        )


def _credited() -> Iterator[Finding]:
    """No more is credited of a line than was charged."""
    credited = func.sum(CreditLine.amount_minor)
    rows = first_found(
        select(Charge.fee, Charge.amount_minor, credited, Charge.currency)
        .join(CreditLine, CreditLine.charge_id == Charge.id)
        .where(CreditLine.is_reversal.is_(False))
        .group_by(Charge.id, Charge.fee, Charge.amount_minor, Charge.currency)
        .having(-credited > Charge.amount_minor)
    )
    for fee, charged, minor, currency in rows:
        yield Finding(
            N_("Of “%(fee)s” %(charged)s were charged, but %(credited)s are credited."),
            {
                "fee": fee,
                "charged": Money(charged, currency),
                "credited": Money(-int(minor), currency),
            },
        )


def _come_back() -> Iterator[Finding]:
    """A payment that came back undoes all of itself and all that it settled."""
    first = aliased(Payment)
    settled = (
        select(Allocation.payment_id, func.sum(Allocation.amount_minor).label("minor"))
        .group_by(Allocation.payment_id)
        .subquery()
    )
    undone = aliased(settled)
    rows = first_found(
        select(first.reference)
        .join(Payment, Payment.reverses_id == first.id)
        .outerjoin(settled, settled.c.payment_id == first.id)
        .outerjoin(undone, undone.c.payment_id == Payment.id)
        .where(
            or_(
                Payment.amount_minor != -first.amount_minor,
                Payment.currency != first.currency,
                Payment.franchisee_id != first.franchisee_id,
                func.coalesce(undone.c.minor, 0) != -func.coalesce(settled.c.minor, 0),
            )
        )
    )
    for (reference,) in rows:
        yield Finding(
            N_("Payment “%(payment)s” came back, but not all that it settled is open again."),
            {"payment": reference},
        )


def _refunds() -> Iterator[Finding]:
    """A refund takes as much credit as it pays back."""
    used = func.coalesce(func.sum(RefundUse.amount_minor), 0)
    rows = first_found(
        select(Refund.amount_minor, Refund.currency, used)
        .outerjoin(RefundUse, RefundUse.refund_id == Refund.id)
        .group_by(Refund.id)
        .having(used != Refund.amount_minor)
    )
    for minor, currency, taken in rows:
        yield Finding(
            N_("A refund of %(amount)s takes %(used)s of credit."),
            {"amount": Money(minor, currency), "used": Money(int(taken), currency)},
        )


def _taxes() -> Iterator[Finding]:
    """The tax of each rate is the rate of its basis, rounded once.

    A credit note may differ by a minor unit: all that is taken back of an invoice comes to its tax.
    """
    rows = db.session.execute(
        select(
            Invoice.number,
            Invoice.kind,
            InvoiceTax.rate,
            InvoiceTax.basis_minor,
            InvoiceTax.tax_minor,
            InvoiceTax.currency,
        ).join(Invoice, Invoice.id == InvoiceTax.invoice_id),
        execution_options=read_in_portions(2_000),
    )
    for row in rows:
        should = tax_on(row.basis_minor, row.rate)
        if abs(should - row.tax_minor) > _tolerance(row):
            yield Finding(
                N_("The tax on document %(invoice)s is %(found)s instead of %(should)s."),
                {
                    "invoice": row.number,
                    "found": Money(row.tax_minor, row.currency),
                    "should": Money(should, row.currency),
                },
            )


def _tolerance(row: Row[*tuple[Any, ...]]) -> int:
    return 1 if row.kind is InvoiceKind.CREDIT_NOTE else 0


CHECKS_OF_CORRECTIONS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _reversals,
    _charged_twice,
    _credited,
    _come_back,
    _refunds,
    _taxes,
)
