"""What if a fee were charged otherwise? Worked out for the whole network; plans stay untouched."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...jobs import enqueue
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..models import FeeSimulation
from ..plan_enums import PlanAction, SimulationStatus
from ..queries.impact import effects, latest_year, places_on
from ..queries.impact_answers import answer_of
from ..queries.plan_versions import dearest_first, plans_with
from ..queries.plans import the_plan
from ..rules.simulating import with_terms

JOB = "fees.simulate"
SMALL = 300
"""Outlets that are worked out while the person waits."""


def simulate(
    actor: Actor, *, name: str, fee: str, currency: str, terms: Mapping[str, Any]
) -> FeeSimulation:
    """Ask what other terms of a fee would mean for everybody whose plan has it.

    Small networks have the answer at once, large ones from a job.

    Raises:
        BadInput: when the terms do not fit the fee of a plan.
        Refused: when nobody is charged the fee, or nothing has been sold yet.
    """
    actor.require(Permission.FEES_PLAN_WRITE)
    plans = plans_with(fee, currency)
    places = places_on(plans, clock.today())
    if not places:
        raise Refused(
            N_("No outlet is charged “%(fee)s” in %(currency)s today. Choose another fee."),
            field="fee",
            fee=fee,
            currency=currency,
        )
    if latest_year() is None:
        raise Refused(N_("Nothing has been sold yet, so there is nothing to compare."), field="fee")
    for plan_id in sorted({place.plan_id for place in places}):
        with_terms(the_plan(plan_id), fee, terms)
    row = FeeSimulation(
        id=new_id(),
        name=name,
        fee=fee,
        currency=currency,
        terms=dict(terms),
        created_by=actor.user_id,
        created_by_name=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, PlanAction.SIMULATED, row, name=name)
    if len(places) <= SMALL:
        work_out(row)
    else:
        job = enqueue(
            JOB,
            arguments={"simulation_id": str(row.id)},
            dedupe_key=f"simulate/{row.id}",
            label=name,
            actor=actor,
        )
        row.job_id = job.id
    return row


def work_out(
    row: FeeSimulation, *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> None:
    """Find the answer; an answered question stays as it is."""
    if row.status is SimulationStatus.READY:
        return
    window = latest_year()
    places = places_on(plans_with(row.fee, row.currency), clock.today())
    if window is None or not places:
        give_up(row.id, reason="There is nothing left to compare.")
        return
    found = sorted(
        effects(
            places,
            lambda plan: with_terms(plan, row.fee, row.terms),
            window=window,
            progress=progress,
        ),
        key=dearest_first,
    )
    row.result = answer_of(found, window)
    row.status = SimulationStatus.READY
    db.session.flush()


def give_up(simulation_id: UUID, *, reason: str) -> None:
    """Say that a question could not be answered, and why."""
    row = db.session.get_one(FeeSimulation, simulation_id)
    row.status, row.reason = SimulationStatus.FAILED, reason
