"""Files that leave the portal: e-invoices, made once each, and exports of the books."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, append_only
from ...kit import clock
from ...storage.models import StoredFile
from ..bank_enums import ExportStatus


@append_only()
class EInvoice(Identified, Base):
    """An invoice as XML for machines. Made once: what was handed out never changes."""

    __tablename__ = "einvoices"

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoices.id"), unique=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    file: Mapped[StoredFile] = relationship(lazy="raise")


class LedgerExport(Identified, Base):
    """The books as a file, asked for on the ledger's page."""

    __tablename__ = "ledger_exports"
    __table_args__ = (Index("ix_ledger_exports_created", "created_at"),)

    status: Mapped[ExportStatus] = mapped_column(default=ExportStatus.MAKING)
    entries: Mapped[int] = mapped_column(default=0)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    job_id: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why the job failed, untranslated."""
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    file: Mapped[StoredFile | None] = relationship(lazy="raise")
