"""What happens to a contract while it lives: terms, renewals, transfers, more time, rest."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access.roles import Side
from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...kit.money import Money
from ...network.models import Franchisee
from ...storage.models import StoredFile
from ..enums import RenewalMode
from ..event_enums import ChargeKind, ChargeStatus, FirstRefusal, RenewalStatus, TransferStatus
from .contract import Contract

_OPEN_OR_DONE = "status IN ('asked', 'agreed', 'done')"
_OPEN_TRANSFER = "status IN ('asked', 'approved')"


@append_only()
class ContractTerm(Identified, Base):
    """The ledger of terms: a contract is renewed in place, and each term stands here.

    The first term is written when the second one is; until then the contract's own days say it.
    """

    __tablename__ = "contract_terms"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        # A term is renewed once, whoever tries it how often.
        UniqueConstraint("contract_id", "renews_end"),
        CheckConstraint("ends_on >= starts_on", name="span"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    renews_end: Mapped[date | None]
    """The last day of the term before; None for the first."""
    mode: Mapped[RenewalMode | None]
    """How it came about; None for the first."""
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract_versions.id"))
    """The version whose terms held on its first day."""
    renewal_id: Mapped[UUID | None] = mapped_column(ForeignKey("renewals.id"))
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Renewal(Identified, Base):
    """A renewal on its way: asked for, checked, agreed, and on the last day of the term done."""

    __tablename__ = "renewals"
    __table_args__ = (
        Index(
            "uq_renewals_term",
            "contract_id",
            "term_end",
            unique=True,
            sqlite_where=text(_OPEN_OR_DONE),
            postgresql_where=text(_OPEN_OR_DONE),
        ),
        Index("ix_renewals_status", "status", "term_end"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    term_end: Mapped[date]
    """The last day of the term that it renews."""
    new_ends_on: Mapped[date]
    mode: Mapped[RenewalMode]
    is_on_same_terms: Mapped[bool] = mapped_column(default=True)
    status: Mapped[RenewalStatus] = mapped_column(default=RenewalStatus.ASKED)
    asked_side: Mapped[Side]
    asked_on: Mapped[date]
    asked_by: Mapped[UUID | None]
    asked_by_name: Mapped[str] = mapped_column(String(200), default="")
    wish: Mapped[str] = mapped_column(Text, default="")
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract_versions.id"))
    """The version that is signed for the new term, where it is not on the same terms."""
    decided_on: Mapped[date | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract] = relationship(lazy="raise")
    conditions: Mapped[list["RenewalCondition"]] = relationship(
        lazy="raise", order_by="RenewalCondition.position", back_populates="renewal"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class RenewalCondition(Identified, Base):
    """A condition of a renewal, checked off with its evidence."""

    __tablename__ = "renewal_conditions"
    __table_args__ = (UniqueConstraint("renewal_id", "position"),)

    renewal_id: Mapped[UUID] = mapped_column(ForeignKey("renewals.id"))
    position: Mapped[int]
    condition: Mapped[str] = mapped_column(Text)
    is_met: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime | None]
    renewal: Mapped[Renewal] = relationship(lazy="raise", back_populates="conditions")
    file: Mapped[StoredFile | None] = relationship(lazy="raise")


class Transfer(Identified, Base):
    """A contract on its way to another franchisee."""

    __tablename__ = "transfers"
    __table_args__ = (
        Index(
            "uq_transfers_open",
            "contract_id",
            unique=True,
            sqlite_where=text(_OPEN_TRANSFER),
            postgresql_where=text(_OPEN_TRANSFER),
        ),
        Index("ix_transfers_status", "status", "starts_on"),
        Index("ix_transfers_to", "to_franchisee_id"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    to_name: Mapped[str] = mapped_column(String(200), default="")
    """Whom the franchisee names; who that is in the network is for the office to say."""
    to_franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"))
    status: Mapped[TransferStatus] = mapped_column(default=TransferStatus.ASKED)
    starts_on: Mapped[date]
    """The first day of the new franchisee."""
    outlet_ids: Mapped[list[Any]] = mapped_column(default=list)
    """The outlets that change hands, as texts; none: all that the contract covers."""
    asked_side: Mapped[Side]
    asked_on: Mapped[date]
    asked_by: Mapped[UUID | None]
    asked_by_name: Mapped[str] = mapped_column(String(200), default="")
    wish: Mapped[str] = mapped_column(Text, default="")
    offer: Mapped[str] = mapped_column(Text, default="")
    """What the new franchisee offers: price and terms, on which the franchisor may buy instead."""
    first_refusal: Mapped[FirstRefusal] = mapped_column(default=FirstRefusal.NONE)
    first_refusal_until: Mapped[date | None]
    decided_on: Mapped[date | None]
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("contracts.id"))
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract] = relationship(lazy="raise", foreign_keys=[contract_id])
    successor: Mapped[Contract | None] = relationship(lazy="raise", foreign_keys=[successor_id])
    to_franchisee: Mapped[Franchisee | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class ContractCharge(Identified, Base):
    """A single amount that an event gives rise to, until it stands on an invoice or is waived."""

    __tablename__ = "contract_charges"
    __table_args__ = (
        UniqueConstraint("contract_id", "kind", "origin_id"),
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_contract_charges_open", "franchisee_id", "status"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    kind: Mapped[ChargeKind]
    origin_id: Mapped[UUID]
    """The transfer or renewal that it comes from; of an initial fee the contract itself."""
    amount_minor: Mapped[int] = mapped_column(Minor)
    currency: Mapped[str] = mapped_column(String(3))
    arose_on: Mapped[date]
    status: Mapped[ChargeStatus] = mapped_column(default=ChargeStatus.OPEN)
    reference: Mapped[str] = mapped_column(String(60), default="")
    """The invoice on which it stands."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was waived."""
    settled_by_name: Mapped[str] = mapped_column(String(200), default="")
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    @property
    def amount(self) -> Money:
        """How much."""
        return Money(self.amount_minor, self.currency)


@append_only()
class DevelopmentExtension(Identified, Base):
    """More time for a step of the development schedule."""

    __tablename__ = "development_extensions"
    __table_args__ = (UniqueConstraint("approval_id"), Index("ix_extensions_of", "contract_id"))

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    step: Mapped[int]
    due_on: Mapped[date]
    """The new day."""
    days: Mapped[int]
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approvals.id"))
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Suspension(Identified, Base):
    """A time in which a contract rests."""

    __tablename__ = "suspensions"
    __table_args__ = (
        CheckConstraint("lifted_on IS NULL OR lifted_on >= starts_on", name="span"),
        Index(
            "uq_suspensions_open",
            "contract_id",
            unique=True,
            sqlite_where=text("lifted_on IS NULL"),
            postgresql_where=text("lifted_on IS NULL"),
        ),
        Index("ix_suspensions_of", "contract_id", "starts_on"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    starts_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    lifted_on: Mapped[date | None]
    """The first day on which it runs again."""
    lift_reason: Mapped[str] = mapped_column(Text, default="")
    lifted_by_name: Mapped[str] = mapped_column(String(200), default="")
