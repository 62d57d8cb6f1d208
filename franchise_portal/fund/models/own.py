"""What the franchisor owes the fund for its own outlets, what it transferred, what else came."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...storage.models import StoredFile


@append_only()
class FundOwnPlan(Identified, Base):
    """By which fee plan a brand's own outlets contribute, from a day on."""

    __tablename__ = "fund_own_plans"
    __table_args__ = (UniqueConstraint("brand_id", "starts_on"),)

    brand_id: Mapped[UUID] = mapped_column(ForeignKey("brands.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("fee_plans.id"))
    starts_on: Mapped[date]
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")


@append_only()
class FundOwnContribution(Identified, Base):
    """What the plan's fund fee comes to on a report of an own outlet; taken back below zero."""

    __tablename__ = "fund_own_contributions"
    __table_args__ = (
        Index(
            "uq_fund_own_contributions_fee",
            "sales_report_id",
            "fee",
            unique=True,
            sqlite_where=text("reverses_id IS NULL"),
            postgresql_where=text("reverses_id IS NULL"),
        ),
        Index("ix_fund_own_contributions_outlet", "outlet_id", "posted_on"),
        Index("ix_fund_own_contributions_month", "month"),
    )

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    sales_report_id: Mapped[UUID] = mapped_column(ForeignKey("sales_reports.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("fee_plans.id"))
    month: Mapped[str] = mapped_column(String(7))
    """`YYYY-MM`: the month of the sales."""
    fee: Mapped[str] = mapped_column(String(100))
    basis_amount: Mapped[Decimal]
    """In money (major units) or in units of the basis."""
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    posted_on: Mapped[date]
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    posted_by_name: Mapped[str] = mapped_column(String(200), default="")
    reverses_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("fund_own_contributions.id"), unique=True
    )
    """The row that it takes back, because the report was corrected."""


@append_only()
class FundTransfer(Identified, Base):
    """Money that the franchisor transferred to the fund for its own outlets."""

    __tablename__ = "fund_transfers"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount"),)

    paid_on: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    reference: Mapped[str] = mapped_column(String(200))
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    posted_by_name: Mapped[str] = mapped_column(String(200), default="")


@append_only()
class FundReceipt(Identified, Base):
    """Money that came to the fund and is no contribution: interest, a refund of a supplier."""

    __tablename__ = "fund_receipts"
    __table_args__ = (
        CheckConstraint("(amount_minor < 0) = (reverses_id IS NOT NULL)", name="direction"),
        CheckConstraint("amount_minor <> 0", name="amount"),
        Index("ix_fund_receipts_received", "received_on", "id"),
    )

    received_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(200))
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it takes another one back."""
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("fund_receipts.id"), unique=True)
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    posted_by_name: Mapped[str] = mapped_column(String(200), default="")
    file: Mapped[StoredFile] = relationship(lazy="raise")
