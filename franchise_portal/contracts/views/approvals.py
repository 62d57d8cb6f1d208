"""What waits for whom, asking, deciding; and nothing is lost when two decide at once."""

from collections.abc import Callable
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...audit.queries import history
from ...kit import clock
from ...kit.enums import Tone
from ...kit.errors import Refused
from ...network.queries import founded
from ...web import lists
from ...web.errors import translated
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from .. import acts, approval_words
from ..event_enums import ApprovalStatus
from ..event_errors import AboveLimit, AlreadyDecided, NoAuthority, OwnRequest
from ..forms.approvals import AskForm, WordsForm
from ..models import Approval, Contract
from ..queries import approvals as queries
from ..queries.events import contract_numbered
from ..rules.authority import LASTS, judge
from ..services import approvals as services
from .blueprint import bp

bp.add_app_template_filter(approval_words.title, "approval_title")

SECTION = "contracts.approvals"
WHO = ("mine", "asked", "all")


@bp.get("/approvals")
@requires(Permission.CONTRACTS_APPROVAL_READ)
@section(SECTION)
def approvals() -> ResponseReturnValue:
    """What waits for me; what I asked for; everything."""
    who = request.args.get("who", "mine")
    who = who if who in WHO else "mine"
    asked = lists.ask(
        (
            lists.Filter("status", _("Status"), [(s.value, label(s)) for s in ApprovalStatus]),
            lists.Filter("act", _("What"), [(a.slug, _(a.label)) for a in acts.all_acts()]),
        ),
        sorts=("asked_at",),
        default="asked_at",
    )
    wanted = queries.WantedApprovals(
        who=who, statuses=asked.chosen("status"), acts=asked.chosen("act"), page=asked_page()
    )
    return render(
        "contracts/approvals/index.html",
        listing=queries.approvals(current_actor, wanted),
        asked=asked,
        who=who,
        waiting=queries.waiting_count(current_actor),
        words=approval_words,
        today=clock.today(),
    )


@bp.get("/approvals/new")
@requires(Permission.CONTRACTS_APPROVAL_ASK)
@section(SECTION)
def new_approval() -> ResponseReturnValue:
    """The form for something to grant."""
    form = AskForm().offer(_by_hand())
    form.contract.data = request.args.get("contract", "")[:40]
    return _ask_page(form)


@bp.post("/approvals")
@requires(Permission.CONTRACTS_APPROVAL_ASK)
@section(SECTION)
def ask_approval() -> ResponseReturnValue:
    """Grant it within one's limit, or ask for it."""
    form = AskForm().offer(_by_hand())
    if not form.validate():
        return _ask_page(form)
    act, currency = acts.find(str(form.act.data)), founded().currency
    contract = _contract(form)
    size = form.size(act, currency)
    if contract is None or size is None:
        return _ask_page(form)
    try:
        approval = services.ask(
            current_actor, act.slug, size, words=str(form.words.data), contract=contract
        )
    except Refused as refusal:
        return _ask_page(form.fault(refusal))
    except NoAuthority as refusal:
        form.form_errors.append(translated(refusal))
        return _ask_page(form)
    _tell(approval)
    return see(".show_approval", approval_id=approval.id)


@bp.get("/approvals/<uuid:approval_id>")
@requires(Permission.CONTRACTS_APPROVAL_READ)
@section(SECTION)
def show_approval(approval_id: UUID) -> ResponseReturnValue:
    """One approval: what, why, who said what, and what I can do."""
    return _page(queries.approval_for(current_actor, approval_id), WordsForm())


@bp.post("/approvals/<uuid:approval_id>/grant")
@requires(Permission.CONTRACTS_APPROVAL_DECIDE)
@section(SECTION)
def grant_approval(approval_id: UUID) -> ResponseReturnValue:
    """Allow it."""

    def act(approval: Approval, words: str) -> str:
        services.grant(current_actor, approval, words=words)
        return _("Granted.")

    return _decided(approval_id, act)


@bp.post("/approvals/<uuid:approval_id>/refusal")
@requires(Permission.CONTRACTS_APPROVAL_DECIDE)
@section(SECTION)
def refuse_approval(approval_id: UUID) -> ResponseReturnValue:
    """Refuse it, with the reason."""

    def act(approval: Approval, words: str) -> str:
        services.refuse(current_actor, approval, words=words)
        return _("Refused. Whoever asked reads your reason.")

    return _decided(approval_id, act)


@bp.post("/approvals/<uuid:approval_id>/withdrawal")
@requires(Permission.CONTRACTS_APPROVAL_ASK)
@section(SECTION)
def withdraw_approval(approval_id: UUID) -> ResponseReturnValue:
    """Take back what one asked for."""

    def act(approval: Approval, words: str) -> str:
        services.withdraw(current_actor, approval, words=words)
        return _("Withdrawn.")

    return _decided(approval_id, act)


@bp.post("/approvals/<uuid:approval_id>/remarks")
@requires(Permission.CONTRACTS_APPROVAL_ASK)
@section(SECTION)
def remark_approval(approval_id: UUID) -> ResponseReturnValue:
    """Add words."""

    def act(approval: Approval, words: str) -> str:
        services.remark(current_actor, approval, words=words)
        return _("Your remark is on file.")

    return _decided(approval_id, act)


@bp.post("/approvals/<uuid:approval_id>/completion")
@requires(Permission.CONTRACTS_APPROVAL_ASK)
@section(SECTION)
def complete_approval(approval_id: UUID) -> ResponseReturnValue:
    """Say how something granted was done."""

    def act(approval: Approval, words: str) -> str:
        services.carry_out(current_actor, approval, words=words)
        return _("Noted as done.")

    return _decided(approval_id, act)


def _decided(approval_id: UUID, act: Callable[[Approval, str], str]) -> ResponseReturnValue:
    """Do it; when somebody else was earlier, show who, and keep the words that were typed."""
    approval = queries.approval_for(current_actor, approval_id)
    form = WordsForm()
    if not form.validate():
        return _page(approval, form)
    try:
        flash(act(approval, str(form.words.data or "")))
    except Refused as refusal:
        # The service read the row again, without what the page shows beside it.
        fresh = queries.approval_for(current_actor, approval_id)
        return _page(fresh, _said(form, refusal))
    except (AlreadyDecided, AboveLimit, OwnRequest) as refusal:
        fresh = queries.approval_for(current_actor, approval_id)
        return _page(fresh, form, conflict=translated(refusal), status=refusal.status)
    return see(".show_approval", approval_id=approval_id)


def _said(form: WordsForm, refusal: Refused) -> WordsForm:
    """The performer of an act may refuse a field that this page does not have."""
    if refusal.field in form:
        return form.fault(refusal)
    form.form_errors.append(translated(refusal))
    return form


def _page(
    approval: Approval, form: WordsForm, *, conflict: str = "", status: int | None = None
) -> ResponseReturnValue:
    table = queries.authority()
    limit = table.limit(current_actor.role, approval.act)
    may_decide = (
        current_actor.may(Permission.CONTRACTS_APPROVAL_DECIDE)
        and approval.status is ApprovalStatus.ASKED
        and approval.expires_on >= clock.today()
        and approval.asked_by != current_actor.user_id
        and judge(limit, approval.size, currency=table.currency).is_within
    )
    return render(
        "contracts/approvals/show.html",
        form=form,
        status=status,
        approval=approval,
        entries=queries.entries_of(approval.id),
        audit_entries=history(approval),
        deciders=queries.deciders_of(approval, table)
        if approval.status is ApprovalStatus.ASKED
        else (),
        may_decide=may_decide,
        is_mine=approval.asked_by == current_actor.user_id,
        act=next((one for one in acts.all_acts() if one.slug == approval.act), None),
        words=approval_words,
        conflict=conflict,
        today=clock.today(),
    )


def _ask_page(form: AskForm) -> ResponseReturnValue:
    table = queries.authority()
    limits = [
        (
            act,
            approval_words.limit_words(
                table.limit(current_actor.role, act.slug), act.measure, table.currency
            ),
        )
        for act in _by_hand()
    ]
    return render(
        "contracts/approvals/new.html",
        form=form,
        limits=limits,
        currency=table.currency,
        days=LASTS.days,
    )


def _by_hand() -> list[acts.Act]:
    """The acts that can be asked for here; the others belong to a page of their own."""
    return [act for act in acts.all_acts() if act.is_by_hand]


def _contract(form: AskForm) -> Contract | None:
    found = contract_numbered(current_actor, str(form.contract.data))
    if found is None:
        form.contract.errors = [
            *form.contract.errors,
            _("No contract has this number. Look it up in the list of contracts."),
        ]
    return found


def _tell(approval: Approval) -> None:
    if approval.status.is_granted:
        flash(_("It lies within your limit and is granted."))
    else:
        flash(_("It is above your limit. Somebody with a higher one is asked."), Tone.INFO)
