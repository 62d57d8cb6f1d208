"""Versions of plans and simulations for tests: each builder has a plain default for everything."""

from datetime import date
from typing import Any
from uuid import UUID

from franchise_portal.access.actor import Actor
from franchise_portal.database import db
from franchise_portal.fees.models import FeePlan, FeeSimulation, PlanVersion
from franchise_portal.fees.rules.plans import FeePlan as Plan
from franchise_portal.fees.services import plan_versions as services
from franchise_portal.fees.services import simulations
from tests.builders.fees import FUND, ROYALTY, TECHNOLOGY, a_plan

SPRING = date(2027, 3, 1)
"""The first day that a change decided on 2 November 2026 can hold, after three months' notice."""
TIERS = {
    "method": "marginal",
    "tiers": [
        {"up_to": "10000", "rate": "0.08"},
        {"up_to": "50000", "rate": "0.06"},
        {"rate": "0.04"},
    ],
}


def dearer() -> Plan:
    """The usual plan with a royalty of seven per cent instead of six."""
    return a_plan({**ROYALTY, "rate": "0.07"}, FUND, TECHNOLOGY)


def a_draft(actor: Actor, follows: UUID | None = None, **changes: Any) -> PlanVersion:
    """A draft that makes the royalty dearer, of the plan that it is to follow."""
    words = {"name": "Plan 2027", "plan": dearer(), "starts_on": SPRING, "reason": "Costs rose."}
    row = db.session.get_one(FeePlan, follows) if follows else None
    return services.draft_plan(actor, services.PlanWords(**{**words, **changes}), follows=row)


def a_simulation(actor: Actor, **changes: Any) -> FeeSimulation:
    """What if the royalty went by tiers."""
    question = {"name": "By tiers", "fee": "royalty", "currency": "EUR", "terms": TIERS}
    return simulations.simulate(actor, **{**question, **changes})
