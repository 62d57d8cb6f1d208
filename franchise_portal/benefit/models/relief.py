"""What a franchisee asks for when the fees weigh too much, and what was decided."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified
from ...kit import clock
from ...network.models import Franchisee, Outlet
from ..enums import ReliefKind, ReliefStatus


class ReliefRequest(Identified, Base):
    """A request in words and its decision. Nothing about money happens by itself."""

    __tablename__ = "relief_requests"
    __table_args__ = (
        CheckConstraint("(decided_on IS NULL) = (status = 'asked')", name="decision"),
        Index(
            "uq_relief_requests_open",
            "outlet_id",
            unique=True,
            sqlite_where=text("status = 'asked'"),
            postgresql_where=text("status = 'asked'"),
        ),
        Index("ix_relief_requests_outlet", "outlet_id", "asked_at"),
        Index("ix_relief_requests_franchisee", "franchisee_id", "asked_at"),
        Index("ix_relief_requests_status", "status", "asked_at"),
    )

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    kind: Mapped[ReliefKind]
    """What is asked for."""
    words: Mapped[str] = mapped_column(Text)
    status: Mapped[ReliefStatus] = mapped_column(default=ReliefStatus.ASKED)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    asked_by: Mapped[UUID | None]
    asked_by_name: Mapped[str] = mapped_column(String(200), default="")
    granted_kind: Mapped[str] = mapped_column("granted", String(40), default="")
    """What was granted, which may be something else than was asked for; empty for nothing."""
    granted_until: Mapped[date | None]
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    outlet: Mapped[Outlet] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    @property
    def granted(self) -> ReliefKind | None:
        """What was granted; None for nothing."""
        return ReliefKind(self.granted_kind) if self.granted_kind else None
