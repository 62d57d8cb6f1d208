"""Proving that the books agree: with themselves, with the invoices, with the fund, with the rule.

Each check is one set-based query that returns the rows where something differs; an empty result is
the proof. The check of the numbers reads them as they were given: a year, a dash, a count.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, or_, select

from ...database import db
from ...kit.errors import filled
from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import Account, Book, EntryKind
from ..models import (
    Allocation,
    Charge,
    Invoice,
    JournalEntry,
    NumberSeries,
    OpenItem,
    Payment,
    Posting,
    SalesReport,
)

MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference, as an untranslated sentence."""

    message: str
    params: Mapping[str, object]

    def __str__(self) -> str:
        return filled(self.message, dict(self.params))


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands on an account of a book; debit above zero."""

    book: Book
    account: Account
    amount: Money


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


def check_ledger() -> LedgerCheck:
    """Compare everything with everything that must say the same."""
    findings = tuple(finding for check in CHECKS for finding in _first(check()))
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


def balances() -> tuple[Balance, ...]:
    """The balance of each account of each book, for each currency."""
    rows = db.session.execute(
        select(Posting.book, Posting.account, Posting.currency, func.sum(Posting.amount_minor))
        .group_by(Posting.book, Posting.account, Posting.currency)
        .order_by(Posting.currency, Posting.book, Posting.account)
    )
    return tuple(
        Balance(book, account, Money(int(minor), currency))
        for book, account, currency, minor in rows
    )


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
            _sum_if(owed).label("owed"),
            _sum_if(Posting.account == Account.CONTRIBUTIONS).label("fund"),
            _sum_if(Posting.account == Account.REVENUE).label("fees"),
        )
        .outerjoin(Posting, Posting.entry_id == JournalEntry.id)
        .where(JournalEntry.kind == EntryKind.INVOICE)
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
                posted.c.fees != Invoice.fund_minor - Invoice.total_minor,
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
    charged = (
        select(
            Charge.invoice_id,
            func.sum(Charge.amount_minor).label("total"),
            _sum_if(Charge.is_fund, Charge.amount_minor).label("fund"),
        )
        .group_by(Charge.invoice_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Invoice.number, Invoice.total_minor, Invoice.currency, charged.c.total)
        .outerjoin(charged, charged.c.invoice_id == Invoice.id)
        .where(
            or_(
                charged.c.total.is_(None),
                charged.c.total != Invoice.total_minor,
                charged.c.fund != Invoice.fund_minor,
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
            _sum_if(Posting.account == Account.BANK).label("bank"),
        )
        .outerjoin(Posting, Posting.entry_id == JournalEntry.id)
        .where(JournalEntry.kind == EntryKind.PAYMENT)
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
    used = func.sum(Allocation.amount_minor)
    payments = db.session.execute(
        select(Payment.reference, Payment.amount_minor, used, Payment.currency)
        .join(Allocation, Allocation.payment_id == Payment.id)
        .group_by(Payment.id)
        .having(used > Payment.amount_minor)
        .limit(MOST_FINDINGS + 1)
    )
    given = _above_zero(-(Invoice.total_minor - Invoice.fund_minor)) + _above_zero(
        -Invoice.fund_minor
    )
    invoices = db.session.execute(
        select(Invoice.number, given, used, Invoice.currency)
        .join(Allocation, Allocation.from_invoice_id == Invoice.id)
        .group_by(Invoice.id)
        .having(used > given)
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


def _open_items() -> Iterator[Finding]:
    """What is open is what was invoiced less what was settled, for each book of each invoice."""
    for book, part in (
        (Book.FRANCHISOR, Invoice.total_minor - Invoice.fund_minor),
        (Book.FUND, Invoice.fund_minor),
    ):
        for number, should, is_open, currency in db.session.execute(_differing_items(book, part)):
            yield Finding(
                N_(
                    "Of invoice %(invoice)s %(should)s should be open in the book “%(book)s”, "
                    "but %(open)s are."
                ),
                {
                    "invoice": number,
                    "book": book.value,
                    "should": Money(int(should), currency),
                    "open": Money(int(is_open), currency),
                },
            )


def _differing_items(book: Book, part: ColumnElement[int]) -> Select[Any]:
    settled = (
        select(Allocation.invoice_id, func.sum(Allocation.amount_minor).label("minor"))
        .where(Allocation.book == book)
        .group_by(Allocation.invoice_id)
        .subquery()
    )
    should = _above_zero(part) - func.coalesce(settled.c.minor, 0)
    is_open = func.coalesce(OpenItem.open_minor, 0)
    return (
        select(Invoice.number, should, is_open, Invoice.currency)
        .outerjoin(settled, settled.c.invoice_id == Invoice.id)
        .outerjoin(OpenItem, and_(OpenItem.invoice_id == Invoice.id, OpenItem.book == book))
        .where(should != is_open)
        .order_by(Invoice.number)
        .limit(MOST_FINDINGS + 1)
    )


def _accounts() -> Iterator[Finding]:
    """The books' balances are what invoices, payments and open items come to."""
    stands = {
        (balance.book, balance.account, balance.amount.currency): balance.amount.minor
        for balance in balances()
    }
    for (book, account, currency), minor in expected().items():
        found = stands.pop((book, account, currency), 0)
        if found != minor:
            yield Finding(
                N_("%(account)s in the book “%(book)s” stand at %(found)s instead of %(should)s."),
                {
                    "account": account.label,
                    "book": book.value,
                    "found": Money(found, currency),
                    "should": Money(minor, currency),
                },
            )


Key = tuple[Book, Account, str]


def expected() -> dict[Key, int]:
    """What each account should stand at, worked out without looking at a posting."""
    should: dict[Key, int] = {}

    def add(book: Book, account: Account, currency: str, minor: int) -> None:
        should[book, account, currency] = should.get((book, account, currency), 0) + minor

    fees, fund = Invoice.total_minor - Invoice.fund_minor, Invoice.fund_minor
    for currency, revenue, contributions, given, fund_given in db.session.execute(
        select(
            Invoice.currency,
            func.sum(fees),
            func.sum(fund),
            func.sum(_above_zero(-fees) + _above_zero(-fund)),
            func.sum(_above_zero(-fund)),
        ).group_by(Invoice.currency)
    ):
        add(Book.FRANCHISOR, Account.REVENUE, currency, -int(revenue))
        add(Book.FUND, Account.CONTRIBUTIONS, currency, -int(contributions))
        add(Book.FRANCHISOR, Account.CREDIT, currency, -int(given))
        add(Book.FRANCHISOR, Account.BANK, currency, int(fund_given))
        add(Book.FUND, Account.BANK, currency, -int(fund_given))
    for currency, received in db.session.execute(
        select(Payment.currency, func.sum(Payment.amount_minor)).group_by(Payment.currency)
    ):
        add(Book.FRANCHISOR, Account.CREDIT, currency, -int(received))
        add(Book.FRANCHISOR, Account.BANK, currency, int(received))
    for currency, settled, fund_settled in db.session.execute(
        select(
            Allocation.currency,
            func.sum(Allocation.amount_minor),
            _sum_if(Allocation.book == Book.FUND, Allocation.amount_minor),
        ).group_by(Allocation.currency)
    ):
        add(Book.FRANCHISOR, Account.CREDIT, currency, int(settled))
        add(Book.FRANCHISOR, Account.BANK, currency, -int(fund_settled))
        add(Book.FUND, Account.BANK, currency, int(fund_settled))
    for book, currency, still in db.session.execute(
        select(OpenItem.book, OpenItem.currency, func.sum(OpenItem.open_minor)).group_by(
            OpenItem.book, OpenItem.currency
        )
    ):
        add(book, Account.RECEIVABLE, currency, int(still))
    return should


def _numbers() -> Iterator[Finding]:
    """The numbers of each year run from 1 without a gap, and the series knows the next one."""
    year = func.substr(Invoice.number, 1, 4)
    number = cast(func.substr(Invoice.number, 6), Integer)
    rows = db.session.execute(
        select(year, func.count(), func.min(number), func.max(number)).group_by(year)
    ).all()
    following = dict(db.session.execute(select(NumberSeries.name, NumberSeries.next)).all())
    for series, count, first, last in rows:
        if (first, last) != (1, count):
            yield Finding(
                N_("The %(count)s invoice numbers of %(year)s run from %(first)s to %(last)s."),
                {"year": series, "count": count, "first": first, "last": last},
            )
        expected_next = following.get(f"invoices-{series}")
        if expected_next != last + 1:
            yield Finding(
                N_("After invoice number %(last)s of %(year)s the next would be %(next)s."),
                {"year": series, "last": last, "next": expected_next},
            )


def _sum_if(condition: ColumnElement[bool], column: Any = None) -> Any:  # noqa: ANN401
    return func.coalesce(
        func.sum(case((condition, Posting.amount_minor if column is None else column))), 0
    )


def _above_zero(column: ColumnElement[int]) -> ColumnElement[int]:
    return case((column > 0, column), else_=0)


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _unbalanced,
    _entries_of_invoices,
    _charges_of_invoices,
    _charges_of_reports,
    _entries_of_payments,
    _overused,
    _open_items,
    _accounts,
    _numbers,
)
