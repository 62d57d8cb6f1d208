"""The development schedule; letting a contract rest; ending it before its time."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import NotFound
from ...network.forms.fields import FactsForm
from ...web.filters import date as long_date
from ...web.filters import label
from ...web.navigation import section
from .. import approval_words
from .. import queries as contracts
from ..enums import ContractStatus
from ..event_enums import TerminationStatus
from ..forms.events import ExtensionForm, ReasonForm, TerminationForm, fate_field, termination_form
from ..models import Contract, Termination
from ..queries import approvals, development, events, notices, transfers
from ..services import development as extending
from ..services import endings as services
from ..services import suspensions
from .blueprint import bp
from .event_page import EventPage, Forms

SECTION = "contracts.index"


@bp.get("/<uuid:contract_id>/development")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def development_schedule(contract_id: UUID) -> ResponseReturnValue:
    """Each step as it stands, for both sides."""
    return DEVELOPMENT.show(contracts.contract_for(current_actor, contract_id))


@bp.post("/<uuid:contract_id>/extensions")
@requires(Permission.CONTRACTS_EVENT_ASK)
@section(SECTION)
def ask_extension(contract_id: UUID) -> ResponseReturnValue:
    """Ask for more days for a step."""

    def act(contract: Contract, form: ExtensionForm) -> str:
        approval = extending.ask_extension(
            current_actor,
            contract,
            step=int(form.step.data),
            days=int(form.days.data),
            words=str(form.words.data),
        )
        if approval.status.is_granted:
            return _("Granted: the step has its new day.")
        return _("Asked for. Somebody with the authority decides about it.")

    return DEVELOPMENT.act(contract_id, "extend", act)


@bp.get("/<uuid:contract_id>/ending")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def ending(contract_id: UUID) -> ResponseReturnValue:
    """Suspensions and terminations of a contract."""
    return ENDING.show(contracts.contract_for(current_actor, contract_id))


@bp.post("/<uuid:contract_id>/suspensions")
@requires(Permission.CONTRACTS_EVENT_DECIDE)
@section(SECTION)
def suspend(contract_id: UUID) -> ResponseReturnValue:
    """Let it rest."""

    def act(contract: Contract, form: ReasonForm) -> str:
        suspensions.suspend(current_actor, contract, reason=str(form.reason.data or ""))
        return _("The contract rests from today on.")

    return ENDING.act(contract_id, "suspend", act)


@bp.post("/<uuid:contract_id>/suspensions/end")
@requires(Permission.CONTRACTS_EVENT_DECIDE)
@section(SECTION)
def lift_suspension(contract_id: UUID) -> ResponseReturnValue:
    """Let it go on."""

    def act(contract: Contract, form: ReasonForm) -> str:
        suspensions.lift_suspension(current_actor, contract, reason=str(form.reason.data or ""))
        return _("The contract goes on.")

    return ENDING.act(contract_id, "lift", act)


@bp.post("/<uuid:contract_id>/terminations")
@requires(Permission.CONTRACTS_EVENT_DECIDE)
@section(SECTION)
def terminate(contract_id: UUID) -> ResponseReturnValue:
    """End it before its time."""

    def act(contract: Contract, form: TerminationForm) -> str:
        made = services.terminate(current_actor, contract, form.plan)
        if not isinstance(made, Termination):
            return _(
                "Leaving the notice out is above your limit. Somebody with a higher one is asked."
            )
        if made.status is TerminationStatus.DONE:
            return _("The contract has ended. Its exit has begun.")
        return _("The contract ends on %(day)s.", day=long_date(made.effective_on))

    return ENDING.act(contract_id, "terminate", act)


@bp.post("/terminations/<uuid:termination_id>/withdrawal")
@requires(Permission.CONTRACTS_EVENT_DECIDE)
@section(SECTION)
def withdraw_termination(termination_id: UUID) -> ResponseReturnValue:
    """Take a termination back before its day."""
    contract, _found = events.termination_for(current_actor, termination_id)

    def act(here: Contract, form: ReasonForm) -> str:
        owner, termination = events.termination_for(current_actor, termination_id)
        if owner.id != here.id:
            raise NotFound
        services.withdraw_termination(
            current_actor, termination, reason=str(form.reason.data or "")
        )
        return _("The termination is taken back.")

    return ENDING.act(contract.id, "withdraw", act)


def _development_forms(contract: Contract) -> Forms:
    steps = [one for one in development.schedule_of(contract) if one.met_on is None]
    if not steps or not contract.status.is_running:
        return {}
    if not current_actor.may(Permission.CONTRACTS_EVENT_ASK):
        return {}
    choices = [
        (
            str(step.number),
            _(
                "Step %(number)s: %(count)s outlets by %(day)s",
                number=step.number,
                count=step.outlets_open,
                day=long_date(step.due_on),
            ),
        )
        for step in steps
    ]

    def make(**kwargs: Any) -> FactsForm:  # noqa: ANN401 - WTForms' own
        return ExtensionForm(**kwargs).offer(choices)

    return {"extend": make}


def _development_context(contract: Contract) -> Mapping[str, Any]:
    asked = [
        one for one in approvals.approvals_of(current_actor, contract.id) if "step" in one.payload
    ]
    return {
        "steps": development.schedule_of(contract),
        "outlets": events.outlets_under(contract.id),
        "extensions": events.extensions_of(contract.id),
        "asked": asked,
        "words": approval_words,
        "today": clock.today(),
    }


def _ending_forms(contract: Contract) -> Forms:
    if not current_actor.may(Permission.CONTRACTS_EVENT_DECIDE):
        return {}
    forms: dict[str, Any] = {}
    if contract.status is ContractStatus.SUSPENDED:
        forms["lift"] = ReasonForm
    elif contract.status.is_running:
        forms["suspend"] = ReasonForm
    standing = events.standing_termination(contract.id)
    if standing is not None and standing.status is TerminationStatus.PLANNED:
        forms["withdraw"] = ReasonForm
    elif contract.status.is_running:
        forms["terminate"] = partial(_termination_form, contract)
    return forms


def _termination_form(contract: Contract, **kwargs: Any) -> FactsForm:  # noqa: ANN401
    outlets = [
        (one.outlet_id, f"{one.outlet.code} {one.outlet.name}")
        for one in transfers.outlets_on(contract.id, clock.today())
    ]
    given = [
        (
            str(one.id),
            _(
                "%(number)s, %(kind)s of %(day)s",
                number=one.number,
                kind=label(one.kind),
                day=long_date(one.given_on),
            ),
        )
        for one in notices.standing_notices(contract.id, kinds=services.BEFORE)
    ]
    form = termination_form(outlets)(**kwargs).offer(given)
    if form.effective_on.data is None and not form.effective_on.raw_data:
        form.effective_on.data = clock.today()
    return form


def _ending_context(contract: Contract) -> Mapping[str, Any]:
    return {
        "suspensions": events.suspensions_of(contract.id),
        "terminations": events.terminations_of(contract.id),
        "cooling_off": services.cooling_off_until(contract),
        "skips": [
            one
            for one in approvals.approvals_of(current_actor, contract.id)
            if "termination" in one.payload
        ]
        if current_actor.may(Permission.CONTRACTS_APPROVAL_READ)
        else [],
        "words": approval_words,
        "fate_field": fate_field,
        "today": clock.today(),
    }


DEVELOPMENT = EventPage(
    ".development_schedule",
    "contracts/events/development.html",
    _development_forms,
    _development_context,
)
ENDING = EventPage(".ending", "contracts/events/ending.html", _ending_forms, _ending_context)
