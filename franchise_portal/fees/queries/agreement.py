"""Whether open items, balances and numbers agree with the invoices, payments and allocations."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, func, select

from ...database import db
from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import Account, Book, InvoiceKind
from ..further_books import all_books
from ..models import Allocation, Invoice, NumberSeries, OpenItem, Payment, Refund
from .comparing import (
    Balance,
    Finding,
    above_zero,
    balances,
    differing_days,
    first_found,
    standings,
    sum_if,
)
from .held import deposits_of_documents


def open_items() -> Iterator[Finding]:
    """What is open is what was invoiced less what was settled, for each book of each invoice."""
    for book, part in (
        (Book.FRANCHISOR, Invoice.total_minor - Invoice.fund_minor),
        (Book.FUND, Invoice.fund_minor + 0),
    ):
        for number, should, is_open, currency in first_found(_differing_items(book, part)):
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


def _differing_items(book: Book, part: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    settled = (
        select(Allocation.invoice_id, func.sum(Allocation.amount_minor).label("minor"))
        .where(Allocation.book == book)
        .group_by(Allocation.invoice_id)
        .subquery()
    )
    should = above_zero(part) - func.coalesce(settled.c.minor, 0)
    is_open = func.coalesce(OpenItem.open_minor, 0)
    return (
        select(Invoice.number, should, is_open, Invoice.currency)
        .outerjoin(settled, settled.c.invoice_id == Invoice.id)
        .outerjoin(OpenItem, and_(OpenItem.invoice_id == Invoice.id, OpenItem.book == book))
        .where(should != is_open)
        .order_by(Invoice.number)
    )


def accounts() -> Iterator[Finding]:
    """The books' balances are what invoices, payments and open items come to."""
    stands = _minor(balances())
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


def totals() -> Iterator[Finding]:
    """What is kept as standing on the accounts is the sum of their postings."""
    kept, posted = _minor(standings()), _minor(balances())
    for book, account, currency in sorted(kept.keys() | posted.keys()):
        stands = kept.get((book, account, currency), 0)
        should = posted.get((book, account, currency), 0)
        if stands != should:
            yield Finding(
                N_(
                    "The postings of %(account)s in the book “%(book)s” come to %(should)s, "
                    "but %(found)s is kept as standing there."
                ),
                {
                    "account": account.label,
                    "book": book.value,
                    "should": Money(should, currency),
                    "found": Money(stands, currency),
                },
            )


def days() -> Iterator[Finding]:
    """What is kept for each day of an account is the sum of that day's postings."""
    for book, account, day, found, should in differing_days():
        yield Finding(
            N_(
                "The postings of %(account)s in the book “%(book)s” of %(day)s come to "
                "%(should)s, but %(found)s is kept for that day."
            ),
            {
                "account": account.label,
                "book": book.value,
                "day": day,
                "should": should,
                "found": found,
            },
        )


def _minor(standing: Iterable[Balance]) -> "dict[Key, int]":
    return {(one.book, one.account, one.amount.currency): one.amount.minor for one in standing}


Key = tuple[Book, Account, str]


def expected() -> dict[Key, int]:
    """What each account should stand at, worked out without looking at a posting."""
    should: dict[Key, int] = {}

    def add(book: Book, account: Account, currency: str, minor: int) -> None:
        should[book, account, currency] = should.get((book, account, currency), 0) + minor

    for book, account, currency, minor in _of_documents():
        add(book, account, currency, minor)
    for currency, received in db.session.execute(
        select(Payment.currency, func.sum(Payment.amount_minor)).group_by(Payment.currency)
    ):
        add(Book.FRANCHISOR, Account.CREDIT, currency, -int(received))
        add(Book.FRANCHISOR, Account.BANK, currency, int(received))
    for currency, settled, fund_settled in db.session.execute(
        select(
            Allocation.currency,
            func.sum(Allocation.amount_minor),
            sum_if(Allocation.book == Book.FUND, Allocation.amount_minor),
        )
        .where(Allocation.write_off_id.is_(None))
        .group_by(Allocation.currency)
    ):
        add(Book.FRANCHISOR, Account.CREDIT, currency, int(settled))
        add(Book.FRANCHISOR, Account.BANK, currency, -int(fund_settled))
        add(Book.FUND, Account.BANK, currency, int(fund_settled))
    for currency, granted, paid in db.session.execute(
        select(
            Refund.currency,
            func.sum(Refund.amount_minor),
            sum_if(Refund.paid_on.is_not(None), Refund.amount_minor),
        ).group_by(Refund.currency)
    ):
        add(Book.FRANCHISOR, Account.CREDIT, currency, int(granted))
        add(Book.FRANCHISOR, Account.PAYABLE, currency, int(paid) - int(granted))
        add(Book.FRANCHISOR, Account.BANK, currency, -int(paid))
    for book, currency, lost in db.session.execute(
        select(Allocation.book, Allocation.currency, func.sum(Allocation.amount_minor))
        .where(Allocation.write_off_id.is_not(None))
        .group_by(Allocation.book, Allocation.currency)
    ):
        add(book, Account.WRITTEN_OFF, currency, int(lost))
    for book, currency, still in db.session.execute(
        select(OpenItem.book, OpenItem.currency, func.sum(OpenItem.open_minor)).group_by(
            OpenItem.book, OpenItem.currency
        )
    ):
        add(book, Account.RECEIVABLE, currency, int(still))
    for further in all_books():
        for book, account, currency, minor in further.expected():
            add(book, account, currency, minor)
    return should


def _of_documents() -> Iterator[tuple[Book, Account, str, int]]:
    """What documents charge and give back, by account; what is a deposit is no income."""
    fees, fund = Invoice.total_minor - Invoice.fund_minor, Invoice.fund_minor
    for currency, revenue, contributions, tax, given, fund_given in db.session.execute(
        select(
            Invoice.currency,
            func.sum(fees - Invoice.tax_minor),
            func.sum(fund),
            func.sum(Invoice.tax_minor),
            func.sum(above_zero(-fees) + above_zero(-fund)),
            func.sum(above_zero(-fund)),
        ).group_by(Invoice.currency)
    ):
        yield (Book.FRANCHISOR, Account.REVENUE, currency, -int(revenue))
        yield (Book.FUND, Account.CONTRIBUTIONS, currency, -int(contributions))
        yield (Book.FRANCHISOR, Account.TAX, currency, -int(tax))
        yield (Book.FRANCHISOR, Account.CREDIT, currency, -int(given))
        yield (Book.FRANCHISOR, Account.BANK, currency, int(fund_given))
        yield (Book.FUND, Account.BANK, currency, -int(fund_given))
    deposits = deposits_of_documents()
    for currency, held in db.session.execute(
        select(deposits.c.currency, func.sum(deposits.c.minor)).group_by(deposits.c.currency)
    ):
        yield (Book.FRANCHISOR, Account.REVENUE, currency, int(held))
        yield (Book.FRANCHISOR, Account.DEPOSITS, currency, -int(held))


def numbers() -> Iterator[Finding]:
    """The numbers of each series run from 1 without a gap, and the series knows the next one."""
    following = dict(db.session.execute(select(NumberSeries.name, NumberSeries.next)).all())
    for kind, name, mark in (
        (InvoiceKind.INVOICE, "invoices", 0),
        (InvoiceKind.CREDIT_NOTE, "credit-notes", len("CN-")),
        (InvoiceKind.DEBIT_NOTE, "debit-notes", len("DN-")),
    ):
        year = func.substr(Invoice.number, mark + 1, 4)
        number = cast(func.substr(Invoice.number, mark + 6), Integer)
        for series, count, first, last in db.session.execute(
            select(year, func.count(), func.min(number), func.max(number))
            .where(Invoice.kind == kind)
            .group_by(year)
        ).all():
            if (first, last) != (1, count):
                yield Finding(
                    N_("The %(count)s invoice numbers of %(year)s run from %(first)s to %(last)s."),
                    {"year": series, "count": count, "first": first, "last": last},
                )
            expected_next = following.get(f"{name}-{series}")
            if expected_next != last + 1:
                yield Finding(
                    N_("After invoice number %(last)s of %(year)s the next would be %(next)s."),
                    {"year": series, "last": last, "next": expected_next},
                )
