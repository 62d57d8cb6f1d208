"""What both sides owe each other: obligations, their due days, and what was said about each."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access.roles import Side
from ...database import Base, Identified, append_only
from ...kit import clock
from ...network.models import Franchisee
from ...storage.models import StoredFile
from ..enums import (
    ConsequenceKind,
    DueRule,
    DutyEntryKind,
    DutyEvent,
    DutyKind,
    DutySource,
    DutyStatus,
    LadderStep,
)
from ..rules.ladder import went_unused
from .contract import Contract


class Obligation(Identified, Base):
    """Something that one side owes, once or again and again: the rule, not the single day.

    Without a contract it is what the franchisor owes an authority.
    """

    __tablename__ = "obligations"
    __table_args__ = (
        CheckConstraint("(contract_id IS NULL) = (franchisee_id IS NULL)", name="parties"),
        UniqueConstraint("contract_id", "origin"),
        Index(
            "uq_obligations_authority",
            "origin",
            unique=True,
            sqlite_where=text("contract_id IS NULL"),
            postgresql_where=text("contract_id IS NULL"),
        ),
        Index(
            "ix_obligations_to_plan",
            "planned_until",
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index(
            "ix_obligations_by_hand",
            "id",
            sqlite_where=text("origin IS NULL"),
            postgresql_where=text("origin IS NULL"),
        ),
    )

    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contracts.id"))
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"), index=True)
    """The contract's, kept here so that scope needs no join."""
    origin: Mapped[str | None] = mapped_column(String(80))
    """By what the terms or the law name it; None when it was entered by hand."""
    source: Mapped[DutySource] = mapped_column(default=DutySource.HAND)
    kind: Mapped[DutyKind]
    owner: Mapped[Side]
    title: Mapped[str] = mapped_column(String(200), default="")
    """As somebody wrote it; empty where `heading` says it in every language."""
    heading: Mapped[dict[str, Any] | None]
    """A marked sentence and what fills it, for duties read from terms and laws."""
    details: Mapped[str] = mapped_column(Text, default="")
    clause: Mapped[str] = mapped_column(String(60), default="")
    """The number of the clause that says so."""
    basis: Mapped[str] = mapped_column(String(300), default="")
    """The law and its article."""
    rule: Mapped[DueRule]
    first_on: Mapped[date | None]
    every: Mapped[str] = mapped_column(String(20), default="")
    """A duration as text, such as `3 months`."""
    after: Mapped[str] = mapped_column(String(20), default="")
    """How long after the event, or before the end: a duration as text."""
    event: Mapped[DutyEvent | None]
    event_on: Mapped[date | None]
    last_on: Mapped[date | None]
    remind_days: Mapped[list[Any]] = mapped_column(default=list)
    grace_days: Mapped[int] = mapped_column(default=0)
    cure_days: Mapped[int | None]
    """What the contract gives to put it right; None: what the law gives, or what is usual."""
    needs_evidence: Mapped[bool] = mapped_column(default=True)
    planned_until: Mapped[date | None]
    """Up to which day its duties are laid out; None: not yet."""
    ended_on: Mapped[date | None]
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract | None] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class Duty(Identified, Base):
    """One due day of an obligation, with its clock."""

    __tablename__ = "duties"
    __table_args__ = (
        UniqueConstraint("obligation_id", "due_on"),
        CheckConstraint("(contract_id IS NULL) = (franchisee_id IS NULL)", name="parties"),
        CheckConstraint("(closed_on IS NULL) = (status IN ('open', 'given'))", name="closing"),
        CheckConstraint("(given_on IS NULL) = (status != 'given')", name="giving"),
        CheckConstraint("was_late OR step IN ('ahead', 'reminded', 'due')", name="late_steps"),
        # What the clock looks at, and by whom its work is cut into portions.
        Index(
            "ix_duties_next",
            "next_on",
            "franchisee_id",
            sqlite_where=text("next_on IS NOT NULL"),
            postgresql_where=text("next_on IS NOT NULL"),
        ),
        Index("ix_duties_act_by", "act_by", "id"),
        # What is open stays a small part while the years pass. It is asked for by the day of its
        # closing and of its giving, not by its status: without statistics, SQLite believes that a
        # status narrows better than a business does.
        Index("ix_duties_franchisee", "franchisee_id", "closed_on", "act_by"),
        Index("ix_duties_contract", "contract_id", "closed_on", "act_by"),
        Index(
            "ix_duties_open",
            "act_by",
            "id",
            "owner",
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index(
            "ix_duties_late",
            "closed_on",
            "act_by",
            "id",
            "owner",
            sqlite_where=text("was_late = 1"),
            postgresql_where=text("was_late"),
        ),
        Index(
            "ix_duties_given",
            "act_by",
            "id",
            sqlite_where=text("given_on IS NOT NULL"),
            postgresql_where=text("given_on IS NOT NULL"),
        ),
    )

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligations.id"))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contracts.id"))
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    kind: Mapped[DutyKind]
    owner: Mapped[Side]
    due_on: Mapped[date]
    """The day that the contract or the law names; it never changes."""
    extended_to: Mapped[date | None]
    """The day that the other side granted instead."""
    act_by: Mapped[date]
    """The day by which to act: moved off holidays as the law has it."""
    status: Mapped[DutyStatus] = mapped_column(default=DutyStatus.OPEN)
    step: Mapped[LadderStep] = mapped_column(default=LadderStep.AHEAD)
    next_on: Mapped[date | None]
    """When the clock speaks next; None: it is somebody's turn, or nothing is left to say."""
    given_on: Mapped[date | None]
    """When the evidence was given that waits to be looked at."""
    noticed_on: Mapped[date | None]
    cure_until: Mapped[date | None]
    closed_on: Mapped[date | None]
    was_late: Mapped[bool] = mapped_column(default=False)
    """Whether its day passed without it, whatever has become of it since; with every late step."""
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    obligation: Mapped[Obligation] = relationship(lazy="raise")
    contract: Mapped[Contract | None] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def day(self) -> date:
        """The day that counts before holidays: granted, else agreed."""
        return self.extended_to or self.due_on

    @property
    def is_unused(self) -> bool:
        """Whether a right was not used in its time."""
        return went_unused(self.kind, self.status, self.act_by, self.closed_on)


@append_only()
class DutyEntry(Identified, Base):
    """What one side said or did about a duty, for good."""

    __tablename__ = "duty_entries"

    duty_id: Mapped[UUID] = mapped_column(ForeignKey("duties.id"), index=True)
    kind: Mapped[DutyEntryKind]
    side: Mapped[Side]
    words: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    consequence: Mapped[ConsequenceKind | None]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    file: Mapped[StoredFile | None] = relationship(lazy="raise")


class DutyReading(Base):
    """From which state of a contract its duties were last read."""

    __tablename__ = "duty_readings"

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"), primary_key=True)
    contract_version: Mapped[int]
    """The number of saves of the contract's row."""
    terms_id: Mapped[UUID | None]
    """The version whose terms were read; None for a contract without any."""
    read_at: Mapped[datetime] = mapped_column(default=clock.now)


class Dispatch(Base):
    """Something that the clock said to one side: each key once, however often it is swept."""

    __tablename__ = "dispatches"
    __table_args__ = (
        Index(
            "ix_dispatches_waiting",
            "side",
            "franchisee_id",
            sqlite_where=text("mailed_at IS NULL"),
            postgresql_where=text("mailed_at IS NULL"),
        ),
        Index("ix_dispatches_duty", "duty_id"),
    )

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    """The duty, the beat with its day, and the side."""
    duty_id: Mapped[UUID] = mapped_column(ForeignKey("duties.id"))
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    side: Mapped[Side]
    step: Mapped[LadderStep]
    spoken_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    mailed_at: Mapped[datetime | None]
    """When it was put into a mail; also where nobody of that side has an address."""
