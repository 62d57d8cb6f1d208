"""Files of accounts and takings, as somebody sees them."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ..models import BenefitFile


def visible_files(actor: Actor) -> Select[BenefitFile]:
    """The office's own files for the office, a business's for the business."""
    actor.require(Permission.BENEFIT_ACCOUNT_READ)
    query, scope = select(BenefitFile), actor.scope
    if isinstance(scope, Everything):
        return query
    return query.where(BenefitFile.franchisee_id == scope.franchisee_id)


def file_for(actor: Actor, file_id: UUID) -> BenefitFile:
    """One file with what was found in it.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_files(actor).where(BenefitFile.id == file_id)
    row = db.session.scalar(query.options(joinedload(BenefitFile.file)))
    if row is None:
        raise NotFound
    return row
