"""What is written beside a payment plan: its history, the audit, and mails to the other side."""

from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.roles import Side
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile
from ...kit.ids import new_id
from ..enums import DunningAction, PlanEntryKind
from ..models import PaymentPlan, PaymentPlanEntry
from .plan_letters import tell_of_plan


def moved(
    actor: Actor,
    plan: PaymentPlan,
    kind: PlanEntryKind,
    action: DunningAction,
    *,
    words: str = "",
) -> PaymentPlan:
    """Write a changed plan, note what was done, and tell the other side; the clock tells both."""
    try:
        db.session.flush()
    except StaleDataError as error:
        db.session.expire(plan)
        raise ChangedMeanwhile from error
    enter(actor, plan, kind, words)
    facts = {"reason": words} if kind in {PlanEntryKind.REFUSED, PlanEntryKind.WITHDRAWN} else {}
    record(actor, action, plan, **facts)
    db.session.flush()
    sides = (other(actor.side),) if actor.user_id else tuple(Side)
    for side in sides:
        tell_of_plan(plan, plan.franchisee, kind, to=side, words=words)
    return plan


def enter(
    actor: Actor, plan: PaymentPlan, kind: PlanEntryKind, words: str, instalment: int = 0
) -> None:
    """Note what somebody did about a plan."""
    db.session.add(
        PaymentPlanEntry(
            id=new_id(),
            plan_id=plan.id,
            kind=kind,
            instalment=instalment,
            words=words.strip(),
            by_name=actor.name,
            at=clock.now(),
        )
    )


def record(actor: Actor, action: DunningAction, plan: PaymentPlan, **facts: object) -> None:
    """Note it in the audit."""
    audit.record(actor, action, plan, name=plan.number, franchisee_id=plan.franchisee_id, **facts)


def other(side: Side) -> Side:
    """The other side."""
    return Side.FRANCHISEE if side is Side.FRANCHISOR else Side.FRANCHISOR
