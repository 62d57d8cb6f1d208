"""Invoices: the list, and one invoice with every line opened to its explanation."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.period import Period
from ...network.queries import founded
from ...web.filters import label
from ...web.lists import row_url
from ...web.navigation import section
from ...web.paging import asked_page, list_url
from ...web.rendering import render
from ...web.speech import gettext as _
from ..enums import InvoiceStatus
from ..queries import invoices as queries
from ..queries.disputes import dispute_of
from .blueprint import asked, asked_id, bp, chips_of, month_menu
from .explaining import shown_lines
from .invoice_papers import paper_of


@bp.get("/invoices")
@requires(Permission.FEES_INVOICE_READ)
def invoices() -> ResponseReturnValue:
    """The list, the latest first."""
    wanted = queries.Wanted(
        text=asked("q"),
        status=asked("status"),
        month=asked("month"),
        franchisee_id=asked_id("franchisee"),
        page=asked_page(),
    )
    words = {status: label(status) for status in InvoiceStatus}
    states = {
        "name": "status",
        "label": _("State"),
        "options": [(status.value, text) for status, text in words.items()],
        "selected": [wanted.status] if wanted.status else [],
        "single": True,
    }
    menus = [states, month_menu(tuple(queries.invoiced_months(current_actor)), wanted.month)]
    return render(
        "fees/invoices/index.html",
        listing=queries.invoices(current_actor, wanted),
        wanted=wanted,
        filters=menus,
        chips_in_force=chips_of(menus),
        is_filtered=bool(wanted.text or wanted.status or wanted.month or wanted.franchisee_id),
        clear_url=list_url(q="", status="", month="", franchisee="", page=""),
        states=words,
        row_url=row_url(".show_invoice", "invoice_id"),
    )


@bp.get("/invoices/<uuid:invoice_id>")
@section("fees.invoices")
@requires(Permission.FEES_INVOICE_READ)
def show_invoice(invoice_id: UUID) -> ResponseReturnValue:
    """One invoice."""
    data = queries.invoice_for(current_actor, invoice_id)
    return render(
        "fees/invoices/show.html",
        data=data,
        invoice=data.invoice,
        groups=[(outlet, shown_lines(outlet)) for outlet in data.outlets],
        period=Period.parse_month(data.invoice.month),
        dispute=dispute_of(data.invoice, founded()),
        paper=paper_of(data.invoice),
    )
