"""Statements of the fund: by which rules, what they said, in which languages, to whom they went."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ..enums import ReminderStep, StatementStatus


class FundTerms(Identified, Base):
    """The one row about the fund's year and the clock of its statement."""

    __tablename__ = "fund_terms"
    __table_args__ = (CheckConstraint("lock = 1", name="single"),)

    lock: Mapped[int] = mapped_column(default=1, unique=True)
    year_starts_month: Mapped[int] = mapped_column(default=1)
    law_pack: Mapped[str] = mapped_column(String(20), default="none")
    """The law whose clock the statement follows where it has one."""
    due_months: Mapped[int] = mapped_column(default=4)
    """Months after the year's end, where the law names none."""
    hand_out_days: Mapped[int] = mapped_column(default=30)
    """Days after it is made in which contributors receive it, where the law names none."""
    names_outlets: Mapped[bool] = mapped_column(default=True)
    """Whether a statement shows what each outlet contributed, or only each region."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class FundStatement(Identified, Base):
    """The fund over a period, as it stood when the statement was made."""

    __tablename__ = "fund_statements"
    __table_args__ = (
        UniqueConstraint("starts_on", "ends_on", "number"),
        Index("ix_fund_statements_ends", "ends_on", "id"),
    )

    starts_on: Mapped[date]
    ends_on: Mapped[date]
    number: Mapped[int]
    """Of the version for its period, from 1."""
    status: Mapped[StatementStatus] = mapped_column(default=StatementStatus.DRAFT)
    currency: Mapped[str] = mapped_column(String(3))
    facts: Mapped[dict[str, Any]]
    """All that it says, in minor units; once it is published it never changes."""
    is_reconciled: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it replaces the version before it."""
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_name: Mapped[str] = mapped_column(String(200), default="")
    published_at: Mapped[datetime | None]
    published_by_name: Mapped[str] = mapped_column(String(200), default="")
    contributors: Mapped[int] = mapped_column(default=0)
    """To how many it goes. Of a large network's draft the job counts them that adds it up."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def name(self) -> str:
        """By which lists, files and the audit know it."""
        return f"FS-{self.starts_on:%Y%m%d}-{self.ends_on:%Y%m%d}-{self.number}"


class FundStatementOutlet(Base):
    """An outlet's contribution in a statement that has too many for its facts.

    A page shows fifty of a hundred thousand, so they are rows and no part of the facts, which are
    read as a whole. Written with the draft, they stay as they are once it is published.
    """

    __tablename__ = "fund_statement_outlets"

    statement_id: Mapped[UUID] = mapped_column(ForeignKey("fund_statements.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    """By the outlet's code, from 1."""
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    name_local: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(200), default="")
    is_own: Mapped[bool]
    """Whether the franchisor runs it itself."""
    contributed_minor: Mapped[int] = mapped_column(Minor)

    @property
    def contributed(self) -> int:
        """As the facts name it."""
        return self.contributed_minor


class FundRegionSums(Base):
    """What came from each region in a year, where adding it up takes longer than a page may wait.

    Worked out every night from the charges, and shown with the moment.
    """

    __tablename__ = "fund_region_sums"

    starts_on: Mapped[date] = mapped_column(primary_key=True)
    """The first day of the year."""
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    regions: Mapped[list[Any]]
    """Of each region its id (none for outlets without one), its outlets, and minor units."""
    worked_out_at: Mapped[datetime] = mapped_column(default=clock.now)


@append_only()
class FundEdition(Identified, Base):
    """A statement in one language: what its PDF is about."""

    __tablename__ = "fund_editions"
    __table_args__ = (UniqueConstraint("statement_id", "language"),)

    statement_id: Mapped[UUID] = mapped_column(ForeignKey("fund_statements.id"))
    language: Mapped[str] = mapped_column(String(10))
    """Locale name."""


@append_only()
class FundDelivery(Identified, Base):
    """That a published statement went to a contributor."""

    __tablename__ = "fund_deliveries"
    __table_args__ = (
        UniqueConstraint("statement_id", "franchisee_id"),
        Index("ix_fund_deliveries_franchisee", "franchisee_id"),
    )

    statement_id: Mapped[UUID] = mapped_column(ForeignKey("fund_statements.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    delivered_at: Mapped[datetime] = mapped_column(default=clock.now)


@append_only()
class FundReminder(Identified, Base):
    """That the office was reminded of a year's statement: each step once."""

    __tablename__ = "fund_reminders"
    __table_args__ = (UniqueConstraint("year", "step"),)

    year: Mapped[int]
    step: Mapped[ReminderStep]
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
