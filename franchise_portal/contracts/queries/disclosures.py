"""What was disclosed before a contract, and when."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...database import db
from ...recruitment import queries as recruitment
from ..models import Contract, ContractDisclosure


def disclosures_of(contract: Contract) -> Sequence[ContractDisclosure]:
    """What was recorded with the contract itself, the latest first."""
    return db.session.scalars(
        select(ContractDisclosure)
        .where(ContractDisclosure.contract_id == contract.id)
        .order_by(ContractDisclosure.recorded_at.desc(), ContractDisclosure.id.desc())
        .options(joinedload(ContractDisclosure.file))
    ).all()


def disclosed_on(contract: Contract) -> date | None:
    """The day from which the law's clock runs: as recorded here, else in the selection before."""
    here = disclosure_of(contract)
    if here is not None:
        return here.disclosed_on
    given = recruitment.disclosure_of(contract.franchisee_id, contract.brand_id)
    return given.disclosed_on if given else None


def disclosure_of(contract: Contract) -> ContractDisclosure | None:
    """The disclosure that counts, where one was recorded with the contract."""
    return next(iter(disclosures_of(contract)), None)


def disclosure_with_id(disclosure_id: UUID) -> ContractDisclosure | None:
    """One disclosure with its file; whether it may be seen is its contract's matter."""
    query = (
        select(ContractDisclosure)
        .where(ContractDisclosure.id == disclosure_id)
        .options(joinedload(ContractDisclosure.file))
    )
    return db.session.scalars(query).one_or_none()
