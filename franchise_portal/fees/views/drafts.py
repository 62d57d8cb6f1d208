"""A draft as its franchisee reads it: what will be charged, each line opened as on the invoice."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import may, requires
from ...access.permissions import Permission
from ...kit.errors import NotFound
from ...kit.period import Period
from ...web.navigation import section
from ...web.rendering import render, see
from ..queries import unreported
from ..queries.month_drafts import invoice_instead
from ..services.previewing import DraftData, draft_for
from .blueprint import bp, month_in_url
from .explaining import shown_lines
from .month_drafts import why
from .taking_back import tax_rows


@bp.get("/drafts/<string:month>/<uuid:franchisee_id>")
@section("fees.invoices")
@requires(Permission.FEES_INVOICE_READ)
def show_draft(month: str, franchisee_id: UUID) -> ResponseReturnValue:
    """One draft; the invoice that it has become, once there is one."""
    period = month_in_url(month)
    try:
        data = draft_for(current_actor, period, franchisee_id)
    except NotFound:
        invoice_id = invoice_instead(current_actor, period.text, franchisee_id)
        return see(".show_invoice", invoice_id=invoice_id)
    return _shown(data, period)


def _shown(data: DraftData, period: Period) -> ResponseReturnValue:
    return render(
        "fees/drafts/show.html",
        data=data,
        draft=data.draft,
        period=period,
        parts=[
            (part, [(outlet, shown_lines(outlet)) for outlet in part.outlets], tax_rows(part.taxes))
            for part in data.parts
        ],
        left_out=[why(one) for one in data.skipped],
        reports=_reports(data),
        missing=_missing(data, period),
        may_correct=may(Permission.FEES_SALES_REPORT),
    )


def _reports(data: DraftData) -> list[tuple[UUID, str, Period]]:
    """The reports that the lines rest on: id, outlet and days."""
    return [
        (report.id, f"{outlet.code} {outlet.name}", report.sales.period)
        for part in data.parts
        for outlet in part.outlets
        for report in outlet.reports
    ]


def _missing(data: DraftData, period: Period) -> list[unreported.Unreported]:
    """What the franchisee has still to report for the month."""
    found, _after = unreported.unreported(current_actor, period)
    return [one for one in found if one.franchisee_id == data.franchisee.id]
