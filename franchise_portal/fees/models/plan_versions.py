"""Plans in versions: drafts and decisions, which contract each moves, and simulations."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...contracts.models import Contract
from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...network.models import Franchisee
from ..plan_enums import PlanStatus, SimulationStatus
from .plans import FeePlan


class PlanVersion(Identified, Base):
    """A plan that is drafted, and one day decided: a new one, or what follows one in use.

    A draft always holds a sound plan in its canonical form; once it is decided, `plan` is the row
    that contracts are charged by, and nothing here changes any more, except that a decision may be
    taken back before its day.
    """

    __tablename__ = "plan_versions"

    name: Mapped[str] = mapped_column(String(200))
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("fee_plans.id"), index=True)
    definition: Mapped[dict[str, Any]]
    starts_on: Mapped[date]
    """The first day on which it holds."""
    reason: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[PlanStatus] = mapped_column(default=PlanStatus.DRAFT)
    seen_digest: Mapped[str] = mapped_column(String(64), default="")
    """Digest of the plan whose impact was looked at; another one has to be looked at again."""
    seen_at: Mapped[datetime | None]
    seen_by_name: Mapped[str] = mapped_column(String(200), default="")
    seen_figures: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """What told the figures that were looked at from every others: see `queries.impact_figures`."""
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("fee_plans.id"), index=True)
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None]
    taken_back_by: Mapped[UUID | None]
    taken_back_by_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    taken_back_at: Mapped[datetime | None]
    taken_back_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why a decision was taken back before its day, as the franchisees read it."""
    concerns: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many contracts used the plan before when it was decided."""
    is_moving: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a job still moves contracts to it or, once it is taken back, away from it."""
    moving_job_id: Mapped[UUID | None]
    """The job that moves them, where they are many."""
    moved_at: Mapped[datetime | None]
    """When that job had reached the last of them."""
    version: Mapped[int] = mapped_column(default=1)
    follows: Mapped[FeePlan | None] = relationship(lazy="raise", foreign_keys=[follows_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - as SQLAlchemy wants it


@append_only()
class PlanMove(Identified, Base):
    """What a decision meant for one contract, as it was told to the franchisee."""

    __tablename__ = "plan_moves"
    __table_args__ = (UniqueConstraint("version_id", "contract_id"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("plan_versions.id"))
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"), index=True)
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"), index=True)
    starts_on: Mapped[date | None]
    """From when on the contract uses the new version; None when its terms do not allow it."""
    replaced_plan_id: Mapped[UUID | None]
    """The plan that the contract would have used from that very day; it comes back with the old."""
    stays: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why it stays with the old version: `message` and `params`; empty when it moves."""
    currency: Mapped[str] = mapped_column(String(3))
    sales_minor: Mapped[int] = mapped_column(Minor)
    before_minor: Mapped[int] = mapped_column(Minor)
    after_minor: Mapped[int] = mapped_column(Minor)
    first_month: Mapped[str] = mapped_column(String(7))
    last_month: Mapped[str] = mapped_column(String(7))
    unknown: Mapped[int] = mapped_column(default=0)
    """Outlets whose figure could not be worked out."""
    contract: Mapped[Contract] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")


@append_only()
class PlanReturn(Identified, Base):
    """A contract has again what it had before a decision that was taken back."""

    __tablename__ = "plan_returns"

    move_id: Mapped[UUID] = mapped_column(ForeignKey("plan_moves.id"), unique=True)
    returned_at: Mapped[datetime] = mapped_column(default=clock.now)


class PlanImpact(Identified, Base):
    """What a version would mean for everybody, kept with what it was worked out from.

    One for each text of a version: asked for again with other figures it is worked out anew.
    """

    __tablename__ = "plan_impacts"
    __table_args__ = (UniqueConstraint("version_id", "plan_digest"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("plan_versions.id"))
    plan_digest: Mapped[str] = mapped_column(String(64))
    """Digest of the plan that the version said."""
    figures: Mapped[str] = mapped_column(String(64), default="")
    """What tells the sales and contracts it was made from apart: `queries.impact_figures`."""
    status: Mapped[SimulationStatus] = mapped_column(default=SimulationStatus.WAITING)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """As a simulation's, for the page."""
    contracts: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    """By contract: sales, before, after, and how many outlets nobody can tell; for the decision."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it could not be worked out, untranslated."""
    job_id: Mapped[UUID | None]
    asked_by_name: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - as SQLAlchemy wants it


class FeeSimulation(Identified, Base):
    """A question “what if”, and its answer. It never touches a plan."""

    __tablename__ = "fee_simulations"

    name: Mapped[str] = mapped_column(String(200))
    fee: Mapped[str] = mapped_column(String(100))
    """The name of the fee that is thought changed, in every plan that has it."""
    currency: Mapped[str] = mapped_column(String(3))
    terms: Mapped[dict[str, Any]]
    """How it would be charged: the keys of a fee in a plan file."""
    status: Mapped[SimulationStatus] = mapped_column(default=SimulationStatus.WAITING)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it could not be worked out, untranslated."""
    job_id: Mapped[UUID | None]
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
