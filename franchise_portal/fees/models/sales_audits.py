"""Audits of sales: what was found in an outlet's books against what was reported."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access.roles import Side
from ...contracts.models import Contract
from ...database import Base, Identified, Minor, append_only
from ...kit import clock
from ...network.models import Franchisee, Outlet
from ..enums import AuditEntryKind, SalesAuditStatus
from .sales import SalesReport
from .telling import Figures

CLAUSE = "clause"
"""Where the clause that was told stands in the result of an audit."""


class SalesAudit(Identified, Base):
    """One look into the books of an outlet: months, findings, the answer, and what came of it."""

    __tablename__ = "sales_audits"
    __table_args__ = (Index("ix_sales_audits_franchisee", "franchisee_id", "opened_at"),)

    number: Mapped[str] = mapped_column(String(20), unique=True)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"), index=True)
    franchisee_id: Mapped[UUID] = mapped_column(ForeignKey("franchisees.id"))
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    status: Mapped[SalesAuditStatus] = mapped_column(default=SalesAuditStatus.DRAFT)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day looked at, included."""
    currency: Mapped[str] = mapped_column(String(3))
    findings: Mapped[str] = mapped_column(Text, default="")
    """What the auditor looked at and found, in words."""
    trigger_rate: Mapped[Decimal]
    """Share of the reported sales from which the franchisee bears the cost and pays interest."""
    is_contract_rate: Mapped[bool] = mapped_column(default=False)
    """Whether the contract names the share; otherwise it is the usual one."""
    is_above: Mapped[bool] = mapped_column(default=False)
    """Whether more than the share is needed, and not the share itself."""
    is_cost_borne: Mapped[bool] = mapped_column(default=True)
    """Whether the franchisee bears the cost then; some contracts leave it with the franchisor."""
    cost_minor: Mapped[int] = mapped_column(Minor, default=0)
    """What the audit cost."""
    interest_rate: Mapped[Decimal]
    """For a year, as a share of one; 0 where the contract names none."""
    opened_by_name: Mapped[str] = mapped_column(String(200), default="")
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer_until: Mapped[date | None]
    settled_on: Mapped[date | None]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What it comes to, as it was told last (`rules.understatement`), and the clause that was told
    with it; empty in a draft."""
    version: Mapped[int] = mapped_column(default=1)
    outlet: Mapped[Outlet] = relationship(lazy="raise")
    franchisee: Mapped[Franchisee] = relationship(lazy="raise")
    contract: Mapped[Contract] = relationship(lazy="raise")
    lines: Mapped[list["SalesAuditLine"]] = relationship(
        lazy="raise", back_populates="audit", order_by="SalesAuditLine.starts_on"
    )
    entries: Mapped[list["SalesAuditEntry"]] = relationship(
        lazy="raise", order_by="SalesAuditEntry.at, SalesAuditEntry.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    @property
    def clause_told(self) -> str:
        """The clause on which cost and interest rest, as it was told; empty where none was."""
        return str(self.result.get(CLAUSE, ""))


class SalesAuditLine(Figures, Identified, Base):
    """What the books say of one period, beside the report that was sent for it."""

    __tablename__ = "sales_audit_lines"
    __table_args__ = (UniqueConstraint("audit_id", "starts_on", "ends_on"),)

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("sales_audits.id"))
    report_id: Mapped[UUID] = mapped_column(ForeignKey("sales_reports.id"), index=True)
    """The version that was compared."""
    corrected_id: Mapped[UUID | None] = mapped_column(ForeignKey("sales_reports.id"))
    """The version that settling the audit made."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    audit: Mapped[SalesAudit] = relationship(lazy="raise", back_populates="lines")
    report: Mapped[SalesReport] = relationship(lazy="raise", foreign_keys=[report_id])


@append_only()
class SalesAuditEntry(Identified, Base):
    """What either side said or did about an audit."""

    __tablename__ = "sales_audit_entries"
    __table_args__ = (Index("ix_sales_audit_entries_audit", "audit_id", "at"),)

    audit_id: Mapped[UUID] = mapped_column(ForeignKey("sales_audits.id"))
    kind: Mapped[AuditEntryKind]
    side: Mapped[Side]
    words: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
