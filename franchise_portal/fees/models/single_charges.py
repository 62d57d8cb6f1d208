"""Charges that come from no sales report: what a contract's event or a late payment costs."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...contracts.models import Contract
from ...database import Base, Identified, Minor, append_only
from ...network.models import Outlet
from ..single_enums import SingleKind


@append_only()
class SingleCharge(Identified, Base):
    """One line of a debit note: what for, under which clause, and how the amount came about."""

    __tablename__ = "single_charges"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("clause <> ''", name="clause"),
        Index("ix_single_charges_invoice", "invoice_id"),
        Index("ix_single_charges_franchisee", "franchisee_id", "charged_on"),
        Index("ix_single_charges_charged_on", "charged_on"),
        Index(
            "ix_single_charges_deposits",
            "contract_id",
            sqlite_where=text("kind = 'deposit'"),
            postgresql_where=text("kind = 'deposit'"),
        ),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    """The debit note on which it stands."""
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    outlet_id: Mapped[UUID | None] = mapped_column(ForeignKey("outlets.id"))
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    kind: Mapped[SingleKind]
    source: Mapped[str] = mapped_column(String(200), unique=True)
    """What tells the occasion from every other: it is charged once."""
    position: Mapped[int]
    """Its place on the debit note, from 0."""
    words: Mapped[str] = mapped_column(String(300))
    clause: Mapped[str] = mapped_column(String(60))
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    working: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How the amount came about, as `rules.single_working` reads it."""
    charged_on: Mapped[date]
    """The day up to which it was counted; the tax is that of this day."""
    tax_rate_id: Mapped[UUID | None] = mapped_column(ForeignKey("tax_rates.id"))
    contract: Mapped[Contract] = relationship(lazy="raise")
    outlet: Mapped[Outlet | None] = relationship(lazy="raise")
