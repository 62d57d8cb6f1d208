"""What the franchisor earns on an outlet's goods, and what buying together saves the outlet."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor
from ...kit import clock
from ...network.models import Outlet
from ...storage.models import StoredFile
from ..enums import TakingKind


class Taking(Identified, Base):
    """What the franchisor earned on the goods of an outlet in a month; corrected by versions."""

    __tablename__ = "supply_takings"
    __table_args__ = (
        UniqueConstraint("outlet_id", "month", "kind", "version"),
        CheckConstraint("amount_minor >= 0", name="amount"),
        Index(
            "uq_supply_takings_current",
            "outlet_id",
            "month",
            "kind",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index("ix_supply_takings_franchisee", "franchisee_id", "month"),
        Index("ix_supply_takings_month", "month", "outlet_id"),
    )

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    """The owner on the month's last day, who sees it."""
    month: Mapped[str] = mapped_column(String(7))
    kind: Mapped[TakingKind]
    version: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    note: Mapped[str] = mapped_column(Text, default="")
    """From whom, or on what: as the franchisee reads it."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("benefit_files.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by: Mapped[UUID | None]
    recorded_by_name: Mapped[str] = mapped_column(String(200), default="")
    outlet: Mapped[Outlet] = relationship(lazy="raise")


class PurchaseSaving(Identified, Base):
    """Goods bought through the network, with the price elsewhere and who quoted it."""

    __tablename__ = "purchase_savings"
    __table_args__ = (
        CheckConstraint("file_id IS NOT NULL OR evidence <> ''", name="evidence"),
        Index("ix_purchase_savings_franchisee", "franchisee_id", "month"),
        Index("ix_purchase_savings_month", "month", "outlet_id"),
    )

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    month: Mapped[str] = mapped_column(String(7))
    item: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[Decimal]
    market_price: Mapped[Decimal]
    network_price: Mapped[Decimal]
    """Of one unit, in major units of `currency`."""
    currency: Mapped[str] = mapped_column(String(3))
    saved_minor: Mapped[int] = mapped_column(Minor)
    """As the rule gives it; below zero where the network was dearer."""
    evidence: Mapped[str] = mapped_column(Text, default="")
    """Whose price it is and of which day."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by: Mapped[UUID | None]
    recorded_by_name: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_name: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    outlet: Mapped[Outlet] = relationship(lazy="raise")
    file: Mapped[StoredFile | None] = relationship(lazy="raise")
