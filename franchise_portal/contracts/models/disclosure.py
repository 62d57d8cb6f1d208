"""When the franchisee received the contract's text and the disclosure, for contracts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, append_only
from ...kit import clock
from ...storage.models import StoredFile


@append_only()
class ContractDisclosure(Identified, Base):
    """A disclosure that was recorded here, not in the selection before the contract.

    A wrong one is corrected by a further row: the latest counts.
    """

    __tablename__ = "contract_disclosures"

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"), index=True)
    disclosed_on: Mapped[date]
    """The day on which the franchisee received it."""
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")
    """How it was handed over."""
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_name: Mapped[str] = mapped_column(String(200), default="")
    file: Mapped[StoredFile] = relationship(lazy="raise")
