"""Payment plans: which invoices, in which instalments, and what happened to them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access.roles import Side
from ...database import Base, Identified, Minor, append_only
from ...fees.models import Invoice
from ...kit import clock
from ...network.models import Franchisee
from ..enums import PlanEntryKind, PlanStatus


class PaymentPlan(Identified, Base):
    """Open invoices of a franchisee, paid in instalments instead of at once."""

    __tablename__ = "payment_plans"
    __table_args__ = (
        CheckConstraint("total_minor > 0", name="total"),
        CheckConstraint("broken_after_days >= 0", name="days"),
        Index("ix_payment_plans_franchisee", "franchisee_id", "proposed_at"),
        Index("ix_payment_plans_status", "status", "proposed_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = mapped_column(Minor)
    """What was open of its invoices when it was proposed: what the instalments come to."""
    status: Mapped[PlanStatus] = mapped_column(default=PlanStatus.PROPOSED)
    words: Mapped[str] = mapped_column(Text, default="")
    """Why, in the words of whoever proposed it."""
    broken_after_days: Mapped[int] = mapped_column(default=10)
    """How late an instalment may be before the plan counts as broken."""
    interest_rate: Mapped[Decimal] = mapped_column(default=Decimal(0))
    """For a year, while it is kept, in place of the contract's; 0 for none."""
    proposed_by: Mapped[Side]
    proposed_by_name: Mapped[str] = mapped_column(String(200), default="")
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_on: Mapped[date | None]
    """Its first day: from then on nobody is reminded."""
    accepted_by_name: Mapped[str] = mapped_column(String(200), default="")
    ended_on: Mapped[date | None]
    """The day on which it was paid, broken, refused or taken back."""
    version: Mapped[int] = mapped_column(default=1)
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")
    invoices: Mapped[list["PaymentPlanInvoice"]] = relationship(
        lazy="raise", order_by="PaymentPlanInvoice.position"
    )
    instalments: Mapped[list["PaymentPlanInstalment"]] = relationship(
        lazy="raise", order_by="PaymentPlanInstalment.position"
    )
    entries: Mapped[list["PaymentPlanEntry"]] = relationship(
        lazy="raise", order_by="PaymentPlanEntry.at, PaymentPlanEntry.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


@append_only()
class PaymentPlanInvoice(Identified, Base):
    """An invoice of a plan, with what was open of it then."""

    __tablename__ = "payment_plan_invoices"
    __table_args__ = (
        UniqueConstraint("plan_id", "invoice_id"),
        CheckConstraint("open_minor > 0", name="open"),
        Index("ix_payment_plan_invoices_invoice", "invoice_id"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("payment_plans.id"))
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    position: Mapped[int]
    open_minor: Mapped[int] = mapped_column(Minor)
    invoice: Mapped[Invoice] = relationship(lazy="raise")


@append_only()
class PaymentPlanInstalment(Identified, Base):
    """So much by a day."""

    __tablename__ = "payment_plan_instalments"
    __table_args__ = (
        UniqueConstraint("plan_id", "position"),
        CheckConstraint("amount_minor > 0", name="amount"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("payment_plans.id"))
    position: Mapped[int]
    """From 1."""
    due_on: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(Minor)


@append_only()
class PaymentPlanEntry(Identified, Base):
    """What somebody did about a plan, for good. An instalment is reminded of once."""

    __tablename__ = "payment_plan_entries"
    __table_args__ = (
        UniqueConstraint("plan_id", "kind", "instalment"),
        Index("ix_payment_plan_entries_plan", "plan_id", "at"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("payment_plans.id"))
    kind: Mapped[PlanEntryKind]
    instalment: Mapped[int] = mapped_column(default=0)
    """Which instalment a reminder was about; 0 for everything else."""
    words: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
