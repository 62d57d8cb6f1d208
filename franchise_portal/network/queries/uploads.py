"""Files of master data that were uploaded."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...database import db
from ...jobs import Job
from ...kit.errors import NotFound
from ..models import NetworkImport


def import_by_id(import_id: UUID) -> NetworkImport:
    """One upload with its stored file; the view's permission says who may see uploads at all.

    Raises:
        NotFound: when there is none.
    """
    query = (
        select(NetworkImport)
        .where(NetworkImport.id == import_id)
        .options(joinedload(NetworkImport.file))
    )
    upload = db.session.scalars(query).one_or_none()
    if upload is None:
        raise NotFound
    return upload


def latest_imports(*, limit: int = 10) -> Sequence[NetworkImport]:
    """What was uploaded last, the newest first."""
    query = select(NetworkImport).order_by(NetworkImport.id.desc()).limit(limit)
    return db.session.scalars(query).all()


def job_of(upload: NetworkImport) -> Job | None:
    """The job that imports a large file."""
    return db.session.get(Job, upload.job_id) if upload.job_id else None
