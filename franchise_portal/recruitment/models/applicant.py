"""Somebody who would like to run an outlet, their people, and what they expect."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...database import Base, Identified, Minor
from ...kit import clock
from ...kit.money import Money
from ...network.enums import PersonRole
from ...network.models import Brand, Franchisee, Region
from ..enums import Horizon, Source, Stage, Statement


class Applicant(Identified, Base):
    """One application, from the enquiry to a signed contract, a rejection or a withdrawal.

    What is personal is emptied when the time for keeping it is over (`purged_at`); reference,
    stages, days and scores stay.
    """

    __tablename__ = "applicants"
    __table_args__ = (
        CheckConstraint("assessment_round >= 1", name="round"),
        Index("ix_applicants_stage", "stage", "touched_at"),
        Index("ix_applicants_name", "name", "id"),
        Index("ix_applicants_created_at", "created_at"),
        Index("ix_applicants_touched_at", "touched_at"),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    """`AP-2026-0007`: the only name that history keeps."""
    stage: Mapped[Stage] = mapped_column(default=Stage.ENQUIRY)
    stage_since: Mapped[datetime] = mapped_column(default=clock.now)
    assessment_round: Mapped[int] = mapped_column(default=1)
    """Raised when an applicant is assessed again: the scores of earlier rounds count no longer."""

    name: Mapped[str] = mapped_column(String(200))
    name_local: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    company: Mapped[str] = mapped_column(String(200), default="")
    best_times: Mapped[str] = mapped_column(String(200), default="")
    """When to call or visit."""

    brand_id: Mapped[UUID | None] = mapped_column(ForeignKey("brands.id"), index=True)
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"))
    place: Mapped[str] = mapped_column(String(200), default="")
    """Where the outlet should stand."""
    horizon: Mapped[Horizon] = mapped_column(default=Horizon.LATER)
    formats: Mapped[list[Any]] = mapped_column(default=list)
    """Values of `OutletFormat`."""

    currency: Mapped[str] = mapped_column(String(3))
    own_funds_minor: Mapped[int | None] = mapped_column(Minor)
    """What the applicant can put in without borrowing."""
    net_worth_minor: Mapped[int | None] = mapped_column(Minor)
    deposit_minor: Mapped[int | None] = mapped_column(Minor)
    """Money received before a contract. It is noted, and changes no decision."""
    deposit_on: Mapped[date | None]

    experience: Mapped[str] = mapped_column(Text, default="")
    businesses: Mapped[str] = mapped_column(Text, default="")
    motive: Mapped[str] = mapped_column(Text, default="")
    family_support: Mapped[str] = mapped_column(Text, default="")
    """What partner, family and friends say and do: no other fact predicts success as well."""
    concerns: Mapped[list[Any]] = mapped_column(default=list)
    """Values of `Concern`."""
    competitors: Mapped[str] = mapped_column(Text, default="")
    """Other brands considered: what was liked there, what not."""
    visit_likes: Mapped[str] = mapped_column(Text, default="")
    """What they liked when they visited an outlet."""
    visit_dislikes: Mapped[str] = mapped_column(Text, default="")
    interests: Mapped[str] = mapped_column(Text, default="")

    source: Mapped[Source] = mapped_column(default=Source.OTHER)
    source_note: Mapped[str] = mapped_column(String(200), default="")
    consent_version: Mapped[str] = mapped_column(String(20), default="")
    """Which words were agreed to; empty where the office entered the application."""
    consent_text: Mapped[str] = mapped_column(Text, default="")
    """Those words, as they were shown."""
    consented_at: Mapped[datetime | None]

    keeper_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who at the franchisor is responsible."""
    pack: Mapped[str] = mapped_column(String(20), default="")
    """The law pack of the disclosure; empty for the network's usual one."""
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"), index=True)
    """The franchisee that the applicant became."""
    signed_on: Mapped[date | None]

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    """Empty for an enquiry from the public page."""
    touched_at: Mapped[datetime] = mapped_column(default=clock.now)
    """When somebody last did something about it."""
    reminded_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    brand: Mapped[Brand | None] = relationship(lazy="raise")
    region: Mapped[Region | None] = relationship(lazy="raise")
    keeper: Mapped[User | None] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def own_funds(self) -> Money | None:
        """What the applicant can put in without borrowing."""
        return self._money(self.own_funds_minor)

    @property
    def net_worth(self) -> Money | None:
        """What the applicant owns less what they owe."""
        return self._money(self.net_worth_minor)

    @property
    def deposit(self) -> Money | None:
        """Money received before a contract."""
        return self._money(self.deposit_minor)

    def _money(self, minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, self.currency)


class ApplicantPerson(Identified, Base):
    """A partner, a future manager, or one of the family."""

    __tablename__ = "applicant_people"

    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("applicants.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_local: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[PersonRole] = mapped_column(default=PersonRole.PARTNER)
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime] = mapped_column(default=clock.now)


class Expectation(Identified, Base):
    """What an applicant expects, as stated on a day. The last one before signing counts.

    It is kept to be compared with what comes: expectations that nobody wrote down are where
    conflicts begin.
    """

    __tablename__ = "applicant_expectations"
    __table_args__ = (Index("ix_applicant_expectations_franchisee", "franchisee_id", "brand_id"),)

    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("applicants.id"), index=True)
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    """Set when the applicant becomes a franchisee."""
    brand_id: Mapped[UUID | None] = mapped_column(ForeignKey("brands.id"))
    stated_on: Mapped[date]
    statement: Mapped[Statement] = mapped_column(default=Statement.ENQUIRY)
    currency: Mapped[str] = mapped_column(String(3))
    monthly_sales_minor: Mapped[int | None] = mapped_column(Minor)
    payback_months: Mapped[int | None]
    support: Mapped[str] = mapped_column(Text, default="")
    """The support that is expected from the franchisor."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why they want to join."""
    recorded_by_name: Mapped[str] = mapped_column(String(200), default="")
    countersigned_by_name: Mapped[str] = mapped_column(String(200), default="")
    countersigned_at: Mapped[datetime | None]
    """When somebody at the franchisor confirmed that it was talked through."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def monthly_sales(self) -> Money | None:
        """Sales expected in a month."""
        if self.monthly_sales_minor is None:
            return None
        return Money(self.monthly_sales_minor, self.currency)
