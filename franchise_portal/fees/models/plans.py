"""Fee plans, and which contract uses which from when."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...contracts.models import Contract
from ...database import Base, Identified
from ...kit import clock


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
