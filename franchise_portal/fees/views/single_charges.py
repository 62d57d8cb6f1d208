"""Charges that come from no sales report: the list, what waits, and charging something."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...contracts.event_enums import ChargeStatus
from ...contracts.models import Contract, ContractCharge
from ...contracts.queries import contract_for, contracts_of
from ...contracts.queries.transfers import charge_for
from ...kit import clock
from ...kit.errors import DomainError
from ...network.models import Franchisee
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..paying_before import pays_before_since
from ..queries import single_list as queries
from ..queries.payments import find_franchisee, payment_for
from ..services import charging
from ..services.charging import KINDS
from ..single_forms import ClauseForm, WhomForm
from .blueprint import asked, bp
from .charging_page import Charging
from .crediting import at_fault

SECTION = "fees.single_charges"
MAY = Permission.FEES_SINGLE_CHARGE


@bp.get("/single-charges")
@section(SECTION)
@requires(Permission.FEES_INVOICE_READ)
def single_charges() -> ResponseReturnValue:
    """The list, the latest first; for finance also what waits to be charged."""
    waiting = queries.waiting() if current_actor.may(MAY) else ()
    return render(
        "fees/singles/index.html",
        listing=queries.singles(current_actor, page=asked_page()),
        waiting=waiting,
    )


@bp.get("/single-charges/new")
@section(SECTION)
@requires(MAY)
def new_single_charge() -> ResponseReturnValue:
    """Choose whom, then under which contract."""
    form = WhomForm(formdata=None, data={"franchisee": asked("franchisee")})
    franchisee = find_franchisee(asked("franchisee")) if asked("franchisee") else None
    if franchisee is not None:
        return _contracts_of(franchisee, form)
    if asked("franchisee"):
        form.franchisee.errors = [_("No franchisee has this code. Look it up in the list.")]
    return render("fees/singles/whom.html", form=form, contracts=None)


@bp.get("/payments/<uuid:payment_id>/charge")
@section(SECTION)
@requires(MAY)
def new_return_charge(payment_id: UUID) -> ResponseReturnValue:
    """Charge what it cost that a payment came back: choose under which contract."""
    franchisee = payment_for(current_actor, payment_id).payment.franchisee
    form = WhomForm(formdata=None, data={"franchisee": franchisee.code})
    return _contracts_of(franchisee, form, payment_id)


def _contracts_of(
    whose: Franchisee, form: WhomForm, payment_id: UUID | None = None
) -> ResponseReturnValue:
    contracts = contracts_of(whose.id)
    if len(contracts) == 1:
        return see(".new_contract_charge", contract_id=contracts[0].id, payment=payment_id)
    return render(
        "fees/singles/whom.html",
        form=form,
        contracts=contracts,
        whose=whose,
        payment_id=payment_id,
    )


@bp.get("/contracts/<uuid:contract_id>/single-charges/new")
@section(SECTION)
@requires(MAY)
def new_contract_charge(contract_id: UUID) -> ResponseReturnValue:
    """What, how much, under which clause."""
    return Charging.begun(contract_for(current_actor, contract_id)).page()


@bp.post("/contracts/<uuid:contract_id>/single-charges")
@section(SECTION)
@requires(MAY)
def create_contract_charge(contract_id: UUID) -> ResponseReturnValue:
    """Show what it comes to, or charge it."""
    charging_page = Charging.sent(contract_for(current_actor, contract_id))
    occasion = charging_page.occasion()
    if occasion is None or charging_page.is_only_looked_at:
        return charging_page.page(occasion)
    try:
        approval = charging.ask_single_charge(
            current_actor, charging_page.contract, occasion, on=charging_page.form.on.data
        )
    except DomainError as error:
        return charging_page.refused(error)
    if not approval.status.is_granted:
        flash(_("It is above your limit, so somebody else decides. They have been told."))
        return see("contracts.show_approval", approval_id=approval.id)
    flash(_("It is charged. The franchisee has been told."))
    return see(".single_charges")


@bp.get("/single-charges/events/<uuid:charge_id>")
@section(SECTION)
@requires(MAY)
def new_event_charge(charge_id: UUID) -> ResponseReturnValue:
    """What an event of a contract costs: choose the clause, see what it comes to."""
    contract, due = charge_for(current_actor, charge_id)
    usual = queries.usual_clause(contract, KINDS[due.kind], clock.today())
    return _event(contract, due, ClauseForm(formdata=None, data={"clause": usual}))


@bp.post("/single-charges/events/<uuid:charge_id>")
@section(SECTION)
@requires(MAY)
def create_event_charge(charge_id: UUID) -> ResponseReturnValue:
    """Charge it, and note at the contract where it stands."""
    contract, due = charge_for(current_actor, charge_id)
    form = ClauseForm().offer(contract.clauses)
    if not form.validate():
        return _event(contract, due, form)
    try:
        note = charging.charge_event(current_actor, contract, due, clause=form.clause.data)
    except DomainError as error:
        return _event(contract, due, at_fault(form, error))
    flash(_("It is charged. The franchisee has been told."))
    return see(".show_invoice", invoice_id=note.id)


def _event(contract: Contract, due: ContractCharge, form: ClauseForm) -> ResponseReturnValue:
    return render(
        "fees/singles/event.html",
        form=form.offer(contract.clauses),
        contract=contract,
        due=due,
        is_open=due.status is ChargeStatus.OPEN,
        pays_before=pays_before_since(contract.franchisee_id, clock.today()),
        today=clock.today(),
    )
