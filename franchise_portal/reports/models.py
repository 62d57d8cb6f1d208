"""Reports that were asked for, the runs they belong to, and the schedules that ask again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base, Identified
from ..kit import clock
from ..storage.models import StoredFile
from .enums import ReportStatus


class ReportRun(Identified, Base):
    """One asking: all statements of a month, or one network report."""

    __tablename__ = "report_runs"

    kind: Mapped[str] = mapped_column(String(40), index=True)
    """The slug of a ReportKind."""
    period: Mapped[str] = mapped_column(String(10))
    """`YYYY-MM`."""
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    requested_by: Mapped[UUID | None]
    requested_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    stopped_at: Mapped[datetime | None]


class Report(Identified, Base):
    """One PDF: for one franchisee, or for the network when `franchisee_id` is None."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("run_id", "subject_key"),
        Index("ix_reports_franchisee", "franchisee_id", "kind", "period"),
        Index("ix_reports_run_status", "run_id", "status"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("report_runs.id"))
    kind: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(10))
    subject_key: Mapped[str] = mapped_column(String(60))
    """The franchisee's code, or `network`."""
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    title: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(10))
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    status: Mapped[ReportStatus] = mapped_column(default=ReportStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    pages: Mapped[int] = mapped_column(default=0)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    run: Mapped[ReportRun] = relationship(lazy="raise")
    file: Mapped[StoredFile | None] = relationship(lazy="raise")


class ReportSchedule(Identified, Base):
    """Asks for a report by itself, for example the network report on the 5th at 06:00."""

    __tablename__ = "report_schedules"

    kind: Mapped[str] = mapped_column(String(40))
    day_of_month: Mapped[int]
    """1 to 28; the month reported is the one before."""
    hour: Mapped[int]
    """0 to 23, in the network's zone."""
    is_active: Mapped[bool] = mapped_column(default=True)
    last_period: Mapped[str] = mapped_column(String(10), default="")
    """The last month asked for, so that no month is asked for twice."""
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
