"""What if a fee were charged otherwise: asked on a page, answered for the whole network."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import BadInput, Refused
from ...network.queries import founded
from ...reports import queries as papers
from ...reports.services import request_paper
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..impact_words import shown_result
from ..plan_enums import SimulationStatus
from ..plan_forms import faults_of
from ..plan_reading import data_of
from ..plan_words import shown_terms
from ..queries import plan_versions as queries
from ..queries import plans
from ..reports.simulation import SIMULATION, assumptions
from ..reports.words import named_fee
from ..services import simulations as services
from ..simulation_forms import SimulationForm, terms_of
from .blueprint import asked, bp

SECTION = "fees.plans"


@bp.get("/simulations")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def simulations() -> ResponseReturnValue:
    """The questions that were asked, with their answers."""
    return render("fees/simulations/index.html", rows=queries.simulations())


@bp.get("/simulations/new")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def new_simulation() -> ResponseReturnValue:
    """What if: the fee's terms as they are, to be changed."""
    fees = _fees()
    chosen = fees.get(asked("fee")) or next(iter(fees.values()), None)
    data: dict[str, Any] = {}
    if chosen is not None:
        name, currency, found = chosen
        data = {"terms": found, "fee": f"{currency} {name}"}
    return _page(SimulationForm(formdata=None, data=data), fees)


@bp.post("/simulations/new")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def create_simulation() -> ResponseReturnValue:
    """Work it out, or add a row of tiers."""
    fees, form = _fees(), SimulationForm()
    if request.form.get("act") == "add-tier":
        form.terms.form.tiers.append_entry()
        return _page(form, fees)
    chosen = fees.get(str(form.fee.data))
    if not form.validate() or chosen is None:
        return _page(form, fees)
    name, currency, present = chosen
    try:
        terms = terms_of(form, name, currency, str(present["basis"]))
        row = services.simulate(
            current_actor, name=str(form.name.data), fee=name, currency=currency, terms=terms
        )
    except Refused as refusal:
        return _page(form.fault(refusal), fees)
    except BadInput as refusal:
        return _page(form.fault_all(refusal), fees)
    return see(".show_simulation", simulation_id=row.id)


@bp.get("/simulations/<uuid:simulation_id>")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def show_simulation(simulation_id: UUID) -> ResponseReturnValue:
    """The answer: who would pay more, who less, and how much together."""
    row = queries.simulation_for(current_actor, simulation_id)
    is_ready = row.status is SimulationStatus.READY
    return render(
        "fees/simulations/show.html",
        row=row,
        impact=shown_result(row.result, row.currency) if is_ready else None,
        terms=shown_terms(row.terms, row.currency),
        assumptions=assumptions(),
        paper=papers.current_paper(current_actor, SIMULATION.slug, row.id),
        paper_run=papers.latest_paper_run(current_actor, SIMULATION.slug, row.id),
    )


@bp.post("/simulations/<uuid:simulation_id>/paper")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def make_simulation_paper(simulation_id: UUID) -> ResponseReturnValue:
    """Ask for the answer as a PDF."""
    row = queries.simulation_for(current_actor, simulation_id)
    request_paper(current_actor, SIMULATION.slug, row.id)
    flash(_("The PDF is being made. It stands here in a moment."))
    return see(".show_simulation", simulation_id=row.id)


Chosen = tuple[str, str, dict[str, Any]]


def _fees() -> Mapping[str, Chosen]:
    """The fees of plans in use, those of the plan used most first, with their present terms."""
    found: dict[str, Chosen] = {}
    currency = founded().currency
    rows = [row for row in plans.plans(current_actor) if row.contracts]
    for row in sorted(rows, key=lambda row: row.currency != currency):
        data = data_of(row.plan)["fees"]
        for fee, terms in zip(row.plan.fees, data, strict=True):
            key = f"{row.currency} {fee.name}"
            if fee.is_charged and key not in found:
                found[key] = fee.name, row.currency, terms
    return found


def _page(form: SimulationForm, fees: Mapping[str, Chosen]) -> ResponseReturnValue:
    names = [(key, named_fee(key.partition(" ")[2])) for key in fees]
    faults = [("", fault) for fault in form.form_errors] + faults_of(form.offer(names))
    return render("fees/simulations/new.html", form=form, faults=faults, has_fees=bool(fees))
