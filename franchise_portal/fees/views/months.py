"""Months: how far each has come, and assessing one."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...network.queries import founded
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import services
from ..queries import months as queries
from .blueprint import bp, month_in_url, reports_url
from .month_drafts import shown_drafts


@bp.get("/months")
@requires(Permission.FEES_PERIOD_ASSESS)
def months() -> ResponseReturnValue:
    """All months with reports."""
    return render("fees/months/index.html", months=queries.months(current_actor))


@bp.get("/months/<string:month>")
@section("fees.months")
@requires(Permission.FEES_PERIOD_ASSESS)
def show_month(month: str) -> ResponseReturnValue:
    """One month: reports, what is missing, what was charged, and the decision."""
    data = queries.month_data(current_actor, month_in_url(month))
    return render(
        "fees/months/show.html",
        data=data,
        month=data.month.text,
        drafts=shown_drafts(data.month) if data.draft else None,
        grace_days=founded().grace_days,
        statements_url=reports_url("new", kind="statement", month=data.month.text),
    )


@bp.post("/months/<string:month>/assessment")
@section("fees.months")
@requires(Permission.FEES_PERIOD_ASSESS)
def assess(month: str) -> ResponseReturnValue:
    """Let a job charge what has not been charged."""
    period = month_in_url(month)
    services.request_assessment(current_actor, month=period)
    flash(_("The month is being assessed. This page tells how far it is."))
    return see(".show_month", month=period.text)
