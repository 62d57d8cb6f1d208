"""What banks tell and are told: lines of statements, mandates, and files of direct debits."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor
from ...kit import clock
from ...network.models import Franchisee
from ...storage.models import StoredFile
from ..bank_enums import (
    BankEntryStatus,
    DebitRunStatus,
    DebitStatus,
    MandateScheme,
    MandateStatus,
    OpenReason,
    Sequence,
)
from ..enums import Book
from .charges import Invoice


class BankEntry(Identified, Base):
    """Money that a bank statement shows: booked as a payment, still to assign, or set aside."""

    __tablename__ = "bank_entries"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("(status = 'booked') = (payment_id IS NOT NULL)", name="booked"),
        Index("ix_bank_entries_status", "status", "received_on"),
        Index("ix_bank_entries_import", "import_id"),
        Index("ix_bank_entries_payer", "payer_iban"),
        Index("ix_bank_entries_payment", "payment_id", unique=True),
    )

    import_id: Mapped[UUID] = mapped_column(ForeignKey("payment_imports.id"))
    account: Mapped[Book]
    """On whose bank account it arrived."""
    received_on: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    payer_name: Mapped[str] = mapped_column(String(140), default="")
    payer_iban: Mapped[str] = mapped_column(String(34), default="")
    reference: Mapped[str] = mapped_column(String(500), default="")
    """What the payer wrote."""
    bank_reference: Mapped[str] = mapped_column(String(100), default="")
    """By which the bank knows it."""
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """What tells this line from every other: statements overlap, and are read twice."""
    status: Mapped[BankEntryStatus] = mapped_column(default=BankEntryStatus.OPEN)
    reason: Mapped[OpenReason | None]
    """Why it was not booked by itself."""
    note: Mapped[str] = mapped_column(String(300), default="")
    """Why somebody set it aside."""
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id"))
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    """Who assigned it or set it aside; empty when it was booked by itself."""
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    franchisee: Mapped[Franchisee | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class Mandate(Identified, Base):
    """A franchisee's written leave to collect from its account, given to one creditor."""

    __tablename__ = "mandates"
    __table_args__ = (
        Index(
            "uq_mandates_active",
            "franchisee_id",
            "creditor_id",
            unique=True,
            sqlite_where=text("status = 'active'"),
            postgresql_where=text("status = 'active'"),
        ),
        Index("ix_mandates_franchisee", "franchisee_id"),
        Index("ix_mandates_iban", "iban"),
    )

    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    creditor_id: Mapped[str] = mapped_column(String(35))
    """The creditor identifier that stands in the mandate: whom it allows to collect."""
    reference: Mapped[str] = mapped_column(String(35), unique=True)
    scheme: Mapped[MandateScheme] = mapped_column(default=MandateScheme.CORE)
    holder: Mapped[str] = mapped_column(String(70))
    """Whose account it is."""
    iban: Mapped[str] = mapped_column(String(34))
    bic: Mapped[str] = mapped_column(String(11), default="")
    signed_on: Mapped[date]
    status: Mapped[MandateStatus] = mapped_column(default=MandateStatus.ACTIVE)
    revoked_on: Mapped[date | None]
    revoked_reason: Mapped[str] = mapped_column(String(300), default="")
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_active(self) -> bool:
        """Whether it has not been revoked."""
        return self.status is MandateStatus.ACTIVE


class DebitRun(Identified, Base):
    """One file of direct debits: for one of the network's accounts, in one scheme, on one day."""

    __tablename__ = "debit_runs"
    __table_args__ = (Index("ix_debit_runs_collection", "collection_on", "id"),)

    book: Mapped[Book]
    """Whose account collects."""
    scheme: Mapped[MandateScheme]
    collection_on: Mapped[date]
    message: Mapped[str] = mapped_column(String(35), unique=True)
    """The file's own reference, by which the bank knows it."""
    status: Mapped[DebitRunStatus] = mapped_column(default=DebitRunStatus.OPEN)
    items: Mapped[int]
    total_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_by_name: Mapped[str] = mapped_column(String(200), default="")
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    file: Mapped[StoredFile] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_open(self) -> bool:
        """Whether the bank has not settled it yet."""
        return self.status is DebitRunStatus.OPEN


class DebitItem(Identified, Base):
    """The collection of one book's part of one invoice."""

    __tablename__ = "debit_items"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("(status = 'collected') = (payment_id IS NOT NULL)", name="collected"),
        # What is owed is collected once at a time.
        Index(
            "uq_debit_items_open",
            "invoice_id",
            "book",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_debit_items_run", "run_id"),
        Index("ix_debit_items_mandate", "mandate_id"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("debit_runs.id"))
    mandate_id: Mapped[UUID] = mapped_column(ForeignKey("mandates.id"))
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    book: Mapped[Book]
    amount_minor: Mapped[int] = mapped_column(Minor)
    sequence: Mapped[Sequence]
    end_to_end: Mapped[str] = mapped_column(String(35), unique=True)
    """The reference that the debit carries to the payer's statement and back to ours."""
    status: Mapped[DebitStatus] = mapped_column(default=DebitStatus.OPEN)
    note: Mapped[str] = mapped_column(String(300), default="")
    """Why it came back."""
    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id"))
    version: Mapped[int] = mapped_column(default=1)
    run: Mapped[DebitRun] = relationship(lazy="raise")
    mandate: Mapped[Mandate] = relationship(lazy="raise")
    invoice: Mapped[Invoice] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
