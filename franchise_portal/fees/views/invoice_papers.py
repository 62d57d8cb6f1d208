"""An invoice as a PDF and as XML, for both sides: asked for, waited for, opened."""

from dataclasses import dataclass
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import storage
from ...access.actor import SYSTEM, current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import Everything
from ...kit.enums import Tone
from ...kit.errors import BadInput, NotFound
from ...reports import queries as reports
from ...reports.enums import ReportStatus
from ...reports.models import Report
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..models import Invoice
from ..queries.einvoices import made
from ..queries.invoices import invoice_for
from ..services import einvoices
from .blueprint import bp

REFUSED = 422


@dataclass(frozen=True, slots=True)
class Paper:
    """The PDF of an invoice: ready, being made, or not asked for yet; and whether XML is there."""

    report: Report | None
    is_running: bool
    has_failed: bool
    has_xml: bool


def paper_of(invoice: Invoice) -> Paper:
    """How far the PDF is. Call it for an invoice that the actor may see."""
    report = reports.current_paper(current_actor, einvoices.PAPER, invoice.id)
    # Runs are the office's affair, but whoever sees the invoice may know that its PDF is under way.
    run = None if report else reports.latest_paper_run(SYSTEM, einvoices.PAPER, invoice.id)
    return Paper(
        report=report,
        is_running=bool(run and run.is_running),
        has_failed=bool(run and run.counts.get(ReportStatus.FAILED)),
        has_xml=bool(made([invoice.id])),
    )


@bp.post("/invoices/<uuid:invoice_id>/paper")
@section("fees.invoices")
@requires(Permission.FEES_INVOICE_READ)
def make_invoice_paper(invoice_id: UUID) -> ResponseReturnValue:
    """Have the PDF made, with the e-invoice inside."""
    try:
        einvoices.request_invoice_paper(current_actor, invoice_id)
    except BadInput as error:
        return _refused(invoice_id, error)
    flash(_("The PDF is being made."), Tone.INFO)
    return see(".show_invoice", invoice_id=invoice_id)


def _refused(invoice_id: UUID, error: BadInput) -> ResponseReturnValue:
    """What is missing: to the office with the places where it is entered."""
    data = invoice_for(current_actor, invoice_id)
    is_office = isinstance(current_actor.scope, Everything)
    return render(
        "fees/invoices/missing.html",
        invoice=data.invoice,
        problems=error.problems if is_office else (),
        in_settings=einvoices.SETTINGS,
        status=REFUSED,
    )


@bp.get("/invoices/<uuid:invoice_id>/xml")
@section("fees.invoices")
@requires(Permission.FEES_INVOICE_READ)
def download_einvoice(invoice_id: UUID) -> ResponseReturnValue:
    """The e-invoice alone."""
    invoice = invoice_for(current_actor, invoice_id).invoice
    file = made([invoice.id]).get(invoice.id)
    if file is None:
        raise NotFound
    return storage.send(file, as_attachment=True)
