"""The double-entry journal: two books, each of its entries balanced."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ..enums import Account, Book, EntryKind


@append_only()
class JournalEntry(Identified, Base):
    """One balanced entry: the postings of each book sum to zero."""

    __tablename__ = "journal_entries"

    kind: Mapped[EntryKind]
    on_date: Mapped[date] = mapped_column(index=True)
    memo: Mapped[str] = mapped_column(String(200), default="")
    invoice_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id"), index=True)
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)


@append_only()
class Posting(Identified, Base):
    """One side of an entry: debit positive, credit negative, in one book."""

    __tablename__ = "postings"
    __table_args__ = (
        Index("ix_postings_entry", "entry_id"),
        Index("ix_postings_franchisee", "franchisee_id", "account", "currency", "entry_id"),
    )

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("journal_entries.id"))
    book: Mapped[Book]
    account: Mapped[Account]
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))


class AccountTotal(Base):
    """What stands on an account: the sum of its postings, kept up to date by whoever posts.

    It is derived: the postings say the same, and the check of the ledger compares them. It keeps
    the page of the ledger quick however long the history is.
    """

    __tablename__ = "account_totals"

    book: Mapped[Book] = mapped_column(primary_key=True)
    account: Mapped[Account] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    total_minor: Mapped[int] = mapped_column(Minor)


class AccountDay(Base):
    """What was posted to an account on a day, kept up to date by whoever posts.

    Derived as `AccountTotal` is, and compared by the same check. What moved in a year, and what
    stood on a day, cost a few hundred rows in a network of any size.
    """

    __tablename__ = "account_days"

    book: Mapped[Book] = mapped_column(primary_key=True)
    account: Mapped[Account] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    on_date: Mapped[date] = mapped_column(primary_key=True)
    total_minor: Mapped[int] = mapped_column(Minor)
