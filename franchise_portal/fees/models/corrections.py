"""What takes something back: lines of credit notes and corrections, write-offs, refunds."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...network.models import Franchisee
from .charges import Charge


@append_only()
class CreditLine(Identified, Base):
    """A line that takes back a charge: all of it because it is charged anew, or a part of it."""

    __tablename__ = "credit_lines"
    __table_args__ = (
        CheckConstraint("is_reversal OR amount_minor < 0", name="amount"),
        CheckConstraint("(charge_id IS NULL) <> (single_charge_id IS NULL)", name="what"),
        Index("ix_credit_lines_invoice", "invoice_id"),
        Index("ix_credit_lines_charge", "charge_id"),
        Index(
            "ix_credit_lines_single_charge",
            "single_charge_id",
            sqlite_where=text("single_charge_id IS NOT NULL"),
            postgresql_where=text("single_charge_id IS NOT NULL"),
        ),
        Index(
            "uq_credit_lines_reversal",
            "charge_id",
            unique=True,
            sqlite_where=text("is_reversal"),
            postgresql_where=text("is_reversal"),
        ),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    """The document on which it stands."""
    charge_id: Mapped[UUID | None] = mapped_column(ForeignKey("charges.id"))
    single_charge_id: Mapped[UUID | None] = mapped_column(ForeignKey("single_charges.id"))
    """The one or the other: a fee on a sales report, or what comes from none."""
    is_reversal: Mapped[bool] = mapped_column(default=False)
    """Whether the report was charged anew: then the year's standing forgets the charge too."""
    is_fund: Mapped[bool] = mapped_column(default=False)
    amount_minor: Mapped[int] = mapped_column(Minor)
    """As it stands on its document, without tax: what is taken back is below zero."""
    currency: Mapped[str] = mapped_column(String(3))
    charge: Mapped[Charge | None] = relationship(lazy="raise")


@append_only()
class WriteOff(Identified, Base):
    """An open amount of an invoice that is given up as lost. The claim goes, the income stays."""

    __tablename__ = "write_offs"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_write_offs_invoice", "invoice_id"),
    )

    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(Text)
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approvals.id"), unique=True)
    posted_on: Mapped[date]
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    posted_by_name: Mapped[str] = mapped_column(String(200), default="")


class Refund(Identified, Base):
    """Credit that is paid back: granted by a second person, then transferred by hand."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("(paid_on IS NULL) = (paid_reference = '')", name="paid"),
        Index("ix_refunds_franchisee", "franchisee_id", "posted_on"),
    )

    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    account: Mapped[str] = mapped_column(String(80), default="")
    """Where the money goes, as it was asked for."""
    reason: Mapped[str] = mapped_column(Text)
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approvals.id"), unique=True)
    posted_on: Mapped[date]
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    posted_by_name: Mapped[str] = mapped_column(String(200), default="")
    paid_on: Mapped[date | None]
    paid_reference: Mapped[str] = mapped_column(String(200), default="")
    paid_by_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


@append_only()
class RefundUse(Identified, Base):
    """From which payment or negative invoice a refund takes credit."""

    __tablename__ = "refund_uses"
    __table_args__ = (
        CheckConstraint("(payment_id IS NULL) <> (from_invoice_id IS NULL)", name="source"),
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_refund_uses_refund", "refund_id"),
        Index("ix_refund_uses_payment", "payment_id"),
        Index("ix_refund_uses_from_invoice", "from_invoice_id"),
    )

    refund_id: Mapped[UUID] = mapped_column(ForeignKey("refunds.id"))
    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id"))
    from_invoice_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoices.id"))
    amount_minor: Mapped[int] = mapped_column(Minor)
