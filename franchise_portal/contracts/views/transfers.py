"""The transfer of a contract to another franchisee, from the wish to its day."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import Everything
from ...kit import clock
from ...kit.errors import NotFound, Refused
from ...kit.i18n import N_
from ...network import queries as network
from ...network.forms.fields import FactsForm
from ...network.models import Franchisee
from ...web.filters import currency_symbol
from ...web.navigation import section
from .. import queries as contracts
from ..event_enums import FirstRefusal, TransferStatus
from ..forms.events import (
    BuyerForm,
    FirstRefusalForm,
    ReasonForm,
    TransferForm,
    deciding_form,
    initial_fee_of,
)
from ..models import Contract, Transfer
from ..queries import transfers as queries
from ..services import transfers as services
from .blueprint import bp
from .event_page import EventPage, Forms

SECTION = "contracts.index"


@bp.get("/<uuid:contract_id>/transfer")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def transfer(contract_id: UUID) -> ResponseReturnValue:
    """A transfer on its way, and those that were."""
    return PAGE.show(contracts.contract_for(current_actor, contract_id))


@bp.post("/<uuid:contract_id>/transfers")
@requires(Permission.CONTRACTS_EVENT_ASK)
@section(SECTION)
def ask_transfer(contract_id: UUID) -> ResponseReturnValue:
    """Ask to transfer a contract."""

    def act(contract: Contract, form: TransferForm) -> str:
        code = str(form.to_franchisee.data or "") if _is_office() else ""
        services.ask_transfer(
            current_actor,
            contract,
            starts_on=form.starts_on.data,
            to_name=str(form.to_name.data),
            to=_franchisee(code) if code else None,
            wish=str(form.wish.data or ""),
            offer=str(form.offer.data or ""),
            outlet_ids=form.chosen,
        )
        return _("The transfer is asked for. The other side sees it now.")

    return PAGE.act(contract_id, "ask", act)


@bp.post("/transfers/<uuid:transfer_id>/buyer")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def name_buyer(transfer_id: UUID) -> ResponseReturnValue:
    """Say which franchisee it is."""

    def act(contract: Contract, form: BuyerForm) -> str:
        services.name_buyer(
            current_actor,
            _of(contract, transfer_id),
            to=_franchisee(str(form.to_franchisee.data)),
            starts_on=form.starts_on.data,
        )
        return _("Noted.")

    return PAGE.act(_contract_of(transfer_id), "buyer", act)


@bp.post("/transfers/<uuid:transfer_id>/first-refusal")
@requires(Permission.CONTRACTS_EVENT_DECIDE)
@section(SECTION)
def decide_first_refusal(transfer_id: UUID) -> ResponseReturnValue:
    """Give up the right to buy, or use it."""

    def act(contract: Contract, form: FirstRefusalForm) -> str:
        buys = form.decision.data == "buy"
        services.decide_first_refusal(
            current_actor,
            _of(contract, transfer_id),
            buys=buys,
            reason=str(form.reason.data or ""),
        )
        if buys:
            return _(
                "The franchisor buys. End the contract by agreement, and take its outlets over."
            )
        return _("The right is given up. The transfer can be approved.")

    return PAGE.act(_contract_of(transfer_id), "first_refusal", act)


@bp.post("/transfers/<uuid:transfer_id>/approval")
@requires(Permission.CONTRACTS_EVENT_DECIDE)
@section(SECTION)
def approve_transfer(transfer_id: UUID) -> ResponseReturnValue:
    """Approve it."""

    def act(contract: Contract, form: ReasonForm) -> str:
        found = _of(contract, transfer_id)
        services.approve(
            current_actor,
            found,
            reason=str(form.reason.data or ""),
            initial_fee=initial_fee_of(form),
        )
        if found.status is TransferStatus.DONE:
            return _("Approved and done: the outlets have changed hands.")
        return _("Approved. On its day the outlets change hands by themselves.")

    return PAGE.act(_contract_of(transfer_id), "approve", act)


@bp.post("/transfers/<uuid:transfer_id>/refusal")
@requires(Permission.CONTRACTS_EVENT_DECIDE)
@section(SECTION)
def refuse_transfer(transfer_id: UUID) -> ResponseReturnValue:
    """Refuse it, with the reason."""

    def act(contract: Contract, form: ReasonForm) -> str:
        reason = str(form.reason.data or "")
        services.refuse_transfer(current_actor, _of(contract, transfer_id), reason=reason)
        return _("Refused. The other side reads your reason.")

    return PAGE.act(_contract_of(transfer_id), "refuse", act)


@bp.post("/transfers/<uuid:transfer_id>/withdrawal")
@requires(Permission.CONTRACTS_EVENT_ASK)
@section(SECTION)
def withdraw_transfer(transfer_id: UUID) -> ResponseReturnValue:
    """Take it back before its day."""

    def act(contract: Contract, _form: ReasonForm) -> str:
        services.withdraw_transfer(current_actor, _of(contract, transfer_id))
        return _("Withdrawn.")

    return PAGE.act(_contract_of(transfer_id), "withdraw", act)


def _franchisee(code: str) -> Franchisee:
    found = contracts.find_franchisee(current_actor, code)
    if found is None:
        raise Refused(
            N_("No franchisee has the code “%(code)s”."), field="to_franchisee", code=code
        )
    return found


def _is_office() -> bool:
    return isinstance(current_actor.scope, Everything)


def _contract_of(transfer_id: UUID) -> UUID:
    contract, _transfer = queries.transfer_for(current_actor, transfer_id)
    return contract.id


def _of(contract: Contract, transfer_id: UUID) -> Transfer:
    found, row = queries.transfer_for(current_actor, transfer_id)
    if found.id != contract.id:
        raise NotFound
    return row


def _forms(contract: Contract) -> Forms:
    actor, found = current_actor, queries.open_transfer(contract.id)
    forms: dict[str, Callable[..., FactsForm]] = {}
    may_ask = actor.may(Permission.CONTRACTS_EVENT_ASK)
    if found is None and may_ask and contract.status.is_running:
        forms["ask"] = partial(_ask_form, contract)
    if found is not None and found.status is TransferStatus.ASKED:
        if actor.may(Permission.CONTRACTS_EVENT_NOTE):
            forms["buyer"] = BuyerForm
        if actor.may(Permission.CONTRACTS_EVENT_DECIDE):
            if services.first_refusal(found, on=clock.today()) is FirstRefusal.RUNNING:
                forms["first_refusal"] = FirstRefusalForm
            terms = contracts.terms_on(contract.id, clock.today())
            share = terms.transfer.fee_share if terms and terms.transfer else None
            forms |= {
                "approve": deciding_form(share, network.founded().currency),
                "refuse": ReasonForm,
            }
    if found is not None and may_ask and (_is_office() or actor.side is found.asked_side):
        forms["withdraw"] = ReasonForm
    return forms


def _ask_form(contract: Contract, **kwargs: Any) -> TransferForm:  # noqa: ANN401 - WTForms' own
    form = TransferForm(**kwargs)
    form.outlets.choices = [
        (str(one.outlet_id), f"{one.outlet.code} {one.outlet.name}")
        for one in queries.outlets_on(contract.id, clock.today())
    ]
    return form


def _context(contract: Contract) -> Mapping[str, Any]:
    found = queries.transfers_of(contract.id)
    terms = contracts.terms_on(contract.id, max(clock.today(), contract.starts_on))
    present = next((one for one in found if one.status.is_open), None)
    return {
        "transfer": present,
        "first_refusal": services.first_refusal(present, on=clock.today()) if present else None,
        "earlier": [one for one in found if not one.status.is_open],
        "agreed": terms.transfer if terms else None,
        "fee_share": terms.transfer.fee_share if terms and terms.transfer else None,
        "currency": currency_symbol(network.founded().currency),
        "charges": queries.charges_of(contract.id),
        "going_ids": [UUID(one) for one in present.outlet_ids] if present else [],
        "outlets": queries.outlets_on(contract.id, clock.today()),
        "is_office": _is_office(),
        "today": clock.today(),
    }


PAGE = EventPage(".transfer", "contracts/events/transfer.html", _forms, _context)
