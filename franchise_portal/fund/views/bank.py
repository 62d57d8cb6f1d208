"""The bank's balances of the fund against its book."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import DomainError
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..forms import BalanceForm
from ..queries import bank as queries
from ..queries import book, receipts, terms
from ..services import bank as services
from .blueprint import SECTION, asked_day, at_fault, bp, uploaded


@bp.get("/bank")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def bank() -> ResponseReturnValue:
    """Each day of which somebody entered what the bank says."""
    return render(
        "fund/bank/index.html",
        rows=queries.balances(current_actor),
        received=receipts.receipts(current_actor),
        in_bank=book.in_bank(terms.currency(), clock.today()),
    )


@bp.get("/bank/new")
@section(SECTION)
@requires(Permission.FUND_BANK_RECORD)
def new_balance() -> ResponseReturnValue:
    """The form for a day, with what may explain a difference on it."""
    on = asked_day("on") or clock.today()
    form = BalanceForm(currency=terms.currency(), formdata=None, data={"on": on})
    return _form(form)


def _form(form: BalanceForm) -> ResponseReturnValue:
    on = form.on.data or clock.today()
    form.offer(queries.candidates(on, form.currency))
    return render(
        "fund/bank/new.html",
        form=form,
        on=on,
        in_book=book.in_bank(form.currency, on),
        symbol=currency_symbol(form.currency),
    )


@bp.post("/bank")
@section(SECTION)
@requires(Permission.FUND_BANK_RECORD)
def create_balance() -> ResponseReturnValue:
    """Keep what the bank says, or look again for another day."""
    form = BalanceForm(currency=terms.currency())
    candidates = queries.candidates(form.on.data or clock.today(), form.currency)
    form.offer(candidates)
    if request.form.get("act") == "look" or not form.validate():
        return _form(form)
    picked = set(form.chosen.data or ())
    try:
        row = services.note_balance(
            current_actor,
            on=form.on.data,
            amount=form.balance,
            evidence=uploaded(form),
            chosen=[one for one in candidates if one.key in picked],
            written=form.written,
            note=form.note.data or "",
        )
    except DomainError as error:
        return _form(at_fault(form, error))
    flash(_("The balance is kept and compared with the book."))
    return see(".show_balance", balance_id=row.id)


@bp.get("/bank/<uuid:balance_id>")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def show_balance(balance_id: UUID) -> ResponseReturnValue:
    """One balance against the book, with what explains the difference."""
    return render("fund/bank/show.html", data=queries.balance_for(current_actor, balance_id))


@bp.get("/bank/<uuid:balance_id>/evidence")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def balance_evidence(balance_id: UUID) -> ResponseReturnValue:
    """The bank's statement itself."""
    return storage.send(
        queries.balance_for(current_actor, balance_id).row.file, as_attachment=False
    )
