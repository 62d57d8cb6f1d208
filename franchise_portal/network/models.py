"""The network itself: brands, regions, franchisees, people, outlets, territories, ownership."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base, Identified
from ..kit import clock
from ..storage.models import StoredFile
from .enums import (
    CareKind,
    FranchiseeStatus,
    ImportKind,
    ImportStatus,
    OutletFormat,
    PersonRole,
    SearchKind,
    TaxCategory,
)

USUAL_PAYMENT_DAYS = 13
"""Days to pay until somebody chooses others."""


class Network(Identified, Base):
    """The one row about the network as a whole. Made on the first-run page or by the seeds."""

    __tablename__ = "networks"
    __table_args__ = (CheckConstraint("lock = 1", name="single"),)

    lock: Mapped[int] = mapped_column(default=1, unique=True)
    """Always 1: there is one network in a portal."""
    name: Mapped[str] = mapped_column(String(200))
    legal_name: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    """ISO 3166-1 alpha-2."""
    email: Mapped[str] = mapped_column(String(254), default="")
    registration: Mapped[str] = mapped_column(String(60), default="")
    """Registration number of the franchisor's legal entity."""
    vat_number: Mapped[str] = mapped_column(String(40), default="")
    """VAT identification number, with its country's letters."""
    tax_number: Mapped[str] = mapped_column(String(40), default="")
    """The tax office's own number, where that is another one."""
    tax_category: Mapped[TaxCategory] = mapped_column(default=TaxCategory.NOT_SUBJECT)
    """Why invoices bear no tax."""
    tax_reason: Mapped[str] = mapped_column(String(200), default="")
    """The law by which they bear none, as it is printed."""
    currency: Mapped[str] = mapped_column(String(3))
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    languages: Mapped[list[Any]] = mapped_column(default=lambda: ["en", "zh_Hans", "zh_Hant"])
    """Locale names in the order offered; the first is used where a person's is not known."""
    payment_days: Mapped[int] = mapped_column(default=USUAL_PAYMENT_DAYS)
    """Days from an invoice's issue to its due day."""
    grace_days: Mapped[int] = mapped_column(default=0)
    """Days for which a month's invoices are shown as drafts first; 0: they are issued at once."""
    dispute_days: Mapped[int] = mapped_column(default=28)
    """Days from an invoice's issue in which a line can be disputed."""
    dispute_answer_days: Mapped[int] = mapped_column(default=10)
    """Working days in which the franchisor answers a dispute."""
    fees_account: Mapped[str] = mapped_column(String(60), default="")
    fees_bic: Mapped[str] = mapped_column(String(11), default="")
    fees_creditor: Mapped[str] = mapped_column(String(35), default="")
    """Creditor identifier for direct debits of fees."""
    fund_account: Mapped[str] = mapped_column(String(60), default="")
    fund_bic: Mapped[str] = mapped_column(String(11), default="")
    fund_creditor: Mapped[str] = mapped_column(String(35), default="")
    """Creditor identifier for direct debits of the fund: another one where the fund is a legal
    entity of its own."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    is_provisional: Mapped[bool] = mapped_column(default=False)
    """Made by a command that needed a network; the first-run page still sets it up."""
    stands_on: Mapped[date | None]
    """The day on which a demo network's clock stands."""
    created_at: Mapped[datetime] = mapped_column(default=clock.wall)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class Brand(Identified, Base):
    """One brand that outlets trade under."""

    __tablename__ = "brands"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    name_local: Mapped[str] = mapped_column(String(100), default="")


class Region(Identified, Base):
    """A part of the network that somebody is responsible for."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    name_local: Mapped[str] = mapped_column(String(100), default="")


class Franchisee(Identified, Base):
    """A legal entity on the other side of the contract."""

    __tablename__ = "franchisees"
    __table_args__ = (
        Index("ix_franchisees_name", "name", "code"),
        Index("ix_franchisees_region", "region_id", "code"),
        Index("ix_franchisees_status", "status", "code"),
        Index("ix_franchisees_since", "since", "code"),
    )

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_local: Mapped[str] = mapped_column(String(200), default="")
    registration: Mapped[str] = mapped_column(String(60), default="")
    """Registration number of the legal entity."""
    status: Mapped[FranchiseeStatus] = mapped_column(default=FranchiseeStatus.ACTIVE)
    since: Mapped[date | None]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    """ISO 3166-1 alpha-2."""
    vat_number: Mapped[str] = mapped_column(String(40), default="")
    """VAT identification number, with its country's letters."""
    language: Mapped[str] = mapped_column(String(10), default="en")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    region: Mapped[Region | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Person(Identified, Base):
    """Somebody who matters in a franchisee's business, with or without an account."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_name", "name", "id"),
        Index("ix_people_birthday_place", "birthday_place", "name"),
    )

    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_local: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[PersonRole] = mapped_column(default=PersonRole.OWNER)
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    birthday: Mapped[date | None]
    birthday_place: Mapped[int | None]
    """Month times 100 plus day: the place of the birthday in any year."""
    language: Mapped[str] = mapped_column(String(10), default="en")
    version: Mapped[int] = mapped_column(default=1)
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Outlet(Identified, Base):
    """A place that sells under a brand. Who owns it stands in `OutletOwnership`."""

    __tablename__ = "outlets"
    __table_args__ = (
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="life"),
        Index("ix_outlets_name", "name", "code"),
        Index("ix_outlets_city", "city", "code"),
        Index("ix_outlets_opened_on", "opened_on", "code"),
        Index("ix_outlets_closed_on", "closed_on"),
        Index("ix_outlets_brand", "brand_id", "code"),
        Index("ix_outlets_region", "region_id", "code"),
        Index("ix_outlets_format", "format", "code"),
    )

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_local: Mapped[str] = mapped_column(String(200), default="")
    brand_id: Mapped[UUID] = mapped_column(ForeignKey("brands.id"))
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"))
    format: Mapped[OutletFormat] = mapped_column(default=OutletFormat.STREET)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    """The last day of trading."""
    address: Mapped[str] = mapped_column(String(300), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[str] = mapped_column(String(100), default="")
    """The state or province, where the country has them."""
    postcode: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    """ISO 3166-1 alpha-2."""
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    version: Mapped[int] = mapped_column(default=1)
    brand: Mapped[Brand] = relationship(lazy="raise")
    region: Mapped[Region | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class OutletOwnership(Identified, Base):
    """Which franchisee owned an outlet from when to when, both days included."""

    __tablename__ = "outlet_ownerships"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="span"),
        Index(
            "uq_outlet_ownerships_current",
            "outlet_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
        Index("ix_outlet_ownerships_outlet", "outlet_id", "starts_on"),
        Index("ix_outlet_ownerships_franchisee", "franchisee_id", "ends_on"),
    )

    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    outlet: Mapped[Outlet] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")


class Territory(Identified, Base):
    """A named area: postcodes, or a polygon of (longitude, latitude) corners in degrees."""

    __tablename__ = "territories"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_local: Mapped[str] = mapped_column(String(200), default="")
    brand_id: Mapped[UUID] = mapped_column(ForeignKey("brands.id"), index=True)
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("regions.id"), index=True)
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"), index=True)
    is_exclusive: Mapped[bool] = mapped_column(default=True)
    postcodes: Mapped[list[Any]] = mapped_column(default=list)
    """Postcodes, and beginnings of postcodes that end with an asterisk."""
    polygon: Mapped[list[Any]] = mapped_column(default=list)
    """Corners as decimal texts, so that they come back as they were typed."""
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    brand: Mapped[Brand] = relationship(lazy="raise")
    region: Mapped[Region | None] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CareAssignment(Identified, Base):
    """Who at the franchisor looks after a franchisee, as dated history: one manager, one deputy."""

    __tablename__ = "care_assignments"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="span"),
        Index(
            "uq_care_assignments_current",
            "franchisee_id",
            "kind",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
        Index("ix_care_assignments_user", "user_id", "kind", "ends_on"),
    )

    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[CareKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class SearchWord(Base):
    """A word by which something is found: folded, and looked up by its beginning.

    The range `word >= 'mil' AND word < 'mil…'` uses the index on every database and costs the same
    in a network of 1,000 outlets and of 100,000; a search for a part of a name would read all.
    """

    __tablename__ = "search_words"
    __table_args__ = (
        Index("ix_search_words_subject", "subject_id", "word"),
        {"sqlite_with_rowid": False},
    )

    kind: Mapped[SearchKind] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)


class NetworkImport(Identified, Base):
    """A file of master data that was read: first checked, then imported or discarded."""

    __tablename__ = "network_imports"

    kind: Mapped[ImportKind]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    filename: Mapped[str] = mapped_column(String(200))
    creates: Mapped[bool] = mapped_column(default=False)
    """Whether unknown brands and regions are made."""
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.CHECKED)
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_new: Mapped[int] = mapped_column(default=0)
    rows_changed: Mapped[int] = mapped_column(default=0)
    rows_same: Mapped[int] = mapped_column(default=0)
    rows_wrong: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[Any]] = mapped_column(default=list)
    """The first wrong rows: row, column, value, message, remedy, params."""
    news: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Names of brands and regions that the import would make."""
    job_id: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it failed, untranslated."""
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship(lazy="raise")
