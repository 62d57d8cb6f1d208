"""What a contract costs once when it comes into force, charged by the portal itself.

The contract notes the amount on its first day (`contracts.services.charges`); here it becomes a
debit note, a line for each initial fee of the plan, under the clause that the plan names. What
cannot be charged so waits among the other charges for a person, like the fee of a transfer.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from ...access.actor import Actor
from ...contracts.event_enums import ApprovalStatus, ChargeKind, ChargeStatus
from ...contracts.models import Approval, Contract, ContractCharge
from ...contracts.queries import contract_with_id
from ...contracts.services.charges import WAIVE, note_invoiced
from ...database import db
from ...kit import clock
from ...kit.money import Money
from ..enums import FeeKind
from ..models import Invoice
from ..queries.plan_moving import require_reached
from ..queries.plans import plans_of, the_plan
from ..rules.plans import Fee
from ..single_enums import SingleKind
from .ledger import pass_gate
from .single_charges import Occasion, charge


def initial_fees_due() -> Sequence[UUID]:
    """Initial fees to be charged, the oldest first; not those whose waiver is asked for."""
    waivers = select(Approval.payload).where(
        Approval.act == WAIVE, Approval.status == ApprovalStatus.ASKED
    )
    asked = {payload.get("charge") for payload in db.session.scalars(waivers)}
    found = db.session.scalars(
        select(ContractCharge.id)
        .where(
            ContractCharge.kind == ChargeKind.INITIAL_FEE,
            ContractCharge.status == ChargeStatus.OPEN,
        )
        .order_by(ContractCharge.arose_on, ContractCharge.id)
    )
    return [charge_id for charge_id in found if str(charge_id) not in asked]


def charge_initial_fee(actor: Actor, charge_id: UUID) -> Invoice | None:
    """Charge one initial fee; None when that is done, or when a person has to choose the clause.

    Raises:
        PlanMoving: while the contract has still to get the plan with which it begins.
        NoClause and others: as `single_charges.charge` says.
    """
    pass_gate()
    due = db.session.get(ContractCharge, charge_id, with_for_update=True, populate_existing=True)
    if due is None or due.status is not ChargeStatus.OPEN:
        return None
    contract = contract_with_id(due.contract_id)
    require_reached(contract.id, contract.starts_on)
    occasions = _occasions(contract, due)
    if not occasions:
        return None
    note = charge(actor, franchisee_id=due.franchisee_id, occasions=occasions, on=clock.today())
    if note is not None:
        note_invoiced(actor, due, reference=note.number)
    return note


def _occasions(contract: Contract, due: ContractCharge) -> Sequence[Occasion]:
    """One for each initial fee; none when the plan has become another since the amount arose."""
    fees = initial_fees(contract)
    amounts = [amount for _, amount in fees if amount.currency == due.currency]
    if len(amounts) != len(fees) or Money.total(amounts, due.currency) != due.amount:
        return ()
    return [
        Occasion(
            # The first has the name under which a person would charge the whole.
            source=f"contract_charge/{due.id}" + (f"/{place}" if place else ""),
            kind=SingleKind.INITIAL_FEE,
            contract_id=contract.id,
            clause=fee.clause,
            words=contract.number,
            amount=amount,
            working={
                "about": contract.number,
                "from": contract.starts_on.isoformat(),
                "note": fee.name,
            },
        )
        for place, (fee, amount) in enumerate(fees)
    ]


def initial_fees(contract: Contract) -> Sequence[tuple[Fee, Money]]:
    """The initial fees of the plan with which a contract begins, with their amounts above zero."""
    row = next((row for day, row in plans_of(contract.id) if day <= contract.starts_on), None)
    if row is None:
        return ()
    return [
        (fee, fee.amount)
        for fee in the_plan(row.id).fees
        if fee.kind is FeeKind.INITIAL and fee.amount
    ]
