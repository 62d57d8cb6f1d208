"""Proving that the books agree: with themselves, with the invoices, with the fund, with the rule.

Each check is one set-based query that returns the rows where something differs; an empty result is
the proof. The check of the numbers reads them as they were given: a year, a dash, a count.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, false, func, or_, select

from ...database import db
from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import Account, EntryKind
from ..further_books import all_books
from ..models import (
    Allocation,
    Charge,
    CreditLine,
    Invoice,
    InvoiceTax,
    JournalEntry,
    Payment,
    Posting,
    RefundUse,
    SalesReport,
    SingleCharge,
)
from .agreement import accounts, numbers, open_items, totals
from .comparing import MOST_FINDINGS, Balance, Finding, above_zero, balances, sum_if
from .recomputing import recomputed
from .soundness_of_corrections import CHECKS_OF_CORRECTIONS
from .soundness_of_singles import CHECKS_OF_SINGLES

OF_INVOICES = JournalEntry.kind.in_(
    (EntryKind.INVOICE, EntryKind.CREDIT_NOTE, EntryKind.DEBIT_NOTE)
)


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """What was counted and what differs."""

    entries: int
    invoices: int
    charges: int
    payments: int
    balances: tuple[Balance, ...]
    findings: tuple[Finding, ...]

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not self.findings


def check_ledger(*, with_rule: bool = False) -> LedgerCheck:
    """Compare everything with everything that must say the same.

    `with_rule` also works every charge out again, which takes as long as charging it did.
    """
    checks = (*CHECKS, recomputed) if with_rule else CHECKS
    further = [check for books in all_books() for check in books.checks]
    findings = tuple(finding for check in (*checks, *further) for finding in _first(check()))
    return LedgerCheck(
        entries=_count(JournalEntry.id),
        invoices=_count(Invoice.id),
        charges=_count(Charge.id),
        payments=_count(Payment.id),
        balances=balances(),
        findings=findings,
    )


def _first(found: Iterator[Finding]) -> Iterator[Finding]:
    for number, finding in enumerate(found):
        if number == MOST_FINDINGS:
            yield Finding(N_("… and more of the same kind."), {})
            return
        yield finding


def _count(column: Any) -> int:  # noqa: ANN401 - an id
    return db.session.execute(select(func.count(column))).scalar_one()


def _unbalanced() -> Iterator[Finding]:
    total = func.sum(Posting.amount_minor)
    rows = db.session.execute(
        select(Posting.entry_id, Posting.book, Posting.currency, total)
        .group_by(Posting.entry_id, Posting.book, Posting.currency)
        .having(total != 0)
        .limit(MOST_FINDINGS + 1)
    )
    for entry_id, book, currency, minor in rows:
        yield Finding(
            N_("Entry %(entry)s does not balance in the book “%(book)s”: %(rest)s remain."),
            {"entry": entry_id, "book": book.value, "rest": Money(int(minor), currency)},
        )


def _entries_of_invoices() -> Iterator[Finding]:
    """Each invoice has one entry, whose postings come to the same."""
    owed = Posting.account.in_((Account.RECEIVABLE, Account.CREDIT))
    posted = (
        select(
            JournalEntry.invoice_id,
            func.count(func.distinct(JournalEntry.id)).label("entries"),
            sum_if(owed).label("owed"),
            sum_if(Posting.account == Account.CONTRIBUTIONS).label("fund"),
            sum_if(Posting.account == Account.REVENUE).label("fees"),
            sum_if(Posting.account == Account.TAX).label("tax"),
        )
        .outerjoin(Posting, Posting.entry_id == JournalEntry.id)
        .where(OF_INVOICES)
        .group_by(JournalEntry.invoice_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Invoice.number, Invoice.total_minor, Invoice.currency, posted.c.owed)
        .outerjoin(posted, posted.c.invoice_id == Invoice.id)
        .where(
            or_(
                posted.c.entries.is_(None),
                posted.c.entries != 1,
                posted.c.owed != Invoice.total_minor,
                posted.c.fund != -Invoice.fund_minor,
                posted.c.fees != Invoice.fund_minor + Invoice.tax_minor - Invoice.total_minor,
                posted.c.tax != -Invoice.tax_minor,
            )
        )
        .order_by(Invoice.number)
        .limit(MOST_FINDINGS + 1)
    )
    for number, total, currency, minor in rows:
        yield Finding(
            N_("Invoice %(invoice)s is over %(total)s, but its entries post %(posted)s."),
            {
                "invoice": number,
                "total": Money(total, currency),
                "posted": Money(int(minor or 0), currency),
            },
        )


def _charges_of_invoices() -> Iterator[Finding]:
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
    rows = db.session.execute(
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
        .limit(MOST_FINDINGS + 1)
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


def _charges_of_reports() -> Iterator[Finding]:
    rows = db.session.execute(
        select(Charge.fee, Invoice.number)
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(
            or_(
                Charge.outlet_id != SalesReport.outlet_id,
                Charge.month != SalesReport.month,
                Charge.month != Invoice.month,
                Charge.currency != Invoice.currency,
                Charge.currency != SalesReport.currency,
            )
        )
        .limit(MOST_FINDINGS + 1)
    )
    for fee, number in rows:
        yield Finding(
            N_("The line “%(fee)s” of invoice %(invoice)s does not fit its sales report."),
            {"fee": fee, "invoice": number},
        )


def _entries_of_payments() -> Iterator[Finding]:
    posted = (
        select(
            JournalEntry.payment_id,
            func.count(func.distinct(JournalEntry.id)).label("entries"),
            sum_if(Posting.account == Account.BANK).label("bank"),
        )
        .outerjoin(Posting, Posting.entry_id == JournalEntry.id)
        .where(JournalEntry.kind.in_((EntryKind.PAYMENT, EntryKind.REVERSAL)))
        .group_by(JournalEntry.payment_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Payment.reference, Payment.amount_minor, Payment.currency, posted.c.bank)
        .outerjoin(posted, posted.c.payment_id == Payment.id)
        .where(
            or_(
                posted.c.entries.is_(None),
                posted.c.entries != 1,
                posted.c.bank != Payment.amount_minor,
            )
        )
        .limit(MOST_FINDINGS + 1)
    )
    for reference, total, currency, minor in rows:
        yield Finding(
            N_("Payment “%(payment)s” is of %(total)s, but its entries bank %(posted)s."),
            {
                "payment": reference,
                "total": Money(total, currency),
                "posted": Money(int(minor or 0), currency),
            },
        )


def _overused() -> Iterator[Finding]:
    """No payment and no invoice's credit settles more than it is."""
    used = func.coalesce(func.sum(Allocation.amount_minor), 0)
    paid = _refunded(RefundUse.payment_id, Payment.id)
    payments = db.session.execute(
        select(Payment.reference, Payment.amount_minor, used + paid, Payment.currency)
        .outerjoin(Allocation, Allocation.payment_id == Payment.id)
        .where(Payment.amount_minor > 0)
        .group_by(Payment.id)
        .having(used + paid > Payment.amount_minor)
        .limit(MOST_FINDINGS + 1)
    )
    given = above_zero(-(Invoice.total_minor - Invoice.fund_minor)) + above_zero(
        -Invoice.fund_minor
    )
    spent_of = _refunded(RefundUse.from_invoice_id, Invoice.id)
    invoices = db.session.execute(
        select(Invoice.number, given, used + spent_of, Invoice.currency)
        .outerjoin(Allocation, Allocation.from_invoice_id == Invoice.id)
        .where(given > 0)
        .group_by(Invoice.id)
        .having(used + spent_of > given)
        .limit(MOST_FINDINGS + 1)
    )
    for name, minor, spent, currency in [*payments, *invoices]:
        yield Finding(
            N_("“%(source)s” gives %(amount)s, but %(used)s of it were used."),
            {
                "source": name,
                "amount": Money(int(minor), currency),
                "used": Money(int(spent), currency),
            },
        )


def _refunded(source: Any, owner: Any) -> Any:  # noqa: ANN401 - mapped columns
    paid = select(func.coalesce(func.sum(RefundUse.amount_minor), 0)).where(source == owner)
    return paid.scalar_subquery()


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _unbalanced,
    _entries_of_invoices,
    _charges_of_invoices,
    _charges_of_reports,
    _entries_of_payments,
    _overused,
    open_items,
    accounts,
    totals,
    numbers,
    *CHECKS_OF_CORRECTIONS,
    *CHECKS_OF_SINGLES,
)
