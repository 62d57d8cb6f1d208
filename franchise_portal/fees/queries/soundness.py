"""Proving that the books agree: with themselves, with the invoices, with the fund, with the rule.

Each check is one set-based query that returns the rows where something differs; an empty result is
the proof. The check of the numbers reads them as they were given: a year, a dash, a count.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from ...database import db
from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import Account
from ..further_books import all_books
from ..models import (
    Charge,
    Invoice,
    JournalEntry,
    Payment,
    Posting,
)
from .agreement import accounts, days, numbers, open_items, totals
from .comparing import MOST_FINDINGS, Balance, Finding, above_zero, balances, first_found, sum_if
from .held import deposits_of_documents
from .recomputing import recomputed
from .soundness_of_corrections import CHECKS_OF_CORRECTIONS
from .soundness_of_credit import CHECKS_OF_CREDIT
from .soundness_of_days import CHECKS_OF_DAYS, OF_INVOICES, OF_PAYMENTS
from .soundness_of_lines import charges_of_invoices, charges_of_reports
from .soundness_of_singles import CHECKS_OF_SINGLES
from .soundness_of_terms import lines_of_plans
from .usage import used_of_invoice, used_of_payment

OWED = Posting.account.in_((Account.RECEIVABLE, Account.CREDIT))


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
    rows = first_found(
        select(Posting.entry_id, Posting.book, Posting.currency, total)
        .group_by(Posting.entry_id, Posting.book, Posting.currency)
        .having(total != 0)
    )
    for entry_id, book, currency, minor in rows:
        yield Finding(
            N_("Entry %(entry)s does not balance in the book “%(book)s”: %(rest)s remain."),
            {"entry": entry_id, "book": book.value, "rest": Money(int(minor), currency)},
        )


def _entries_of_invoices() -> Iterator[Finding]:
    """Each invoice has one entry, whose postings come to the same, owed by the same franchisee."""
    owed = OWED & (Posting.franchisee_id == Invoice.franchisee_id)
    posted = (
        select(
            JournalEntry.invoice_id,
            func.count(func.distinct(JournalEntry.id)).label("entries"),
            sum_if(owed).label("owed"),
            sum_if(Posting.account == Account.CONTRIBUTIONS).label("fund"),
            sum_if(Posting.account == Account.REVENUE).label("fees"),
            sum_if(Posting.account == Account.TAX).label("tax"),
            sum_if(Posting.account == Account.DEPOSITS).label("held"),
        )
        .join(Invoice, Invoice.id == JournalEntry.invoice_id)
        .outerjoin(Posting, Posting.entry_id == JournalEntry.id)
        .where(OF_INVOICES)
        .group_by(JournalEntry.invoice_id)
        .subquery()
    )
    deposits = deposits_of_documents()
    held = func.coalesce(deposits.c.minor, 0)
    rows = first_found(
        select(Invoice.number, Invoice.total_minor, Invoice.currency, posted.c.owed)
        .outerjoin(posted, posted.c.invoice_id == Invoice.id)
        .outerjoin(deposits, deposits.c.invoice_id == Invoice.id)
        .where(
            or_(
                posted.c.entries.is_(None),
                posted.c.entries != 1,
                posted.c.owed != Invoice.total_minor,
                posted.c.fund != -Invoice.fund_minor,
                posted.c.fees
                != Invoice.fund_minor + Invoice.tax_minor + held - Invoice.total_minor,
                posted.c.held != -held,
                posted.c.tax != -Invoice.tax_minor,
            )
        )
        .order_by(Invoice.number)
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


def _entries_of_payments() -> Iterator[Finding]:
    """Each payment has one entry, which banks it and takes it off what its franchisee owes."""
    owed = OWED & (Posting.franchisee_id == Payment.franchisee_id)
    posted = (
        select(
            JournalEntry.payment_id,
            func.count(func.distinct(JournalEntry.id)).label("entries"),
            sum_if(Posting.account == Account.BANK).label("bank"),
            sum_if(owed).label("owed"),
        )
        .join(Payment, Payment.id == JournalEntry.payment_id)
        .outerjoin(Posting, Posting.entry_id == JournalEntry.id)
        .where(OF_PAYMENTS)
        .group_by(JournalEntry.payment_id)
        .subquery()
    )
    rows = first_found(
        select(
            Payment.reference,
            Payment.amount_minor,
            Payment.currency,
            posted.c.bank,
            posted.c.owed,
        )
        .outerjoin(posted, posted.c.payment_id == Payment.id)
        .where(
            or_(
                posted.c.entries.is_(None),
                posted.c.entries != 1,
                posted.c.bank != Payment.amount_minor,
                posted.c.owed != -Payment.amount_minor,
            )
        )
    )
    for reference, total, currency, bank, taken_off in rows:
        # What was banked for another franchisee is as if it were not banked.
        minor = -taken_off if bank == total else bank
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
    used = used_of_payment(Payment.id)
    payments = first_found(
        select(Payment.reference, Payment.amount_minor, used, Payment.currency).where(
            Payment.amount_minor > 0, used > Payment.amount_minor
        )
    )
    given = above_zero(-(Invoice.total_minor - Invoice.fund_minor)) + above_zero(
        -Invoice.fund_minor
    )
    spent_of = used_of_invoice(Invoice.id)
    invoices = first_found(
        select(Invoice.number, given, spent_of, Invoice.currency).where(given > 0, spent_of > given)
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


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _unbalanced,
    _entries_of_invoices,
    charges_of_invoices,
    charges_of_reports,
    _entries_of_payments,
    _overused,
    open_items,
    accounts,
    totals,
    days,
    numbers,
    *CHECKS_OF_DAYS,
    lines_of_plans,
    *CHECKS_OF_CREDIT,
    *CHECKS_OF_CORRECTIONS,
    *CHECKS_OF_SINGLES,
)
