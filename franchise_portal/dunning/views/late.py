"""Late charges: the months, one month before and after it is posted, one charge, its waiver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...fees.rules.single_working import Value, read
from ...fees.views.blueprint import month_in_url
from ...kit import clock
from ...kit.errors import DomainError
from ...kit.money import Money
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..forms.money import WaiverForm
from ..models import LateCharge, LateCorrection
from ..queries import late as queries
from ..queries.late_corrections import corrections_of
from ..queries.late_preview import preview
from ..services import charging, forecasting, waiving
from .blueprint import at_fault, bp

SECTION = "dunning.late_charges"
Parts = Sequence[tuple[Mapping[str, Value], Money | None]]


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
        preview=None if run else preview(current_actor, period, page=asked_page()),
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


@bp.post("/late-charges/months/<string:month>/forecast")
@section(SECTION)
@requires(Permission.DUNNING_LATE_POST)
def forecast_late_month(month: str) -> ResponseReturnValue:
    """Have it worked out for the whole network."""
    forecasting.ask_forecast(current_actor, month_in_url(month))
    flash(_("It is being worked out for the whole network. The sum stands here then."))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCorrection:
    """What was taken back of a charge, with what it comes to since."""

    row: LateCorrection
    amount: Money
    right: Money
    whole: Mapping[str, Value]
    parts: Parts


def _page(charge: LateCharge, form: WaiverForm | None = None) -> ResponseReturnValue:
    whole, parts = _told(charge.working, charge.currency)
    return render(
        "dunning/late/show.html",
        form=form,
        charge=charge,
        amount=Money(charge.amount_minor, charge.currency),
        whole=whole,
        parts=parts,
        corrections=[_shown(one) for one in corrections_of(charge)],
        is_left=queries.is_left(charge),
        waiver=queries.waiver_of(charge),
        waiver_form=form or WaiverForm(formdata=None),
    )


def _shown(row: LateCorrection) -> ShownCorrection:
    whole, parts = _told(row.working, row.currency)
    return ShownCorrection(
        row=row,
        amount=Money(row.amount_minor, row.currency),
        right=Money(row.right_minor, row.currency),
        whole=whole,
        parts=parts,
    )


def _told(kept: Mapping[str, Any], currency: str) -> tuple[dict[str, Value], Parts]:
    working = read(kept, currency)
    return dict(working.whole.facts), [(dict(part.facts), part.amount) for part in working.parts]
