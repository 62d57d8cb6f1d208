"""How this network recruits."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base, Identified


class RecruitmentSettings(Identified, Base):
    """The one row of settings; its defaults hold while there is none."""

    __tablename__ = "recruitment_settings"
    __table_args__ = (
        CheckConstraint("lock = 1", name="single"),
        CheckConstraint("patience_days >= 1 AND retention_days >= 1", name="days"),
    )

    lock: Mapped[int] = mapped_column(default=1, unique=True)
    """Always 1."""
    is_open: Mapped[bool] = mapped_column(default=True)
    """Whether strangers may enquire on the public page."""
    pack: Mapped[str] = mapped_column(String(20), default="none")
    """The law pack of disclosures where an applicant's own is not chosen."""
    patience_days: Mapped[int] = mapped_column(default=7)
    """After so many days without anybody doing anything a reminder goes out."""
    retention_days: Mapped[int] = mapped_column(default=180)
    """After so many days what is personal in a rejected or withdrawn application is forgotten."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
