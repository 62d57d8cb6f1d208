"""Payments, and what each settled."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...network.models import Franchisee
from ..bank_enums import BankFileKind
from ..enums import Book, Turn


class PaymentImport(Identified, Base):
    """A payments file that was read and posted."""

    __tablename__ = "payment_imports"

    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    filename: Mapped[str] = mapped_column(String(200))
    kind: Mapped[BankFileKind] = mapped_column(default=BankFileKind.TABLE)
    rows: Mapped[int] = mapped_column(default=0)
    """Payments that were booked by it."""
    left_out: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Of a bank statement: how many of its lines were not for us, by why."""
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


@append_only()
class Payment(Identified, Base):
    """Money that came from a franchisee."""

    __tablename__ = "payments"
    __table_args__ = (
        Index("ix_payments_franchisee_received", "franchisee_id", "received_on"),
        Index("ix_payments_received", "received_on", "id"),
    )

    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    received_on: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    reference: Mapped[str] = mapped_column(String(200), default="")
    invoice_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoices.id"))
    """The invoice that the payer named, if any."""
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the bank line, so that one line is booked once."""
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_imports.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_name: Mapped[str] = mapped_column(String(200), default="")
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id"), unique=True)
    """The payment that the bank took back; the amount is then below zero. At most once."""
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why it came back, as the bank says."""
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")


ONE_SOURCE = (
    "(CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN from_invoice_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN write_off_id IS NULL THEN 0 ELSE 1 END) = 1"
)


@append_only()
class Allocation(Identified, Base):
    """What settles one book's part of one invoice: a payment, a negative invoice, a write-off.

    A payment that came back undoes what it settled by rows below zero; none is changed.
    """

    __tablename__ = "allocations"
    __table_args__ = (
        CheckConstraint(ONE_SOURCE, name="source"),
        CheckConstraint("amount_minor <> 0", name="amount"),
        Index("ix_allocations_invoice", "invoice_id"),
        Index("ix_allocations_payment", "payment_id"),
        Index(
            "ix_allocations_from_invoice",
            "from_invoice_id",
            sqlite_where=text("from_invoice_id IS NOT NULL"),
            postgresql_where=text("from_invoice_id IS NOT NULL"),
        ),
    )

    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id"))
    from_invoice_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoices.id"))
    """An invoice with a part below zero, which is credit: a credit note, or tiers over a year."""
    write_off_id: Mapped[UUID | None] = mapped_column(ForeignKey("write_offs.id"))
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    book: Mapped[Book]
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    allocated_on: Mapped[date]
    """The first day on which both the money and the invoice were there."""
    turn: Mapped[Turn | None]
    """Why it came to this part then; None where nothing was chosen, or nobody noted it yet."""
