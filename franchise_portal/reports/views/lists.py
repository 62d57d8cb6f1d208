"""The list of reports, with what is being made above it."""

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import Everything
from ...web.paging import list_url
from ...web.rendering import render
from .. import queries
from . import bp, listing


@bp.get("/")
@requires(Permission.REPORTS_REPORT_READ)
def index() -> ResponseReturnValue:
    """All reports that can be opened; the office also sees the runs."""
    asked = listing.wanted()
    menus = listing.filter_menus(current_actor)
    runs = queries.recent_runs(current_actor)
    return render(
        "reports/index.html",
        listing=queries.reports(current_actor, asked),
        wanted=asked,
        filters=menus,
        chips_in_force=listing.chips(menus),
        clear_url=list_url(q="", kind="", month="", page=""),
        is_office=isinstance(current_actor.scope, Everything),
        runs=runs,
        is_moving=any(view.is_running for view in runs),
        here=list_url(),
        words=listing,
    )
