"""Putting a month's statement together."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Franchisee, Network
from ...network.queries import founded, franchisee_for
from ..enums import Book
from ..models import Charge, Invoice, Payment
from .books import Books
from .charges import OutletCharges, explained
from .crediting import taken_back_by
from .receipts import payments_between
from .series import net_sales
from .single_charges import deposits_among, single_lines
from .statement_data import (
    AccountData,
    Ages,
    OpenFacts,
    Party,
    PayTo,
    StatementData,
)

MONTHS_SHOWN = 24
LIMITS = (0, 30, 60)
"""Days of lateness that end a column of the ages."""


def statement_for(actor: Actor, franchisee_id: UUID, month: Period) -> StatementData:
    """The statement of a franchisee whom the actor may see; raises `NotFound` otherwise."""
    franchisee_for(actor, franchisee_id)
    return statement_of(franchisee_id, month)


def statement_of(franchisee_id: UUID, month: Period, *, as_of: date | None = None) -> StatementData:
    """One franchisee's month, with an account for each currency.

    `as_of` is the day on which it is judged what is open; by default today, or the end of the
    next month once the next statement has taken over.

    Raises:
        NotFound: when there is no such franchisee.
    """
    franchisee = db.session.get(Franchisee, franchisee_id)
    if franchisee is None:
        raise NotFound
    network = founded()
    currencies = currencies_of(franchisee_id, month, first=network.currency)
    books = [Books(franchisee_id, currency, month) for currency in currencies]
    day = as_of or _judged_on(franchisee_id, month, books)
    return _statement(franchisee, network, books, month, day)


def currencies_of(franchisee_id: UUID, month: Period, *, first: str) -> tuple[str, ...]:
    """The currencies in which a franchisee was invoiced up to a month or has paid.

    The network's own stands `first`, also when it is the only answer.
    """
    invoiced = select(Invoice.currency).where(
        Invoice.franchisee_id == franchisee_id, Invoice.statement_month <= month.text
    )
    paid = select(Payment.currency).where(Payment.franchisee_id == franchisee_id)
    found = set(db.session.scalars(invoiced.union(paid)))
    return tuple(sorted(found, key=lambda currency: (currency != first, currency))) or (first,)


def _judged_on(franchisee_id: UUID, month: Period, books: Sequence[Books]) -> date:
    """Today, until the next statement takes over at the end of the next month."""
    today = clock.today()
    later = select(Invoice.id).where(
        Invoice.franchisee_id == franchisee_id, Invoice.statement_month > month.text
    )
    if db.session.scalar(later.limit(1)) is None:
        return today
    return min(today, max(month.following().last, _issued_on(books, default=date.min)))


def _issued_on(books: Iterable[Books], *, default: date) -> date:
    return max((one.issued_on for book in books for one in book.of_month), default=default)


def _statement(
    franchisee: Franchisee,
    network: Network,
    books: Sequence[Books],
    month: Period,
    as_of: date,
) -> StatementData:
    number = f"ST-{month.text}-{franchisee.code}"
    accounts = [_account(book, network, number, as_of) for book in books]
    shown = tuple(account for account in accounts if not account.is_quiet) or (accounts[0],)
    return StatementData(
        number=number,
        month=month.text,
        first_on=month.start,
        last_on=month.last,
        issued_on=_issued_on(books, default=as_of),
        as_of=as_of,
        franchisee=_party(franchisee),
        contracts=_contracts(shown),
        accounts=shown,
        dispute_until=_dispute_until(books, network.dispute_days),
        dispute_to=network.email,
    )


def _account(books: Books, network: Network, number: str, as_of: date) -> AccountData:
    month, currency = books.month, books.currency
    open_items = books.open_items(as_of)
    due = books.total(item.amount for item in open_items)
    credit = books.credit(as_of)
    fund = books.total(invoice.fund for invoice in books.of_month)
    ids = [invoice.id for invoice in books.of_month]
    singles = single_lines(ids)
    taken = tuple(line for lines in taken_back_by(ids).values() for line in lines)
    deposits = deposits_among(singles, taken, currency)
    return AccountData(
        currency=currency,
        opening=books.opening,
        fees=books.total(invoice.fees for invoice in books.of_month) - deposits,
        deposits=deposits,
        fund=fund,
        tax=books.total(invoice.tax for invoice in books.of_month),
        written_off=books.written_off,
        paid_back=books.paid_back,
        paid=books.paid,
        closing=books.closing,
        paid_since=books.closing - due + credit,
        due=due,
        due_by=max((item.due_on for item in open_items), default=None),
        credit=credit,
        ages=ages(open_items, currency),
        open_items=open_items,
        invoices=books.of_month,
        outlets=_outlets(books),
        singles=tuple(singles),
        taken_back=taken,
        payments=payments_between(books.franchisee_id, currency, month.start, month.last),
        sales=net_sales(books.franchisee_id, currency, month, MONTHS_SHOWN),
        pay_to=_pay_to(network, number, open_items, currency),
    )


def _party(franchisee: Franchisee) -> Party:
    return Party(
        id=franchisee.id,
        code=franchisee.code,
        name=franchisee.name,
        name_local=franchisee.name_local,
        address=franchisee.address,
        language=franchisee.language,
    )


def _outlets(books: Books) -> tuple[OutletCharges, ...]:
    ids = [invoice.id for invoice in books.of_month]
    return explained(Charge.invoice_id.in_(ids)) if ids else ()


def _contracts(accounts: Iterable[AccountData]) -> tuple[tuple[UUID, str], ...]:
    lines = [line for account in accounts for line in account.all_lines]
    contracts = {line.contract.id: line.contract.number for line in lines}
    return tuple(sorted(contracts.items(), key=lambda item: item[1]))


def ages(items: Sequence[OpenFacts], currency: str) -> Ages:
    """Open items sorted by how late they are."""
    sums = [0, 0, 0, 0]
    for item in items:
        sums[bisect_left(LIMITS, item.days_late)] += item.amount.minor
    not_due, to_30, to_60, over_60 = (Money(minor, currency) for minor in sums)
    return Ages(not_due=not_due, to_30=to_30, to_60=to_60, over_60=over_60)


def _pay_to(
    network: Network, number: str, items: Sequence[OpenFacts], currency: str
) -> tuple[PayTo, ...]:
    found = []
    for book, account, mark in (
        (Book.FRANCHISOR, network.fees_account, "F"),
        (Book.FUND, network.fund_account, "A"),
    ):
        amount = Money.total((item.amount for item in items if item.book is book), currency)
        if amount:
            found.append(
                PayTo(book=book, account=account, reference=f"{number}-{mark}", amount=amount)
            )
    return tuple(found)


def _dispute_until(books: Sequence[Books], days: int) -> date | None:
    if not any(book.of_month for book in books):
        return None
    return _issued_on(books, default=date.min) + timedelta(days=days)
