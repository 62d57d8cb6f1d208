"""How a contract ends early, and everything that is settled after it has ended."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access.roles import Side
from ...database import Base, Identified, Minor
from ...kit import clock
from ...kit.money import Money
from ...network.models import Franchisee, Outlet
from ...storage.models import StoredFile
from ..event_enums import (
    ExitCause,
    ExitStatus,
    InterviewStatus,
    OutletFate,
    ReturnKind,
    ReturnStatus,
    TerminationKind,
    TerminationStatus,
)
from .contract import Contract
from .notices import Notice

_STANDS = "status IN ('planned', 'done')"


class Termination(Identified, Base):
    """A contract ended before its time: by whom, why, after which notice, and with what day."""

    __tablename__ = "terminations"
    __table_args__ = (
        Index(
            "uq_terminations_standing",
            "contract_id",
            unique=True,
            sqlite_where=text(_STANDS),
            postgresql_where=text(_STANDS),
        ),
        Index("ix_terminations_status", "status", "effective_on"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    kind: Mapped[TerminationKind]
    status: Mapped[TerminationStatus] = mapped_column(default=TerminationStatus.PLANNED)
    reason: Mapped[str] = mapped_column(Text)
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notices.id"))
    skip_reason: Mapped[str] = mapped_column(Text, default="")
    """Why no notice came before it, in the words of whoever decided."""
    skip_approval_id: Mapped[UUID | None] = mapped_column(ForeignKey("approvals.id"))
    decided_on: Mapped[date]
    effective_on: Mapped[date]
    """The last day on which the contract binds."""
    made_by: Mapped[UUID | None]
    made_by_name: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_on: Mapped[date | None]
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract] = relationship(lazy="raise")
    notice: Mapped[Notice | None] = relationship(lazy="raise")
    outlets: Mapped[list["TerminationOutlet"]] = relationship(
        lazy="raise", back_populates="termination"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class TerminationOutlet(Base):
    """What becomes of an outlet when its contract is terminated."""

    __tablename__ = "termination_outlets"

    termination_id: Mapped[UUID] = mapped_column(ForeignKey("terminations.id"), primary_key=True)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"), primary_key=True)
    fate: Mapped[OutletFate]
    termination: Mapped[Termination] = relationship(lazy="raise", back_populates="outlets")
    outlet: Mapped[Outlet] = relationship(lazy="raise")


class Exit(Identified, Base):
    """A franchisee's way out of a contract that has ended: money, things, and why."""

    __tablename__ = "exits"
    __table_args__ = (
        CheckConstraint("kept_minor >= 0 AND returned_minor >= 0", name="parts"),
        CheckConstraint(
            "deposit_minor IS NULL OR kept_minor + returned_minor <= deposit_minor", name="deposit"
        ),
        Index("ix_exits_status", "status", "ended_on"),
        Index("ix_exits_franchisee", "franchisee_id"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"), unique=True)
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    cause: Mapped[ExitCause]
    status: Mapped[ExitStatus] = mapped_column(default=ExitStatus.OPEN)
    opened_on: Mapped[date]
    ended_on: Mapped[date]
    """The last day of the contract."""
    deposit_minor: Mapped[int | None] = mapped_column(Minor)
    deposit_currency: Mapped[str] = mapped_column(String(3), default="")
    deposit_due_on: Mapped[date | None]
    deposit_conditions: Mapped[list[Any]] = mapped_column(default=list)
    kept_minor: Mapped[int] = mapped_column(Minor, default=0)
    """What the franchisor keeps of the deposit, with approval."""
    returned_minor: Mapped[int] = mapped_column(Minor, default=0)
    returned_on: Mapped[date | None]
    returned_reference: Mapped[str] = mapped_column(String(200), default="")
    given_up: Mapped[list[Any]] = mapped_column(default=list)
    """Open amounts that were given up with approval: minor, currency, approval."""
    credit_paid_on: Mapped[date | None]
    credit_reference: Mapped[str] = mapped_column(String(200), default="")
    interview: Mapped[InterviewStatus] = mapped_column(default=InterviewStatus.OPEN)
    interviewed_on: Mapped[date | None]
    interview_words: Mapped[str] = mapped_column(Text, default="")
    interviewed_by_name: Mapped[str] = mapped_column(String(200), default="")
    would_return: Mapped[bool | None]
    """Whether the franchisee would come back, as far as they said."""
    closed_on: Mapped[date | None]
    closed_by_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")
    returns: Mapped[list["ExitReturn"]] = relationship(lazy="raise", back_populates="exit")
    told: Mapped[list["ExitTold"]] = relationship(lazy="raise", back_populates="exit")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    def _amount(self, minor: int) -> Money:
        return Money(minor, self.deposit_currency)

    @property
    def deposit(self) -> Money | None:
        """The security that the franchisee left."""
        return None if self.deposit_minor is None else self._amount(self.deposit_minor)

    @property
    def kept(self) -> Money | None:
        """The part of the deposit that the franchisor keeps."""
        return None if self.deposit_minor is None else self._amount(self.kept_minor)

    @property
    def returned(self) -> Money | None:
        """The part of the deposit that went back."""
        return None if self.deposit_minor is None else self._amount(self.returned_minor)

    @property
    def deposit_rest(self) -> Money | None:
        """What of the deposit is neither back nor kept."""
        if self.deposit_minor is None:
            return None
        return self._amount(self.deposit_minor - self.kept_minor - self.returned_minor)


class ExitReturn(Identified, Base):
    """One thing that a leaving franchisee gives back or takes down."""

    __tablename__ = "exit_returns"
    __table_args__ = (UniqueConstraint("exit_id", "kind"),)

    exit_id: Mapped[UUID] = mapped_column(ForeignKey("exits.id"))
    kind: Mapped[ReturnKind]
    status: Mapped[ReturnStatus] = mapped_column(default=ReturnStatus.OPEN)
    words: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime | None]
    exit: Mapped[Exit] = relationship(lazy="raise", back_populates="returns")
    file: Mapped[StoredFile | None] = relationship(lazy="raise")


class ExitTold(Identified, Base):
    """Why the franchisee left, as one side tells it."""

    __tablename__ = "exit_told"
    __table_args__ = (UniqueConstraint("exit_id", "side"),)

    exit_id: Mapped[UUID] = mapped_column(ForeignKey("exits.id"))
    side: Mapped[Side]
    reasons: Mapped[list[Any]]
    """Values of `ExitReason`."""
    words: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    exit: Mapped[Exit] = relationship(lazy="raise", back_populates="told")
