"""A dispute of a line, and what both sides said and did about it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access.roles import Side
from ...contracts.models import Approval, Contract
from ...database import Base, Identified, Minor, append_only
from ...fees.models import Invoice, Payment, SalesReport
from ...kit import clock
from ...kit.money import Money
from ...network.models import Franchisee, Outlet
from ...storage.models import StoredFile
from ..enums import DisputeEntryKind, DisputeReason, DisputeStatus, Remedy

#: What decides whether a line can be disputed once more.
OPEN = "status IN ('open', 'mediation')"
FOUND = "settled_minor >= 0 AND (payment_id IS NULL) = (settled_minor = 0)"
ONE_LINE = "(charge_id IS NULL) <> (single_charge_id IS NULL)"


class Dispute(Identified, Base):
    """One line that a franchisee disputes: how much of it, why, and what became of it.

    The line itself never changes; what is given back is posted by fees and named here.
    """

    __tablename__ = "disputes"
    __table_args__ = (
        CheckConstraint(ONE_LINE, name="line"),
        CheckConstraint("disputed_minor > 0 AND right_minor >= 0", name="amounts"),
        CheckConstraint("granted_minor >= 0 AND granted_minor <= disputed_minor", name="granted"),
        CheckConstraint(FOUND, name="found"),
        Index("ix_disputes_franchisee", "franchisee_id", "opened_at"),
        Index("ix_disputes_invoice", "invoice_id"),
        Index("ix_disputes_opened", "opened_at", "id"),
        Index("ix_disputes_status", "status", "opened_at", "id"),
        Index("ix_disputes_until", "answer_until", "id"),
        Index("ix_disputes_amount", "disputed_minor", "id"),
        Index(
            "ix_disputes_due", "answer_until", sqlite_where=text(OPEN), postgresql_where=text(OPEN)
        ),
        Index(
            "uq_disputes_charge",
            "charge_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(
            "uq_disputes_single_charge",
            "single_charge_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    outlet_id: Mapped[UUID | None] = mapped_column(ForeignKey("outlets.id"))
    charge_id: Mapped[UUID | None] = mapped_column(ForeignKey("charges.id"))
    single_charge_id: Mapped[UUID | None] = mapped_column(ForeignKey("single_charges.id"))
    """The one or the other: a fee on a sales report, or a line of a debit note."""
    line_words: Mapped[str] = mapped_column(String(300))
    """The fee's name, or the kind of the single charge."""
    clause: Mapped[str] = mapped_column(String(60), default="")
    currency: Mapped[str] = mapped_column(String(3))
    left_minor: Mapped[int] = mapped_column(Minor)
    """What was left of the line when it was disputed, without tax."""
    right_minor: Mapped[int] = mapped_column(Minor)
    """What the franchisee thinks is right."""
    disputed_minor: Mapped[int] = mapped_column(Minor)
    """The difference: what is in dispute, without tax."""
    reason: Mapped[DisputeReason]
    words: Mapped[str] = mapped_column(Text)
    status: Mapped[DisputeStatus] = mapped_column(default=DisputeStatus.OPEN)
    opened_on: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by_name: Mapped[str] = mapped_column(String(200), default="")
    answer_until: Mapped[date]
    """The last day on which the answer is in time; a promise of the network's settings."""
    reminded_on: Mapped[date | None]
    escalated_on: Mapped[date | None]
    """When both sides and the network's owners were told that the answer is late."""
    approval_id: Mapped[UUID | None] = mapped_column(ForeignKey("approvals.id"))
    """The latest decision that was proposed; its status says whether it still waits."""
    decided_on: Mapped[date | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    decision_words: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    """Of a rejection: what the franchisee can do, as the office wrote it."""
    remedy: Mapped[Remedy | None]
    granted_minor: Mapped[int] = mapped_column(Minor, default=0)
    """What was given back, without tax."""
    correction_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    """The document by which it was given back."""
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("sales_reports.id"))
    """The corrected sales report, where that was wrong."""
    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id"))
    """The payment that was found, where the line had been paid already."""
    settled_minor: Mapped[int] = mapped_column(Minor, default=0)
    """How much of the invoice that payment settles by the decision, with tax."""
    version: Mapped[int] = mapped_column(default=1)
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")
    contract: Mapped[Contract] = relationship(lazy="raise")
    outlet: Mapped[Outlet | None] = relationship(lazy="raise")
    approval: Mapped[Approval | None] = relationship(lazy="raise")
    report: Mapped[SalesReport | None] = relationship(lazy="raise")
    invoice: Mapped[Invoice] = relationship(lazy="raise", foreign_keys=[invoice_id])
    correction: Mapped[Invoice | None] = relationship(lazy="raise", foreign_keys=[correction_id])
    payment: Mapped[Payment | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    @property
    def disputed(self) -> Money:
        """How much is in dispute."""
        return Money(self.disputed_minor, self.currency)

    @property
    def left(self) -> Money:
        """What was left of the line when it was disputed."""
        return Money(self.left_minor, self.currency)

    @property
    def right(self) -> Money:
        """What the franchisee thinks is right."""
        return Money(self.right_minor, self.currency)

    @property
    def granted(self) -> Money:
        """What was given back."""
        return Money(self.granted_minor, self.currency)

    @property
    def paid(self) -> Money | None:
        """The payment that was found, as an amount."""
        return Money(self.payment.amount_minor, self.payment.currency) if self.payment else None

    @property
    def settled(self) -> Money:
        """How much of the invoice the payment settles that was found."""
        return Money(self.settled_minor, self.currency)


@append_only()
class DisputeEntry(Identified, Base):
    """What either side, or the clock, said or did about a dispute; with at most one file."""

    __tablename__ = "dispute_entries"
    __table_args__ = (Index("ix_dispute_entries_dispute", "dispute_id", "at"),)

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"))
    kind: Mapped[DisputeEntryKind]
    side: Mapped[Side]
    words: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    file: Mapped[StoredFile | None] = relationship(lazy="raise")
