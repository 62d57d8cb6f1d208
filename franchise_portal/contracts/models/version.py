"""The versions of a contract: its words and its structured terms, each in force from a day on."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified
from ...kit import clock
from ..enums import VersionKind, VersionStatus
from .contract import Contract


class ContractVersion(Identified, Base):
    """The original agreement, an amendment or a renewal: whole words and whole terms each time.

    An amendment holds what is in force once it takes effect, not only what it changes, so that
    "the terms on a day" is one row: the executed version with the latest `effective_from` on or
    before that day, and of two from the same day the one with the higher sequence.
    """

    __tablename__ = "contract_versions"
    __table_args__ = (
        UniqueConstraint("contract_id", "sequence"),
        Index("ix_contract_versions_in_force", "contract_id", "status", "effective_from"),
        # The few whose day has yet to come.
        Index(
            "ix_contract_versions_uncarried",
            "effective_from",
            sqlite_where=text("carried_at IS NULL"),
            postgresql_where=text("carried_at IS NULL"),
        ),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    sequence: Mapped[int]
    """1 for the original, counted on with each version."""
    kind: Mapped[VersionKind]
    status: Mapped[VersionStatus] = mapped_column(default=VersionStatus.DRAFT)
    effective_from: Mapped[date]
    title: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was made, in the words of whoever made it."""
    terms: Mapped[dict[str, Any]]
    """The canonical form of `rules.terms.Terms`."""
    clauses: Mapped[list[Any]] = mapped_column(default=list)
    """In order: kind, number, title, body, and the library's key and version where it has them."""
    language: Mapped[str] = mapped_column(String(10), default="en")
    template: Mapped[str] = mapped_column(String(80), default="")
    """The key of the template it was begun from; empty without one."""
    template_version: Mapped[int | None]
    comparison: Mapped[dict[str, Any] | None]
    """Areas that the portal cannot compare, compared by a person: the pairs, why, who and when."""
    executed_at: Mapped[datetime | None]
    carried_at: Mapped[datetime | None]
    """When its terms and clauses became those of the contract: at once, or on its first day."""
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention
