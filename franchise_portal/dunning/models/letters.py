"""The procedure in its versions, the letters, which step each invoice has heard, and pauses."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, append_only
from ...kit import clock
from ...network.models import Franchisee
from ..enums import Manner


@append_only()
class DunningProcedure(Identified, Base):
    """One version of the network's steps. The highest number is in force; none is changed."""

    __tablename__ = "dunning_procedures"

    number: Mapped[int] = mapped_column(unique=True)
    rest_days: Mapped[int]
    """After the last step, before anything further is done."""
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[UUID | None]
    made_by_name: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


@append_only()
class DunningStep(Identified, Base):
    """One step of a version."""

    __tablename__ = "dunning_steps"
    __table_args__ = (
        UniqueConstraint("procedure_id", "position"),
        CheckConstraint("days > 0", name="days"),
    )

    procedure_id: Mapped[UUID] = mapped_column(ForeignKey("dunning_procedures.id"))
    position: Mapped[int]
    """From 1."""
    days: Mapped[int]
    """After the due day."""
    name: Mapped[str] = mapped_column(String(80))
    manner: Mapped[Manner]
    makes_letter: Mapped[bool]
    sends_mail: Mapped[bool]


@append_only()
class DunningLetter(Identified, Base):
    """One reminder to one franchisee about everything that is overdue, as it was said."""

    __tablename__ = "dunning_letters"
    __table_args__ = (
        Index("ix_dunning_letters_franchisee", "franchisee_id", "said_on"),
        Index("ix_dunning_letters_said_on", "said_on", "id"),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    procedure_number: Mapped[int]
    """The version by which it was said; 0 for the usual steps."""
    position: Mapped[int]
    """The highest step that came with it."""
    name: Mapped[str] = mapped_column(String(80))
    manner: Mapped[Manner]
    language: Mapped[str] = mapped_column(String(10))
    said_on: Mapped[date]
    items: Mapped[list[Any]]
    """The invoices as they stood: number, month, due day, open amounts of fees and fund."""
    next_name: Mapped[str] = mapped_column(String(80), default="")
    next_on: Mapped[date]
    """When the next step comes, or after the last one anything further."""
    makes_letter: Mapped[bool]
    sends_mail: Mapped[bool]
    said_by_name: Mapped[str] = mapped_column(String(200), default="")
    said_at: Mapped[datetime] = mapped_column(default=clock.now)
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")


@append_only()
class DunningSaying(Identified, Base):
    """A step that an invoice has behind it: said with a letter, or left out with a reason.

    The key is what keeps a step from being said twice, whoever says it.
    """

    __tablename__ = "dunning_sayings"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position"),
        CheckConstraint("(letter_id IS NULL) = (reason <> '')", name="why"),
        Index("ix_dunning_sayings_letter", "letter_id"),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"))
    position: Mapped[int]
    on_date: Mapped[date]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("dunning_letters.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(200), default="")


class DunningHold(Identified, Base):
    """A pause of all reminders to a franchisee, with its reason and its last day."""

    __tablename__ = "dunning_holds"
    __table_args__ = (
        CheckConstraint("until >= starts_on", name="days"),
        Index("ix_dunning_holds_franchisee", "franchisee_id", "until"),
    )

    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    starts_on: Mapped[date]
    until: Mapped[date]
    """The last day, included."""
    reason: Mapped[str] = mapped_column(Text)
    made_by_name: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_on: Mapped[date | None]
    """The day on which somebody ended it before its time; it no longer counts on that day."""
    ended_by_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention
