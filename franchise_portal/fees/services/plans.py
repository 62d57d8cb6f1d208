"""Fee plans: kept once however many contracts use them, and given to contracts from a day on."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...contracts.models import Contract
from ...contracts.queries import clause_numbers
from ...contracts.services import Words, add_clauses, lock
from ...contracts.services.planning import forget_reading
from ...database import db
from ...kit.errors import BadInput, ChangedMeanwhile, Problem
from ...kit.i18n import N_
from ..enums import FeesAction
from ..models import FeePlan, PlanAssignment
from ..queries.footing import footing_of
from ..rules.canonical import digest_of, plan_to_json
from ..rules.giving import Obstacle, obstacles
from ..rules.plans import FeePlan as Plan
from .ledger import pass_gate

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


def give_plan(
    actor: Actor,
    *,
    contract: Contract,
    plan: Plan,
    starts_on: date,
    adds_clauses: bool,
    seen: int | None,
    name: str = "",
) -> PlanAssignment:
    """Give a contract a plan from a day on, as a person decides it on the contract's page.

    With `adds_clauses` the clause numbers that the plan names and the contract lacks are entered;
    their words can follow. `seen` is the contract's version that the person looked at.

    Raises:
        ChangedMeanwhile: when somebody else changed the contract or its plans after that.
        BadInput: with everything that stands in the way; a problem's `column` is the answer that
            it is about.
    """
    actor.require(Permission.CONTRACTS_CONTRACT_WRITE)
    # A month that is being assessed at this moment is charged first. The gate comes before the
    # contract's row, which an assessment holds too: the other way round the two could lock up.
    pass_gate()
    contract = lock(contract)
    if seen is not None and contract.version != seen:
        raise ChangedMeanwhile
    footing = footing_of(contract)
    _require_free(
        contract, obstacles(plan, footing, on=starts_on, adds_clauses=adds_clauses), name=name
    )
    if adds_clauses:
        add_clauses(contract, clauses_of(plan, besides=footing.clauses))
        db.session.flush()
    assignment = assign_plan(actor, contract=contract, plan=plan, starts_on=starts_on, name=name)
    # Who else looks at the contract shall notice, though none of its own columns has changed.
    flag_modified(contract, "note")
    db.session.flush()
    return assignment


def _require_free(contract: Contract, found: Sequence[Obstacle], *, name: str) -> None:
    problems = [
        Problem(contract.number, None, one.field, name or None, one.message, "", one.params)
        for one in found
    ]
    if problems:
        raise BadInput(problems[0].message, problems=problems, **problems[0].params)


def clauses_of(plan: Plan, *, besides: Collection[str] = ()) -> tuple[Words, ...]:
    """The clauses that the fees name, `besides` those known; their words can be entered later."""
    titles: dict[str, str] = {}
    for fee in plan.fees:
        if fee.clause not in besides:
            titles.setdefault(fee.clause, fee.name)
    return tuple(Words(number, title, "") for number, title in titles.items())


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
