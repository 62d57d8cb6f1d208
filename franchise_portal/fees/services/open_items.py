"""What is open of single invoices: settled, and opened again when a payment comes back."""

from uuid import UUID

from sqlalchemy import delete, select, update

from ...database import db
from ..enums import Book
from ..later_days import day_that_counts
from ..models import Invoice, OpenItem
from ..rules.allocation import OpenPart


class OpenItems:
    """The open parts of one invoice, each change written at once. Use it behind the gate."""

    def __init__(self, invoice_id: UUID) -> None:
        """Read the invoice and what is open of it."""
        self.invoice = db.session.execute(
            select(
                Invoice.id, Invoice.franchisee_id, Invoice.currency, Invoice.due_on, Invoice.number
            ).where(Invoice.id == invoice_id)
        ).one()
        still = select(OpenItem.book, OpenItem.open_minor).where(OpenItem.invoice_id == invoice_id)
        self._open: dict[Book, int] = dict(db.session.execute(still).all())

    @property
    def franchisee_id(self) -> UUID:
        """Who owes it."""
        owner: UUID = self.invoice.franchisee_id
        return owner

    @property
    def currency(self) -> str:
        """In which currency."""
        return str(self.invoice.currency)

    @property
    def minor(self) -> int:
        """All that is open."""
        return sum(self._open.values())

    @property
    def parts(self) -> list[OpenPart]:
        """What is open, as the rule of allocation reads it."""
        facts = self.invoice
        return [
            OpenPart(facts.id, facts.number, book, facts.due_on, minor)
            for book, minor in self._open.items()
        ]

    def settle(self, book: Book, minor: int) -> int:
        """Take an amount off a book's part, at most what is open; what was taken."""
        taken = min(minor, self._open.get(book, 0))
        if taken > 0:
            self._write(book, self._open[book] - taken)
        return max(taken, 0)

    def reopen(self, book: Book, minor: int) -> None:
        """Let an amount of a book's part be open again."""
        self._write(book, self._open.get(book, 0) + minor)

    def _write(self, book: Book, minor: int) -> None:
        here = (OpenItem.invoice_id == self.invoice.id) & (OpenItem.book == book)
        connection = db.session.connection()
        if not minor:
            connection.execute(delete(OpenItem).where(here))
            self._open.pop(book, None)
            return
        if book in self._open:
            connection.execute(update(OpenItem).where(here).values(open_minor=minor))
        else:
            connection.execute(
                OpenItem.__table__.insert().values(  # type: ignore[attr-defined]
                    invoice_id=self.invoice.id,
                    book=book,
                    franchisee_id=self.franchisee_id,
                    currency=self.currency,
                    due_on=day_that_counts(self.invoice.id, self.invoice.due_on),
                    open_minor=minor,
                )
            )
        self._open[book] = minor
