"""What is done with a version of a budget: proposed, adopted, withdrawn."""

from collections.abc import Callable
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, DomainError
from ...web.navigation import section
from ...web.rendering import flash, see
from ..forms import AdoptForm, WithdrawForm
from ..models import FundBudget
from ..queries import budgets as queries
from ..services import budgets as services
from .blueprint import CONFLICT, SECTION, at_fault, bp
from .budgets import budget_page

AnyForm = AdoptForm | WithdrawForm


@bp.post("/budgets/<uuid:budget_id>/proposal")
@section(SECTION)
@requires(Permission.FUND_BUDGET_WRITE)
def propose_budget(budget_id: UUID) -> ResponseReturnValue:
    """Put it before those who adopt it."""
    form = AdoptForm()

    def act(budget: FundBudget) -> object:
        return services.propose(current_actor, budget, version=form.seen)

    return _done(budget_id, form, act, _("It is proposed. Franchisees see it from now on."))


@bp.post("/budgets/<uuid:budget_id>/adoption")
@section(SECTION)
@requires(Permission.FUND_BUDGET_ADOPT)
def adopt_budget(budget_id: UUID) -> ResponseReturnValue:
    """Let it be the one in force."""
    form = AdoptForm()

    def act(budget: FundBudget) -> object:
        motion = form.motion_ref.data or ""
        return services.adopt(current_actor, budget, motion_ref=motion, version=form.seen)

    return _done(budget_id, form, act, _("The budget is adopted. Money can be spent by it."))


@bp.post("/budgets/<uuid:budget_id>/withdrawal")
@section(SECTION)
@requires(Permission.FUND_BUDGET_WRITE)
def withdraw_budget(budget_id: UUID) -> ResponseReturnValue:
    """Give it up."""
    form = WithdrawForm()

    def act(budget: FundBudget) -> object:
        reason = form.reason.data
        return services.withdraw(current_actor, budget, reason=reason, version=form.seen)

    return _done(budget_id, form, act, _("This version is withdrawn."))


def _done(
    budget_id: UUID, form: AnyForm, act: Callable[[FundBudget], object], words: str
) -> ResponseReturnValue:
    budget = queries.budget_for(current_actor, budget_id)
    if not form.validate():
        return budget_page(budget, form)
    try:
        act(budget)
    except ChangedMeanwhile:
        return budget_page(queries.budget_for(current_actor, budget_id), status=CONFLICT)
    except DomainError as error:
        return budget_page(budget, at_fault(form, error))
    flash(words)
    return see(".show_budget", budget_id=budget_id)
