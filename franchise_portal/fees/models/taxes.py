"""Taxes on fees: at what rate since when, on what, and what invoices owe of them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ..tax_enums import TaxKind


@append_only()
class Tax(Identified, Base):
    """A tax by its name, such as “VAT, standard rate”."""

    __tablename__ = "taxes"

    label: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[TaxKind]
    reason: Mapped[str] = mapped_column(String(200), default="")
    """The law by which nothing is charged, as invoices print it; empty for a tax that is."""
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_name: Mapped[str] = mapped_column(String(200), default="")


@append_only()
class TaxRate(Identified, Base):
    """What a tax charges from a day on, until the next rate. What was invoiced keeps its own."""

    __tablename__ = "tax_rates"
    __table_args__ = (UniqueConstraint("tax_id", "starts_on"),)

    tax_id: Mapped[UUID] = mapped_column(ForeignKey("taxes.id"))
    starts_on: Mapped[date]
    rate: Mapped[Decimal]
    """A share of one."""
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_name: Mapped[str] = mapped_column(String(200), default="")
    tax: Mapped[Tax] = relationship(lazy="raise")


@append_only()
class TaxRule(Identified, Base):
    """Which tax applies from a day on: to all fees, to one fee, one brand, one franchisee.

    A later row for the same takes over on its day; one without a tax ends the rule.
    """

    __tablename__ = "tax_rules"
    __table_args__ = (Index("ix_tax_rules_starts_on", "starts_on"),)

    tax_id: Mapped[UUID | None] = mapped_column(ForeignKey("taxes.id"))
    starts_on: Mapped[date]
    fee: Mapped[str] = mapped_column(String(100), default="")
    """The fee's name in its plan; empty for every fee."""
    brand_id: Mapped[UUID | None] = mapped_column(ForeignKey("brands.id"))
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_name: Mapped[str] = mapped_column(String(200), default="")


@append_only()
class InvoiceTax(Identified, Base):
    """The tax of one kind at one rate on an invoice, rounded once; below zero on a credit note."""

    __tablename__ = "invoice_taxes"
    __table_args__ = (UniqueConstraint("invoice_id", "kind", "rate"),)

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    kind: Mapped[TaxKind]
    rate: Mapped[Decimal]
    """A share of one."""
    label: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(200), default="")
    basis_minor: Mapped[int] = mapped_column(Minor)
    tax_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
