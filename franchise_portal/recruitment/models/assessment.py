"""One person's scores of an applicant, and what was decided."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified
from ...kit import clock
from ..enums import AssessmentState, Outcome
from .applicant import Applicant
from .scorecard import ScorecardVersion


class Assessment(Identified, Base):
    """One assessor's scores in one round; nobody else sees them before they submit their own."""

    __tablename__ = "applicant_assessments"
    __table_args__ = (UniqueConstraint("applicant_id", "assessment_round", "assessor_id"),)

    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("applicants.id"))
    assessment_round: Mapped[int]
    scorecard_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("scorecard_versions.id"), index=True
    )
    assessor_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    assessor_name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    applicant: Mapped[Applicant] = relationship(lazy="raise")
    scorecard_version: Mapped[ScorecardVersion] = relationship(lazy="raise")
    scores: Mapped[list["Score"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def state(self) -> AssessmentState:
        """How far it is."""
        if self.withdrawn_at is not None:
            return AssessmentState.WITHDRAWN
        return AssessmentState.SUBMITTED if self.submitted_at else AssessmentState.STARTED


class Score(Identified, Base):
    """One mark for one criterion, with what it rests on."""

    __tablename__ = "applicant_scores"
    __table_args__ = (
        UniqueConstraint("assessment_id", "criterion_id"),
        CheckConstraint("score >= 1 AND score <= 5", name="scale"),
    )

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("applicant_assessments.id"))
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("scorecard_criteria.id"), index=True)
    score: Mapped[int | None]
    """None while only a note is written; a submitted assessment has them all."""
    note: Mapped[str] = mapped_column(Text, default="")


class Decision(Identified, Base):
    """What was decided about an applicant, by whom, on what, and why."""

    __tablename__ = "applicant_decisions"
    __table_args__ = (Index("ix_applicant_decisions_applicant", "applicant_id", "decided_at"),)

    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("applicants.id"))
    outcome: Mapped[Outcome]
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str] = mapped_column(String(200))
    assessment_round: Mapped[int]
    scorecard_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("scorecard_versions.id"))
    """None where an applicant was rejected without being assessed."""
    mean: Mapped[Decimal | None]
    """The mean of the assessors' means, rounded to four decimals."""
    assessors: Mapped[int] = mapped_column(default=0)
