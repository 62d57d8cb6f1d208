"""Refunds: the list, asking for one, noting that it was paid; and payments that came back."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, DomainError
from ...kit.money import Money
from ...network.queries import founded
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..correction_forms import CameBackForm, PayoutForm, RefundForm
from ..models import Refund
from ..queries import refunds as queries
from ..queries.payments import PaymentData, find_franchisee, payment_for
from ..services import refunds as services
from ..services.returning import reverse_payment
from .blueprint import asked, bp
from .crediting import at_fault

SECTION = "fees.payments"
CONFLICT = 409


@bp.get("/refunds")
@section(SECTION)
@requires(Permission.FEES_PAYMENT_READ)
def refunds() -> ResponseReturnValue:
    """The list: those still to be paid first."""
    return render(
        "fees/refunds/index.html", listing=queries.refunds(current_actor, page=asked_page())
    )


@bp.get("/refunds/new")
@section(SECTION)
@requires(Permission.FEES_PAYMENT_RECORD)
def new_refund() -> ResponseReturnValue:
    """The form, filled from the address where a page led here."""
    form = RefundForm(currency=founded().currency, data={"franchisee": asked("franchisee")})
    return _form(form)


@bp.post("/refunds")
@section(SECTION)
@requires(Permission.FEES_PAYMENT_RECORD)
def create_refund() -> ResponseReturnValue:
    """Ask a second person for it."""
    form = RefundForm(currency=founded().currency)
    amount = form.amount.data if form.validate() else None
    if amount is None:
        return _form(form)
    franchisee = find_franchisee(form.franchisee.data)
    if franchisee is None:
        form.franchisee.errors = [_("No franchisee has this code.")]
        return _form(form)
    try:
        approval = services.ask_refund(
            current_actor,
            franchisee,
            amount=amount,
            account=form.account.data,
            words=form.words.data,
        )
    except DomainError as error:
        return _form(at_fault(form, error))
    flash(_("A second person decides about it. They have been told."))
    return see("contracts.show_approval", approval_id=approval.id)


def _form(form: RefundForm) -> ResponseReturnValue:
    return render("fees/refunds/new.html", form=form, symbol=currency_symbol(form.currency))


@bp.get("/refunds/<uuid:refund_id>")
@section(SECTION)
@requires(Permission.FEES_PAYMENT_READ)
def show_refund(refund_id: UUID) -> ResponseReturnValue:
    """One refund, and the form that notes it as paid."""
    return _shown(queries.refund_for(current_actor, refund_id))


@bp.post("/refunds/<uuid:refund_id>/payout")
@section(SECTION)
@requires(Permission.FEES_PAYMENT_RECORD)
def pay_refund(refund_id: UUID) -> ResponseReturnValue:
    """Note that it was transferred."""
    refund, form = queries.refund_for(current_actor, refund_id), PayoutForm()
    if not form.validate():
        return _shown(refund, form)
    try:
        services.pay_refund(
            current_actor,
            refund,
            on=form.on.data,
            reference=form.reference.data,
            version=form.seen,
        )
    except ChangedMeanwhile:
        return _shown(queries.refund_for(current_actor, refund_id), status=CONFLICT)
    except DomainError as error:
        return _shown(refund, at_fault(form, error))
    flash(_("It is noted as paid."))
    return see(".show_refund", refund_id=refund_id)


def _shown(
    refund: Refund, form: PayoutForm | None = None, status: int | None = None
) -> ResponseReturnValue:
    seen = {"version": str(refund.version), "on": clock.today()}
    return render(
        "fees/refunds/show.html",
        form=form,
        status=status,
        refund=refund,
        amount=Money(refund.amount_minor, refund.currency),
        payout_form=form or PayoutForm(formdata=None, data=seen),
        was_overtaken=status == CONFLICT,
    )


@bp.get("/payments/<uuid:payment_id>/return")
@section(SECTION)
@requires(Permission.FEES_PAYMENT_RECORD)
def new_return(payment_id: UUID) -> ResponseReturnValue:
    """The form that notes that the bank took a payment back."""
    data = payment_for(current_actor, payment_id)
    return _returned(data, CameBackForm(data={"on": clock.today()}))


@bp.post("/payments/<uuid:payment_id>/return")
@section(SECTION)
@requires(Permission.FEES_PAYMENT_RECORD)
def create_return(payment_id: UUID) -> ResponseReturnValue:
    """Book it the other way round."""
    data, form = payment_for(current_actor, payment_id), CameBackForm()
    if not form.validate():
        return _returned(data, form)
    try:
        back = reverse_payment(
            current_actor, data.payment, on=form.on.data, reason=form.reason.data
        )
    except DomainError as error:
        return _returned(data, at_fault(form, error))
    flash(_("It is booked. What the payment had settled is open again."))
    return see(".show_payment", payment_id=back.id)


def _returned(data: PaymentData, form: CameBackForm) -> ResponseReturnValue:
    return render("fees/payments/return.html", form=form, data=data)
