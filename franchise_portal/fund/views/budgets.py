"""Budgets: all versions, one of them, beginning one, writing its lines."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, DomainError
from ...kit.money import Money
from ...network.queries import regions
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..forms import AdoptForm, BeginForm, LinesForm, WithdrawForm, lines_form
from ..forms.budgets import BLANK
from ..models import FundBudget
from ..queries import budgets as queries
from ..queries.terms import this_year
from ..services import budgets as services
from .blueprint import CONFLICT, SECTION, asked_year, at_fault, bp


@bp.get("/budgets")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def budgets() -> ResponseReturnValue:
    """All versions, the latest year first."""
    return render("fund/budgets/index.html", rows=queries.budgets(current_actor))


@bp.get("/budgets/new")
@section(SECTION)
@requires(Permission.FUND_BUDGET_WRITE)
def new_budget() -> ResponseReturnValue:
    """The form."""
    form = BeginForm(formdata=None, data={"year": asked_year() or this_year()})
    return render("fund/budgets/new.html", form=form)


@bp.post("/budgets")
@section(SECTION)
@requires(Permission.FUND_BUDGET_WRITE)
def create_budget() -> ResponseReturnValue:
    """Begin a version, with the lines of the one in force."""
    form = BeginForm()
    if not form.validate():
        return render("fund/budgets/new.html", form=form)
    try:
        budget = services.begin(current_actor, year=form.year.data, reason=form.reason.data or "")
    except DomainError as error:
        return render("fund/budgets/new.html", form=at_fault(form, error))
    return see(".edit_budget", budget_id=budget.id)


@bp.get("/budgets/<uuid:budget_id>")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def show_budget(budget_id: UUID) -> ResponseReturnValue:
    """One version, planned against spent."""
    return budget_page(queries.budget_for(current_actor, budget_id))


def budget_page(
    budget: FundBudget,
    form: AdoptForm | WithdrawForm | None = None,
    status: int | None = None,
) -> ResponseReturnValue:
    """The page of a version, with the form that was refused."""
    lines = queries.lines_of(budget)
    seen = {"version": str(budget.version)}
    is_adoption, is_withdrawal = isinstance(form, AdoptForm), isinstance(form, WithdrawForm)
    return render(
        "fund/budgets/show.html",
        form=form,
        status=status,
        budget=budget,
        lines=lines,
        total=Money(sum(one.line.amount_minor for one in lines), budget.currency),
        spent=Money(sum(one.standing.spent for one in lines), budget.currency),
        adopt_form=form if is_adoption else AdoptForm(formdata=None, data=seen),
        withdraw_form=form if is_withdrawal else WithdrawForm(formdata=None, data=seen),
        was_overtaken=status == CONFLICT,
    )


@bp.get("/budgets/<uuid:budget_id>/edit")
@section(SECTION)
@requires(Permission.FUND_BUDGET_WRITE)
def edit_budget(budget_id: UUID) -> ResponseReturnValue:
    """The lines in fields, and a few empty ones."""
    budget = queries.budget_for(current_actor, budget_id)
    lines = queries.lines_of(budget)
    data: dict[str, object] = {"version": str(budget.version)}
    for place, one in enumerate(lines):
        data |= {
            f"name_{place}": one.line.name,
            f"kind_{place}": one.line.kind.value,
            f"region_id_{place}": str(one.line.region_id or ""),
            f"amount_{place}": Money(one.line.amount_minor, budget.currency),
            f"key_{place}": str(one.line.line_key),
        }
    count = len(lines) + BLANK
    return _lines_page(
        budget, lines_form(count, regions(), budget.currency, formdata=None, data=data)
    )


@bp.post("/budgets/<uuid:budget_id>/lines")
@section(SECTION)
@requires(Permission.FUND_BUDGET_WRITE)
def save_lines(budget_id: UUID) -> ResponseReturnValue:
    """Keep the lines, or show more empty ones."""
    budget = queries.budget_for(current_actor, budget_id)
    count = sum(1 for name in request.form if name.startswith("name_"))
    wants_more = request.form.get("act") == "more"
    form = lines_form(count + (BLANK if wants_more else 0), regions(), budget.currency)
    if wants_more or not form.validate():
        return _lines_page(budget, form)
    try:
        services.save_lines(current_actor, budget, form.lines, version=form.seen)
    except ChangedMeanwhile:
        return _lines_page(budget, form, status=CONFLICT)
    except DomainError as error:
        return _lines_page(budget, at_fault(form, error))
    flash(_("The lines are kept."))
    return see(".show_budget", budget_id=budget.id)


def _lines_page(
    budget: FundBudget, form: LinesForm, status: int | None = None
) -> ResponseReturnValue:
    return render(
        "fund/budgets/edit.html",
        form=form,
        status=status,
        budget=budget,
        symbol=currency_symbol(budget.currency),
        was_overtaken=status == CONFLICT,
    )
