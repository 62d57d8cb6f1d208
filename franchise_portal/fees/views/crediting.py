"""Credit notes and write-offs, asked for on the page of an invoice."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...contracts.models import Approval
from ...kit.errors import DomainError, Refused
from ...network.forms.fields import FactsForm
from ...web.errors import translated
from ...web.filters import symbol
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..correction_forms import CreditForm, WriteOffForm, credit_form
from ..errors import MoreThanCredit, MoreThanOpen, TaxCharged, TaxKnown
from ..queries.crediting import creditable
from ..queries.invoices import InvoiceData, invoice_for
from ..reports.words import document_words
from ..services import crediting, write_offs
from .blueprint import bp

SECTION = "fees.invoices"
PLACES: Mapping[type[DomainError], str] = {
    MoreThanCredit: "amount",
    MoreThanOpen: "amount",
    TaxCharged: "starts_on",
    TaxKnown: "label",
}
"""The field at which each refusal is said."""
AnyForm = TypeVar("AnyForm", bound=FactsForm)


@bp.get("/invoices/<uuid:invoice_id>/credit")
@section(SECTION)
@requires(Permission.CONTRACTS_APPROVAL_ASK)
def new_credit(invoice_id: UUID) -> ResponseReturnValue:
    """Choose what is credited of which line."""
    data = invoice_for(current_actor, invoice_id)
    return _credit(data, credit_form(creditable(data.invoice), data.invoice.currency))


@bp.post("/invoices/<uuid:invoice_id>/credit")
@section(SECTION)
@requires(Permission.CONTRACTS_APPROVAL_ASK)
def create_credit(invoice_id: UUID) -> ResponseReturnValue:
    """Issue the credit note, or ask somebody who may grant it."""
    data = invoice_for(current_actor, invoice_id)
    form = credit_form(creditable(data.invoice), data.invoice.currency)
    if not form.validate():
        return _credit(data, form)
    try:
        approval = crediting.ask_credit(
            current_actor, data.invoice, form.amounts, reason=form.reason.data
        )
    except DomainError as error:
        return _credit(data, at_fault(form, error))
    return _decided(approval, invoice_id, _("The credit note is issued."))


def _credit(data: InvoiceData, form: CreditForm) -> ResponseReturnValue:
    return render(
        "fees/invoices/credit.html",
        form=form,
        data=data,
        invoice=data.invoice,
        title=document_words(data.invoice.kind, data.invoice.number),
        symbol=symbol(data.total),
    )


@bp.get("/invoices/<uuid:invoice_id>/write-off")
@section(SECTION)
@requires(Permission.CONTRACTS_APPROVAL_ASK)
def new_write_off(invoice_id: UUID) -> ResponseReturnValue:
    """The form, filled with all that is open."""
    data = invoice_for(current_actor, invoice_id)
    form = WriteOffForm(currency=data.invoice.currency, data={"amount": data.open})
    return _write_off(data, form)


@bp.post("/invoices/<uuid:invoice_id>/write-off")
@section(SECTION)
@requires(Permission.CONTRACTS_APPROVAL_ASK)
def create_write_off(invoice_id: UUID) -> ResponseReturnValue:
    """Ask a second person to give it up."""
    data = invoice_for(current_actor, invoice_id)
    form = WriteOffForm(currency=data.invoice.currency)
    amount = form.amount.data if form.validate() else None
    if amount is None:
        return _write_off(data, form)
    try:
        approval = write_offs.ask_write_off(
            current_actor, data.invoice, amount=amount, words=form.words.data
        )
    except DomainError as error:
        return _write_off(data, at_fault(form, error))
    return _decided(approval, invoice_id, _("It is written off."))


def _write_off(data: InvoiceData, form: WriteOffForm) -> ResponseReturnValue:
    return render(
        "fees/invoices/write_off.html",
        form=form,
        data=data,
        invoice=data.invoice,
        title=document_words(data.invoice.kind, data.invoice.number),
        symbol=symbol(data.total),
    )


def at_fault(form: AnyForm, error: DomainError) -> AnyForm:
    """Say at its field what was refused, or at the form."""
    if isinstance(error, Refused):
        return form.fault(error)
    place = PLACES.get(type(error), "")
    if place in form:
        form[place].errors = [*form[place].errors, translated(error)]
    else:
        form.form_errors.append(translated(error))
    return form


def _decided(approval: Approval, invoice_id: UUID, done: str) -> ResponseReturnValue:
    """Back to the invoice when it was granted at once, else to what was asked for."""
    if approval.status.is_granted:
        flash(done)
        return see(".show_invoice", invoice_id=invoice_id)
    flash(_("It is above your limit, so somebody else decides. They have been told."))
    return see("contracts.show_approval", approval_id=approval.id)
