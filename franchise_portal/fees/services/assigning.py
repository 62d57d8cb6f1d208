"""Fee plans: kept once however many contracts use them, and assigned to contracts from a day on."""

from datetime import date

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...contracts.models import Contract
from ...contracts.queries import clause_numbers
from ...contracts.services.planning import forget_reading
from ...database import db
from ...kit.errors import BadInput, Problem
from ...kit.i18n import N_
from ..enums import FeesAction
from ..models import FeePlan, PlanAssignment
from ..rules.canonical import digest_of, plan_to_json
from ..rules.plans import FeePlan as Plan

LONGEST_NAME = 200


def keep_plan(plan: Plan, *, name: str = "") -> FeePlan:
    """The row of a plan; the same plan under another name is still the same row."""
    digest = digest_of(plan)
    row = db.session.scalar(select(FeePlan).where(FeePlan.digest == digest))
    if row is None:
        row = FeePlan(
            name=(name or _named_after(plan))[:LONGEST_NAME],
            digest=digest,
            currency=plan.currency,
            definition=plan_to_json(plan),
        )
        db.session.add(row)
        db.session.flush()  # the assignment names the plan by its id
    return row


def _named_after(plan: Plan) -> str:
    return ", ".join(fee.name for fee in plan.fees)


def assign_plan(
    actor: Actor, *, contract: Contract, plan: Plan, starts_on: date, name: str = ""
) -> PlanAssignment:
    """Let a contract use a plan from a day on, until the next assignment begins.

    What was assigned from the same day before is replaced; what was charged stays as it is.

    Raises:
        BadInput: when a fee names a clause that the contract does not have. Without a clause
            there is no right to a fee.
    """
    actor.require(Permission.CONTRACTS_CONTRACT_WRITE)
    _require_clauses(contract, plan)
    row = keep_plan(plan, name=name)
    assignment = db.session.scalar(
        select(PlanAssignment).where(
            PlanAssignment.contract_id == contract.id, PlanAssignment.starts_on == starts_on
        )
    )
    if assignment is None:
        assignment = PlanAssignment(contract_id=contract.id, starts_on=starts_on, plan_id=row.id)
        db.session.add(assignment)
    else:
        assignment.plan_id = row.id
    forget_reading(contract.id)
    audit.record(
        actor,
        FeesAction.PLAN_ASSIGNED,
        contract,
        plan=row.name,
        starts_on=starts_on,
    )
    return assignment


def _require_clauses(contract: Contract, plan: Plan) -> None:
    known = set(clause_numbers(contract.id))
    problems = [
        Problem(
            contract.number,
            None,
            fee.name,
            fee.clause,
            N_("The fee “%(fee)s” names clause %(clause)s, which contract %(contract)s lacks."),
            N_("Enter the clause, or name the one that allows the fee."),
            {"fee": fee.name, "clause": fee.clause, "contract": contract.number},
        )
        for fee in plan.fees
        if fee.clause not in known
    ]
    if problems:
        raise BadInput(problems[0].message, problems=problems, **problems[0].params)
