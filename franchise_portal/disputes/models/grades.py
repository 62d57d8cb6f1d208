"""Grades of credit month by month, appeals against them, and the terms that somebody adopted."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...network.models import Franchisee
from ..grade_enums import AppealStatus, Grade

WAITS = "status = 'open'"


@append_only()
class CreditGrade(Identified, Base):
    """A franchisee's grade of one month, with everything that it was worked out from."""

    __tablename__ = "credit_grades"
    __table_args__ = (
        UniqueConstraint("franchisee_id", "month"),
        CheckConstraint("points >= 0 AND points <= 100", name="points"),
        Index("ix_credit_grades_month", "month", "points", "franchisee_id"),
        Index("ix_credit_grades_grade", "month", "grade", "points", "franchisee_id"),
    )

    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    month: Mapped[str] = mapped_column(String(7))
    """The month at whose beginning it was worked out, `YYYY-MM`."""
    grade: Mapped[Grade]
    points: Mapped[int]
    inputs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was measured, the points of each, and the terms proposed (`rules.grades`)."""
    computed_at: Mapped[datetime] = mapped_column(default=clock.now)
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")


class GradeAppeal(Identified, Base):
    """A franchisee does not agree with a grade; a person decides, with reasons."""

    __tablename__ = "grade_appeals"
    __table_args__ = (
        CheckConstraint("(override_grade IS NULL) = (override_until IS NULL)", name="override"),
        Index("ix_grade_appeals_opened", "status", "opened_at"),
        Index(
            "uq_grade_appeals_open",
            "franchisee_id",
            unique=True,
            sqlite_where=text(WAITS),
            postgresql_where=text(WAITS),
        ),
    )

    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"), index=True)
    grade_id: Mapped[UUID] = mapped_column(ForeignKey("credit_grades.id"))
    words: Mapped[str] = mapped_column(Text)
    status: Mapped[AppealStatus] = mapped_column(default=AppealStatus.OPEN)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by_name: Mapped[str] = mapped_column(String(200), default="")
    answer_until: Mapped[date]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    decision_words: Mapped[str] = mapped_column(Text, default="")
    override_grade: Mapped[Grade | None]
    override_until: Mapped[date | None]
    """The last day on which the other grade holds."""
    version: Mapped[int] = mapped_column(default=1)
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")
    grade: Mapped[CreditGrade] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


@append_only()
class AdoptedTerms(Identified, Base):
    """Terms of payment that somebody with authority adopted; the newest that has begun holds."""

    __tablename__ = "credit_terms"
    __table_args__ = (
        CheckConstraint("due_days >= 0 AND due_days <= 180", name="due_days"),
        CheckConstraint("credit_limit_minor >= 0", name="credit_limit"),
        Index("ix_credit_terms_franchisee", "franchisee_id", "starts_on"),
    )

    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    grade_id: Mapped[UUID] = mapped_column(ForeignKey("credit_grades.id"))
    starts_on: Mapped[date]
    """Invoices issued from this day on are due by them."""
    due_days: Mapped[int]
    is_prepaid: Mapped[bool] = mapped_column(default=False)
    """Whether supplies and single charges are to be paid before; shown, never enforced."""
    credit_limit_minor: Mapped[int] = mapped_column(Minor, default=0)
    currency: Mapped[str] = mapped_column(String(3))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contracts.id"))
    clause: Mapped[str] = mapped_column(String(60), default="")
    """The clause that allows less time than everybody has; empty where nobody is worse off."""
    reason: Mapped[str] = mapped_column(Text)
    adopted_by: Mapped[UUID | None]
    adopted_by_name: Mapped[str] = mapped_column(String(200), default="")
    adopted_at: Mapped[datetime] = mapped_column(default=clock.now)
