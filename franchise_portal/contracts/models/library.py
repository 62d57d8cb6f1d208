"""The clause library and the templates of contracts. What was once written there stays readable.

A change of a clause or a template is a further version; contracts keep the words they were drafted
with, and name the version these came from.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, append_only
from ...kit import clock
from ...network.models import Brand
from ..enums import ClauseKind


class LibraryClause(Identified, Base):
    """A clause in one language, whatever its words are at present."""

    __tablename__ = "library_clauses"
    __table_args__ = (UniqueConstraint("key", "language"),)

    key: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(10))
    kind: Mapped[ClauseKind]
    latest: Mapped[int] = mapped_column(default=0)
    """The number of its latest version."""
    retired_at: Mapped[datetime | None]
    """Since when it is no longer offered."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


@append_only()
class LibraryClauseVersion(Identified, Base):
    """The words of a clause, for ever."""

    __tablename__ = "library_clause_versions"
    __table_args__ = (UniqueConstraint("clause_id", "number"),)

    clause_id: Mapped[UUID] = mapped_column(ForeignKey("library_clauses.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    """Words with placeholders such as `{last_day}`, which `rules.placeholders` fills."""
    note: Mapped[str] = mapped_column(Text, default="")
    """Why the words changed."""
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    clause: Mapped[LibraryClause] = relationship(lazy="raise")


class ContractTemplate(Identified, Base):
    """A contract to begin from, in one language and for one law pack."""

    __tablename__ = "contract_templates"
    __table_args__ = (UniqueConstraint("key", "language"),)

    key: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(10))
    pack: Mapped[str] = mapped_column(String(20), default="none")
    brand_id: Mapped[UUID | None] = mapped_column(ForeignKey("brands.id"))
    """The brand it is meant for; None for any."""
    title: Mapped[str] = mapped_column(String(200))
    latest: Mapped[int] = mapped_column(default=0)
    """The number of its latest version."""
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    brand: Mapped[Brand | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


@append_only()
class ContractTemplateVersion(Identified, Base):
    """Which clauses a template holds, in which words, and with which terms it begins."""

    __tablename__ = "contract_template_versions"
    __table_args__ = (UniqueConstraint("template_id", "number"),)

    template_id: Mapped[UUID] = mapped_column(ForeignKey("contract_templates.id"))
    number: Mapped[int]
    clauses: Mapped[list[Any]]
    """In order: the clause's number in the contract, its key in the library, and its version."""
    terms: Mapped[dict[str, Any]]
    """The canonical form of the terms that it offers to begin with."""
    note: Mapped[str] = mapped_column(Text, default="")
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    template: Mapped[ContractTemplate] = relationship(lazy="raise")
