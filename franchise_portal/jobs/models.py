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
    __table_args__ = (
        Index("ix_jobs_status_due_at", "status", "due_at"),
        Index("ix_jobs_status_finished_at", "status", "finished_at"),
    )

    name: Mapped[str] = mapped_column(String(100), index=True)
    """The registered name, `feature.verb`."""
    queue: Mapped[str] = mapped_column(String(20))
    arguments: Mapped[dict[str, Any]]
    """Keyword arguments: strings and whole numbers only."""
    dedupe_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    """Two promises with the same key are one promise."""
    is_routine: Mapped[bool] = mapped_column(default=False)
    """Asked for by the calendar; nobody looks for it once it is done."""
    label: Mapped[str] = mapped_column(String(300), default="")
    """What a person calls it; empty where the name says enough."""
    status: Mapped[JobStatus] = mapped_column(default=JobStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    """How often somebody began. Only ever grows: whoever holds the latest number holds the row."""
    failures: Mapped[int] = mapped_column(default=0)
    """Attempts that ended in an error, since it was last asked for."""
    losses: Mapped[int] = mapped_column(default=0)
    """Attempts whose process disappeared, since it was last asked for."""
    max_attempts: Mapped[int] = mapped_column(default=4)
    """After this many failures it is failed for good."""
    created_at: Mapped[datetime] = mapped_column(default=clock.wall)
    due_at: Mapped[datetime] = mapped_column(default=clock.wall)
    """Not before this moment; after it the sweeper rings again."""
    rung_at: Mapped[datetime | None]
    """When the queue was last told of it."""
    holder: Mapped[str] = mapped_column(String(120), default="")
    """The process at work on it: machine, process id, and when that process began."""
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    now_doing: Mapped[str] = mapped_column(String(300), default="")
    error: Mapped[str] = mapped_column(Text, default="")
    """Why the last attempt failed: one line, without personal data."""
    requested_by: Mapped[UUID | None]
    requested_by_name: Mapped[str] = mapped_column(String(200), default="")

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.status in {JobStatus.DONE, JobStatus.FAILED}


class Beat(Base):
    """When the calendar last ran an entry, so that two calendars never run one moment twice."""

    __tablename__ = "job_beats"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    last_due_at: Mapped[datetime]
