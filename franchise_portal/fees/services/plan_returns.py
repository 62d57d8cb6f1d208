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
from .plan_letters import tell_of_withdrawal
from .plan_moves import hold_contracts


def give_back(actor: Actor, version: PlanVersion, ids: Sequence[UUID]) -> Sequence[PlanMove]:
    """Undo what a version assigned to some contracts, and tell those who were told of it.

    What stood there before comes back. A contract that somebody has given another plan from that
    day meanwhile keeps that one.
    """
    hold_contracts(ids)
    moves = _moves(version, ids)
    assigned = _assigned(version, ids)
    for one in moves:
        assignment = assigned.get(one.contract_id)
        if one.starts_on is None or assignment is None:
            continue  # it stayed, or was given by hand
        if one.replaced_plan_id is None:
            db.session.delete(assignment)
        else:
            assignment.plan_id = one.replaced_plan_id
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
