"""What of a contract matters to a plan that it is to be given."""

from uuid import UUID

from sqlalchemy import func, select

from ...contracts.enums import VersionStatus
from ...contracts.models import Contract, ContractOutlet
from ...contracts.queries import clause_numbers, terms_of, versions_of
from ...database import db
from ...kit.period import Period
from ...network.queries import founded
from ..models import Charge
from ..rules.giving import Footing
from .plans import plans_of


def footing_of(contract: Contract) -> Footing:
    """Its term, currency and clauses, and how far it has been charged."""
    assigned = plans_of(contract.id)
    versions = [v for v in versions_of(contract) if v.status is not VersionStatus.WITHDRAWN]
    return Footing(
        contract=contract.number,
        starts_on=contract.starts_on,
        ends_on=min(contract.ends_on, contract.ended_on or contract.ends_on),
        has_plan=bool(assigned),
        currency=assigned[0][1].currency if assigned else founded().currency,
        clauses=frozenset(clause_numbers(contract.id)),
        may_add_clauses=not any(v.status is VersionStatus.EXECUTED for v in versions),
        is_in_terms=any(terms_of(version).fee_plan for version in versions),
        charged=_last_charged(contract.id),
    )


def _last_charged(contract_id: UUID) -> Period | None:
    # By outlet, as there is an index for that: charges are the largest table there is.
    outlets = select(ContractOutlet.outlet_id).where(ContractOutlet.contract_id == contract_id)
    month = db.session.scalar(
        select(func.max(Charge.month)).where(
            Charge.outlet_id.in_(outlets), Charge.contract_id == contract_id
        )
    )
    return Period.parse_month(month) if month else None
