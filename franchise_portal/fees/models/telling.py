"""How sales reach us beside files: drafts, tills with their tokens, and what was asked for."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...network.models import Outlet
from ..enums import ReminderStep


class Figures:
    """What was sold in some days, in minor units of `currency`; counts that are None were not said.

    The same columns as those of a sales report.
    """

    currency: Mapped[str] = mapped_column(String(3))
    gross_minor: Mapped[int] = mapped_column(Minor)
    sales_tax_minor: Mapped[int] = mapped_column(Minor, default=0)
    refunds_minor: Mapped[int] = mapped_column(Minor, default=0)
    discounts_minor: Mapped[int] = mapped_column(Minor, default=0)
    excluded_minor: Mapped[int] = mapped_column(Minor, default=0)
    cost_of_goods_minor: Mapped[int] = mapped_column(Minor, default=0)
    transactions: Mapped[Decimal | None]
    customers: Mapped[Decimal | None]
    units: Mapped[Decimal | None]


class SalesDraft(Identified, Base):
    """A report that somebody has begun and not sent. It is nobody's fact and costs nothing."""

    __tablename__ = "sales_drafts"
    __table_args__ = (UniqueConstraint("outlet_id", "starts_on", "ends_on"),)

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    typed: Mapped[dict[str, Any]]
    """What stands in the fields, as it was typed."""
    saved_by_name: Mapped[str] = mapped_column(String(200), default="")
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class TillToken(Identified, Base):
    """A secret with which a till posts one outlet's sales. Only its digest is kept."""

    __tablename__ = "till_tokens"

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"), index=True)
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    """Who made it or for whom: it posts only days on which the outlet was theirs."""
    name: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(8))
    """Its last letters, to tell one from another."""
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[datetime | None]
    """Real time."""
    revoked_at: Mapped[datetime | None]
    revoked_by_name: Mapped[str] = mapped_column(String(200), default="")
    outlet: Mapped[Outlet] = relationship(lazy="raise")


@append_only()
class TillPost(Figures, Identified, Base):
    """One day as a till posted it. The same day posted again is a new version; the last counts."""

    __tablename__ = "till_posts"
    __table_args__ = (
        UniqueConstraint("outlet_id", "day", "version"),
        UniqueConstraint("token_id", "key"),
    )

    token_id: Mapped[UUID] = mapped_column(ForeignKey("till_tokens.id"))
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    day: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)
    key: Mapped[str] = mapped_column(String(100))
    """The caller's own name of the request: posting it twice posts it once."""
    body_digest: Mapped[str] = mapped_column(String(64))
    """Of what was sent: the same key with another content is a mistake of the caller."""
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)


@append_only()
class SalesReminder(Identified, Base):
    """That somebody was reminded of a report that is due or late; each step once."""

    __tablename__ = "sales_reminders"
    __table_args__ = (UniqueConstraint("outlet_id", "starts_on", "ends_on", "step"),)

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    step: Mapped[ReminderStep]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_name: Mapped[str] = mapped_column(String(200), default="")
