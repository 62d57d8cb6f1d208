"""The mails about payment plans, each reader in their own language."""

from ...access.roles import Side
from ...contracts.services.letters import write_to
from ...kit.money import Money
from ...network.models import Franchisee
from ..enums import PlanEntryKind
from ..models import PaymentPlan


def tell_of_plan(
    plan: PaymentPlan,
    franchisee: Franchisee,
    kind: PlanEntryKind,
    *,
    to: Side,
    words: str = "",
    instalment: int = 0,
) -> None:
    """Write to one side what happened to a plan."""
    due_on, amount = None, None
    if instalment:
        one = plan.instalments[instalment - 1]
        due_on, amount = one.due_on, Money(one.amount_minor, plan.currency)
    write_to(
        franchisee.id,
        to,
        kind="dunning/plan",
        context={
            "entry_kind": kind,
            "number": plan.number,
            "plan_id": plan.id,
            "business": franchisee.name,
            "total": Money(plan.total_minor, plan.currency),
            "words": words or (plan.words if kind is PlanEntryKind.PROPOSED else ""),
            "due_on": due_on,
            "amount": amount,
            "broken_after_days": plan.broken_after_days,
        },
    )
