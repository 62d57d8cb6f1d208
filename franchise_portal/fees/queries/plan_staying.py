"""Which contracts a draft would not move, said before it is decided."""

from sqlalchemy import select

from ...contracts.models import Contract
from ...database import db
from ..models import PlanVersion
from ..rules.plan_changes import Stay, reason_to_stay
from .footing import footings_of
from .plan_moving import left_to_move
from .plan_versions import plan_in


def staying(version: PlanVersion) -> tuple[Stay, ...]:
    """Why contracts of the plan before would stay with it, one for each, by number."""
    left = left_to_move(version).subquery()
    contracts = db.session.scalars(
        select(Contract)
        .where(Contract.id.in_(select(left.c.contract_id)))
        .order_by(Contract.number)
    ).all()
    plan, footings = plan_in(version), footings_of(contracts)
    found = (
        reason_to_stay(plan, footings[contract.id], on=version.starts_on) for contract in contracts
    )
    return tuple(stay for stay in found if stay is not None)
