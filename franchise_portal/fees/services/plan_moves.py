"""What moving to a decided version means for a contract: its plan, and what it is told."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from ...access.actor import Actor
from ...contracts.models import Contract
from ...database import db
from ...kit.ids import new_id
from ...kit.period import Period
from ..models import PlanMove, PlanVersion
from ..queries.footing import footings_of
from ..queries.plan_impacts import NO_CHANGE, ContractEffect, impact_for, told_to, window_of
from ..queries.plan_versions import assigned_on, plan_in
from ..rules.plan_changes import Stay, reason_to_stay
from ..rules.plans import FeePlan as Plan
from .assigning import assign_plan
from .plan_letters import tell_of_change


def move(actor: Actor, version: PlanVersion, ids: Sequence[UUID]) -> Sequence[PlanMove]:
    """Move some contracts to a version where their terms allow, and tell their franchisees."""
    contracts, plan = _contracts(version, ids), plan_in(version)
    footings = footings_of(contracts)
    replaced = assigned_on([contract.id for contract in contracts], version.starts_on)
    kept = impact_for(version)
    told, window = told_to(version, kept, contracts), window_of(kept)
    moves = []
    for contract in contracts:
        stay = reason_to_stay(plan, footings[contract.id], on=version.starts_on)
        if stay is None:
            _assign(actor, version, contract, plan)
        one = _told_move(version, contract, stay, told.get(contract.id, NO_CHANGE), window)
        one.replaced_plan_id = None if stay else replaced.get(contract.id)
        moves.append(one)
    db.session.add_all(moves)
    db.session.flush()
    tell_of_change(version, moves)
    return moves


def _contracts(version: PlanVersion, ids: Sequence[UUID]) -> Sequence[Contract]:
    """By number, held; without those that were reached while we waited for them."""
    found = hold_contracts(ids)
    reached = set(
        db.session.scalars(
            select(PlanMove.contract_id).where(
                PlanMove.version_id == version.id, PlanMove.contract_id.in_(ids)
            )
        )
    )
    return sorted(
        (contract for contract in found if contract.id not in reached),
        key=lambda contract: contract.number,
    )


def hold_contracts(ids: Sequence[UUID]) -> Sequence[Contract]:
    """The rows of some contracts, with their franchisees, held until the transaction ends."""
    query = select(Contract).where(Contract.id.in_(ids)).order_by(Contract.id)
    held = query.options(joinedload(Contract.franchisee)).with_for_update(of=Contract)
    return db.session.scalars(held.execution_options(populate_existing=True)).all()


def _assign(actor: Actor, version: PlanVersion, contract: Contract, plan: Plan) -> None:
    assign_plan(actor, contract=contract, plan=plan, starts_on=version.starts_on, name=version.name)
    # Who else looks at the contract shall notice.
    flag_modified(contract, "note")


def _told_move(
    version: PlanVersion,
    contract: Contract,
    stay: Stay | None,
    told: ContractEffect,
    window: Period | None,
) -> PlanMove:
    return PlanMove(
        id=new_id(),
        version_id=version.id,
        contract_id=contract.id,
        franchisee_id=contract.franchisee_id,
        starts_on=None if stay else version.starts_on,
        stays=_told(stay) if stay else {},
        currency=plan_in(version).currency,
        sales_minor=told.effect.sales,
        before_minor=told.effect.before,
        after_minor=told.effect.after,
        first_month=window.start.strftime("%Y-%m") if window else "",
        last_month=window.last.strftime("%Y-%m") if window else "",
        unknown=told.unknown,
        contract=contract,
        franchisee=contract.franchisee,
    )


def _told(stay: Stay) -> dict[str, Any]:
    params = {key: _plain(value) for key, value in stay.params.items()}
    return {"message": stay.message, "params": params}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return value.isoformat() if isinstance(value, date) else value
