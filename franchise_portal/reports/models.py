"""Reports that were asked for, the runs they belong to, and the schedules that ask again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base, Identified
from ..kit import clock
from ..storage.models import StoredFile
from .enums import ReportStatus


class ReportRun(Identified, Base):
    """One asking: all statements of a month, one of them again, or the network's report."""

    __tablename__ = "report_runs"
    __table_args__ = (
        # Asking twice is asking once, as long as the first is under way.
        Index(
            "uq_report_runs_open",
            "kind",
            "period",
            "scope",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_report_runs_created_at", "created_at"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    """The slug of a ReportKind."""
    period: Mapped[str] = mapped_column(String(10))
    """`YYYY-MM`; empty for a paper, which belongs to no month."""
    subject_id: Mapped[UUID | None]
    """The thing that a paper is about."""
    scope: Mapped[str] = mapped_column(String(60), default="")
    """The key of the one subject; empty when it is about all."""
    name: Mapped[str] = mapped_column(String(200), default="")
    """The one subject's name; empty when it is about all."""
    total: Mapped[int] = mapped_column(default=0)
    """How many reports it makes."""
    requested_by: Mapped[UUID | None]
    requested_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_at: Mapped[datetime | None]
    """By the real clock: when the first report was begun, since it was last asked for."""
    done_before: Mapped[int] = mapped_column(default=0)
    """How many were ready when it was last asked for."""
    stopped_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When nothing was left to make: all are ready, failed or stopped."""


class Report(Identified, Base):
    """One PDF: for one franchisee, or for the network when `franchisee_id` is None."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("run_id", "subject_key"),
        # Whatever jobs do, a subject has one report of a kind and month, not two.
        Index(
            "uq_reports_current",
            "kind",
            "period",
            "subject_key",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index("ix_reports_franchisee", "franchisee_id", "kind", "period"),
        Index("ix_reports_run_part", "run_id", "part", "status"),
        Index("ix_reports_listed", "period", "kind", "subject_key"),
        Index("ix_reports_subject", "subject_id", "kind"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("report_runs.id"))
    part: Mapped[int] = mapped_column(default=0)
    """The job of the run that makes it."""
    kind: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(10))
    """`YYYY-MM`; empty for a paper, which belongs to no month."""
    subject_id: Mapped[UUID | None]
    """The thing that a paper is about."""
    subject_key: Mapped[str] = mapped_column(String(60))
    """The franchisee's code, a thing's own reference, or the kind's slug."""
    subject_name: Mapped[str] = mapped_column(String(200), default="")
    subject_local: Mapped[str] = mapped_column(String(200), default="")
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    language: Mapped[str] = mapped_column(String(10), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    status: Mapped[ReportStatus] = mapped_column(default=ReportStatus.WAITING)
    is_current: Mapped[bool] = mapped_column(default=False)
    """Whether it is the one to show: the newest that is ready."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Also the claim's number: whoever holds an older one can change nothing."""
    error: Mapped[str] = mapped_column(Text, default="")
    pages: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    """Bytes."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    run: Mapped[ReportRun] = relationship(lazy="raise")
    file: Mapped[StoredFile | None] = relationship(lazy="raise")


class ReportSchedule(Identified, Base):
    """Asks for a report by itself, for example the network report on the 5th at 06:00."""

    __tablename__ = "report_schedules"

    kind: Mapped[str] = mapped_column(String(40), unique=True)
    """A kind has one schedule at most."""
    day_of_month: Mapped[int]
    """1 to 28; the month reported is the one before."""
    hour: Mapped[int]
    """0 to 23, in the network's zone."""
    last_period: Mapped[str] = mapped_column(String(10), default="")
    """The last month asked for, so that no month is asked for twice."""
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
