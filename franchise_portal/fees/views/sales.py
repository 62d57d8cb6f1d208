"""Sales reports: the list, for the office and for each business."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.period import Period
from ...web.filters import since
from ...web.lists import row_url
from ...web.paging import asked_page, list_url
from ...web.rendering import render
from ...web.writing import Writing
from ..enums import SalesSource
from ..queries import sales as queries
from .blueprint import asked, asked_id, bp, chips_of, local_day, month_menu, period_words


@bp.get("/sales")
@requires(Permission.FEES_SALES_READ)
def sales() -> ResponseReturnValue:
    """Reports by month; without a choice, those of the latest month."""
    months = queries.reported_months(current_actor)
    text, outlet_id = asked("q"), asked_id("outlet")
    month = asked("month")
    if not month and not text and outlet_id is None and months:
        month = months[0]
    wanted = queries.Wanted(text=text, month=month, outlet_id=outlet_id, page=asked_page())
    menus = [month_menu(tuple(months), asked("month"))]
    listing = queries.reports(current_actor, wanted)
    return render(
        "fees/sales/index.html",
        listing=listing,
        rows=_cells(listing.rows),
        wanted=wanted,
        filters=menus,
        chips_in_force=chips_of(menus),
        is_filtered=bool(text or asked("month") or outlet_id),
        clear_url=list_url(q="", month="", outlet="", page=""),
        report_url=row_url(".show_report", "sales_report_id"),
        invoice_url=row_url(".show_invoice", "invoice_id"),
    )


def _cells(rows: Sequence[queries.ReportRow]) -> list[tuple[object, ...]]:
    """What each row shows, in the order of the template: a page has hundreds of cells."""
    # A month's reports are of few periods, and came at few moments.
    periods = {span: period_words(Period.of_days(*span)) for span in {row.span for row in rows}}
    days = {at: (since(at), local_day(at)) for at in {row.reported_at for row in rows}}
    write = Writing()
    return [
        (
            row.id, row.outlet, row.name, row.name_local, periods[row.span],
            row.source == SalesSource.ESTIMATE,
            write.amount(row.gross_minor, row.currency),
            write.amount(row.gross_minor - row.taken_off_minor, row.currency),
            *days[row.reported_at], row.invoice_id, row.invoice,
        )
        for row in rows
    ]  # fmt: skip
