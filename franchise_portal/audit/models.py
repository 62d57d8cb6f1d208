"""Audit entries: append-only, in the database itself (a trigger refuses UPDATE and DELETE)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base, Identified, append_only
from ..kit import clock


@append_only()
class Entry(Identified, Base):
    """Who did what to which object, when, with the names as they were then."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_at", "at", "id"),
        Index("ix_audit_entries_subject", "subject_type", "subject_id"),
        Index("ix_audit_entries_franchisee", "franchisee_id", "at"),
        Index("ix_audit_entries_actor", "actor_id", "at"),
    )

    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(100), index=True)
    """`feature.subject.verb`, from an action enumeration; its sentence is built when shown."""
    subject_type: Mapped[str] = mapped_column(String(60), default="")
    subject_id: Mapped[UUID | None]
    subject_name: Mapped[str] = mapped_column(String(300), default="")
    franchisee_id: Mapped[UUID | None]
    """Whose timeline it belongs to; None for the franchisor's own affairs."""
    is_access: Mapped[bool] = mapped_column(default=False)
    """Signing in, a refusal, a download: written on its own connection, also on GET."""
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    request_id: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
