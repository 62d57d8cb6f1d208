"""The scorecard's published versions, and the draft of the next."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ...database import db
from ...kit.errors import NotFound
from ..models import DraftCriterion, ScorecardDraft, ScorecardVersion


def current_version() -> ScorecardVersion | None:
    """The latest published version with its criteria."""
    query = select(ScorecardVersion).order_by(ScorecardVersion.number.desc()).limit(1)
    return db.session.scalars(query.options(selectinload(ScorecardVersion.criteria))).first()


def versions() -> Sequence[ScorecardVersion]:
    """All published versions, the latest first."""
    query = select(ScorecardVersion).order_by(ScorecardVersion.number.desc())
    return db.session.scalars(query).all()


def version_by_id(version_id: UUID) -> ScorecardVersion:
    """A published version with its criteria.

    Raises:
        NotFound: when there is none.
    """
    query = (
        select(ScorecardVersion)
        .where(ScorecardVersion.id == version_id)
        .options(selectinload(ScorecardVersion.criteria))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def version_number() -> int:
    """The number of the latest published version; 0 without any."""
    return db.session.scalar(select(func.max(ScorecardVersion.number))) or 0


def draft() -> ScorecardDraft | None:
    """The draft of the next version with its criteria, if one is begun."""
    query = select(ScorecardDraft).options(selectinload(ScorecardDraft.criteria))
    return db.session.scalars(query).one_or_none()


def draft_criterion(criterion_id: UUID) -> DraftCriterion:
    """A criterion of the draft.

    Raises:
        NotFound: when there is none.
    """
    found = db.session.get(DraftCriterion, criterion_id)
    if found is None:
        raise NotFound
    return found
