"""Fee plans, which contract uses which from when, and files of contracts with their plans."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...contracts.models import Contract
from ...database import Base, Identified
from ...kit import clock
from ...network.enums import ImportStatus
from ...storage.models import StoredFile


class FeePlan(Identified, Base):
    """A fee plan in its canonical form. A changed plan is another row, never an edit."""

    __tablename__ = "fee_plans"

    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the canonical form: the same plan is stored once."""
    currency: Mapped[str] = mapped_column(String(3))
    definition: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class PlanAssignment(Identified, Base):
    """Which plan a contract uses from a day on, until the next assignment begins."""

    __tablename__ = "plan_assignments"
    __table_args__ = (UniqueConstraint("contract_id", "starts_on"),)

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("fee_plans.id"), index=True)
    starts_on: Mapped[date]
    contract: Mapped[Contract] = relationship(lazy="raise")
    plan: Mapped[FeePlan] = relationship(lazy="raise")


class ContractImport(Identified, Base):
    """A contracts file that was read with its plan files: checked, then imported or discarded."""

    __tablename__ = "contract_imports"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    filename: Mapped[str] = mapped_column(String(200))
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.CHECKED)
    rows_read: Mapped[int] = mapped_column(default=0)
    """Without the header and empty lines."""
    rows_wrong: Mapped[int] = mapped_column(default=0)
    outlets: Mapped[int] = mapped_column(default=0)
    """How many outlets the good rows cover."""
    problems: Mapped[list[Any]] = mapped_column(default=list)
    """What is wrong in the file and in the plan files, as the fields of `kit.errors.Problem`."""
    problem_count: Mapped[int] = mapped_column(default=0)
    job_id: Mapped[UUID | None]
    """The job that imports a large file."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why the job failed, untranslated."""
    created_by: Mapped[UUID | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship(lazy="raise")
    plans: Mapped[list["ContractImportPlan"]] = relationship(
        lazy="raise", back_populates="upload", order_by="ContractImportPlan.filename"
    )


class ContractImportPlan(Identified, Base):
    """A plan file that was uploaded together with a contracts file."""

    __tablename__ = "contract_import_plans"
    __table_args__ = (UniqueConstraint("import_id", "filename"),)

    import_id: Mapped[UUID] = mapped_column(ForeignKey("contract_imports.id"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    filename: Mapped[str] = mapped_column(String(200))
    """Without folders, as the rows' paths end."""
    contracts: Mapped[int] = mapped_column(default=0)
    """How many rows name it."""
    file: Mapped[StoredFile] = relationship(lazy="raise")
    upload: Mapped[ContractImport] = relationship(lazy="raise", back_populates="plans")
