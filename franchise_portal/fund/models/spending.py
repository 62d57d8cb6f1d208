"""What the fund spent: each with its receipt, its budget line and the regions that it was for."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...storage.models import StoredFile
from ..enums import SpendingKind


@append_only()
class FundSpending(Identified, Base):
    """Money that left the fund; below zero it takes another one back."""

    __tablename__ = "fund_spendings"
    __table_args__ = (
        CheckConstraint("(amount_minor < 0) = (reverses_id IS NOT NULL)", name="direction"),
        CheckConstraint("amount_minor <> 0", name="amount"),
        Index("ix_fund_spendings_spent", "spent_on", "id"),
        Index("ix_fund_spendings_line", "line_key", "year"),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    """Without gaps in its year; the ledger's entry names it."""
    year: Mapped[int]
    """The year of the fund whose budget bears it."""
    line_key: Mapped[UUID]
    """Of the budget line, through all versions of the budget."""
    line_name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[SpendingKind]
    supplier: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text)
    spent_on: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(Minor)
    """All that left the fund's account."""
    tax_minor: Mapped[int] = mapped_column(Minor, default=0)
    """The tax in it."""
    currency: Mapped[str] = mapped_column(String(3))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    over_reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was posted though the line does not bear it."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it takes another one back."""
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("fund_spendings.id"), unique=True)
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    posted_by_name: Mapped[str] = mapped_column(String(200), default="")
    file: Mapped[StoredFile] = relationship(lazy="raise")


@append_only()
class FundSpendingRegion(Identified, Base):
    """The part of spending that was for one region; without any it was for the whole network."""

    __tablename__ = "fund_spending_regions"
    __table_args__ = (
        Index("ix_fund_spending_regions_spending", "spending_id"),
        Index("ix_fund_spending_regions_region", "region_id"),
    )

    spending_id: Mapped[UUID] = mapped_column(ForeignKey("fund_spendings.id"))
    region_id: Mapped[UUID] = mapped_column(ForeignKey("regions.id"))
    amount_minor: Mapped[int] = mapped_column(Minor)
