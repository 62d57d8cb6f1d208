"""Forgetting the papers about a thing that itself is forgotten."""

from uuid import UUID

from sqlalchemy import delete, select

from ... import storage
from ...database import db
from ...storage import StoredFile
from ..models import Report, ReportRun


def forget_papers(subject_id: UUID) -> int:
    """Delete all papers about a thing with their files; returns how many there were."""
    mine = select(Report.file_id).where(
        Report.subject_id == subject_id, Report.file_id.is_not(None)
    )
    files = db.session.scalars(select(StoredFile).where(StoredFile.id.in_(mine))).all()
    db.session.execute(delete(Report).where(Report.subject_id == subject_id))
    db.session.execute(delete(ReportRun).where(ReportRun.subject_id == subject_id))
    for file in files:
        storage.forget(file)
    return len(files)
