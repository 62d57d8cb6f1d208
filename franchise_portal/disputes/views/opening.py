"""Disputing a line: choosing it, saying what is wrong, and what becomes of it afterwards."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import DomainError
from ...network.queries import founded
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..forms.disputes import NewDisputeForm, SayForm, WordsForm
from ..queries import disputes as queries
from ..queries import lines
from ..rules.answering import answer_by, calendar_of
from ..services import opening as services
from .blueprint import SECTION, at_fault, bp
from .page import dispute_page


@bp.get("/new")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_OPEN)
def choose_line() -> ResponseReturnValue:
    """The lines that can be disputed today."""
    return render("disputes/lines.html", lines=lines.lines_to_dispute(current_actor))


@bp.get("/new/<uuid:disputed_line_id>")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_OPEN)
def new(disputed_line_id: UUID) -> ResponseReturnValue:
    """The form for a line."""
    line = lines.line_for(current_actor, disputed_line_id)
    return _form(line, NewDisputeForm(currency=line.left.currency))


@bp.post("/new/<uuid:disputed_line_id>")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_OPEN)
def create(disputed_line_id: UUID) -> ResponseReturnValue:
    """Dispute it."""
    line = lines.line_for(current_actor, disputed_line_id)
    form = NewDisputeForm(currency=line.left.currency)
    if not form.validate():
        return _form(line, form)
    try:
        dispute = services.open_dispute(
            current_actor, line, form.complaint, files=form.kept_files()
        )
    except DomainError as error:
        return _form(line, at_fault(form, error))
    flash(_("The line is disputed. The other lines of the invoice stay due."))
    return see(".show", dispute_id=dispute.id)


def _form(line: lines.Line, form: NewDisputeForm) -> ResponseReturnValue:
    network, today = founded(), clock.today()
    return render(
        "disputes/new.html",
        form=form,
        line=line,
        symbol=currency_symbol(line.left.currency),
        answer_until=answer_by(today, network.dispute_answer_days, calendar_of(network.country)),
        answer_days=network.dispute_answer_days,
    )


@bp.post("/<uuid:dispute_id>/messages")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_SAY)
def say(dispute_id: UUID) -> ResponseReturnValue:
    """Write to the other side."""
    dispute, form = queries.dispute_for(current_actor, dispute_id), SayForm(prefix="say-")
    if not form.validate():
        return dispute_page(dispute, say_form=form)
    try:
        services.say(current_actor, dispute, words=form.words.data, files=form.kept_files())
    except DomainError as error:
        fresh = queries.dispute_for(current_actor, dispute_id)
        return dispute_page(fresh, say_form=at_fault(form, error))
    flash(_("It is on file. The other side reads it."))
    return see(".show", dispute_id=dispute_id)


@bp.post("/<uuid:dispute_id>/withdrawal")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_OPEN)
def withdraw(dispute_id: UUID) -> ResponseReturnValue:
    """Take it back."""
    dispute, form = queries.dispute_for(current_actor, dispute_id), WordsForm()
    if not form.validate():
        return dispute_page(dispute, words_form=form)
    services.withdraw(current_actor, dispute, words=form.words.data)
    flash(_("The dispute is withdrawn. The line stands as it was charged."))
    return see(".show", dispute_id=dispute_id)


@bp.post("/<uuid:dispute_id>/mediation")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_OPEN)
def ask_mediation(dispute_id: UUID) -> ResponseReturnValue:
    """Ask for mediation."""
    dispute, form = queries.dispute_for(current_actor, dispute_id), WordsForm()
    if not form.validate():
        return dispute_page(dispute, words_form=form)
    try:
        services.ask_mediation(current_actor, dispute, words=form.words.data)
    except DomainError as error:
        fresh = queries.dispute_for(current_actor, dispute_id)
        return dispute_page(fresh, words_form=at_fault(form, error))
    flash(_("The franchisor is told that you ask for mediation. The amount is in dispute again."))
    return see(".show", dispute_id=dispute_id)
