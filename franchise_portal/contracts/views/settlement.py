"""What is done about money while a franchisee leaves: the deposit, debts and credit."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...web.navigation import section
from ..forms import exits as forms
from ..models import Contract
from ..services import settlement
from .blueprint import bp
from .exit_page import PAGE, the_exit

SECTION = "contracts.exits"


@bp.post("/<uuid:contract_id>/exit/deductions")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def keep_deposit(contract_id: UUID) -> ResponseReturnValue:
    """Keep a part of the deposit."""

    def act(contract: Contract, form: forms.DeductionForm) -> str:
        approval = settlement.ask_deduction(
            current_actor, the_exit(contract), amount=form.money, words=str(form.words.data)
        )
        return _("Kept.") if approval.status.is_granted else _asked()

    return PAGE.act(contract_id, "keep", act)


@bp.post("/<uuid:contract_id>/exit/deposit")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def return_deposit(contract_id: UUID) -> ResponseReturnValue:
    """Note that the deposit was paid back."""

    def act(contract: Contract, form: forms.DepositForm) -> str:
        settlement.return_deposit(
            current_actor,
            the_exit(contract),
            amount=form.money,
            on=form.on.data,
            reference=str(form.reference.data or ""),
        )
        return _("Noted.")

    return PAGE.act(contract_id, "deposit", act)


@bp.post("/<uuid:contract_id>/exit/deposit-returns")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def give_deposit_back(contract_id: UUID) -> ResponseReturnValue:
    """Give back what the books hold of the deposit."""

    def act(contract: Contract, form: forms.GiveBackForm) -> str:
        numbers = settlement.give_deposit_back(
            current_actor, the_exit(contract), amount=form.money, why=str(form.words.data)
        )
        return _(
            "It is given back by %(numbers)s. What was still owed is settled by it; the rest is "
            "credit, to be refunded.",
            numbers=", ".join(numbers),
        )

    return PAGE.act(contract_id, "give_back", act)


@bp.post("/<uuid:contract_id>/exit/write-offs")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def write_off(contract_id: UUID) -> ResponseReturnValue:
    """Give up what is owed."""

    def act(contract: Contract, form: forms.WriteOffForm) -> str:
        approval = settlement.ask_write_off(
            current_actor, the_exit(contract), amount=form.money, words=str(form.words.data)
        )
        return _("Given up.") if approval.status.is_granted else _asked()

    return PAGE.act(contract_id, "give_up", act)


@bp.post("/<uuid:contract_id>/exit/credit")
@requires(Permission.CONTRACTS_EVENT_NOTE)
@section(SECTION)
def note_credit_paid(contract_id: UUID) -> ResponseReturnValue:
    """Note that the credit was paid out."""

    def act(contract: Contract, form: forms.CreditForm) -> str:
        settlement.note_credit_paid(
            current_actor,
            the_exit(contract),
            on=form.on.data,
            reference=str(form.reference.data),
        )
        return _("Noted.")

    return PAGE.act(contract_id, "credit", act)


def _asked() -> str:
    return _("It is above your limit. Somebody with a higher one is asked.")
