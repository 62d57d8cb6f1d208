"""Contracts move to a version that was decided: at once where they are few, else in steps.

Each step is a transaction of its own and looks at what is left. So what a crash interrupted goes
on where it stopped, and no contract is moved and nobody written to twice.
"""

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
from ...jobs import enqueue
from ...kit import clock
from ...kit.ids import new_id
from ...kit.period import Period
from ..models import PlanMove, PlanVersion
from ..queries.footing import footings_of
from ..queries.impact_figures import Figures
from ..queries.plan_impacts import NO_CHANGE, ContractEffect, impact_for, told_to, window_of
from ..queries.plan_moving import count_of, moving_over, next_to_move
from ..queries.plan_versions import assigned_on, plan_in
from ..rules.plan_changes import Stay, reason_to_stay
from ..rules.plans import FeePlan as Plan
from .assigning import assign_plan
from .ledger import pass_gate
from .plan_letters import tell_of_change
from .requests import on_behalf_of

JOB = "fees.move_contracts"
AT_ONCE = 200


def begin_moving(actor: Actor, version: PlanVersion, figures: Figures) -> Sequence[PlanMove]:
    """Move the contracts of a version that was just decided; none yet where a job does it."""
    if version.follows_id is None:
        return ()
    version.concerns = figures.contracts
    if not figures.is_large:
        return _move(actor, version, next_to_move(version, limit=figures.contracts + 1))
    version.moving_job_id = enqueue(
        JOB, arguments={"version_id": str(version.id)}, label=version.name, actor=actor
    ).id
    db.session.flush()
    return ()


def move_some(version_id: UUID) -> tuple[int, int] | None:
    """Move the contracts of the next franchisees: how many are moved then, and of how many.

    None when all are, or the decision was taken back meanwhile.
    """
    # A month that is being assessed at this moment is charged first, by the plan before.
    pass_gate()
    version = _held(version_id)
    if not version.is_moving:
        return None
    ids = next_to_move(version, limit=AT_ONCE)
    if not ids:
        version.moved_at = clock.now()
        db.session.flush()
        return None
    _move(_decider(version), version, ids)
    done = count_of(version)
    return done, max(done, version.concerns)


def move_before_its_turn(contract: Contract) -> None:
    """Have a decided version reach a contract now, as somebody is about to give it a plan.

    What is given later then counts, as it does where all contracts move at once.
    """
    for version in moving_over(contract.id):
        _move(_decider(version), version, [contract.id])


def _decider(version: PlanVersion) -> Actor:
    by = version.decided_by
    return on_behalf_of(str(by) if by else "", version.decided_by_name)


def _held(version_id: UUID) -> PlanVersion:
    query = select(PlanVersion).where(PlanVersion.id == version_id).with_for_update(key_share=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _move(actor: Actor, version: PlanVersion, ids: Sequence[UUID]) -> Sequence[PlanMove]:
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
        move = _told_move(version, contract, stay, told.get(contract.id, NO_CHANGE), window)
        move.replaced_plan_id = None if stay else replaced.get(contract.id)
        moves.append(move)
    db.session.add_all(moves)
    db.session.flush()
    tell_of_change(version, moves)
    return moves


def _contracts(version: PlanVersion, ids: Sequence[UUID]) -> Sequence[Contract]:
    """By number, held; without those that were reached while we waited for them."""
    query = select(Contract).where(Contract.id.in_(ids)).order_by(Contract.id)
    held = query.options(joinedload(Contract.franchisee)).with_for_update(of=Contract)
    found = db.session.scalars(held.execution_options(populate_existing=True)).all()
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
