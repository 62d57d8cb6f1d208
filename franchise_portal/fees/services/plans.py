"""Giving a contract a plan, as a person decides it on the contract's page."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from ...access.actor import Actor
from ...access.permissions import Permission
from ...contracts.models import Contract
from ...contracts.services import Words, add_clauses, lock
from ...database import db
from ...kit.errors import BadInput, ChangedMeanwhile, Problem
from ..models import PlanAssignment
from ..queries.footing import footing_of
from ..rules.giving import Obstacle, obstacles
from ..rules.plans import FeePlan as Plan
from .assigning import assign_plan
from .ledger import pass_gate
from .plan_steps import move_before_its_turn


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
    move_before_its_turn(contract)
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
