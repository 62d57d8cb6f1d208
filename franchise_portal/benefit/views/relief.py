"""Asking for relief, and deciding about it with reasons."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, Refused
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..enums import ReliefKind, ReliefStatus
from ..forms import DecisionForm, ReliefForm
from ..models import ReliefRequest
from ..queries import relief as queries
from ..services import relief as services
from .blueprint import CONFLICT, SECTION, bp, place_in_url


@bp.get("/relief")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_READ)
def relief_requests() -> ResponseReturnValue:
    """The requests, those that wait first."""
    return render(
        "benefit/relief/index.html", listing=queries.requests(current_actor, asked_page())
    )


@bp.get("/outlets/<uuid:outlet_id>/relief/new")
@section(SECTION)
@requires(Permission.BENEFIT_RELIEF_ASK)
def new_relief(outlet_id: UUID) -> ResponseReturnValue:
    """The form."""
    place = place_in_url(outlet_id)
    return render("benefit/relief/new.html", form=ReliefForm(formdata=None), place=place)


@bp.post("/outlets/<uuid:outlet_id>/relief")
@section(SECTION)
@requires(Permission.BENEFIT_RELIEF_ASK)
def create_relief(outlet_id: UUID) -> ResponseReturnValue:
    """Ask."""
    place, form = place_in_url(outlet_id), ReliefForm()
    if not form.validate():
        return render("benefit/relief/new.html", form=form, place=place)
    row = services.ask_relief(
        current_actor, place=place, kind=ReliefKind(form.kind.data), words=form.words.data or ""
    )
    flash(_("Your request is on its way. You get an answer with reasons."))
    return see(".show_relief", relief_id=row.id)


@bp.get("/relief/<uuid:relief_id>")
@section(SECTION)
@requires(Permission.BENEFIT_ACCOUNT_READ)
def show_relief(relief_id: UUID) -> ResponseReturnValue:
    """One request, and the form that decides about it."""
    return _page(queries.request_for(current_actor, relief_id))


def _page(
    row: ReliefRequest, form: DecisionForm | None = None, status: int | None = None
) -> ResponseReturnValue:
    is_open = row.status is ReliefStatus.ASKED
    if form is None and is_open:
        form = DecisionForm(formdata=None, data={"version": str(row.version)})
    return render(
        "benefit/relief/show.html",
        row=row,
        form=form,
        status=status,
        is_open=is_open,
        is_own=row.asked_by == current_actor.user_id,
    )


@bp.post("/relief/<uuid:relief_id>/decision")
@section(SECTION)
@requires(Permission.BENEFIT_RELIEF_DECIDE)
def decide_relief(relief_id: UUID) -> ResponseReturnValue:
    """Grant or decline."""
    row, form = queries.request_for(current_actor, relief_id), DecisionForm()
    if not form.validate():
        return _page(row, form)
    try:
        _decide(row, form)
    except ChangedMeanwhile:
        return _page(queries.request_for(current_actor, relief_id), status=CONFLICT)
    except Refused as refusal:
        return _page(row, form.fault(refusal))
    flash(_("The decision is recorded, and the franchisee has been told."))
    return see(".show_relief", relief_id=relief_id)


def _decide(row: ReliefRequest, form: DecisionForm) -> None:
    reasons, kind = form.reasons.data or "", form.kind
    if kind is None:
        services.decline_relief(current_actor, row=row, reasons=reasons, seen=form.seen)
        return
    services.grant_relief(
        current_actor,
        row=row,
        granted=kind,
        reasons=reasons,
        until=form.until.data,
        seen=form.seen,
    )


@bp.post("/relief/<uuid:relief_id>/withdrawal")
@section(SECTION)
@requires(Permission.BENEFIT_RELIEF_ASK)
def withdraw_relief(relief_id: UUID) -> ResponseReturnValue:
    """Take it back."""
    row = queries.request_for(current_actor, relief_id)
    services.withdraw_relief(current_actor, row=row)
    flash(_("The request is withdrawn."))
    return see(".show_relief", relief_id=relief_id)
