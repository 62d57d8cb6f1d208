"""Months whose invoices are shown as drafts before they are issued."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base, Identified
from ...kit import clock
from ..draft_enums import DraftEnd


class MonthDraft(Identified, Base):
    """That the invoices of a month were shown as drafts, since when, and until which day.

    The drafts themselves are nowhere kept: they follow from the reports as they stand.
    """

    __tablename__ = "month_drafts"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended"),
        Index(
            "uq_month_drafts_open",
            "month",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    month: Mapped[str] = mapped_column(String(7))
    opened_on: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by: Mapped[UUID | None]
    opened_by_name: Mapped[str] = mapped_column(String(200), default="")
    issues_on: Mapped[date]
    """The day on which they are issued unless somebody decides otherwise."""
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[DraftEnd | None]
    ended_by_name: Mapped[str] = mapped_column(String(200), default="")
    told_through: Mapped[UUID | None]
    """The last franchisee, by id, who has been written to; the next one goes on from here."""
    told_at: Mapped[datetime | None]
    """When everybody had been."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    @property
    def is_open(self) -> bool:
        """Whether they are shown."""
        return self.ended_at is None
