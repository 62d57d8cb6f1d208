"""What each role may grant alone, and what was asked for, decided and carried out above that."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access.roles import Role
from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...kit.money import Money
from ...network.models import Franchisee
from ..event_enums import ApprovalStatus, ApprovalStep, Measure
from ..rules.authority import Size
from .contract import Contract


@append_only()
class AuthorityTable(Identified, Base):
    """One version of the table of authority. The highest number is in force; none is changed."""

    __tablename__ = "authority_tables"

    number: Mapped[int] = mapped_column(unique=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[UUID | None]
    made_by_name: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


@append_only()
class AuthorityLimit(Identified, Base):
    """How far a role may go alone with an act. A missing row is nothing at all."""

    __tablename__ = "authority_limits"
    __table_args__ = (
        UniqueConstraint("table_id", "role", "act"),
        CheckConstraint("size >= 0", name="size"),
    )

    table_id: Mapped[UUID] = mapped_column(ForeignKey("authority_tables.id"))
    role: Mapped[Role]
    act: Mapped[str] = mapped_column(String(40))
    """The slug of an `acts.Act`."""
    size: Mapped[int] = mapped_column(Minor, default=0)
    """Minor units of the network's currency, days, or times."""
    is_unlimited: Mapped[bool] = mapped_column(default=False)


class Approval(Identified, Base):
    """Something that somebody wants to grant: within their limit at once, else by a second person.

    What is to be done stands in `payload` from the beginning and is not changed by the decision,
    so that what was approved is what is done.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("decided_by IS NULL OR was_at_once OR decided_by <> asked_by", name="two"),
        Index("ix_approvals_status", "status", "asked_at"),
        Index("ix_approvals_granted", "asked_by", "act", "franchisee_id", "decided_at"),
        Index("ix_approvals_contract", "contract_id", "asked_at"),
    )

    act: Mapped[str] = mapped_column(String(40))
    measure: Mapped[Measure]
    quantity: Mapped[int] = mapped_column(Minor)
    """Minor units of `currency`, days, or one time."""
    currency: Mapped[str] = mapped_column(String(3), default="")
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contracts.id"))
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    subject_name: Mapped[str] = mapped_column(String(300), default="")
    """What it is about, as it was called then."""
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the act's performer is given: texts, numbers and ids as texts."""
    words: Mapped[str] = mapped_column(Text)
    """Why, in the words of whoever asks."""
    status: Mapped[ApprovalStatus] = mapped_column(default=ApprovalStatus.ASKED)
    was_at_once: Mapped[bool] = mapped_column(default=False)
    """Whether it lay within the limit of whoever asked."""
    why: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why it did or did not: an untranslated sentence and its particulars."""
    table_number: Mapped[int]
    """The table of authority by which it was judged."""
    asked_by: Mapped[UUID]
    asked_by_name: Mapped[str] = mapped_column(String(200))
    asked_role: Mapped[Role]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_on: Mapped[date]
    """The last day on which it can be decided."""
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract | None] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    @property
    def size(self) -> Size:
        """How much is asked for."""
        return Size(self.measure, self.quantity, self.currency)

    @property
    def money(self) -> Money | None:
        """The amount, where it is one."""
        return Money(self.quantity, self.currency) if self.currency else None


@append_only()
class ApprovalEntry(Identified, Base):
    """What somebody did or said about an approval, for good."""

    __tablename__ = "approval_entries"

    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approvals.id"), index=True)
    step: Mapped[ApprovalStep]
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
