"""What is done on the page of a duty: each act one form, the same for both sides."""

from collections.abc import Callable
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, Refused
from ...network.forms import FactsForm
from ...storage import StoredFile
from ...web.navigation import section
from ...web.rendering import flash, see
from .. import documents
from ..enums import ConsequenceKind
from ..models import Approval, Duty
from ..queries import duties as queries
from ..rules.turns import Turn
from ..services import evidence, extensions
from .blueprint import bp
from .duties import FORMS, duty_page

Act = Callable[[Duty, FactsForm], object]


@bp.post("/duties/<uuid:duty_id>/evidence")
@requires(Permission.CONTRACTS_DUTY_ANSWER)
@section("contracts.duties")
def give_evidence(duty_id: UUID) -> ResponseReturnValue:
    """Show that it is done."""

    def act(duty: Duty, form: FactsForm) -> object:
        words, file = str(form.words.data or ""), uploaded(form)
        return evidence.give_evidence(
            current_actor, duty, words=words, file=file, version=form.seen
        )

    return _done(duty_id, Turn.EVIDENCE, act, _("It is on file. The other side looks at it now."))


@bp.post("/duties/<uuid:duty_id>/answers")
@requires(Permission.CONTRACTS_DUTY_ANSWER)
@section("contracts.duties")
def answer_duty(duty_id: UUID) -> ResponseReturnValue:
    """Answer the other side."""

    def act(duty: Duty, form: FactsForm) -> object:
        words, file = str(form.words.data), uploaded(form)
        return evidence.answer(current_actor, duty, words=words, file=file, version=form.seen)

    return _done(duty_id, Turn.ANSWER, act, _("Your answer is on file; the other side reads it."))


@bp.post("/duties/<uuid:duty_id>/acceptance")
@requires(Permission.CONTRACTS_DUTY_ANSWER)
@section("contracts.duties")
def accept_duty(duty_id: UUID) -> ResponseReturnValue:
    """Agree that it is done."""

    def act(duty: Duty, form: FactsForm) -> object:
        words = str(form.words.data or "")
        return evidence.accept(current_actor, duty, words=words, version=form.seen)

    return _done(duty_id, Turn.ACCEPT, act, _("Accepted. The other side is told."))


@bp.post("/duties/<uuid:duty_id>/return")
@requires(Permission.CONTRACTS_DUTY_ANSWER)
@section("contracts.duties")
def return_evidence(duty_id: UUID) -> ResponseReturnValue:
    """Return evidence with the reason."""

    def act(duty: Duty, form: FactsForm) -> object:
        reason = str(form.words.data)
        return evidence.send_back(current_actor, duty, reason=reason, version=form.seen)

    return _done(duty_id, Turn.RETURN, act, _("Returned with your reason. The clock goes on."))


@bp.post("/duties/<uuid:duty_id>/report")
@requires(Permission.CONTRACTS_DUTY_ANSWER)
@section("contracts.duties")
def report_duty(duty_id: UUID) -> ResponseReturnValue:
    """Report it as not delivered."""

    def act(duty: Duty, form: FactsForm) -> object:
        words, file = str(form.words.data), uploaded(form)
        return evidence.report(current_actor, duty, words=words, file=file, version=form.seen)

    return _done(duty_id, Turn.REPORT, act, _("Reported. The other side is asked to answer."))


@bp.post("/duties/<uuid:duty_id>/extension")
@requires(Permission.CONTRACTS_DUTY_ANSWER)
@section("contracts.duties")
def extend_duty(duty_id: UUID) -> ResponseReturnValue:
    """Give more time, or ask a second person for it."""

    def act(duty: Duty, form: FactsForm) -> object:
        reason = str(form.words.data)
        return extensions.give_time(
            current_actor, duty, until=form.until.data, reason=reason, version=form.seen
        )

    return _done(duty_id, Turn.EXTEND, act, _("There is more time now; the other side is told."))


@bp.post("/duties/<uuid:duty_id>/waiver")
@requires(Permission.CONTRACTS_DUTY_ANSWER)
@section("contracts.duties")
def waive_duty(duty_id: UUID) -> ResponseReturnValue:
    """Waive it with the reason."""

    def act(duty: Duty, form: FactsForm) -> object:
        reason = str(form.words.data)
        return evidence.waive(current_actor, duty, reason=reason, version=form.seen)

    return _done(duty_id, Turn.WAIVE, act, _("Waived. It is not asked for again on this day."))


@bp.post("/duties/<uuid:duty_id>/consequence")
@requires(Permission.CONTRACTS_DUTY_ANSWER)
@section("contracts.duties")
def propose_consequence(duty_id: UUID) -> ResponseReturnValue:
    """Propose what follows."""

    def act(duty: Duty, form: FactsForm) -> object:
        return evidence.propose_consequence(
            current_actor,
            duty,
            consequence=ConsequenceKind(form.consequence.data),
            words=str(form.words.data),
            skip_reason=str(form.skip_reason.data or ""),
            version=form.seen,
        )

    return _done(
        duty_id, Turn.CONSEQUENCE, act, _("Proposed. Nothing happens by itself; talk about it.")
    )


def uploaded(form: FactsForm) -> StoredFile | None:
    """The file that a form carries, kept; None without one.

    Raises:
        Refused: when it is empty, too large, or none of the kinds that can be attached.
    """
    upload: FileStorage | None = form.file.data
    if upload is None or not upload.filename:
        return None
    data = upload.read()
    kind = documents.content_type(data[:16], filename=upload.filename, size=len(data))
    return storage.put(data, name=upload.filename, content_type=kind)


def _done(duty_id: UUID, turn: Turn, act: Act, words: str) -> ResponseReturnValue:
    """Do what a form asks for; show it again when it cannot be, with all that was typed."""
    duty = queries.duty_for(current_actor, duty_id)
    form = FORMS[turn](prefix=f"{turn}-")
    if not form.validate():
        return duty_page(duty, sent=turn, form=form)
    try:
        result = act(duty, form)
    except Refused as refusal:
        return duty_page(duty, sent=turn, form=form.fault(refusal))
    except ChangedMeanwhile as refusal:
        fresh = queries.duty_for(current_actor, duty_id)
        return duty_page(fresh, sent=turn, form=form, status=refusal.status)
    if isinstance(result, Approval) and not result.status.is_granted:
        flash(_("That is more than you may grant alone. A second person has been asked."))
        return see(".show_approval", approval_id=result.id)
    flash(words)
    return see(".show_duty", duty_id=duty_id)
