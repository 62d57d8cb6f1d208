"""What the bank says stands on the fund's account, and what explains a difference."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...storage.models import StoredFile


@append_only()
class FundBalance(Identified, Base):
    """The bank's balance at the end of a day, with its statement. The latest of a day counts."""

    __tablename__ = "fund_balances"
    __table_args__ = (Index("ix_fund_balances_day", "on_date", "id"),)

    on_date: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(Minor)
    """Below zero when the account is overdrawn."""
    currency: Mapped[str] = mapped_column(String(3))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    note: Mapped[str] = mapped_column(String(500), default="")
    noted_at: Mapped[datetime] = mapped_column(default=clock.now)
    noted_by_name: Mapped[str] = mapped_column(String(200), default="")
    file: Mapped[StoredFile] = relationship(lazy="raise")


@append_only()
class FundOutstanding(Identified, Base):
    """One reason why the bank's balance of a day is not the book's: a thing that one of them lacks.

    The amount is what has to be added to the bank's balance to come to the book's.
    """

    __tablename__ = "fund_outstanding"
    __table_args__ = (
        CheckConstraint("amount_minor <> 0", name="amount"),
        CheckConstraint("spending_id IS NULL OR bank_entry_id IS NULL", name="one"),
        Index("ix_fund_outstanding_balance", "balance_id"),
    )

    balance_id: Mapped[UUID] = mapped_column(ForeignKey("fund_balances.id"))
    words: Mapped[str] = mapped_column(String(300))
    amount_minor: Mapped[int] = mapped_column(Minor)
    spending_id: Mapped[UUID | None] = mapped_column(ForeignKey("fund_spendings.id"))
    """Spending that the book has and the bank has not yet."""
    bank_entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank_entries.id"))
    """Money on the account that nobody has booked yet."""
