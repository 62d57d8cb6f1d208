"""Payment plans: the list, one plan, proposing and answering; both sides use the same pages."""

from collections.abc import Callable
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, DomainError
from ...kit.money import Money
from ...web import lists
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..enums import PlanStatus
from ..forms.money import AnswerForm
from ..models import PaymentPlan
from ..queries import plans as queries
from ..queries.accounts import account_for
from ..services import plans as services
from .account_page import own_business
from .blueprint import CONFLICT, at_fault, bp
from .plan_drafts import PlanDraft

SECTION = "dunning.plans"


@bp.get("/plans")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_READ)
def plans() -> ResponseReturnValue:
    """The plans, those that wait for an answer first."""
    asked = lists.ask(
        (lists.Filter("status", _("State"), [(one.value, label(one)) for one in PlanStatus]),),
        sorts=("proposed",),
        default="proposed",
    )
    listing = queries.plans(current_actor, statuses=asked.chosen("status"), page=asked_page())
    return render("dunning/plans/index.html", listing=listing, asked=asked, own=own_business())


@bp.get("/plans/new/<uuid:franchisee_id>")
@section(SECTION)
@requires(Permission.DUNNING_PLAN_PROPOSE)
def new_plan(franchisee_id: UUID) -> ResponseReturnValue:
    """Choose invoices, how many instalments and from when."""
    row = account_for(current_actor, franchisee_id)
    return _draft_page(PlanDraft.begun(row))


@bp.post("/plans/new/<uuid:franchisee_id>")
@section(SECTION)
@requires(Permission.DUNNING_PLAN_PROPOSE)
def create_plan(franchisee_id: UUID) -> ResponseReturnValue:
    """Lay the instalments out to be looked at, or propose them."""
    draft = PlanDraft.sent(account_for(current_actor, franchisee_id))
    if request.form.get("act") == "lay-out":
        return _draft_page(draft.laid_out())
    proposal = draft.proposal()
    if proposal is None:
        return _draft_page(draft)
    try:
        plan = services.propose_plan(current_actor, draft.row.franchisee, proposal)
    except DomainError as error:
        at_fault(draft.form, error)
        return _draft_page(draft)
    flash(_("The plan is proposed. The other side has been told and answers."))
    return see(".show_plan", payment_plan_id=plan.id)


def _draft_page(draft: PlanDraft) -> ResponseReturnValue:
    return render(
        "dunning/plans/new.html",
        form=draft.form,
        franchisee=draft.row.franchisee,
        choosable=draft.choosable,
        total=draft.total,
        symbol=draft.symbol,
        today=clock.today(),
    )


@bp.get("/plans/<uuid:payment_plan_id>")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_READ)
def show_plan(payment_plan_id: UUID) -> ResponseReturnValue:
    """One plan and how it stands."""
    return _page(queries.plan_for(current_actor, payment_plan_id))


@bp.post("/plans/<uuid:payment_plan_id>/acceptance")
@section(SECTION)
@requires(Permission.DUNNING_PLAN_PROPOSE)
def accept_plan(payment_plan_id: UUID) -> ResponseReturnValue:
    """Accept what the other side proposed."""

    def act(plan: PaymentPlan, form: AnswerForm) -> object:
        return services.accept_plan(current_actor, plan, seen=form.seen)

    words = _("The plan is agreed. While it is kept, nobody reminds of its invoices.")
    return _answered(payment_plan_id, act, words)


@bp.post("/plans/<uuid:payment_plan_id>/refusal")
@section(SECTION)
@requires(Permission.DUNNING_PLAN_PROPOSE)
def refuse_plan(payment_plan_id: UUID) -> ResponseReturnValue:
    """Do not accept it, and say why."""

    def act(plan: PaymentPlan, form: AnswerForm) -> object:
        words = form.words.data
        return services.refuse_plan(current_actor, plan, words=words, seen=form.seen)

    return _answered(payment_plan_id, act, _("Your answer is sent."))


@bp.post("/plans/<uuid:payment_plan_id>/withdrawal")
@section(SECTION)
@requires(Permission.DUNNING_PLAN_PROPOSE)
def withdraw_plan(payment_plan_id: UUID) -> ResponseReturnValue:
    """Take one's own proposal back."""

    def act(plan: PaymentPlan, form: AnswerForm) -> object:
        words = form.words.data
        return services.withdraw_plan(current_actor, plan, words=words, seen=form.seen)

    return _answered(payment_plan_id, act, _("The proposal is taken back."))


def _answered(
    payment_plan_id: UUID, act: Callable[[PaymentPlan, AnswerForm], object], words: str
) -> ResponseReturnValue:
    plan, form = queries.plan_for(current_actor, payment_plan_id), AnswerForm()
    if not form.validate():
        return _page(plan, form)
    try:
        act(plan, form)
    except ChangedMeanwhile:
        return _page(queries.plan_for(current_actor, payment_plan_id), status=CONFLICT)
    except DomainError as error:
        return _page(plan, at_fault(form, error))
    flash(words)
    return see(".show_plan", payment_plan_id=payment_plan_id)


def _page(
    plan: PaymentPlan, form: AnswerForm | None = None, status: int | None = None
) -> ResponseReturnValue:
    standing = queries.standing_of(plan, on=clock.today())
    return render(
        "dunning/plans/show.html",
        form=form,
        status=status,
        plan=plan,
        standing=standing,
        paid=Money(sum(one.paid for one in standing.instalments), plan.currency),
        total=Money(plan.total_minor, plan.currency),
        answer=form or AnswerForm(formdata=None, data={"version": str(plan.version)}),
        is_ours=plan.proposed_by is current_actor.side,
        was_overtaken=status == CONFLICT,
        today=clock.today(),
    )
