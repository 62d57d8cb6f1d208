"""The invoices, payments and allocations that a statement in one currency rests on."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from ...database import db
from ...kit.money import Money
from ...kit.period import Period
from ..enums import Book
from ..models import Allocation, Invoice, Payment, Refund, WriteOff
from ..rules.bookkeeping import credit_of
from .statement_data import InvoiceFacts, OpenFacts


class Books:
    """The invoices, payments and allocations of one franchisee in one currency up to a month."""

    def __init__(self, franchisee_id: UUID, currency: str, month: Period) -> None:
        """Read the invoices up to the month, and what was paid before and in it."""
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
        self._paid_before = self._received(None, month.start)
        self.paid = self._received(month.start, month.end)
        self._lost_before = self._lost(None, month.start) - self._paid_back(None, month.start)
        self.written_off = self._lost(month.start, month.end)
        self.paid_back = self._paid_back(month.start, month.end)

    @property
    def opening(self) -> Money:
        """What was owed when the month began."""
        before = (i.total_minor for i in self._invoices if i.statement_month < self.month.text)
        return Money(sum(before), self.currency) - self._paid_before - self._lost_before

    @property
    def closing(self) -> Money:
        """What was owed when the month was over and invoiced."""
        charged = self.total(invoice.total for invoice in self.of_month)
        return self.opening + charged - self.paid - self.written_off + self.paid_back

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
        used = sum(self._settled(as_of, by_credit=True).values())
        back = self._paid_back(None, as_of + timedelta(days=1)).minor
        return Money(max(received + given - used - back, 0), self.currency)

    def _facts(self, invoice: Invoice) -> InvoiceFacts:
        return InvoiceFacts(
            id=invoice.id,
            number=invoice.number,
            month=invoice.month,
            issued_on=invoice.issued_on,
            due_on=invoice.due_on,
            total=Money(invoice.total_minor, self.currency),
            fund=Money(invoice.fund_minor, self.currency),
            tax=Money(invoice.tax_minor, self.currency),
            kind=invoice.kind,
        )

    def _received(self, first: date | None, end: date) -> Money:
        return self._sum(Payment, Payment.received_on, first, end)

    def _lost(self, first: date | None, end: date) -> Money:
        return self._sum(WriteOff, WriteOff.posted_on, first, end)

    def _paid_back(self, first: date | None, end: date) -> Money:
        return self._sum(Refund, Refund.posted_on, first, end)

    def _sum(self, model: Any, day: Any, first: date | None, end: date) -> Money:  # noqa: ANN401
        """The amounts of a mapped class from a day on, up to the day before `end`."""
        statement = select(func.coalesce(func.sum(model.amount_minor), 0)).where(
            model.franchisee_id == self.franchisee_id, model.currency == self.currency, day < end
        )
        if first is not None:
            statement = statement.where(day >= first)
        return Money(int(db.session.execute(statement).scalar_one()), self.currency)

    def _settled(self, as_of: date, *, by_credit: bool = False) -> dict[tuple[UUID, Book], int]:
        """What of each book's part of invoices is settled; by credit: without write-offs."""
        settled: dict[tuple[UUID, Book], int] = defaultdict(int)
        rows = db.session.execute(
            select(Allocation.invoice_id, Allocation.book, func.sum(Allocation.amount_minor))
            .join(Invoice, Invoice.id == Allocation.invoice_id)
            .where(
                Invoice.franchisee_id == self.franchisee_id,
                Invoice.currency == self.currency,
                Allocation.allocated_on <= as_of,
                *((Allocation.write_off_id.is_(None),) if by_credit else ()),
            )
            .group_by(Allocation.invoice_id, Allocation.book)
        )
        for invoice_id, book, minor in rows:
            settled[invoice_id, book] = int(minor)
        return settled
