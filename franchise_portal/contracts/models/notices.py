"""Notices that one side gave the other, and what was answered; the words never change."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access.roles import Side
from ...database import Base, Identified, append_only
from ...kit import clock
from ...network.models import Franchisee
from ...storage.models import StoredFile
from ..enums import NoticeEntryKind, NoticeKind, NoticeStatus
from .contract import Contract
from .duties import Duty


class Notice(Identified, Base):
    """A notice, with the words as they were given and the days that follow from it."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("contract_id", "sequence"),
        # About the end of one term each thing is said once, unless it was taken back.
        Index(
            "uq_notices_term",
            "contract_id",
            "term_end",
            "kind",
            unique=True,
            sqlite_where=text("term_end IS NOT NULL AND withdrawn_on IS NULL"),
            postgresql_where=text("term_end IS NOT NULL AND withdrawn_on IS NULL"),
        ),
        Index("ix_notices_franchisee", "franchisee_id", "given_on"),
        Index("ix_notices_given", "given_on", "id"),
        Index("ix_notices_duty", "duty_id"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    sequence: Mapped[int]
    """1 for the first notice about a contract."""
    number: Mapped[str] = mapped_column(String(60), unique=True)
    """The contract's number, N, and the sequence."""
    kind: Mapped[NoticeKind]
    giver: Mapped[Side]
    status: Mapped[NoticeStatus] = mapped_column(default=NoticeStatus.GIVEN)
    duty_id: Mapped[UUID | None] = mapped_column(ForeignKey("duties.id"))
    """What was not delivered."""
    earlier_id: Mapped[UUID | None] = mapped_column(ForeignKey("notices.id"))
    """The notice that this one follows."""
    term_end: Mapped[date | None]
    """The last day of the term that a renewal or non-renewal is about."""
    given_on: Mapped[date]
    answer_until: Mapped[date | None]
    until: Mapped[date | None]
    """The last day to put it right, or the day on which it takes effect."""
    act_by: Mapped[date | None]
    """The same, moved off holidays."""
    days: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(2), default="")
    """The state whose law counts, where a pack has several."""
    basis: Mapped[str] = mapped_column(String(300), default="")
    """The law and its article that gave the days; empty for the contract or what is usual."""
    language: Mapped[str] = mapped_column(String(10), default="en")
    words: Mapped[dict[str, Any]]
    """Title, what, why, how, help, next: as they were given."""
    skip_reason: Mapped[str] = mapped_column(Text, default="")
    """Why earlier steps were left out, in the words of who may."""
    skip_by_name: Mapped[str] = mapped_column(String(200), default="")
    given_by: Mapped[UUID | None]
    given_by_name: Mapped[str] = mapped_column(String(200), default="")
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_on: Mapped[date | None]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    """The PDF, made once after it was given."""
    mailed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")
    duty: Mapped[Duty | None] = relationship(lazy="raise")
    letter: Mapped[StoredFile | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    @property
    def addressee(self) -> Side:
        """The side that it is for."""
        return Side.FRANCHISEE if self.giver is Side.FRANCHISOR else Side.FRANCHISOR


@append_only()
class NoticeEntry(Identified, Base):
    """A reading, a reply or a decision about a notice, for good."""

    __tablename__ = "notice_entries"
    __table_args__ = (
        Index(
            "uq_notice_entries_read",
            "notice_id",
            "by_id",
            unique=True,
            sqlite_where=text("kind = 'read'"),
            postgresql_where=text("kind = 'read'"),
        ),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), index=True)
    kind: Mapped[NoticeEntryKind]
    side: Mapped[Side]
    words: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    file: Mapped[StoredFile | None] = relationship(lazy="raise")
