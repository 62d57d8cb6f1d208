"""The scorecard: one draft that can be changed, and published versions that cannot."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, append_only
from ...kit import clock


class ScorecardDraft(Identified, Base):
    """The next version while it is written. There is one at a time."""

    __tablename__ = "scorecard_drafts"
    __table_args__ = (CheckConstraint("lock = 1", name="single"),)

    lock: Mapped[int] = mapped_column(default=1, unique=True)
    """Always 1."""
    pass_mark: Mapped[Decimal] = mapped_column(default=Decimal("3.2"))
    """From this mean on the scorecard speaks for an applicant; the decision stays a person's."""
    note: Mapped[str] = mapped_column(Text, default="")
    """What is different from the version before, and why."""
    begun_by_name: Mapped[str] = mapped_column(String(200), default="")
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    criteria: Mapped[list["DraftCriterion"]] = relationship(
        lazy="raise", order_by="DraftCriterion.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DraftCriterion(Identified, Base):
    """A criterion of the draft."""

    __tablename__ = "scorecard_draft_criteria"
    __table_args__ = (
        CheckConstraint("weight >= 1", name="weight"),
        CheckConstraint("fail_below >= 0 AND fail_below <= 5", name="fail_below"),
    )

    draft_id: Mapped[UUID] = mapped_column(
        ForeignKey("scorecard_drafts.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    question: Mapped[str] = mapped_column(Text, default="")
    weight: Mapped[int]
    fail_below: Mapped[int] = mapped_column(default=0)
    anchors: Mapped[list[Any]] = mapped_column(default=list)
    """What a 1 is in words, what a 2 is, up to 5."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


@append_only()
class ScorecardVersion(Identified, Base):
    """A published version. The database itself refuses to change it."""

    __tablename__ = "scorecard_versions"

    number: Mapped[int] = mapped_column(unique=True)
    pass_mark: Mapped[Decimal]
    note: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_by_name: Mapped[str] = mapped_column(String(200), default="")
    criteria: Mapped[list["ScorecardCriterion"]] = relationship(
        lazy="raise", order_by="ScorecardCriterion.position"
    )


@append_only()
class ScorecardCriterion(Identified, Base):
    """A criterion of a published version."""

    __tablename__ = "scorecard_criteria"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("weight >= 1", name="weight"),
        CheckConstraint("fail_below >= 0 AND fail_below <= 5", name="fail_below"),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey("scorecard_versions.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    question: Mapped[str] = mapped_column(Text, default="")
    weight: Mapped[int]
    fail_below: Mapped[int] = mapped_column(default=0)
    anchors: Mapped[list[Any]] = mapped_column(default=list)
    """What a 1 is in words, what a 2 is, up to 5."""
