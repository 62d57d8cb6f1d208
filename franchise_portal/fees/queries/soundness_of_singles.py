"""Whether charges that come from no sales report stand where they belong and add up."""

from collections.abc import Callable, Iterator

from sqlalchemy import exists, func, or_, select

from ...contracts.models import Contract
from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import InvoiceKind
from ..models import Charge, CreditLine, Invoice, SingleCharge
from .comparing import Finding, first_found


def _on_debit_notes() -> Iterator[Finding]:
    """Each stands on a debit note of its franchisee, under a contract of its own."""
    rows = first_found(
        select(SingleCharge.source, Invoice.number)
        .join(Invoice, Invoice.id == SingleCharge.invoice_id)
        .join(Contract, Contract.id == SingleCharge.contract_id)
        .where(
            or_(
                Invoice.kind != InvoiceKind.DEBIT_NOTE,
                Invoice.franchisee_id != SingleCharge.franchisee_id,
                Contract.franchisee_id != SingleCharge.franchisee_id,
                Invoice.currency != SingleCharge.currency,
                Invoice.issued_on < SingleCharge.charged_on,
            )
        )
    )
    for source, number in rows:
        yield Finding(
            N_("The charge “%(source)s” does not fit document %(invoice)s, on which it stands."),
            {"source": source, "invoice": number},
        )


def _nothing_else_on_them() -> Iterator[Finding]:
    """No fee on a sales report stands on a debit note."""
    rows = first_found(
        select(Invoice.number).where(
            Invoice.kind == InvoiceKind.DEBIT_NOTE,
            exists().where(Charge.invoice_id == Invoice.id),
        )
    )
    for (number,) in rows:
        yield Finding(
            N_("A fee on a sales report stands on debit note %(invoice)s."), {"invoice": number}
        )


def _taken_back() -> Iterator[Finding]:
    """No more is credited than was charged, and each in its own currency and book."""
    credited = func.sum(CreditLine.amount_minor)
    rows = first_found(
        select(SingleCharge.source, SingleCharge.amount_minor, credited, SingleCharge.currency)
        .join(CreditLine, CreditLine.single_charge_id == SingleCharge.id)
        .group_by(
            SingleCharge.id,
            SingleCharge.source,
            SingleCharge.amount_minor,
            SingleCharge.currency,
        )
        .having(
            or_(
                -credited > SingleCharge.amount_minor,
                func.min(CreditLine.currency) != SingleCharge.currency,
                func.max(CreditLine.currency) != SingleCharge.currency,
            )
        )
    )
    for source, charged, minor, currency in rows:
        yield Finding(
            N_("Of the charge “%(source)s” %(charged)s were charged, but %(credited)s credited."),
            {
                "source": source,
                "charged": Money(charged, currency),
                "credited": Money(-int(minor), currency),
            },
        )


def _in_their_book() -> Iterator[Finding]:
    """What takes a single charge back is the franchisor's, and no report is charged anew by it."""
    rows = first_found(
        select(SingleCharge.source, Invoice.number)
        .join(CreditLine, CreditLine.single_charge_id == SingleCharge.id)
        .join(Invoice, Invoice.id == CreditLine.invoice_id)
        .where(or_(CreditLine.is_fund, CreditLine.is_reversal))
    )
    for source, number in rows:
        yield Finding(
            N_("Document %(invoice)s does not take back “%(source)s” as it was charged."),
            {"source": source, "invoice": number},
        )


CHECKS_OF_SINGLES: tuple[Callable[[], Iterator[Finding]], ...] = (
    _on_debit_notes,
    _nothing_else_on_them,
    _taken_back,
    _in_their_book,
)
