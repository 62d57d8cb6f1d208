"""Invoices: the list, and one invoice with every line opened to its explanation."""

from collections.abc import Sequence
from typing import Any
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
from ...web.speech import ngettext
from ...web.writing import Writing
from .. import contests
from ..enums import InvoiceStatus
from ..queries import invoices as queries
from ..queries.disputes import dispute_of, with_contests
from ..queries.month_drafts import drafts_shown_to
from ..reports.words import document_words
from .blueprint import asked, asked_id, bp, chips_of, month_menu
from .explaining import shown_lines
from .holding import held_parts
from .invoice_papers import paper_of
from .single_lines import shown_singles
from .taking_back import shown_taken_back, tax_rows


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
    states = {
        "name": "status",
        "label": _("State"),
        "options": [(status.value, label(status)) for status in InvoiceStatus],
        "selected": [wanted.status] if wanted.status else [],
        "single": True,
    }
    menus = [states, month_menu(tuple(queries.invoiced_months(current_actor)), wanted.month)]
    listing = queries.invoices(current_actor, wanted)
    own = getattr(current_actor.scope, "franchisee_id", None)
    return render(
        "fees/invoices/index.html",
        listing=listing,
        rows=_cells(listing.rows),
        wanted=wanted,
        filters=menus,
        chips_in_force=chips_of(menus),
        is_filtered=bool(wanted.text or wanted.status or wanted.month or wanted.franchisee_id),
        clear_url=list_url(q="", status="", month="", franchisee="", page=""),
        row_url=row_url(".show_invoice", "invoice_id"),
        # The office has them on the page of the month.
        drafts=drafts_shown_to(current_actor) if own else (),
        franchisee_id=own,
    )


def _cells(rows: Sequence[queries.InvoiceRow]) -> list[tuple[Any, ...]]:
    """What each row shows, in the order of the template: a page has hundreds of cells."""
    states = {status: (label(status), status.tone.value) for status in InvoiceStatus}
    write = Writing()
    contested = contests.of_invoices([UUID(str(row.id)) for row in rows])
    cells: list[tuple[Any, ...]] = []
    for row in rows:
        state, tone = states[queries.status_of(row.open_minor, row.due_on, row.kind)]
        late = queries.days_late(row.open_minor, row.due_on)
        if late:
            state = ngettext("%(num)d day late", "%(num)d days late", late)
        if contested and UUID(str(row.id)) in contested:
            state = _("%(state)s, in dispute", state=state)
        cells.append(
            (
                row.id, row.number, row.franchisee, row.franchisee_local, write.month(row.month),
                write.day(row.due_on), state, tone, write.money(row.total_minor, row.currency),
                write.amount(row.open_minor, row.currency),
                "late" if late else "" if row.open_minor else "faint",
            )
        )  # fmt: skip
    return cells


@bp.get("/invoices/<uuid:invoice_id>")
@section("fees.invoices")
@requires(Permission.FEES_INVOICE_READ)
def show_invoice(invoice_id: UUID) -> ResponseReturnValue:
    """One invoice."""
    data = queries.invoice_for(current_actor, invoice_id)
    groups = [(outlet, shown_lines(outlet)) for outlet in data.outlets]
    singles = shown_singles(data.singles)
    lines = [line.charge_id for _outlet, shown in (*groups, (None, singles)) for line in shown]
    return render(
        "fees/invoices/show.html",
        data=data,
        invoice=data.invoice,
        groups=groups,
        period=Period.parse_month(data.invoice.month),
        dispute=with_contests(dispute_of(data.invoice, founded()), current_actor, lines),
        contested=contests.of_invoices([data.invoice.id]).get(data.invoice.id),
        held=held_parts(data.invoice.id, data.open),
        paper=paper_of(data.invoice),
        singles=singles,
        takes_back=shown_taken_back(data.takes_back),
        title=document_words(data.invoice.kind, data.invoice.number),
        corrects_words=document_words(data.corrects.kind, data.corrects.number)
        if data.corrects
        else "",
        tax_rows=tax_rows(data.taxes),
    )
