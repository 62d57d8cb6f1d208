"""Putting a month's statement together."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Franchisee, Network
from ...network.queries import founded, franchisee_for
from ..enums import Book
from ..models import Allocation, Charge, Invoice, Payment
from ..rules.bookkeeping import credit_of
from .charges import OutletCharges, explained
from .receipts import payments_between
from .series import net_sales
from .statement_data import Ages, InvoiceFacts, OpenFacts, Party, PayTo, StatementData

MONTHS_SHOWN = 24
LIMITS = (0, 30, 60)
"""Days of lateness that end a column of the ages."""


def statement_for(
    actor: Actor, franchisee_id: UUID, month: Period, currency: str = ""
) -> StatementData:
    """The statement of a franchisee whom the actor may see; raises `NotFound` otherwise."""
    franchisee_for(actor, franchisee_id)
    return statement_of(franchisee_id, month, currency=currency)


def statement_of(
    franchisee_id: UUID, month: Period, *, currency: str = "", as_of: date | None = None
) -> StatementData:
    """One franchisee's month in one currency; without one, in the one invoiced last.

    `as_of` is the day on which it is judged what is open; by default today, or the end of the
    next month once the next statement has taken over.

    Raises:
        NotFound: when there is no such franchisee.
    """
    franchisee = db.session.get(Franchisee, franchisee_id)
    if franchisee is None:
        raise NotFound
    network = founded()
    currencies = invoiced_currencies(franchisee_id)
    currency = currency or (currencies[0] if currencies else network.currency)
    books = _Books(franchisee_id, currency, month)
    day = as_of or books.judged_on
    return _statement(franchisee, network, currencies, books, day)


def invoiced_currencies(franchisee_id: UUID) -> tuple[str, ...]:
    """The currencies in which a franchisee has been invoiced, the latest first."""
    rows = db.session.execute(
        select(Invoice.currency, func.max(Invoice.month))
        .where(Invoice.franchisee_id == franchisee_id)
        .group_by(Invoice.currency)
    ).all()
    return tuple(row[0] for row in sorted(rows, key=lambda row: row[1], reverse=True))


def _statement(
    franchisee: Franchisee,
    network: Network,
    currencies: tuple[str, ...],
    books: "_Books",
    as_of: date,
) -> StatementData:
    month, currency = books.month, books.currency
    invoices = books.of_month
    outlets = _outlets(books)
    open_items = books.open_items(as_of)
    due = books.total(item.amount for item in open_items)
    credit = books.credit(as_of)
    number = f"ST-{month.text}-{franchisee.code}"
    fund = books.total(invoice.fund for invoice in invoices)
    return StatementData(
        number=number,
        month=month.text,
        currency=currency,
        currencies=currencies or (currency,),
        first_on=month.start,
        last_on=month.last,
        issued_on=max((invoice.issued_on for invoice in invoices), default=as_of),
        as_of=as_of,
        franchisee=_party(franchisee),
        contracts=_contracts(outlets),
        opening=books.opening,
        fees=books.total(invoice.total for invoice in invoices) - fund,
        fund=fund,
        paid=books.paid,
        closing=books.closing,
        paid_since=books.closing - due + credit,
        due=due,
        due_by=max((item.due_on for item in open_items), default=None),
        credit=credit,
        ages=ages(open_items, currency),
        open_items=open_items,
        invoices=invoices,
        outlets=outlets,
        payments=payments_between(franchisee.id, currency, month.start, month.last),
        sales=net_sales(franchisee.id, currency, month, MONTHS_SHOWN),
        pay_to=_pay_to(network, number, open_items, currency),
        dispute_until=_dispute_until(invoices, network.dispute_days),
        dispute_to=network.email,
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


def _outlets(books: "_Books") -> tuple[OutletCharges, ...]:
    ids = [invoice.id for invoice in books.of_month]
    return explained(Charge.invoice_id.in_(ids)) if ids else ()


def _contracts(outlets: Sequence[OutletCharges]) -> tuple[tuple[UUID, str], ...]:
    contracts = {line.contract.id: line.contract.number for o in outlets for line in o.lines}
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


def _dispute_until(invoices: Sequence[InvoiceFacts], days: int) -> date | None:
    if not invoices:
        return None
    return max(invoice.issued_on for invoice in invoices) + timedelta(days=days)


class _Books:
    """The invoices, payments and allocations of one franchisee in one currency up to a month."""

    def __init__(self, franchisee_id: UUID, currency: str, month: Period) -> None:
        self.franchisee_id = franchisee_id
        self.currency = currency
        self.month = month
        self._invoices = db.session.scalars(
            select(Invoice)
            .where(
                Invoice.franchisee_id == franchisee_id,
                Invoice.currency == currency,
                Invoice.statement_month <= month.text,
            )
            .order_by(Invoice.due_on, Invoice.number)
        ).all()
        self.of_month = tuple(
            self._facts(invoice)
            for invoice in self._invoices
            if invoice.statement_month == month.text
        )
        self._has_later = self._is_followed()
        self._paid_before = self._received(None, month.start)
        self.paid = self._received(month.start, month.end)

    @property
    def judged_on(self) -> date:
        """Today, until the next statement takes over at the end of the next month."""
        today = clock.today()
        if not self._has_later:
            return today
        latest = max((invoice.issued_on for invoice in self.of_month), default=date.min)
        return min(today, max(self.month.following().last, latest))

    @property
    def opening(self) -> Money:
        """What was owed when the month began."""
        before = (i.total_minor for i in self._invoices if i.statement_month < self.month.text)
        return Money(sum(before), self.currency) - self._paid_before

    @property
    def closing(self) -> Money:
        """What was owed when the month was over and invoiced."""
        return self.opening + self.total(invoice.total for invoice in self.of_month) - self.paid

    def total(self, amounts: object) -> Money:
        """The sum of amounts in this currency."""
        return Money.total(amounts, self.currency)  # type: ignore[arg-type]

    def open_items(self, as_of: date) -> tuple[OpenFacts, ...]:
        """What of these invoices was open on a day."""
        settled = self._settled(as_of)
        found = []
        for invoice in self._invoices:
            fees = invoice.total_minor - invoice.fund_minor
            for book, minor in ((Book.FUND, invoice.fund_minor), (Book.FRANCHISOR, fees)):
                rest = minor - settled.get((invoice.id, book), 0)
                if minor > 0 and rest > 0:
                    late = max(0, (as_of - invoice.due_on).days)
                    found.append(
                        OpenFacts(
                            invoice_id=invoice.id,
                            number=invoice.number,
                            month=invoice.month,
                            book=book,
                            due_on=invoice.due_on,
                            amount=Money(rest, self.currency),
                            days_late=late,
                        )
                    )
        return tuple(found)

    def credit(self, as_of: date) -> Money:
        """Money received up to a day, and given back by invoices, that had settled nothing yet."""
        received = self._received(None, as_of + timedelta(days=1)).minor
        given = sum(
            credit_of(fees=invoice.total_minor - invoice.fund_minor, fund=invoice.fund_minor)
            for invoice in self._invoices
        )
        used = sum(self._settled(as_of).values())
        return Money(max(received + given - used, 0), self.currency)

    def _is_followed(self) -> bool:
        later = select(Invoice.id).where(
            Invoice.franchisee_id == self.franchisee_id,
            Invoice.currency == self.currency,
            Invoice.statement_month > self.month.text,
        )
        return db.session.scalar(later.limit(1)) is not None

    def _facts(self, invoice: Invoice) -> InvoiceFacts:
        return InvoiceFacts(
            id=invoice.id,
            number=invoice.number,
            month=invoice.month,
            issued_on=invoice.issued_on,
            due_on=invoice.due_on,
            total=Money(invoice.total_minor, self.currency),
            fund=Money(invoice.fund_minor, self.currency),
        )

    def _received(self, first: date | None, end: date) -> Money:
        statement = select(func.coalesce(func.sum(Payment.amount_minor), 0)).where(
            Payment.franchisee_id == self.franchisee_id,
            Payment.currency == self.currency,
            Payment.received_on < end,
        )
        if first is not None:
            statement = statement.where(Payment.received_on >= first)
        return Money(int(db.session.execute(statement).scalar_one()), self.currency)

    def _settled(self, as_of: date) -> dict[tuple[UUID, Book], int]:
        settled: dict[tuple[UUID, Book], int] = defaultdict(int)
        rows = db.session.execute(
            select(Allocation.invoice_id, Allocation.book, func.sum(Allocation.amount_minor))
            .join(Invoice, Invoice.id == Allocation.invoice_id)
            .where(
                Invoice.franchisee_id == self.franchisee_id,
                Invoice.currency == self.currency,
                Allocation.allocated_on <= as_of,
            )
            .group_by(Allocation.invoice_id, Allocation.book)
        )
        for invoice_id, book, minor in rows:
            settled[invoice_id, book] = int(minor)
        return settled
