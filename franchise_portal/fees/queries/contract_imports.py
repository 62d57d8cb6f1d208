"""Files of contracts that were uploaded, with their plan files."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ...database import db
from ...kit.errors import NotFound
from ..models import ContractImport, ContractImportPlan


def contract_import(import_id: UUID) -> ContractImport:
    """One upload with its files; the view's permission says who may see uploads at all.

    Raises:
        NotFound: when there is none.
    """
    query = (
        select(ContractImport)
        .where(ContractImport.id == import_id)
        .options(
            joinedload(ContractImport.file),
            selectinload(ContractImport.plans).joinedload(ContractImportPlan.file),
        )
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def latest_contract_imports(*, limit: int = 10) -> Sequence[ContractImport]:
    """What was uploaded last, the newest first."""
    query = select(ContractImport).order_by(ContractImport.id.desc()).limit(limit)
    return db.session.scalars(query).all()
