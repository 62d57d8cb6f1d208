"""The rows that are the truth about background work. The queue is only a doorbell."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base, Identified
from ..kit import clock
from .enums import JobStatus


class Job(Identified, Base):
    """One promise of work: written in the transaction that makes the promise."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_status_due_at", "status", "due_at"),)

    name: Mapped[str] = mapped_column(String(100), index=True)
    """The registered name, `feature.verb`."""
    queue: Mapped[str] = mapped_column(String(20))
    arguments: Mapped[dict[str, Any]]
    """Keyword arguments: strings and whole numbers only."""
    dedupe_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    """Two promises with the same key are one promise."""
    label: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[JobStatus] = mapped_column(default=JobStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=4)
    created_at: Mapped[datetime] = mapped_column(default=clock.wall)
    due_at: Mapped[datetime] = mapped_column(default=clock.wall)
    """Not before this moment; after it the sweeper rings again."""
    rung_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    now_doing: Mapped[str] = mapped_column(String(300), default="")
    error: Mapped[str] = mapped_column(Text, default="")
    """Why the last attempt failed: the exception's last line, without personal data."""
    requested_by: Mapped[UUID | None]
    requested_by_name: Mapped[str] = mapped_column(String(200), default="")


class Beat(Base):
    """When the calendar last ran an entry, so that two calendars never run one moment twice."""

    __tablename__ = "job_beats"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    last_due_at: Mapped[datetime]
