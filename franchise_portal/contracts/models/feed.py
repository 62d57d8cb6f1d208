"""The secret addresses under which calendars are read by other programs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base, Identified
from ...kit import clock


class CalendarFeed(Identified, Base):
    """One person's calendar address; only the digest of its secret is kept."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        Index(
            "uq_calendar_feeds_current",
            "user_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256: reading this table opens nobody's calendar."""
    made_at: Mapped[datetime] = mapped_column(default=clock.wall)
    ended_at: Mapped[datetime | None]
