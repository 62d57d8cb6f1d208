"""Which terms end in the coming months, and until when each side can say what it wants."""

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.durations import Duration, Unit
from ...kit.period import Period
from ...reports import queries as reports
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import render
from ..queries import renewal_calendar as queries
from ..reports.renewal_calendar import SLUG, renewal_words
from .blueprint import bp

AHEAD = Duration(24, Unit.MONTHS)

bp.add_app_template_filter(renewal_words, "renewal")


@bp.get("/renewal-calendar")
@requires(Permission.CONTRACTS_DUTY_READ)
@section("contracts.calendar")
def renewal_calendar() -> ResponseReturnValue:
    """The terms that end within two years, the nearest first."""
    today = clock.today()
    last = AHEAD.after(today)
    month = Period.month_of(today).text
    may_build = current_actor.may(Permission.REPORTS_REPORT_BUILD)
    return render(
        "contracts/duties/renewals.html",
        listing=queries.ending_terms(current_actor, today, last, page=asked_page()),
        today=today,
        last=last,
        month=month,
        slug=SLUG,
        report=reports.current_report(current_actor, SLUG, month, SLUG) if may_build else None,
        may_build=may_build,
    )
