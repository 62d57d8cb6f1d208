"""Money that came to the fund beside contributions: posted, looked at, taken back."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import DomainError
from ...kit.money import Money
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..forms import ReceiptForm, ReverseForm
from ..models import FundReceipt
from ..queries import receipts as queries
from ..queries import terms
from ..services import receipts as services
from .blueprint import SECTION, at_fault, bp, uploaded


@bp.get("/receipts/new")
@section(SECTION)
@requires(Permission.FUND_BANK_RECORD)
def new_receipt() -> ResponseReturnValue:
    """The form."""
    data = {"on": clock.today()}
    return _form(ReceiptForm(currency=terms.currency(), formdata=None, data=data))


def _form(form: ReceiptForm) -> ResponseReturnValue:
    return render("fund/receipts/new.html", form=form, symbol=currency_symbol(form.currency))


@bp.post("/receipts")
@section(SECTION)
@requires(Permission.FUND_BANK_RECORD)
def create_receipt() -> ResponseReturnValue:
    """Post it."""
    form = ReceiptForm(currency=terms.currency())
    if not form.validate():
        return _form(form)
    amount = form.amount.data or Money.zero(form.currency)
    received = services.Received(form.words.data, form.on.data, amount)
    try:
        row = services.receive(current_actor, received, uploaded(form))
    except DomainError as error:
        return _form(at_fault(form, error))
    flash(_("It is posted in the fund’s book."))
    return see(".show_receipt", fund_receipt_id=row.id)


@bp.get("/receipts/<uuid:fund_receipt_id>")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def show_receipt(fund_receipt_id: UUID) -> ResponseReturnValue:
    """One receipt with what shows it."""
    return _shown(queries.receipt_for(current_actor, fund_receipt_id))


def _shown(row: FundReceipt, form: ReverseForm | None = None) -> ResponseReturnValue:
    return render(
        "fund/receipts/show.html",
        form=form,
        row=row,
        amount=Money(row.amount_minor, row.currency),
        is_over=bool(row.reverses_id) or queries.is_taken_back(row),
        reverse_form=form or ReverseForm(formdata=None),
    )


@bp.get("/receipts/<uuid:fund_receipt_id>/evidence")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def receipt_evidence(fund_receipt_id: UUID) -> ResponseReturnValue:
    """What shows it."""
    row = queries.receipt_for(current_actor, fund_receipt_id)
    return storage.send(row.file, as_attachment=False)


@bp.post("/receipts/<uuid:fund_receipt_id>/reversal")
@section(SECTION)
@requires(Permission.FUND_BANK_RECORD)
def reverse_receipt(fund_receipt_id: UUID) -> ResponseReturnValue:
    """Take it back."""
    row, form = queries.receipt_for(current_actor, fund_receipt_id), ReverseForm()
    if not form.validate():
        return _shown(row, form)
    try:
        back = services.take_back(current_actor, row, reason=form.reason.data)
    except DomainError as error:
        return _shown(row, at_fault(form, error))
    flash(_("It is taken back."))
    return see(".show_receipt", fund_receipt_id=back.id)
