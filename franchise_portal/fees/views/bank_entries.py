"""What a bank statement brought: booked, to be assigned by hand, set aside."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, DomainError, Refused
from ...kit.money import Money
from ...network.models import Franchisee
from ...web.errors import translated
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page, list_url
from ...web.rendering import flash, render, see
from ..bank_enums import BankEntryStatus, BankFileKind, LeftOut
from ..forms import AsideForm, AssignForm, PaymentForm
from ..models import BankEntry, Invoice, PaymentImport
from ..queries import bank_entries as queries
from ..queries.invoices import find_invoice
from ..queries.payments import file_for, find_franchisee
from ..services import PaymentsRead, bank_entries
from .blueprint import asked, asked_id, bp, chips_of

CONFLICT = 409


@bp.get("/payments/imports/<uuid:import_id>")
@section("fees.payments")
@requires(Permission.FEES_PAYMENT_RECORD)
def show_payments_file(import_id: UUID) -> ResponseReturnValue:
    """What became of the lines of one bank statement."""
    row = file_for(current_actor, import_id)
    if row.kind is BankFileKind.TABLE:  # its rows are payments at once; none waits for anybody
        return see(".payments", file=row.id)
    wanted = queries.Wanted(status=BankEntryStatus.OPEN.value, import_id=row.id, page=asked_page())
    return render(
        "fees/bank_entries/import.html",
        row=row,
        counts=queries.counts_of(row),
        left_out=_left_out(row),
        listing=queries.entries(current_actor, wanted),
    )


def _left_out(row: PaymentImport) -> list[tuple[str, int]]:
    """Why lines are not for us, in words, with their number."""
    return [(label(why), row.left_out[why.value]) for why in LeftOut if why.value in row.left_out]


@bp.get("/bank-lines")
@section("fees.payments")
@requires(Permission.FEES_PAYMENT_RECORD)
def bank_entries_list() -> ResponseReturnValue:
    """Lines of bank statements, those that wait for somebody first asked for."""
    wanted = queries.Wanted(status=asked("status"), import_id=asked_id("file"), page=asked_page())
    states = {
        "name": "status",
        "label": _("State"),
        "options": [(status.value, label(status)) for status in BankEntryStatus],
        "selected": [wanted.status] if wanted.status else [],
        "single": True,
    }
    return render(
        "fees/bank_entries/index.html",
        listing=queries.entries(current_actor, wanted),
        filters=[states],
        chips_in_force=chips_of([states]),
        is_filtered=bool(wanted.status or wanted.import_id),
        clear_url=list_url(status="", file="", page=""),
    )


@bp.get("/bank-lines/<uuid:line_id>")
@section("fees.payments")
@requires(Permission.FEES_PAYMENT_RECORD)
def show_bank_entry(line_id: UUID) -> ResponseReturnValue:
    """One line, and the decision about it."""
    return _shown(queries.entry_for(current_actor, line_id))


@bp.post("/bank-lines/<uuid:line_id>/assignment")
@section("fees.payments")
@requires(Permission.FEES_PAYMENT_RECORD)
def assign_bank_entry(line_id: UUID) -> ResponseReturnValue:
    """Book it as a franchisee's payment."""
    entry = queries.entry_for(current_actor, line_id)
    form = AssignForm()
    found = named(form) if form.validate() else None
    if found is None:
        return _shown(entry, form=form)
    franchisee, invoice = found
    try:
        bank_entries.assign_entry(
            current_actor, entry, franchisee=franchisee, invoice=invoice, version=form.seen
        )
    except Refused as refusal:
        form.fault(refusal)
        return _shown(entry, form=form)
    except ChangedMeanwhile:
        return _overtaken(line_id)
    except DomainError as error:
        form.form_errors.append(translated(error))
        return _shown(entry, form=form)
    flash(_("The payment is booked."))
    return see(".show_payments_file", import_id=entry.import_id)


def named(form: AssignForm | PaymentForm) -> tuple[Franchisee, Invoice | None] | None:
    """The franchisee and the invoice that were named; None when one of them is not there."""
    franchisee = find_franchisee(form.franchisee.data)
    number = (form.invoice.data or "").strip()
    invoice = find_invoice(current_actor, number) if number else None
    if franchisee is None:
        form.franchisee.errors = [_("No franchisee has this code. Look it up in the list.")]
    if number and invoice is None:
        form.invoice.errors = [
            _("There is no such invoice. Leave it empty to settle what is due, the oldest first.")
        ]
    return None if franchisee is None or (number and invoice is None) else (franchisee, invoice)


@bp.post("/bank-lines/<uuid:line_id>/aside")
@section("fees.payments")
@requires(Permission.FEES_PAYMENT_RECORD)
def set_bank_entry_aside(line_id: UUID) -> ResponseReturnValue:
    """Say that it is no payment of a franchisee."""
    entry = queries.entry_for(current_actor, line_id)
    form = AsideForm()
    if not form.validate():
        return _shown(entry, aside=form)
    try:
        bank_entries.set_entry_aside(current_actor, entry, note=form.note.data, version=form.seen)
    except ChangedMeanwhile:
        return _overtaken(line_id)
    flash(_("The line is set aside."))
    return see(".show_payments_file", import_id=entry.import_id)


def _overtaken(line_id: UUID) -> ResponseReturnValue:
    """Somebody else decided first; the page shows what became of the line."""
    entry = queries.entry_for(current_actor, line_id)
    return _shown(entry, was_overtaken=True, status=CONFLICT)


def _shown(
    entry: BankEntry,
    *,
    form: AssignForm | None = None,
    aside: AsideForm | None = None,
    was_overtaken: bool = False,
    status: int | None = None,
) -> ResponseReturnValue:
    seen = {"version": str(entry.version)}
    return render(
        "fees/bank_entries/show.html",
        form=form or aside,
        status=status,
        entry=entry,
        amount=Money(entry.amount_minor, entry.currency),
        assign_form=form or AssignForm(formdata=None, data=seen),
        aside_form=aside or AsideForm(formdata=None, data=seen),
        was_overtaken=was_overtaken,
    )


def said_of(read: PaymentsRead) -> str:
    """What an import did, in a sentence."""
    booked = ngettext("%(num)d payment is booked.", "%(num)d payments are booked.", read.payments)
    if read.kind is BankFileKind.TABLE or not read.open:
        return booked
    waiting = ngettext(
        "%(num)d line waits for somebody to assign it.",
        "%(num)d lines wait for somebody to assign them.",
        len(read.open),
    )
    return _("%(first)s %(second)s", first=booked, second=waiting)
