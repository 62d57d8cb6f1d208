"""Fee plans, sales reports, charges, invoices, payments and the double-entry ledger.

Money columns end in `_minor` and hold whole minor units of the row's `currency`. Charges, invoices,
payments, allocations, journal entries and postings are append-only: the database itself refuses to
change or delete them. A correction is a reversal, never an edit.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..contracts.models import Contract
from ..database import Base, Identified, Minor, append_only
from ..kit import clock
from ..network.models import Franchisee, Outlet
from ..storage.models import StoredFile
from .enums import Account, Book, EntryKind, ImportStatus, SalesSource


class FeePlan(Identified, Base):
    """A fee plan in its canonical form. A changed plan is another row, never an edit."""

    __tablename__ = "fee_plans"

    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the canonical form: the same plan is stored once."""
    currency: Mapped[str] = mapped_column(String(3))
    definition: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class PlanAssignment(Identified, Base):
    """Which plan a contract uses from a day on, until the next assignment begins."""

    __tablename__ = "plan_assignments"
    __table_args__ = (UniqueConstraint("contract_id", "starts_on"),)

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("fee_plans.id"), index=True)
    starts_on: Mapped[date]
    contract: Mapped[Contract] = relationship(lazy="raise")
    plan: Mapped[FeePlan] = relationship(lazy="raise")


class SalesImport(Identified, Base):
    """A sales file that was read: first checked, then posted or discarded."""

    __tablename__ = "sales_imports"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    filename: Mapped[str] = mapped_column(String(200))
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.CHECKED)
    month: Mapped[str] = mapped_column(String(7), default="")
    """The month most rows belong to, `YYYY-MM`."""
    rows_read: Mapped[int] = mapped_column(default=0)
    """Without the header and empty lines."""
    rows_good: Mapped[int] = mapped_column(default=0)
    gross_minor: Mapped[int] = mapped_column(Minor, default=0)
    """Gross sales of the good rows in `currency`."""
    currency: Mapped[str] = mapped_column(String(3), default="")
    """Of the good rows; empty when there is none or more than one."""
    problems: Mapped[list[Any]] = mapped_column(default=list)
    """What is wrong, as the fields of `kit.errors.Problem`; the first thousand."""
    problem_count: Mapped[int] = mapped_column(default=0)
    missing: Mapped[list[Any]] = mapped_column(default=list)
    """Trading outlets without a report for the month; the first hundreds, if there are more."""
    missing_count: Mapped[int] = mapped_column(default=0)
    trading_count: Mapped[int] = mapped_column(default=0)
    """Outlets that traded in the month."""
    job_id: Mapped[UUID | None]
    """The job that reads or posts a large file."""
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship(lazy="raise")


class SalesReport(Identified, Base):
    """What an outlet sold in one period. A correction is a new version of the same period."""

    __tablename__ = "sales_reports"
    __table_args__ = (
        UniqueConstraint("outlet_id", "starts_on", "ends_on", "version"),
        Index(
            "uq_sales_reports_current",
            "outlet_id",
            "starts_on",
            "ends_on",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index("ix_sales_reports_month_outlet", "month", "outlet_id"),
    )

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day of the period, included."""
    month: Mapped[str] = mapped_column(String(7))
    """`YYYY-MM`: the month in which the period ends."""
    version: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    currency: Mapped[str] = mapped_column(String(3))
    gross_minor: Mapped[int] = mapped_column(Minor)
    sales_tax_minor: Mapped[int] = mapped_column(Minor, default=0)
    refunds_minor: Mapped[int] = mapped_column(Minor, default=0)
    discounts_minor: Mapped[int] = mapped_column(Minor, default=0)
    excluded_minor: Mapped[int] = mapped_column(Minor, default=0)
    cost_of_goods_minor: Mapped[int] = mapped_column(Minor, default=0)
    transactions: Mapped[Decimal | None]
    customers: Mapped[Decimal | None]
    units: Mapped[Decimal | None]
    source: Mapped[SalesSource] = mapped_column(default=SalesSource.FILE)
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("sales_imports.id"), index=True)
    reported_at: Mapped[datetime] = mapped_column(default=clock.now)
    reported_by_name: Mapped[str] = mapped_column(String(200), default="")
    outlet: Mapped[Outlet] = relationship(lazy="raise")


@append_only()
class Invoice(Identified, Base):
    """What one franchisee owes for one month. Money columns never change after issue."""

    __tablename__ = "invoices"
    __table_args__ = (
        Index("ix_invoices_franchisee_statement", "franchisee_id", "statement_month"),
        Index("ix_invoices_month", "month", "number"),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    """Without gaps in its series."""
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    month: Mapped[str] = mapped_column(String(7))
    """`YYYY-MM`: the month whose sales it charges."""
    statement_month: Mapped[str] = mapped_column(String(7))
    """The month on whose statement it stands: later than `month` when a report came so late that
    a later month had been invoiced. A statement that was sent does not change."""
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = mapped_column(Minor)
    fund_minor: Mapped[int] = mapped_column(Minor, default=0)
    """The part of the total that belongs to the advertising fund."""
    issued_on: Mapped[date]
    due_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    issued_by_name: Mapped[str] = mapped_column(String(200), default="")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")


@append_only()
class Charge(Identified, Base):
    """One fee on one sales report: a line of an invoice, with what is needed to explain it."""

    __tablename__ = "charges"
    __table_args__ = (
        UniqueConstraint("sales_report_id", "fee"),
        Index("ix_charges_invoice", "invoice_id"),
        Index("ix_charges_outlet_month", "outlet_id", "month"),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("fee_plans.id"))
    sales_report_id: Mapped[UUID] = mapped_column(ForeignKey("sales_reports.id"))
    month: Mapped[str] = mapped_column(String(7))
    position: Mapped[int]
    """The fee's place in its plan, from 0."""
    fee: Mapped[str] = mapped_column(String(100))
    clause: Mapped[str] = mapped_column(String(60))
    is_fund: Mapped[bool] = mapped_column(default=False)
    basis: Mapped[str] = mapped_column(String(20))
    basis_amount: Mapped[Decimal]
    """In money (major units) or in units of the basis."""
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    working: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The state the rule was given beside plan and report (year to date, month of operation …)."""
    outlet: Mapped[Outlet] = relationship(lazy="raise")


class OpenItem(Base):
    """What is still open of one book's part of an invoice; the row goes when nothing is.

    It is derived: invoices less allocations say the same, and the check of the ledger compares
    them. It keeps balances, lateness and the allocation of payments quick however long the
    history is.
    """

    __tablename__ = "open_items"
    __table_args__ = (
        CheckConstraint("open_minor > 0", name="open"),
        Index("ix_open_items_franchisee", "franchisee_id", "due_on"),
        Index("ix_open_items_due_on", "due_on"),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"), primary_key=True)
    book: Mapped[Book] = mapped_column(primary_key=True)
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    currency: Mapped[str] = mapped_column(String(3))
    due_on: Mapped[date]
    open_minor: Mapped[int] = mapped_column(Minor)


class PaymentImport(Identified, Base):
    """A payments file that was read and posted."""

    __tablename__ = "payment_imports"

    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    filename: Mapped[str] = mapped_column(String(200))
    rows: Mapped[int] = mapped_column(default=0)
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
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")


@append_only()
class Allocation(Identified, Base):
    """What settles one book's part of one invoice: part of a payment, or of a negative invoice."""

    __tablename__ = "allocations"
    __table_args__ = (
        CheckConstraint("(payment_id IS NULL) <> (from_invoice_id IS NULL)", name="source"),
        CheckConstraint("amount_minor > 0", name="amount"),
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
    """An invoice with a part below zero, which is credit: tiers over a year can give one."""
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    book: Mapped[Book]
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    allocated_on: Mapped[date]
    """The first day on which both the money and the invoice were there."""


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
        Index("ix_postings_franchisee", "franchisee_id", "account"),
    )

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("journal_entries.id"))
    book: Mapped[Book]
    account: Mapped[Account]
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))


class Assessment(Identified, Base):
    """One run over a month: who asked, what it issued, and what it could not charge."""

    __tablename__ = "assessments"
    __table_args__ = (Index("ix_assessments_month", "month", "started_at"),)

    month: Mapped[str] = mapped_column(String(7))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    requested_by: Mapped[UUID | None]
    requested_by_name: Mapped[str] = mapped_column(String(200), default="")
    invoices: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    totals: Mapped[list[Any]] = mapped_column(default=list)
    """Pairs of currency and minor units."""
    skipped: Mapped[list[Any]] = mapped_column(default=list)
    """Reports that could not be charged: outlet, period and why; the first hundreds."""
    skipped_count: Mapped[int] = mapped_column(default=0)


class NumberSeries(Base):
    """The next number of a gapless series; taken under a row lock in the issuing transaction."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    next: Mapped[int] = mapped_column(default=1)
