"""Sales that are to be reported: one's own for a franchisee, everybody's for the office."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.roles import Side
from ...kit import clock
from ...kit.enums import Tone
from ...kit.errors import DomainError, Unreadable
from ...kit.period import Period
from ...web.errors import translated
from ...web.filters import month as month_words
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..queries import telling as telling_queries
from ..queries import unreported as queries
from ..queries.tills import counted_tokens
from ..services import estimating as services
from ..services.estimate_requests import request_estimates
from .blueprint import asked, bp, month_in_url, period_words
from .telling import place_in_url

MONTHS_SHOWN = 12
OWN_MONTHS = 4
PAGE = 100


@bp.get("/sales/due")
@section("fees.due_sales")
@requires(Permission.FEES_SALES_REPORT)
def due_sales() -> ResponseReturnValue:
    """What is missing."""
    if current_actor.side is Side.FRANCHISEE:
        return _own()
    this = Period.month_of(clock.today())
    month = _asked_month() or this.preceding()
    found, after = queries.unreported(current_actor, month, after=asked("after"), limit=PAGE)
    return render(
        "fees/sales/missing.html",
        month=month,
        months=_months(this),
        missing=found,
        after=after,
        today=clock.today(),
        can_estimate=sum(one.may_be_estimated(clock.today()) for one in found),
    )


def _asked_month() -> Period | None:
    try:
        return Period.parse_month(asked("month"))
    except Unreadable:
        return None


def _months(this: Period) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    month = this
    for _place in range(MONTHS_SHOWN):
        found.append((month.text, month_words(month.start)))
        month = month.preceding()
    return found


def _own() -> ResponseReturnValue:
    """A franchisee's outlets: what is due now, what is late, what runs."""
    missing: list[queries.Unreported] = []
    month = Period.month_of(clock.today())
    for _place in range(OWN_MONTHS):
        missing += queries.unreported(current_actor, month, limit=PAGE)[0]
        month = month.preceding()
    missing.sort(key=lambda one: (one.due_on, one.outlet))
    outlets = telling_queries.own_outlets(current_actor, on=clock.today())
    return render(
        "fees/sales/due.html",
        missing=missing,
        today=clock.today(),
        outlets=outlets,
        tokens=counted_tokens(current_actor, [outlet.id for outlet in outlets]),
    )


@bp.post("/sales/due/<string:month>/estimates")
@section("fees.due_sales")
@requires(Permission.FEES_PERIOD_ASSESS)
def estimate_month(month: str) -> ResponseReturnValue:
    """Estimate every missing report of a month that the plans let be estimated."""
    period = month_in_url(month)
    request_estimates(current_actor, month=period)
    flash(_("The missing reports of %(month)s are being estimated.", month=period_words(period)))
    return see(".due_sales", month=month)


@bp.post("/sales/outlets/<uuid:outlet_id>/<string:period>/estimate")
@section("fees.due_sales")
@requires(Permission.FEES_PERIOD_ASSESS)
def estimate_sales(outlet_id: UUID, period: str) -> ResponseReturnValue:
    """Estimate one missing report."""
    place = place_in_url(outlet_id, period)
    try:
        report = services.estimate_sales(current_actor, outlet=place.outlet, period=place.period)
    except DomainError as error:
        flash(translated(error), Tone.WARNING)
        return see(".due_sales", month=place.period.month.text)
    flash(_("An estimate stands for the report until it comes."))
    return see(".show_report", sales_report_id=report.id)


@bp.post("/sales/outlets/<uuid:outlet_id>/<string:period>/reminder")
@section("fees.due_sales")
@requires(Permission.FEES_PERIOD_ASSESS)
def remind_of_sales(outlet_id: UUID, period: str) -> ResponseReturnValue:
    """Ask the franchisee for one missing report."""
    place = place_in_url(outlet_id, period)
    try:
        services.remind(current_actor, outlet=place.outlet, period=place.period)
    except DomainError as error:
        flash(translated(error), Tone.WARNING)
    else:
        flash(_("The franchisee has been asked for the report by mail."))
    return see(".due_sales", month=place.period.month.text)
