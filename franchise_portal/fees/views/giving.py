"""Giving a contract its fee plan: one that is kept, or one from a file, from a day on."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...contracts.models import Contract
from ...contracts.queries import contract_for
from ...contracts.rules.clauses import clause_number_order
from ...kit import clock
from ...kit.errors import BadInput, ChangedMeanwhile, Problem
from ...kit.period import Period
from ...web import filters
from ...web.errors import translated
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import services
from ..forms import FROM_FILE, GivenPlanForm
from ..plan_files import plan_from_toml
from ..plan_words import shown_fees
from ..queries import plans as queries
from ..queries.footing import footing_of
from ..rules.giving import PLAN, Footing
from ..rules.plans import FeePlan
from ..services.contract_files.plans import base_name, name_of
from .blueprint import bp, uploaded

FEW = 8
"""Plans that are shown one under the other, each with its fees; more stand in a menu."""


@bp.get("/contracts/<uuid:contract_id>/plans/new")
@section("contracts.index")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def new_given_plan(contract_id: UUID) -> ResponseReturnValue:
    """Choose a plan and its first day."""
    contract = contract_for(current_actor, contract_id)
    footing = footing_of(contract)
    form = GivenPlanForm(data={"version": contract.version, "starts_on": _usual_day(footing)})
    return _page(form, contract, footing)


def _usual_day(footing: Footing) -> date:
    """A first plan holds from the first day on, another one from the month to come."""
    if not footing.has_plan:
        return footing.first_day
    coming = Period.month_of(clock.today()).following().start
    return max(footing.first_day, min(coming, footing.ends_on))


@bp.post("/contracts/<uuid:contract_id>/plans")
@section("contracts.index")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def create_given_plan(contract_id: UUID) -> ResponseReturnValue:
    """Give the contract the plan."""
    contract = contract_for(current_actor, contract_id)
    footing = footing_of(contract)
    form = _offered(GivenPlanForm(), footing)
    if not form.validate():
        return _page(form, contract, footing)
    chosen, problems = _chosen(form)
    if chosen is None:
        return _page(form, contract, footing, problems)
    try:
        _give(contract, form, chosen)
    except BadInput as refusal:
        return _page(_with_faults(form, refusal), contract, footing)
    except ChangedMeanwhile as refusal:
        form.version.data = form.version.raw_data = None
        form.version.process_data(contract.version)
        return _page(form, contract, footing_of(contract), status=refusal.status)
    day = filters.date(form.starts_on.data)
    flash(_("%(number)s has this fee plan from %(day)s on.", number=contract.number, day=day))
    return see("contracts.show", contract_id=contract.id)


def _give(contract: Contract, form: GivenPlanForm, chosen: tuple[str, FeePlan]) -> None:
    name, plan = chosen
    services.give_plan(
        current_actor,
        contract=contract,
        plan=plan,
        name=name,
        starts_on=form.starts_on.data,
        adds_clauses=form.adds_clauses.data,
        seen=form.seen,
    )


def _chosen(form: GivenPlanForm) -> tuple[tuple[str, FeePlan] | None, Sequence[Problem]]:
    """The plan that was chosen or uploaded, with its name; or each mistake of the file."""
    if form.plan.data != FROM_FILE:
        row, plan = queries.plan_for(current_actor, UUID(form.plan.data))
        return (row.name, plan), ()
    file, path, _size = uploaded(form.file.data)
    name = base_name(path)
    try:
        return (name_of(name), plan_from_toml(file.read(), place=name)), ()
    except BadInput as refusal:
        form.file.errors = [_how_many(refusal)]
        return None, refusal.problems


def _how_many(refusal: BadInput) -> str:
    return ngettext(
        "The plan has %(num)d mistake. It is named above; correct it and choose the file again.",
        "The plan has %(num)d mistakes. They are named above; correct them and choose the file "
        "again.",
        len(refusal.problems),
    )


def _with_faults(form: GivenPlanForm, refusal: BadInput) -> GivenPlanForm:
    """Say at each answer what stands in its way."""
    from_file = form.plan.data == FROM_FILE
    for problem in refusal.problems:
        field = form[problem.column if problem.column != PLAN or not from_file else "file"]
        field.errors = [*field.errors, translated(problem)]
    if from_file:
        again = _("Choose the file again; the browser has let go of it.")
        form.file.errors = [*form.file.errors, again]
    return form


def _offered(form: GivenPlanForm, footing: Footing) -> GivenPlanForm:
    """The kept plans that are counted in the contract's currency."""
    return form.offer((str(row.id), row.name) for row in _fitting(footing))


def _fitting(footing: Footing) -> list[queries.PlanRow]:
    return [row for row in queries.plans(current_actor) if row.currency == footing.currency]


def _page(
    form: GivenPlanForm,
    contract: Contract,
    footing: Footing,
    problems: Sequence[Problem] = (),
    *,
    status: int | None = None,
) -> ResponseReturnValue:
    rows = _fitting(footing)
    notes = {str(row.id): _fees_in_short(row.plan) for row in rows}
    return render(
        "fees/plans/give.html",
        form=form.offer((str(row.id), row.name) for row in rows),
        contract=contract,
        footing=footing,
        plans=queries.plans_of(contract.id),
        clauses=sorted(footing.clauses, key=clause_number_order),
        notes=notes,
        is_few=len(rows) <= FEW,
        problems=problems,
        changed_meanwhile=status is not None,
        status=status,
    )


def _fees_in_short(plan: FeePlan) -> str:
    """`Royalty 6% of net sales; Technology €250.00`."""
    return _("; ").join(
        _("%(fee)s %(summary)s", fee=fee.name, summary=fee.summary) for fee in shown_fees(plan)
    )
