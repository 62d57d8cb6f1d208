"""More time to pay one invoice."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...fees.models import Invoice
from ...fees.queries.invoices import invoice_for
from ...kit import clock
from ...kit.errors import DomainError
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..forms.money import ExtensionForm
from ..services import extending
from .accounts import SECTION
from .blueprint import at_fault, bp


@bp.get("/invoices/<uuid:invoice_id>/extension")
@section(SECTION)
@requires(Permission.CONTRACTS_APPROVAL_ASK)
def new_extension(invoice_id: UUID) -> ResponseReturnValue:
    """The form."""
    invoice = invoice_for(current_actor, invoice_id).invoice
    return _form(invoice, ExtensionForm())


@bp.post("/invoices/<uuid:invoice_id>/extension")
@section(SECTION)
@requires(Permission.CONTRACTS_APPROVAL_ASK)
def create_extension(invoice_id: UUID) -> ResponseReturnValue:
    """Give the time, or ask somebody who may."""
    invoice, form = invoice_for(current_actor, invoice_id).invoice, ExtensionForm()
    if not form.validate():
        return _form(invoice, form)
    try:
        approval = extending.ask_extension(
            current_actor, invoice, until=form.until.data, words=form.words.data
        )
    except DomainError as error:
        return _form(invoice, at_fault(form, error))
    if not approval.status.is_granted:
        flash(_("It is above your limit, so somebody else decides. They have been told."))
        return see("contracts.show_approval", approval_id=approval.id)
    flash(_("More time is given. It is not late before that day."))
    return see(".show_account", franchisee_id=invoice.franchisee_id)


def _form(invoice: Invoice, form: ExtensionForm) -> ResponseReturnValue:
    return render(
        "dunning/accounts/extension.html",
        form=form,
        invoice=invoice,
        due_on=extending.due_day(invoice),
        today=clock.today(),
    )
