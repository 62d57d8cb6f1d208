"""Payments: the list, one payment, recording by hand, and reading a file."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import may, requires
from ...access.permissions import Permission
from ...kit.errors import BadInput, DomainError
from ...network.queries import founded
from ...web.errors import translated
from ...web.filters import currency_symbol, number
from ...web.lists import row_url
from ...web.navigation import section
from ...web.paging import asked_page, list_url
from ...web.rendering import flash, render, see
from ...web.writing import Writing
from .. import services
from ..bank_enums import BankFileKind
from ..forms import PaymentForm, PaymentsFileForm
from ..queries import payments as queries
from ..queries.bank_entries import open_count
from .bank_entries import named, said_of
from .blueprint import asked, asked_id, bp, uploaded

SHOWN = 3
"""Invoices that a row of the list names."""


@bp.get("/payments")
@requires(Permission.FEES_PAYMENT_READ)
def payments() -> ResponseReturnValue:
    """The list, the latest first."""
    wanted = queries.Wanted(
        text=asked("q"),
        franchisee_id=asked_id("franchisee"),
        import_id=asked_id("file"),
        page=asked_page(),
    )
    listing = queries.payments(current_actor, wanted)
    return render(
        "fees/payments/index.html",
        listing=listing,
        rows=_cells(listing.rows),
        wanted=wanted,
        file=queries.file_for(current_actor, wanted.import_id) if wanted.import_id else None,
        is_filtered=bool(wanted.text or wanted.franchisee_id or wanted.import_id),
        to_assign=open_count() if may(Permission.FEES_PAYMENT_RECORD) else 0,
        clear_url=list_url(q="", franchisee="", file="", page=""),
        row_url=row_url(".show_payment", "payment_id"),
    )


def _cells(rows: Sequence[queries.PaymentRow]) -> list[tuple[Any, ...]]:
    """What each row shows, in the order of the template: a page has hundreds of cells."""
    settled = queries.settled([row.id for row in rows])
    write = Writing()
    cells: list[tuple[Any, ...]] = []
    for row in rows:
        invoices = settled.get(row.id, {})
        rest = row.amount_minor - sum(invoices.values())
        cells.append(
            (
                row.id, write.day(row.received_on), row.franchisee, row.franchisee_local,
                row.reference, _numbers(list(invoices)), write.amount(rest, row.currency),
                "" if rest else "faint", write.money(row.amount_minor, row.currency),
            )
        )  # fmt: skip
    return cells


def _numbers(numbers: Sequence[str]) -> str:
    """The first of the invoices that a payment settled, and how many more there are."""
    shown = ", ".join(numbers[:SHOWN])
    if len(numbers) <= SHOWN:
        return shown
    more = _("and %(num)s more", num=number(len(numbers) - SHOWN))
    return _("%(first)s %(second)s", first=shown, second=more)


@bp.get("/payments/<uuid:payment_id>")
@section("fees.payments")
@requires(Permission.FEES_PAYMENT_READ)
def show_payment(payment_id: UUID) -> ResponseReturnValue:
    """One payment and where it went."""
    return render("fees/payments/show.html", data=queries.payment_for(current_actor, payment_id))


@bp.get("/payments/new")
@section("fees.payments")
@requires(Permission.FEES_PAYMENT_RECORD)
def new_payment() -> ResponseReturnValue:
    """The form, filled from the address where a page led here."""
    given = {"franchisee": asked("franchisee"), "invoice": asked("invoice")}
    form = PaymentForm(currency=founded().currency, data=given)
    return _form(form)


@bp.post("/payments")
@section("fees.payments")
@requires(Permission.FEES_PAYMENT_RECORD)
def create_payment() -> ResponseReturnValue:
    """Book one payment."""
    form = PaymentForm(currency=founded().currency)
    found = named(form) if form.validate() else None
    amount = form.amount.data
    if found is None or amount is None:
        return _form(form)
    franchisee, invoice = found
    try:
        payment = services.record_payment(
            current_actor,
            franchisee=franchisee,
            received_on=form.received_on.data,
            amount=amount,
            reference=form.reference.data or "",
            invoice=invoice,
        )
    except BadInput as error:
        form.form_errors.extend(translated(problem) for problem in error.problems)
        return _form(form)
    except DomainError as error:
        form.form_errors.append(translated(error))
        return _form(form)
    flash(_("The payment is booked."))
    return see(".show_payment", payment_id=payment.id)


def _form(form: PaymentForm) -> ResponseReturnValue:
    return render("fees/payments/new.html", form=form, symbol=currency_symbol(form.currency))


@bp.get("/payments/imports/new")
@section("fees.payments")
@requires(Permission.FEES_PAYMENT_RECORD)
def new_payments_file() -> ResponseReturnValue:
    """Choose a file."""
    return render("fees/payments/import.html", form=PaymentsFileForm(), problems=())


@bp.post("/payments/imports")
@section("fees.payments")
@requires(Permission.FEES_PAYMENT_RECORD)
def create_payments_file() -> ResponseReturnValue:
    """Book every line of a file, or none."""
    form = PaymentsFileForm()
    if not form.validate():
        return render("fees/payments/import.html", form=form, problems=())
    file, name, _size = uploaded(form.file.data)
    try:
        read = services.import_payments(current_actor, file=file, filename=name)
    except BadInput as error:
        form.file.errors = [translated(error)]
        return render("fees/payments/import.html", form=form, problems=error.problems)
    flash(said_of(read))
    if read.kind is BankFileKind.TABLE:
        return see(".payments", file=read.import_id)
    return see(".show_payments_file", import_id=read.import_id)
