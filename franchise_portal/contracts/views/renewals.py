"""The terms of a contract: the ledger, the window, and a renewal on its way."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import DomainError, NotFound
from ...network import queries as network
from ...network.forms.fields import FactsForm
from ...web.errors import translated
from ...web.filters import currency_symbol
from ...web.navigation import section
from .. import queries as contracts
from ..event_enums import RenewalStatus
from ..forms.events import (
    EvidenceForm,
    ReasonForm,
    WishForm,
    deciding_form,
    initial_fee_of,
)
from ..models import Contract, Renewal
from ..queries import renewals as queries
from ..queries import transfers
from ..rules import renewal as rules
from ..rules.windows import notice_window
from ..services import renewals as services
from ..services.renewing import non_renewal_given
from .blueprint import bp
from .duty_acts import uploaded
from .event_page import EventPage, Forms

SECTION = "contracts.index"


@bp.get("/<uuid:contract_id>/renewal")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def renewal(contract_id: UUID) -> ResponseReturnValue:
    """What the terms give, what was, and what is on its way."""
    return PAGE.show(contracts.contract_for(current_actor, contract_id))


@bp.post("/<uuid:contract_id>/renewals")
@requires(Permission.CONTRACTS_EVENT_ASK)
@section(SECTION)
def ask_renewal(contract_id: UUID) -> ResponseReturnValue:
    """Ask for the next term."""

    def act(contract: Contract, form: WishForm) -> str:
        services.ask_renewal(current_actor, contract, wish=str(form.wish.data or ""))
        return _("The renewal is asked for. The other side sees it now.")

    return PAGE.act(contract_id, "ask", act)


@bp.post("/renewals/<uuid:renewal_id>/agreement")
@requires(Permission.CONTRACTS_EVENT_DECIDE)
@section(SECTION)
def agree_renewal(renewal_id: UUID) -> ResponseReturnValue:
    """Agree to it."""

    def act(contract: Contract, form: ReasonForm) -> str:
        found = _of(contract, renewal_id)
        title = _("Renewal, term %(number)s", number=contract.term_number + 1)
        services.agree(
            current_actor,
            found,
            reason=str(form.reason.data or ""),
            title=title,
            initial_fee=initial_fee_of(form),
        )
        if found.is_on_same_terms:
            return _("Agreed. The next term begins by itself on the day after this one.")
        return _("Agreed. A version for the next term is drafted; send it out for signature.")

    return PAGE.act(_contract_of(renewal_id), "agree", act)


@bp.post("/renewals/<uuid:renewal_id>/refusal")
@requires(Permission.CONTRACTS_EVENT_DECIDE)
@section(SECTION)
def decline_renewal(renewal_id: UUID) -> ResponseReturnValue:
    """Decline it, with the reason."""

    def act(contract: Contract, form: ReasonForm) -> str:
        reason = str(form.reason.data or "")
        services.decline(current_actor, _of(contract, renewal_id), reason=reason)
        return _("Declined. The other side reads your reason.")

    return PAGE.act(_contract_of(renewal_id), "decline", act)


@bp.post("/renewals/<uuid:renewal_id>/withdrawal")
@requires(Permission.CONTRACTS_EVENT_ASK)
@section(SECTION)
def withdraw_renewal(renewal_id: UUID) -> ResponseReturnValue:
    """Take the wish back."""

    def act(contract: Contract, _form: ReasonForm) -> str:
        services.withdraw_renewal(current_actor, _of(contract, renewal_id))
        return _("Withdrawn.")

    return PAGE.act(_contract_of(renewal_id), "withdraw", act)


@bp.post("/renewal-conditions/<uuid:condition_id>/evidence")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def check_condition(condition_id: UUID) -> ResponseReturnValue:
    """Check a condition off."""
    contract, condition = queries.condition_for(current_actor, condition_id)

    def act(_contract: Contract, form: EvidenceForm) -> str:
        services.check_condition(
            current_actor, condition, evidence=str(form.evidence.data or ""), file=uploaded(form)
        )
        return _("Checked off.")

    return PAGE.act(contract.id, f"condition-{condition.position}", act)


@bp.get("/renewal-conditions/<uuid:condition_id>/file")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section(SECTION)
def open_condition_file(condition_id: UUID) -> ResponseReturnValue:
    """What shows that a condition is met."""
    _contract, condition = queries.condition_for(current_actor, condition_id)
    if condition.file is None:
        raise NotFound
    return storage.send(condition.file)


def _contract_of(renewal_id: UUID) -> UUID:
    contract, _renewal = queries.renewal_for(current_actor, renewal_id)
    return contract.id


def _of(contract: Contract, renewal_id: UUID) -> Renewal:
    found, row = queries.renewal_for(current_actor, renewal_id)
    if found.id != contract.id:
        raise NotFound
    return row


def _open(contract: Contract) -> Renewal | None:
    found = queries.standing_renewal(contract.id, contract.ends_on)
    return found if found and found.status.is_open else None


def _forms(contract: Contract) -> Forms:
    actor, found = current_actor, _open(contract)
    forms: dict[str, Callable[..., FactsForm]] = {}
    if found is None:
        if actor.may(Permission.CONTRACTS_EVENT_ASK) and contract.status.is_running:
            forms["ask"] = WishForm
        return forms
    if found.status is RenewalStatus.ASKED:
        if actor.may(Permission.CONTRACTS_EVENT_DECIDE):
            terms = contracts.terms_on(contract.id, clock.today())
            share = terms.renewal.fee_share if terms and terms.renewal else None
            forms |= {
                "agree": deciding_form(share, network.founded().currency),
                "decline": ReasonForm,
            }
        if actor.may(Permission.CONTRACTS_EVENT_NOTE):
            for condition in found.conditions:
                forms[f"condition-{condition.position}"] = EvidenceForm
        if actor.side is found.asked_side and actor.may(Permission.CONTRACTS_EVENT_ASK):
            forms["withdraw"] = ReasonForm
    return forms


def _context(contract: Contract) -> Mapping[str, Any]:
    terms = contracts.terms_on(contract.id, max(clock.today(), contract.starts_on))
    following, obstacle = None, ""
    try:
        following = rules.next_term(
            terms,
            number=contract.number,
            term_number=contract.term_number,
            ends_on=contract.ends_on,
        )
    except DomainError as refusal:
        obstacle = translated(refusal)
    agreed, present = terms.renewal if terms else None, _open(contract)
    return {
        "ledger": queries.ledger_of(contract),
        "following": following,
        "obstacle": obstacle,
        "window": notice_window(terms.notice if terms else None, ends_on=contract.ends_on),
        "non_renewal": non_renewal_given(contract),
        "renewal": present,
        "answer_by": rules.answer_by(agreed, present.asked_on) if present else None,
        "fee_share": agreed.fee_share if agreed else None,
        "currency": currency_symbol(network.founded().currency),
        "earlier": [one for one in queries.renewals_of(contract.id) if not one.status.is_open],
        "charges": transfers.charges_of(contract.id),
        "today": clock.today(),
    }


PAGE = EventPage(".renewal", "contracts/events/renewal.html", _forms, _context)
