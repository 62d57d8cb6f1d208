"""The page of one franchisee's way out: what can be done on it, and what it shows."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from ...access.actor import current_actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.forms.fields import FactsForm
from .. import approval_words, reckoning
from ..event_enums import ExitStatus, ReturnKind
from ..forms import exits as forms
from ..models import NO_END, Contract, Exit, ExitReturn
from ..queries import approvals
from ..queries import exits as queries
from ..services.exits import certain_end
from .event_page import EventPage, Forms

_ORDER = tuple(ReturnKind)


def the_exit(contract: Contract) -> Exit:
    """The exit from a contract; raises `NotFound` while none has begun."""
    found = queries.exit_of(contract.id)
    if found is None:
        raise NotFound
    return found


def return_key(item: ExitReturn) -> str:
    """The key of the act about one thing."""
    return f"return-{item.kind.value.replace('_', '-')}"


def _forms(contract: Contract) -> Forms:
    found = the_exit(contract)
    if found.status is not ExitStatus.OPEN:
        return {}
    made: dict[str, Any] = {}
    if current_actor.may(Permission.CONTRACTS_EVENT_ASK):
        made["reasons"] = partial(_reasons_form, found)
    if not current_actor.may(Permission.CONTRACTS_EVENT_NOTE):
        return made
    for item in found.returns:
        made[return_key(item)] = forms.ReturnForm
    if found.deposit_rest and found.deposit_rest.minor > 0:
        made.update(_deposit_forms(contract, found.deposit_rest))
    account = queries.settlement(found).account
    owed = queries.still_open(found, account)
    if owed:
        made["give_up"] = partial(_money_form, forms.WriteOffForm, owed[0].currency, owed[0])
    if found.credit_paid_on is None and any(one.credit.minor > 0 for one in account.standings):
        made["credit"] = forms.CreditForm
    made["interview"] = forms.InterviewForm
    made["close"] = forms.NothingForm
    return made


def _deposit_forms(contract: Contract, rest: Money) -> dict[str, Any]:
    """What can be done about a deposit: given back by the books that hold it, or noted by hand."""
    held = reckoning.deposit_held(contract.id)
    if held:
        usual = next((min(one, rest) for one in held if one.currency == rest.currency), rest)
        return {"give_back": partial(_money_form, forms.GiveBackForm, rest.currency, usual)}
    return {
        "keep": partial(_money_form, forms.DeductionForm, rest.currency),
        "deposit": partial(_money_form, forms.DepositForm, rest.currency, rest),
    }


def _money_form(
    kind: type[forms.MoneyForm],
    currency: str,
    amount: Money | None = None,
    **kwargs: Any,  # noqa: ANN401 - WTForms' own
) -> FactsForm:
    form = kind(**kwargs).in_currency(currency)
    if amount is not None and form.amount.data is None and not form.amount.raw_data:
        form.amount.data = amount
    return form


def _reasons_form(found: Exit, **kwargs: Any) -> FactsForm:  # noqa: ANN401 - WTForms' own
    told = queries.told_by(found, current_actor.side)
    data = {"reasons": told.reasons, "words": told.words} if told else {}
    return forms.ReasonsForm(data=data, **kwargs)


def _context(contract: Contract) -> Mapping[str, Any]:
    found = the_exit(contract)
    is_office = current_actor.side is Side.FRANCHISOR
    settled = queries.settlement(found)
    return {
        "exit": found,
        "settlement": settled,
        "still_open": queries.still_open(found, settled.account),
        "given_up": [Money(minor, code) for code, minor in queries.given_up(found).items()],
        "account_url": reckoning.account_url(found.franchisee_id),
        "held": reckoning.deposit_held(contract.id),
        "ours": queries.told_by(found, Side.FRANCHISOR),
        "theirs": queries.told_by(found, Side.FRANCHISEE),
        "asked": [
            one
            for one in approvals.approvals_of(current_actor, contract.id)
            if "exit" in one.payload
        ]
        if is_office
        else [],
        "words": approval_words,
        "returns": sorted(found.returns, key=lambda item: _ORDER.index(item.kind)),
        "return_key": return_key,
        "is_office": is_office,
        "today": clock.today(),
    }


def _beginning_forms(contract: Contract) -> Forms:
    cause, _last_day = certain_end(contract)
    return {"begin": forms.NothingForm} if cause and contract.status.is_running else {}


def _beginning(contract: Contract) -> Mapping[str, Any]:
    cause, last_day = certain_end(contract)
    return {"cause": cause, "last_day": last_day, "has_end": last_day != NO_END}


BEGINNING = EventPage(".new_exit", "contracts/events/new_exit.html", _beginning_forms, _beginning)
PAGE = EventPage(".show_exit", "contracts/events/exit.html", _forms, _context)
