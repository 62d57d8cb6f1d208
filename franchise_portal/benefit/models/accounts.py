"""What an outlet earned and spent, and what was invested in it, as its owner reports it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor
from ...kit import clock
from ...kit.period import Period
from ...network.models import Outlet
from ..enums import AccountSource


class OutletAccount(Identified, Base):
    """The account of one period. A correction is a new version of the same period."""

    __tablename__ = "outlet_accounts"
    __table_args__ = (
        UniqueConstraint("outlet_id", "starts_on", "ends_on", "version"),
        CheckConstraint(
            "sales_minor >= 0 AND cost_of_goods_minor >= 0 AND staff_minor >= 0 "
            "AND rent_minor >= 0 AND other_costs_minor >= 0 AND owner_pay_minor >= 0 "
            "AND (depreciation_minor IS NULL OR depreciation_minor >= 0)",
            name="amounts",
        ),
        Index(
            "uq_outlet_accounts_current",
            "outlet_id",
            "starts_on",
            "ends_on",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index("ix_outlet_accounts_franchisee", "franchisee_id", "ends_on"),
    )

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    """Whose account it is: the owner on the period's last day. A later owner does not see it."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day of the month or quarter, included."""
    version: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    currency: Mapped[str] = mapped_column(String(3))
    sales_minor: Mapped[int] = mapped_column(Minor)
    cost_of_goods_minor: Mapped[int] = mapped_column(Minor)
    staff_minor: Mapped[int] = mapped_column(Minor)
    rent_minor: Mapped[int] = mapped_column(Minor)
    other_costs_minor: Mapped[int] = mapped_column(Minor)
    owner_pay_minor: Mapped[int] = mapped_column(Minor, default=0)
    depreciation_minor: Mapped[int | None] = mapped_column(Minor)
    source: Mapped[AccountSource] = mapped_column(default=AccountSource.ENTERED)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("benefit_files.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it replaces the version before it."""
    reported_at: Mapped[datetime] = mapped_column(default=clock.now)
    reported_by: Mapped[UUID | None]
    reported_by_name: Mapped[str] = mapped_column(String(200), default="")
    outlet: Mapped[Outlet] = relationship(lazy="raise")

    @property
    def period(self) -> Period:
        """The days reported."""
        return Period.of_days(self.starts_on, self.ends_on)


class Investment(Identified, Base):
    """What was put into an outlet at its opening; a correction is a new version."""

    __tablename__ = "outlet_investments"
    __table_args__ = (
        UniqueConstraint("outlet_id", "franchisee_id", "version"),
        CheckConstraint("amount_minor > 0", name="amount"),
    )

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    note: Mapped[str] = mapped_column(Text, default="")
    """What it holds: fit-out, equipment, the initial fee, stock."""
    reported_at: Mapped[datetime] = mapped_column(default=clock.now)
    reported_by: Mapped[UUID | None]
    reported_by_name: Mapped[str] = mapped_column(String(200), default="")
