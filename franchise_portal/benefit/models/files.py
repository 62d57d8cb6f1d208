"""Files of accounts or of what is earned on goods: first checked, then posted or discarded."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified
from ...kit import clock
from ...storage.models import StoredFile
from ..enums import BenefitFileKind, BenefitFileStatus


class BenefitFile(Identified, Base):
    """A file that was read, and what was found in it."""

    __tablename__ = "benefit_files"
    __table_args__ = (Index("ix_benefit_files_created_at", "created_at"),)

    kind: Mapped[BenefitFileKind]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    filename: Mapped[str] = mapped_column(String(200))
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"), index=True)
    """Whose people uploaded it; None for the office."""
    status: Mapped[BenefitFileStatus] = mapped_column(default=BenefitFileStatus.CHECKED)
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_good: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[Any]] = mapped_column(default=list)
    """What is wrong, as the fields of `kit.errors.Problem`; the first hundreds."""
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship(lazy="raise")
