"""Sales reports: the list, for the office and for each business."""

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...web.lists import row_url
from ...web.paging import asked_page, list_url
from ...web.rendering import render
from ..queries import sales as queries
from .blueprint import asked, asked_id, bp, chips_of, month_menu


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
    return render(
        "fees/sales/index.html",
        listing=queries.reports(current_actor, wanted),
        wanted=wanted,
        filters=menus,
        chips_in_force=chips_of(menus),
        is_filtered=bool(text or asked("month") or outlet_id),
        clear_url=list_url(q="", month="", outlet="", page=""),
        invoice_url=row_url(".show_invoice", "invoice_id"),
    )
