"""Contracts get back what they had before a decision that was taken back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from ... import audit
from ...access.actor import Actor
from ...contracts.services.planning import forget_reading
from ...database import db
from ...kit.ids import new_id
from ..enums import FeesAction
from ..models import PlanAssignment, PlanMove, PlanReturn, PlanVersion
from ..plan_enums import PlanStatus
from .plan_letters import tell_of_withdrawal
from .plan_moves import hold_contracts


def give_back(actor: Actor, version: PlanVersion, ids: Sequence[UUID]) -> Sequence[PlanMove]:
    """Undo what a version assigned to some contracts, and tell those who were told of it.

    What stood there before comes back. A contract that somebody has given another plan from that
    day meanwhile keeps that one.
    """
    hold_contracts(ids)
    moves = _moves(version, ids)
    assigned, stood = _assigned(version, ids), _stood_before(version, moves)
    for one in moves:
        assignment = assigned.get(one.contract_id)
        if one.starts_on is None or assignment is None:
            continue  # it stayed, or was given by hand
        replaced = stood[one.contract_id]
        if replaced is None:
            db.session.delete(assignment)
        else:
            assignment.plan_id = replaced
        _note_at(actor, one, version)
    db.session.add_all([PlanReturn(id=new_id(), move_id=one.id) for one in moves])
    db.session.flush()
    tell_of_withdrawal(version, moves)
    return moves


def _moves(version: PlanVersion, ids: Sequence[UUID]) -> Sequence[PlanMove]:
    """Without those that were given back while we waited for their contracts."""
    returned = select(PlanReturn.move_id).where(PlanReturn.move_id == PlanMove.id).exists()
    query = select(PlanMove).where(
        PlanMove.version_id == version.id, PlanMove.contract_id.in_(ids), ~returned
    )
    return db.session.scalars(
        query.order_by(PlanMove.id).options(
            joinedload(PlanMove.contract), joinedload(PlanMove.franchisee)
        )
    ).all()


def _assigned(version: PlanVersion, ids: Sequence[UUID]) -> dict[UUID, PlanAssignment]:
    query = select(PlanAssignment).where(
        PlanAssignment.plan_id == version.plan_id,
        PlanAssignment.starts_on == version.starts_on,
        PlanAssignment.contract_id.in_(ids),
    )
    return {one.contract_id: one for one in db.session.scalars(query)}


def _stood_before(version: PlanVersion, moves: Sequence[PlanMove]) -> dict[UUID, UUID | None]:
    """What each contract had on the day before; not what another decision meant, taken back since.

    Two versions may have been decided for one day, and the first be taken back before the second.
    """
    gone = db.session.execute(
        select(PlanMove.contract_id, PlanVersion.plan_id, PlanMove.replaced_plan_id)
        .join(PlanVersion, PlanVersion.id == PlanMove.version_id)
        .where(
            PlanMove.contract_id.in_([one.contract_id for one in moves]),
            PlanMove.starts_on == version.starts_on,
            PlanVersion.id != version.id,
            PlanVersion.status == PlanStatus.TAKEN_BACK,
            PlanVersion.taken_back_at > version.decided_at,
        )
    )
    before: dict[tuple[UUID, UUID | None], UUID | None] = {
        (contract_id, plan_id): replaced for contract_id, plan_id, replaced in gone
    }
    return {
        one.contract_id: _further_back(before, (one.contract_id, one.replaced_plan_id))
        for one in moves
    }


def _further_back(
    before: dict[tuple[UUID, UUID | None], UUID | None], key: tuple[UUID, UUID | None]
) -> UUID | None:
    contract_id, plan_id = key
    while (contract_id, plan_id) in before:
        plan_id = before.pop((contract_id, plan_id))
    return plan_id


def _note_at(actor: Actor, move: PlanMove, version: PlanVersion) -> None:
    forget_reading(move.contract_id)
    # Who else looks at the contract shall notice.
    flag_modified(move.contract, "note")
    audit.record(
        actor,
        FeesAction.PLAN_UNASSIGNED,
        move.contract,
        plan=version.name,
        starts_on=version.starts_on,
    )
