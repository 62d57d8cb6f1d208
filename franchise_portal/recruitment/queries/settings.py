"""How this network recruits, and which law pack an applicant falls under."""

from sqlalchemy import select

from ...database import db
from ...law import Pack, pack
from ..models import Applicant, RecruitmentSettings


def settings() -> RecruitmentSettings:
    """The settings; a row with the defaults, not yet kept, while nobody has changed any."""
    found = db.session.scalars(select(RecruitmentSettings)).one_or_none()
    return found or RecruitmentSettings(
        lock=1, is_open=True, pack="none", patience_days=7, retention_days=180
    )


def pack_of(applicant: Applicant) -> Pack:
    """The law pack of an applicant's disclosure: their own, else the network's usual one."""
    return pack(applicant.pack or settings().pack)
