"""Late charges: the months, one month before and after it is posted, one charge, its waiver."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...fees.rules.single_working import read
from ...fees.views.blueprint import month_in_url
from ...kit import clock
from ...kit.errors import DomainError
from ...kit.money import Money
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..forms.money import WaiverForm
from ..models import LateCharge
from ..queries import late as queries
from ..services import charging, waiving
from .blueprint import at_fault, bp

SECTION = "dunning.late_charges"


@bp.get("/late-charges")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_READ)
def late_charges() -> ResponseReturnValue:
    """What was charged for being late, and the month that comes next."""
    months = queries.runs()
    month = queries.next_month(clock.today())
    return render(
        "dunning/late/index.html",
        listing=queries.posted_charges(current_actor, run=None, page=asked_page()),
        months=months,
        counts=queries.counts([one.id for one in months]),
        next_month=month,
        opens_on=queries.opens_on(month),
    )


@bp.get("/late-charges/months/<string:month>")
@section(SECTION)
@requires(Permission.DUNNING_LATE_POST)
def show_late_month(month: str) -> ResponseReturnValue:
    """A month: what it would charge, or what it charged."""
    period = month_in_url(month)
    run = queries.run_of(period)
    posted = queries.posted_charges(current_actor, run=run, page=asked_page()) if run else None
    return render(
        "dunning/late/month.html",
        month=period,
        run=run,
        listing=posted,
        preview=None if run else queries.preview(current_actor, period),
        opens_on=queries.opens_on(period),
        is_next=period == queries.next_month(clock.today()),
        is_first=not queries.runs(),
        today=clock.today(),
    )


@bp.post("/late-charges/months/<string:month>")
@section(SECTION)
@requires(Permission.DUNNING_LATE_POST)
def post_late_month(month: str) -> ResponseReturnValue:
    """Post a month."""
    charging.post_month(current_actor, month_in_url(month))
    flash(_("The month is being posted. Each franchisee gets one debit note."))
    return see(".show_late_month", month=month)


@bp.get("/late-charges/<uuid:late_charge_id>")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_READ)
def show_late_charge(late_charge_id: UUID) -> ResponseReturnValue:
    """One charge with its working."""
    return _page(queries.charge_for(current_actor, late_charge_id))


@bp.post("/late-charges/<uuid:late_charge_id>/waiver")
@section(SECTION)
@requires(Permission.CONTRACTS_APPROVAL_ASK)
def waive_late_charge(late_charge_id: UUID) -> ResponseReturnValue:
    """Waive it, or ask somebody who may."""
    charge, form = queries.charge_for(current_actor, late_charge_id), WaiverForm()
    if not form.validate():
        return _page(charge, form)
    try:
        approval = waiving.ask_waiver(current_actor, charge, words=form.words.data)
    except DomainError as error:
        return _page(charge, at_fault(form, error))
    if not approval.status.is_granted:
        flash(_("It is above your limit, so somebody else decides. They have been told."))
        return see("contracts.show_approval", approval_id=approval.id)
    flash(_("The charge is waived, and a credit note is issued for it."))
    return see(".show_late_charge", late_charge_id=late_charge_id)


def _page(charge: LateCharge, form: WaiverForm | None = None) -> ResponseReturnValue:
    working = read(charge.working, charge.currency)
    return render(
        "dunning/late/show.html",
        form=form,
        charge=charge,
        amount=Money(charge.amount_minor, charge.currency),
        whole=dict(working.whole.facts),
        parts=[(dict(part.facts), part.amount) for part in working.parts],
        waiver=queries.waiver_of(charge),
        waiver_form=form or WaiverForm(formdata=None),
    )
