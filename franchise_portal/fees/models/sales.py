"""Sales files as they were read, and what each outlet sold."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor
from ...kit import clock
from ...kit.period import Period
from ...network.models import Outlet
from ...storage.models import StoredFile
from ..enums import ImportStatus, SalesSource


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
        Index("ix_sales_reports_month", "month", "is_current", "outlet_id", "starts_on"),
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
    reported_by: Mapped[UUID | None]
    """The account that sent it, where a person did."""
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why it replaces the version before it."""
    outlet: Mapped[Outlet] = relationship(lazy="raise")

    @property
    def period(self) -> Period:
        """The days reported."""
        return Period.of_days(self.starts_on, self.ends_on)
