"""The single amounts of a contract: fees of transfers and renewals, invoiced or waived."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...web.navigation import section
from .. import approval_words, reckoning
from .. import queries as contracts
from ..event_enums import ChargeStatus
from ..forms.events import InvoiceForm, WaiverForm
from ..models import Contract, ContractCharge
from ..queries import approvals
from ..queries import transfers as queries
from ..services import charges as services
from .blueprint import bp
from .event_page import EventPage, Forms

SECTION = "contracts.index"


@bp.get("/<uuid:contract_id>/charges")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def charges(contract_id: UUID) -> ResponseReturnValue:
    """What events of a contract have cost."""
    return PAGE.show(contracts.contract_for(current_actor, contract_id))


@bp.post("/charges/<uuid:charge_id>/invoice")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def note_charge_invoiced(charge_id: UUID) -> ResponseReturnValue:
    """Say on which invoice an amount stands."""
    contract, charge = queries.charge_for(current_actor, charge_id)

    def act(_contract: Contract, form: InvoiceForm) -> str:
        services.note_invoiced(current_actor, charge, reference=str(form.reference.data))
        return _("Noted.")

    return PAGE.act(contract.id, _charge_key("invoice", charge), act)


@bp.post("/charges/<uuid:charge_id>/waiver")
@requires(Permission.CONTRACTS_APPROVAL_ASK)
@section(SECTION)
def waive_charge(charge_id: UUID) -> ResponseReturnValue:
    """Waive an amount, or ask somebody who may."""
    contract, charge = queries.charge_for(current_actor, charge_id)

    def act(found: Contract, form: WaiverForm) -> str:
        approval = services.ask_waiver(current_actor, found, charge, words=str(form.words.data))
        if approval.status.is_granted:
            return _("Waived.")
        return _("It is above your limit. Somebody with a higher one is asked.")

    return PAGE.act(contract.id, _charge_key("waive", charge), act)


def _charge_key(act: str, charge: ContractCharge) -> str:
    return f"{act}-{charge.id.hex[-8:]}"


def _forms(contract: Contract) -> Forms:
    forms: dict[str, Any] = {}
    for charge in queries.charges_of(contract.id):
        if charge.status is not ChargeStatus.OPEN:
            continue
        if current_actor.may(Permission.CONTRACTS_EVENT_NOTE):
            forms[_charge_key("invoice", charge)] = InvoiceForm
        if current_actor.may(Permission.CONTRACTS_APPROVAL_ASK):
            forms[_charge_key("waive", charge)] = WaiverForm
    return forms


def _context(contract: Contract) -> Mapping[str, Any]:
    asked = approvals.approvals_of(current_actor, contract.id)
    return {
        "charges": queries.charges_of(contract.id),
        "charge_key": _charge_key,
        "charge_url": reckoning.charge_url,
        "asked": [one for one in asked if "charge" in one.payload],
        "words": approval_words,
    }


PAGE = EventPage(".charges", "contracts/events/charges.html", _forms, _context)
