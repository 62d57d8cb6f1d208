"""What was disclosed before a contract, and when."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...database import db
from ..models import Contract, ContractDisclosure


def disclosures_of(contract: Contract) -> Sequence[ContractDisclosure]:
    """What was recorded with the contract itself, the latest first."""
    return db.session.scalars(
        select(ContractDisclosure)
        .where(ContractDisclosure.contract_id == contract.id)
        .order_by(ContractDisclosure.recorded_at.desc(), ContractDisclosure.id.desc())
        .options(joinedload(ContractDisclosure.file))
    ).all()


def disclosure_of(contract: Contract) -> ContractDisclosure | None:
    """The disclosure that counts, where one was recorded with the contract."""
    return next(iter(disclosures_of(contract)), None)
