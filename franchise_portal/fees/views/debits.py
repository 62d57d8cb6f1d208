"""Direct debits: what would be collected, the files, and what became of each debit."""

from datetime import date
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import audit, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, DomainError, Refused
from ...kit.money import Money
from ...web.errors import translated
from ...web.filters import money
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..debit_forms import CollectedForm, CollectForm, ReturnForm
from ..enums import Book, FeesAction
from ..models import DebitRun
from ..queries import debits as queries
from ..rules.direct_debit import Plan
from ..services import direct_debit as services
from .blueprint import bp

SECTION = "fees.debits"
CONFLICT = 409


@bp.get("/debits")
@requires(Permission.FEES_DEBIT_READ)
def debits() -> ResponseReturnValue:
    """The files, the latest first."""
    return render("fees/debits/index.html", listing=queries.runs(current_actor, page=asked_page()))


@bp.get("/debits/new")
@section(SECTION)
@requires(Permission.FEES_DEBIT_WRITE)
def new_debits() -> ResponseReturnValue:
    """What would be collected on a day; at first on the first day that is possible."""
    is_asked = "on" in request.args
    form = CollectForm(
        formdata=request.args if is_asked else None,
        data={"on": services.first_day(), "fees": True, "fund": True},
    )
    return _preview(form, is_valid=form.validate() if is_asked else True)


@bp.post("/debits")
@section(SECTION)
@requires(Permission.FEES_DEBIT_WRITE)
def create_debits() -> ResponseReturnValue:
    """Make the files."""
    form = CollectForm()
    if not form.validate():
        return _preview(form, is_valid=False)
    try:
        made = services.collect(current_actor, on=form.on.data, books=_books(form))
    except Refused as refusal:
        return _preview(form.fault(refusal), is_valid=False)
    except DomainError as error:
        form.form_errors.append(translated(error))
        return _preview(form, is_valid=False)
    flash(
        ngettext(
            "%(num)d file is made. Hand it to the bank.",
            "%(num)d files are made. Hand them to the bank.",
            len(made),
        )
    )
    return see(".show_debits", debit_run_id=made[0].id) if len(made) == 1 else see(".debits")


def _books(form: CollectForm) -> tuple[Book, ...]:
    chosen = ((Book.FUND, form.fund.data), (Book.FRANCHISOR, form.fees.data))
    return tuple(book for book, is_wanted in chosen if is_wanted)


def _preview(form: CollectForm, *, is_valid: bool) -> ResponseReturnValue:
    plan: Plan | None = None
    if is_valid:
        try:
            plan = services.plan_collection(current_actor, on=form.on.data, books=_books(form))
        except Refused as refusal:
            form.fault(refusal)
        except DomainError as error:
            form.form_errors.append(translated(error))
    return render("fees/debits/new.html", form=form, plan=plan)


@bp.get("/debits/<uuid:debit_run_id>")
@section(SECTION)
@requires(Permission.FEES_DEBIT_READ)
def show_debits(debit_run_id: UUID) -> ResponseReturnValue:
    """One file and what became of its debits."""
    return _shown(queries.run_for(current_actor, debit_run_id))


def _shown(
    run: DebitRun,
    *,
    form: CollectedForm | ReturnForm | None = None,
    status: int | None = None,
) -> ResponseReturnValue:
    seen = {"version": str(run.version), "on": _usual_day(run)}
    collected = form if isinstance(form, CollectedForm) else None
    return render(
        "fees/debits/show.html",
        form=form,
        status=status,
        run=run,
        total=Money(run.total_minor, run.currency),
        counts=queries.counts_of(run),
        listing=queries.items_of(run, page=asked_page()),
        collected_form=collected or CollectedForm(formdata=None, data=seen),
        was_overtaken=status == CONFLICT,
    )


def _usual_day(run: DebitRun) -> date:
    return min(run.collection_on, clock.today())


@bp.get("/debits/<uuid:debit_run_id>/file")
@section(SECTION)
@requires(Permission.FEES_DEBIT_WRITE)
def download_debits(debit_run_id: UUID) -> ResponseReturnValue:
    """The file for the bank."""
    run = queries.run_for(current_actor, debit_run_id)
    audit.record_access(current_actor, FeesAction.DEBITS_DOWNLOADED, run, name=run.file.name)
    return storage.send(run.file, as_attachment=True)


@bp.post("/debits/<uuid:debit_run_id>/collection")
@section(SECTION)
@requires(Permission.FEES_PAYMENT_RECORD)
def collect_debits(debit_run_id: UUID) -> ResponseReturnValue:
    """Book what is under way as collected."""
    run = queries.run_for(current_actor, debit_run_id)
    form = CollectedForm()
    if not form.validate():
        return _shown(run, form=form)
    try:
        total = services.book_collected(current_actor, run, on=form.on.data, version=form.seen)
    except Refused as refusal:
        return _shown(run, form=form.fault(refusal))
    except ChangedMeanwhile:
        return _shown(queries.run_for(current_actor, debit_run_id), status=CONFLICT)
    flash(_("%(amount)s is booked as collected.", amount=money(total)))
    return see(".show_debits", debit_run_id=debit_run_id)


@bp.post("/debits/<uuid:debit_run_id>/withdrawal")
@section(SECTION)
@requires(Permission.FEES_DEBIT_WRITE)
def withdraw_debits(debit_run_id: UUID) -> ResponseReturnValue:
    """Take the file back."""
    run = queries.run_for(current_actor, debit_run_id)
    services.withdraw(current_actor, run)
    flash(_("The file is withdrawn. What it held can be collected again."))
    return see(".show_debits", debit_run_id=debit_run_id)


@bp.get("/debits/<uuid:debit_run_id>/items/<uuid:debit_id>")
@section(SECTION)
@requires(Permission.FEES_DEBIT_WRITE)
def show_debit(debit_run_id: UUID, debit_id: UUID) -> ResponseReturnValue:
    """One debit, to note that it came back."""
    return _returned(debit_run_id, debit_id)


@bp.post("/debits/<uuid:debit_run_id>/items/<uuid:debit_id>/return")
@section(SECTION)
@requires(Permission.FEES_DEBIT_WRITE)
def return_debit(debit_run_id: UUID, debit_id: UUID) -> ResponseReturnValue:
    """Note that a debit came back."""
    run = queries.run_for(current_actor, debit_run_id)
    item = queries.item_for(current_actor, debit_run_id, debit_id)
    form = ReturnForm()
    if not form.validate():
        return _returned(debit_run_id, debit_id, form=form)
    try:
        services.note_return(current_actor, run, item, note=form.note.data, version=form.seen)
    except ChangedMeanwhile:
        return _shown(queries.run_for(current_actor, debit_run_id), status=CONFLICT)
    flash(_("It is noted. The invoice can be collected again."))
    return see(".show_debits", debit_run_id=debit_run_id)


def _returned(
    debit_run_id: UUID, debit_id: UUID, *, form: ReturnForm | None = None
) -> ResponseReturnValue:
    run = queries.run_for(current_actor, debit_run_id)
    item = queries.item_for(current_actor, debit_run_id, debit_id)
    return render(
        "fees/debits/return.html",
        form=form,
        run=run,
        item=item,
        amount=Money(item.amount_minor, run.currency),
        return_form=form or ReturnForm(formdata=None, data={"version": str(item.version)}),
    )
