"""Rates by day, what was charged for being late, what of it was waived, and later due days."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...contracts.models import Contract
from ...database import Base, Identified, Minor, append_only
from ...fees.models import Invoice
from ...kit import clock
from ...kit.money import Money
from ...network.models import Franchisee
from ..enums import LateKind, RateUse


@append_only()
class RateTable(Identified, Base):
    """A table of rates that contracts name, such as a central bank's base rate."""

    __tablename__ = "rate_tables"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    """What contracts name it by; of a ceiling the law pack that it is for."""
    name: Mapped[str] = mapped_column(String(120))
    use: Mapped[RateUse]
    source: Mapped[str] = mapped_column(String(300), default="")
    """Where the rates are published."""
    made_by_name: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


@append_only()
class BaseRate(Identified, Base):
    """A rate of a table from a day on, for a year, as a share of one. It may be below zero."""

    __tablename__ = "base_rates"
    __table_args__ = (UniqueConstraint("table_id", "starts_on"),)

    table_id: Mapped[UUID] = mapped_column(ForeignKey("rate_tables.id"))
    starts_on: Mapped[date]
    rate: Mapped[Decimal]
    made_by_name: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class LateRun(Identified, Base):
    """A month whose late charges are posted: the first by a person, after looking at them."""

    __tablename__ = "late_runs"

    month: Mapped[str] = mapped_column(String(7), unique=True)
    posted_by_name: Mapped[str] = mapped_column(String(200), default="")
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    """When the last franchisee was looked at; what was interrupted goes on until then."""
    charges: Mapped[int] = mapped_column(default=0)
    """How many it posted, once everybody was looked at."""


class LateForecast(Identified, Base):
    """What a month would charge a large network: worked out in the background, to be looked at."""

    __tablename__ = "late_forecasts"

    month: Mapped[str] = mapped_column(String(7), unique=True)
    asked_by_name: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    """None while it is being worked out."""
    franchisees: Mapped[int] = mapped_column(default=0)
    """How many would be charged something."""
    charges: Mapped[int] = mapped_column(default=0)
    totals: Mapped[list[Any]] = mapped_column(default=list)
    """Pairs of currency and minor units."""
    missing: Mapped[list[Any]] = mapped_column(default=list)
    """Contracts that cost nothing because something is missing: number, why and what it names."""

    @property
    def sums(self) -> tuple[Money, ...]:
        """What it comes to, in each currency."""
        return tuple(Money(minor, currency) for currency, minor in self.totals)

    @property
    def gaps(self) -> tuple[dict[str, Any], ...]:
        """What is missing, with days as days."""
        return tuple({**one, "day": date.fromisoformat(one["day"])} for one in self.missing)


@append_only()
class LateCharge(Identified, Base):
    """What one invoice costs for being late, of one kind, in one month. The key is charged once."""

    __tablename__ = "late_charges"
    __table_args__ = (
        UniqueConstraint("invoice_id", "contract_id", "kind", "period"),
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_late_charges_franchisee", "franchisee_id", "posted_on"),
        Index("ix_late_charges_posted", "posted_on", "id"),
        Index("ix_late_charges_run", "run_id"),
        Index("ix_late_charges_note", "note_id"),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    """The invoice that was late."""
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    run_id: Mapped[UUID] = mapped_column(ForeignKey("late_runs.id"))
    kind: Mapped[LateKind]
    period: Mapped[str] = mapped_column(String(7))
    """The month that it counts; `once` for what an invoice costs once."""
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    clause: Mapped[str] = mapped_column(String(60))
    working: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Its pieces: days, balance, rate."""
    note_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    """The debit note on which it stands."""
    single_charge_id: Mapped[UUID] = mapped_column(ForeignKey("single_charges.id"), unique=True)
    posted_on: Mapped[date]
    invoice: Mapped[Invoice] = relationship(lazy="raise", foreign_keys=[invoice_id])
    note: Mapped[Invoice] = relationship(lazy="raise", foreign_keys=[note_id])
    contract: Mapped[Contract] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")


@append_only()
class LateCorrection(Identified, Base):
    """What a late charge was too high by, once more was known: taken back by a credit note."""

    __tablename__ = "late_corrections"
    __table_args__ = (
        UniqueConstraint("late_charge_id", "credit_note_id"),
        CheckConstraint("amount_minor > 0 AND right_minor >= 0", name="amounts"),
        Index("ix_late_corrections_credit_note", "credit_note_id"),
    )

    late_charge_id: Mapped[UUID] = mapped_column(ForeignKey("late_charges.id"))
    credit_note_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    amount_minor: Mapped[int] = mapped_column(Minor)
    """What was taken back, without tax."""
    right_minor: Mapped[int] = mapped_column(Minor)
    """What the charge comes to by what is known then."""
    currency: Mapped[str] = mapped_column(String(3))
    working: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How what is right comes about; its keys are those of the charge's own working."""
    corrected_on: Mapped[date]
    credit_note: Mapped[Invoice] = relationship(lazy="raise")


@append_only()
class LateLook(Identified, Base):
    """A look at what was booked since the one before, and so at the charges that it lowers."""

    __tablename__ = "late_looks"

    upto: Mapped[UUID] = mapped_column(unique=True)
    """Ids are given in order of time: what was booked later has a later one."""
    corrections: Mapped[int]
    looked_at: Mapped[datetime] = mapped_column(default=clock.now)


@append_only()
class LateWaiver(Identified, Base):
    """A late charge that need not be paid: all of it, by a credit note."""

    __tablename__ = "late_waivers"

    late_charge_id: Mapped[UUID] = mapped_column(ForeignKey("late_charges.id"), unique=True)
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approvals.id"), unique=True)
    credit_note_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    reason: Mapped[str] = mapped_column(Text)
    waived_by_name: Mapped[str] = mapped_column(String(200), default="")
    waived_on: Mapped[date]


@append_only()
class DueExtension(Identified, Base):
    """More time to pay an invoice. What was issued keeps its day; this one counts for lateness."""

    __tablename__ = "due_extensions"
    __table_args__ = (Index("ix_due_extensions_invoice", "invoice_id", "until"),)

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approvals.id"), unique=True)
    granted_by_name: Mapped[str] = mapped_column(String(200), default="")
    granted_at: Mapped[datetime] = mapped_column(default=clock.now)
