"""Watching payment plans that are being kept: paid, late, broken."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from ...access.actor import SYSTEM
from ...access.roles import Side
from ...database import db
from ...fees.services.ledger import pass_gate
from ..enums import DunningAction, PlanEntryKind, PlanStatus
from ..models import PaymentPlan
from ..queries import plans as queries
from .plan_letters import tell_of_plan
from .plan_records import enter, moved, record


def watch_plan(plan_id: UUID, *, on: date) -> bool:
    """See how a plan that is being kept stands: done, late or broken; whether anything was noted.

    Each late instalment is reminded of once. A broken plan lets reminders go on where they stood.
    """
    pass_gate()
    plan = queries.plan_for(SYSTEM, plan_id)
    if plan.status is not PlanStatus.KEPT:
        return False
    found = queries.standing_of(plan, on=on)
    if found.status is PlanStatus.KEPT:
        return _remind(plan, found.late)
    plan.status, plan.ended_on = found.status, on
    if found.status is PlanStatus.DONE:
        moved(SYSTEM, plan, PlanEntryKind.DONE, DunningAction.PLAN_DONE)
    else:
        moved(SYSTEM, plan, PlanEntryKind.BROKEN, DunningAction.PLAN_BROKEN)
    return True


def _remind(plan: PaymentPlan, late: Sequence[int]) -> bool:
    reminded = {one.instalment for one in plan.entries if one.kind is PlanEntryKind.REMINDED}
    new = [place for place in late if place not in reminded]
    for place in new:
        enter(SYSTEM, plan, PlanEntryKind.REMINDED, "", instalment=place)
        record(SYSTEM, DunningAction.PLAN_REMINDED, plan)
    db.session.flush()
    if new:
        tell_of_plan(
            plan, plan.franchisee, PlanEntryKind.REMINDED, to=Side.FRANCHISEE, instalment=new[-1]
        )
    return bool(new)
