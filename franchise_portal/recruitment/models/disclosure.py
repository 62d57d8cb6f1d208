"""Disclosure documents that were given, and what the franchisor has shown about itself."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified
from ...kit import clock
from ...network.models import Brand
from ...storage.models import StoredFile
from ..enums import Delivery
from .applicant import Applicant


class Disclosure(Identified, Base):
    """A disclosure document given to an applicant; a later one starts the clock anew."""

    __tablename__ = "disclosures"
    __table_args__ = (Index("ix_disclosures_applicant", "applicant_id", "given_at"),)

    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("applicants.id"))
    brand_id: Mapped[UUID] = mapped_column(ForeignKey("brands.id"))
    pack: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the file, in hexadecimal digits, as the receipt names it."""
    title: Mapped[str] = mapped_column(String(200))
    delivery: Mapped[Delivery]
    delivered_on: Mapped[date]
    final_agreement_on: Mapped[date | None]
    """When the agreement was given that the franchisor changed by itself after disclosing."""
    note: Mapped[str] = mapped_column(Text, default="")
    given_by_name: Mapped[str] = mapped_column(String(200), default="")
    given_at: Mapped[datetime] = mapped_column(default=clock.now)

    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the link's secret; None once the receipt is acknowledged."""
    token_expires_at: Mapped[datetime | None]
    """By the real clock."""
    acknowledged_at: Mapped[datetime | None]
    acknowledged_on: Mapped[date | None]
    """The business day of the receipt."""
    acknowledged_by_name: Mapped[str] = mapped_column(String(200), default="")
    """As the applicant typed it."""
    acknowledged_from: Mapped[str] = mapped_column(String(45), default="")
    """The network address from which it was acknowledged."""
    version: Mapped[int] = mapped_column(default=1)

    applicant: Mapped[Applicant] = relationship(lazy="raise")
    brand: Mapped[Brand] = relationship(lazy="raise")
    file: Mapped[StoredFile] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ComplianceRecord(Identified, Base):
    """What the franchisor has shown for a brand under a law pack, before it may disclose."""

    __tablename__ = "compliance_records"
    __table_args__ = (UniqueConstraint("brand_id", "pack"),)

    brand_id: Mapped[UUID] = mapped_column(ForeignKey("brands.id"))
    pack: Mapped[str] = mapped_column(String(20))
    enterprise: Mapped[str] = mapped_column(String(200), default="")
    first_outlet: Mapped[str] = mapped_column(String(200), default="")
    first_opened_on: Mapped[date | None]
    second_outlet: Mapped[str] = mapped_column(String(200), default="")
    second_opened_on: Mapped[date | None]
    support: Mapped[str] = mapped_column(Text, default="")
    document_reviewed_on: Mapped[date | None]
    claims_checked_on: Mapped[date | None]
    filing_number: Mapped[str] = mapped_column(String(60), default="")
    first_contract_on: Mapped[date | None]
    reported_year: Mapped[int | None]
    changed_by_name: Mapped[str] = mapped_column(String(200), default="")
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
