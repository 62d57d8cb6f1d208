"""Alerts that were noted, the network's figures of a month, and the limits that are judged by."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, append_only
from ...kit import clock
from ...network.models import Franchisee, Outlet
from ..enums import AlertKind


@append_only()
class FeeAlert(Identified, Base):
    """A rule spoke about an outlet and a month. Each is noted once and stays."""

    __tablename__ = "fee_alerts"
    __table_args__ = (
        UniqueConstraint("outlet_id", "month", "kind"),
        Index("ix_fee_alerts_month", "month", "outlet_id"),
        Index("ix_fee_alerts_franchisee", "franchisee_id", "month"),
    )

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    month: Mapped[str] = mapped_column(String(7))
    kind: Mapped[AlertKind]
    found: Mapped[Decimal]
    """What was found, and against which limit: shares of one, or major units of money."""
    limit: Mapped[Decimal] = mapped_column("limit_value")
    currency: Mapped[str] = mapped_column(String(3))
    noted_at: Mapped[datetime] = mapped_column(default=clock.now)
    outlet: Mapped[Outlet] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")


class BenefitMonth(Identified, Base):
    """The network's figures of one month and currency, worked out by the job that notes alerts."""

    __tablename__ = "benefit_months"
    __table_args__ = (UniqueConstraint("month", "currency"),)

    month: Mapped[str] = mapped_column(String(7))
    currency: Mapped[str] = mapped_column(String(3))
    median_rate: Mapped[Decimal | None]
    """The middle of all burdens of sales; None with fewer than five outlets."""
    outlets: Mapped[int] = mapped_column(default=0)
    """Outlets with fees and sales in the month."""
    accounts: Mapped[int] = mapped_column(default=0)
    """Outlets of which both sides are known for at least one of the twelve months."""
    sums: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Both sides of those outlets over the twelve months to this one, in minor units."""
    worked_out_at: Mapped[datetime] = mapped_column(default=clock.now)


class BenefitLimits(Identified, Base):
    """From where on something is too much. One row; without it the usual limits hold."""

    __tablename__ = "benefit_limits"
    __table_args__ = (CheckConstraint("lock = 1", name="single"),)

    lock: Mapped[int] = mapped_column(default=1, unique=True)
    points: Mapped[Decimal]
    of_profit: Mapped[Decimal]
    loss_months: Mapped[int]
    hurdle: Mapped[Decimal]
    lowest_share: Mapped[Decimal]
    highest_share: Mapped[Decimal]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention
