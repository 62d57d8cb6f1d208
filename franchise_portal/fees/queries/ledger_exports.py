"""Exports of the books, for those who may read the ledger."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.errors import NotFound
from ..models import LedgerExport


def export_for(actor: Actor, export_id: UUID) -> LedgerExport:
    """One export with its file.

    Raises:
        NotFound: when there is none.
    """
    actor.require(Permission.FEES_LEDGER_READ)
    query = select(LedgerExport).where(LedgerExport.id == export_id)
    row = db.session.scalar(query.options(joinedload(LedgerExport.file)))
    if row is None:
        raise NotFound
    return row
