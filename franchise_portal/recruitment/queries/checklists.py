"""What the franchisor has shown for a brand, and what is still open."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from ...database import db
from ...law import Pack
from ..models import Applicant, ComplianceRecord, RecruitmentSettings
from ..rules import Checklist, PointFound, points


def record_of(brand_id: UUID, pack: Pack) -> ComplianceRecord:
    """The record of a brand under a law pack; an empty one, not yet kept, while there is none."""
    query = select(ComplianceRecord).where(
        ComplianceRecord.brand_id == brand_id, ComplianceRecord.pack == pack.slug
    )
    found = db.session.scalars(query).one_or_none()
    return found or ComplianceRecord(
        brand_id=brand_id,
        pack=pack.slug,
        enterprise="",
        first_outlet="",
        second_outlet="",
        support="",
        filing_number="",
        changed_by_name="",
    )


def checklist_of(record: ComplianceRecord) -> Checklist:
    """The record as the rules take it; the first contract as signed here, where none is typed."""
    opened = (record.first_opened_on, record.second_opened_on)
    return Checklist(
        enterprise=record.enterprise,
        outlets_opened_on=tuple(day for day in opened if day is not None),
        support=record.support,
        document_reviewed_on=record.document_reviewed_on,
        claims_checked_on=record.claims_checked_on,
        filing_number=record.filing_number,
        first_contract_on=record.first_contract_on
        or first_contract_on(record.brand_id, record.pack),
        reported_year=record.reported_year,
    )


def points_of(brand_id: UUID, pack: Pack, *, on: date) -> tuple[PointFound, ...]:
    """All points of a brand under a law pack, on a day."""
    return points(pack, checklist_of(record_of(brand_id, pack)), on=on)


def first_contract_on(brand_id: UUID, slug: str) -> date | None:
    """When the first applicant of a brand signed under a law pack, as far as is known here."""
    usual = select(RecruitmentSettings.pack).scalar_subquery()
    own = func.coalesce(func.nullif(Applicant.pack, ""), usual, "none")
    query = select(func.min(Applicant.signed_on)).where(Applicant.brand_id == brand_id, own == slug)
    return db.session.scalar(query)
