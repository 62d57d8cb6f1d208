"""Versions of plans and simulations for tests: each builder has a plain default for everything."""

from datetime import date
from typing import Any, NoReturn
from uuid import UUID

import pytest

from franchise_portal.access.actor import Actor
from franchise_portal.database import db, edge
from franchise_portal.fees.models import FeePlan, FeeSimulation, PlanVersion
from franchise_portal.fees.queries import impact_figures
from franchise_portal.fees.rules.plans import FeePlan as Plan
from franchise_portal.fees.services import plan_steps, simulations
from franchise_portal.fees.services import plan_versions as services
from tests.builders.fees import FUND, ROYALTY, TECHNOLOGY, a_plan, a_report, give_plan
from tests.support.people import SmallNetwork

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


OMAR, OLGA = "CT-F-001-TL", "CT-F-002-HX"


def used_by_two(network: SmallNetwork) -> UUID:
    """The usual plan, used by Omar's and Olga's contracts, with a month of sales."""
    with edge():
        plan_id = give_plan(network.contracts[OMAR]).plan_id
        give_plan(network.contracts[OLGA])
        for outlet, gross in (("TL-001", "60000"), ("HX-001", "40000")):
            a_report(network.outlets[outlet], "2026-10", gross)
    return plan_id


def take_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two contracts be many, and one a step."""
    monkeypatch.setattr(impact_figures, "SMALL", 1)
    monkeypatch.setattr(plan_steps, "AT_ONCE", 1)


def step(version: PlanVersion) -> tuple[int, int]:
    """One step of the contracts of a version, to it or back."""
    with edge():
        return plan_steps.move_some(version.id)


def killed(version: PlanVersion) -> NoReturn:
    """A step that is broken off before it is kept."""
    with edge():
        plan_steps.move_some(version.id)
        raise KeyboardInterrupt


def a_simulation(actor: Actor, **changes: Any) -> FeeSimulation:
    """What if the royalty went by tiers."""
    question = {"name": "By tiers", "fee": "royalty", "currency": "EUR", "terms": TIERS}
    return simulations.simulate(actor, **{**question, **changes})
