"""Budgets of a year in versions, and their lines."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base, Identified, Minor
from ...kit import clock
from ...kit.ids import new_id
from ..enums import BudgetStatus, SpendingKind


class FundBudget(Identified, Base):
    """One version of the budget of a year of the fund."""

    __tablename__ = "fund_budgets"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        Index(
            "uq_fund_budgets_adopted",
            "year",
            unique=True,
            sqlite_where=text("status = 'adopted'"),
            postgresql_where=text("status = 'adopted'"),
        ),
    )

    year: Mapped[int]
    """The calendar year in which the fund's year begins."""
    number: Mapped[int]
    """Of the version within its year, from 1."""
    status: Mapped[BudgetStatus] = mapped_column(default=BudgetStatus.DRAFT)
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why this version was begun, or withdrawn."""
    motion_ref: Mapped[str] = mapped_column(String(100), default="")
    """The motion by which it was agreed, as the minutes name it."""
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_name: Mapped[str] = mapped_column(String(200), default="")
    proposed_at: Mapped[datetime | None]
    proposed_by_name: Mapped[str] = mapped_column(String(200), default="")
    adopted_at: Mapped[datetime | None]
    adopted_by_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    @property
    def name(self) -> str:
        """By which lists and the audit know it."""
        return f"{self.year}/{self.number}"


class FundBudgetLine(Identified, Base):
    """What may be spent on one thing. Versions of a budget share the key of a line."""

    __tablename__ = "fund_budget_lines"
    __table_args__ = (
        UniqueConstraint("budget_id", "line_key"),
        CheckConstraint("amount_minor >= 0", name="amount"),
        Index("ix_fund_budget_lines_key", "line_key"),
    )

    budget_id: Mapped[UUID] = mapped_column(ForeignKey("fund_budgets.id"))
    line_key: Mapped[UUID] = mapped_column(default=new_id)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[SpendingKind]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"))
    """None: the whole network."""
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
