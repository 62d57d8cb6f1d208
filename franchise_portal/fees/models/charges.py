"""Assessments, and the invoices and charges that they lead to."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...network.models import Franchisee, Outlet
from ..enums import Book, InvoiceKind


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
    kind: Mapped[InvoiceKind] = mapped_column(default=InvoiceKind.INVOICE)
    """A document below zero is a credit note, with numbers of their own."""
    tax_minor: Mapped[int] = mapped_column(Minor, default=0)
    """The tax in the total. Whoever issues the invoice owes it, so it is the franchisor's."""
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    """The invoice of which a credit note takes something back."""
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why a credit note was issued, in the words of whoever asked."""
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")


@append_only()
class Charge(Identified, Base):
    """One fee on one sales report: a line of an invoice, with what is needed to explain it."""

    __tablename__ = "charges"
    __table_args__ = (
        UniqueConstraint("sales_report_id", "fee", "turn"),
        Index("ix_charges_invoice", "invoice_id"),
        Index("ix_charges_outlet_month", "outlet_id", "month"),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    outlet_id: Mapped[UUID]
    """That of the sales report, which has the key: a month makes three hundred thousand charges,
    and each key of theirs is looked up for each."""
    contract_id: Mapped[UUID]
    """Read together with the report that is charged; the check of the ledger proves that it, and
    the plan, are there."""
    plan_id: Mapped[UUID]
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
    turn: Mapped[int] = mapped_column(default=0)
    """How often the same report was charged before: a correction of an earlier month can lead to
    another amount for later ones of the year. All but the last turn are taken back."""
    tax_rate_id: Mapped[UUID | None] = mapped_column(ForeignKey("tax_rates.id"))
    """The tax on it; none where the network has said of no tax that it applies."""
    outlet: Mapped[Outlet] = relationship(
        primaryjoin=lambda: foreign(Charge.outlet_id) == Outlet.id, lazy="raise", viewonly=True
    )


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
        Index("ix_open_items_due_on", "due_on", "franchisee_id"),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"), primary_key=True)
    book: Mapped[Book] = mapped_column(primary_key=True)
    franchisee_id: Mapped[UUID]
    """That of the invoice, which has the key."""
    currency: Mapped[str] = mapped_column(String(3))
    due_on: Mapped[date]
    open_minor: Mapped[int] = mapped_column(Minor)


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
