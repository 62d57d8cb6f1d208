"""The list of reports, with what is being made above it."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import Everything
from ...web.filters import number, since
from ...web.languages import LANGUAGES
from ...web.lists import around_row
from ...web.paging import list_url
from ...web.rendering import render
from ...web.speech import gettext as _
from ...web.writing import Writing
from .. import queries
from . import bp, listing


@bp.get("/")
@requires(Permission.REPORTS_REPORT_READ)
def index() -> ResponseReturnValue:
    """All reports that can be opened; the office also sees the runs."""
    asked = listing.wanted()
    menus = listing.filter_menus(current_actor)
    runs = queries.recent_runs(current_actor)
    found = queries.reports(current_actor, asked)
    return render(
        "reports/index.html",
        listing=found,
        rows=_cells(found.rows),
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


def _cells(rows: Sequence[queries.ReportRow]) -> list[tuple[object, ...]]:
    """What each row shows, in the order of the template: a page has hundreds of cells."""
    before, after = around_row(".download", "report_id")
    opening, opened = around_row(".open_file", "report_id")
    write = Writing()
    cells: list[tuple[object, ...]] = []
    titles: dict[tuple[str, str, str], str] = {}
    for row in rows:
        # Reports of a kind and month share their title; a paper's names what it is about.
        same = (row.kind, row.period, row.subject_key if row.subject_id else "")
        if same not in titles:
            titles[same] = listing.report_title(row)
        cells.append(
            (
                f"{opening}{row.id}{opened}", titles[same],
                row.subject_key if row.franchisee_id else "", row.subject_name,
                row.subject_local, LANGUAGES[row.language], number(row.pages),
                since(row.finished_at), write.moment(row.finished_at), f"{before}{row.id}{after}",
                _("%(first)s, %(second)s", first=titles[same], second=row.subject_name),
            )
        )  # fmt: skip
    return cells
