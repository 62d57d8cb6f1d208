"""Exits: all of them, why franchisees leave, and what is done on the page of one."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import NotFound
from ...network.forms.fields import FactsForm
from ...web import lists
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import render, see
from .. import queries as contracts
from ..event_enums import ExitCause, ExitReason, ExitStatus, InterviewStatus, ReturnStatus
from ..forms import exits as forms
from ..models import Contract
from ..queries import exits as queries
from ..services import exits as services
from .blueprint import bp
from .duty_acts import uploaded
from .exit_page import BEGINNING, PAGE, return_key, the_exit

SECTION = "contracts.exits"


@bp.app_template_filter()
def exit_reason(value: str) -> str:
    """The words for a reason that was kept by its value."""
    return label(ExitReason(value))


@bp.get("/exits")
@requires(Permission.CONTRACTS_EXIT_READ)
@section(SECTION)
def exits() -> ResponseReturnValue:
    """All exits, the open ones first."""
    asked = lists.ask(
        (
            lists.Filter("status", _("Status"), [(s.value, label(s)) for s in ExitStatus]),
            lists.Filter("cause", _("How it ended"), [(c.value, label(c)) for c in ExitCause]),
        ),
        sorts=("ended_on",),
        default="ended_on",
    )
    wanted = queries.WantedExits(
        statuses=asked.chosen("status"), causes=asked.chosen("cause"), page=asked_page()
    )
    return render(
        "contracts/events/exits.html",
        listing=queries.exits(current_actor, wanted),
        asked=asked,
        today=clock.today(),
    )


@bp.get("/exits/reasons")
@requires(Permission.CONTRACTS_EXIT_READ)
@section(SECTION)
def exit_reasons() -> ResponseReturnValue:
    """Why franchisees leave, as each side sees it."""
    return render("contracts/events/exit_reasons.html", leaving=queries.leaving(current_actor))


@bp.get("/<uuid:contract_id>/exit/new")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def new_exit(contract_id: UUID) -> ResponseReturnValue:
    """Beginning an exit before the last day, once the end is certain."""
    contract = contracts.contract_for(current_actor, contract_id)
    if queries.exit_of(contract.id) is not None:
        return see(".show_exit", contract_id=contract.id)
    return BEGINNING.show(contract)


@bp.post("/<uuid:contract_id>/exit")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def begin_exit(contract_id: UUID) -> ResponseReturnValue:
    """Begin it."""

    def act(contract: Contract, _form: FactsForm) -> str:
        services.prepare_exit(current_actor, contract)
        return _("The exit has begun. What is to be settled by the last day stands here.")

    return BEGINNING.act(contract_id, "begin", act)


@bp.get("/<uuid:contract_id>/exit")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def show_exit(contract_id: UUID) -> ResponseReturnValue:
    """The way out of one contract."""
    contract = contracts.contract_for(current_actor, contract_id)
    the_exit(contract)
    return PAGE.show(contract)


@bp.post("/exit-returns/<uuid:return_id>")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def note_return(return_id: UUID) -> ResponseReturnValue:
    """Note that a thing came back."""
    contract, _found, item = queries.return_for(current_actor, return_id)

    def act(_contract: Contract, form: forms.ReturnForm) -> str:
        services.note_return(
            current_actor,
            item,
            status=ReturnStatus(form.status.data),
            words=str(form.words.data or ""),
            file=uploaded(form),
        )
        return _("Noted.")

    return PAGE.act(contract.id, return_key(item), act)


@bp.get("/exit-returns/<uuid:return_id>/file")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def open_return_file(return_id: UUID) -> ResponseReturnValue:
    """What shows that a thing came back."""
    _contract, _found, item = queries.return_for(current_actor, return_id)
    if item.file is None:
        raise NotFound
    return storage.send(item.file)


@bp.post("/<uuid:contract_id>/exit/interview")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def note_interview(contract_id: UUID) -> ResponseReturnValue:
    """Write the exit interview down."""

    def act(contract: Contract, form: forms.InterviewForm) -> str:
        services.note_interview(
            current_actor,
            the_exit(contract),
            status=InterviewStatus(form.status.data),
            words=str(form.words.data),
            on=form.on.data,
            would_return=form.is_returning,
        )
        return _("Written down.")

    return PAGE.act(contract_id, "interview", act)


@bp.post("/<uuid:contract_id>/exit/reasons")
@requires(Permission.CONTRACTS_EVENT_ASK)
@section(SECTION)
def tell_exit_reasons(contract_id: UUID) -> ResponseReturnValue:
    """Say why, for one's own side."""

    def act(contract: Contract, form: forms.ReasonsForm) -> str:
        services.tell_reasons(
            current_actor,
            the_exit(contract),
            reasons=form.chosen,
            words=str(form.words.data or ""),
        )
        return _("Thank you; it is on file.")

    return PAGE.act(contract_id, "reasons", act)


@bp.post("/<uuid:contract_id>/exit/closure")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def close_exit(contract_id: UUID) -> ResponseReturnValue:
    """Close it once nothing is open."""

    def act(contract: Contract, _form: FactsForm) -> str:
        services.close_exit(current_actor, the_exit(contract))
        return _("The exit is closed. The franchisee stays in the network as an alumnus.")

    return PAGE.act(contract_id, "close", act)
