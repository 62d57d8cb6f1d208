"""The contract itself: parties, brand, term, outlets, clauses and documents."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified
from ...kit import clock
from ...network.models import Brand, Franchisee, Outlet, Territory
from ...storage.models import StoredFile
from ..enums import ContractStatus
from ..rules.terms import NO_END

__all__ = [
    "NO_END",
    "Clause",
    "Contract",
    "ContractDocument",
    "ContractOutlet",
    "ContractTerritory",
]


class Contract(Identified, Base):
    """The agreement between the franchisor and one franchisee for one brand."""

    __tablename__ = "contracts"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="term"),
        # By the day first: a state alone leads to nearly all rows, and SQLite would take it.
        Index("ix_contracts_ends_on", "ends_on", "status"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"), index=True)
    brand_id: Mapped[UUID] = mapped_column(ForeignKey("brands.id"), index=True)
    status: Mapped[ContractStatus] = mapped_column(default=ContractStatus.IN_FORCE)
    signed_on: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day of the present term, included; `NO_END` when it has none."""
    pack: Mapped[str] = mapped_column(String(20), default="none")
    """The law pack whose clocks apply."""
    is_first: Mapped[bool] = mapped_column(default=False)
    """The franchisor's first contract: some laws ask for a filing after it."""
    term_number: Mapped[int] = mapped_column(default=1)
    """1 in the original term, one more with each renewal."""
    ended_on: Mapped[date | None]
    """The last day on which it bound the parties, once it is over."""
    predecessor_id: Mapped[UUID | None] = mapped_column(ForeignKey("contracts.id"), index=True)
    """The contract that this one took over, after a transfer."""
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")
    brand: Mapped[Brand] = relationship(lazy="raise")
    outlets: Mapped[list["ContractOutlet"]] = relationship(
        lazy="raise", back_populates="contract", cascade="all, delete-orphan"
    )
    clauses: Mapped[list["Clause"]] = relationship(
        lazy="raise", back_populates="contract", order_by="Clause.position"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class ContractOutlet(Identified, Base):
    """An outlet that a contract covers, from when to when, both days included."""

    __tablename__ = "contract_outlets"
    __table_args__ = (
        UniqueConstraint("contract_id", "outlet_id", "starts_on"),
        Index("ix_contract_outlets_outlet", "outlet_id", "starts_on"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    contract: Mapped[Contract] = relationship(lazy="raise", back_populates="outlets")
    outlet: Mapped[Outlet] = relationship(lazy="raise")


class ContractTerritory(Identified, Base):
    """An area that a contract grants, from when to when, both days included.

    Written from the terms once they are executed, so that grants of many contracts can be compared.
    """

    __tablename__ = "contract_territories"

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"), index=True)
    territory_id: Mapped[UUID] = mapped_column(ForeignKey("territories.id"), index=True)
    is_exclusive: Mapped[bool]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    territory: Mapped[Territory] = relationship(lazy="raise")


class Clause(Identified, Base):
    """The words of one clause, so that a charge can quote what it rests on."""

    __tablename__ = "clauses"
    __table_args__ = (UniqueConstraint("contract_id", "number"),)

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    contract: Mapped[Contract] = relationship(lazy="raise", back_populates="clauses")


class ContractDocument(Identified, Base):
    """A document attached to a contract."""

    __tablename__ = "contract_documents"

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    title: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_name: Mapped[str] = mapped_column(String(200), default="")
    file: Mapped[StoredFile] = relationship(lazy="raise")
