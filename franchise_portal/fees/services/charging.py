"""Charging by a person's decision: what a contract's clause allows, and what its events cost.

Within one's limit it is charged at once; above it a second person is asked.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from ...access.actor import Actor
from ...access.permissions import Permission
from ...contracts.event_enums import ChargeKind, Measure
from ...contracts.models import Approval, Contract, ContractCharge
from ...contracts.rules.authority import Size
from ...contracts.services import approvals
from ...contracts.services.charges import note_invoiced
from ...kit import clock
from ...kit.money import Money
from ..models import Invoice
from ..queries.plan_moving import require_reached
from ..single_enums import SingleKind
from ..single_errors import ChargedAlready
from .ledger import pass_gate
from .single_charges import Occasion, charge, charged_sources, draft_of

SINGLE = "single_charge"
"""The slug of the act in the table of authority."""

KINDS = {
    ChargeKind.TRANSFER_FEE: SingleKind.TRANSFER_FEE,
    ChargeKind.RENEWAL_FEE: SingleKind.RENEWAL_FEE,
    ChargeKind.INITIAL_FEE: SingleKind.INITIAL_FEE,
}


def ask_single_charge(
    actor: Actor, contract: Contract, occasion: Occasion, *, on: date
) -> Approval:
    """Charge something at once within one's limit, else ask a second person.

    Raises:
        ChargedAlready: when the occasion was charged before.
        NoAuthority: when nobody else may grant it either.
        NoClause and others: as `single_charges.charge` says.
    """
    actor.require(Permission.FEES_SINGLE_CHARGE)
    pass_gate()
    if charged_sources([occasion.source]):
        raise ChargedAlready
    draft_of(contract.franchisee_id, [occasion], on=on)
    return approvals.ask(
        actor,
        SINGLE,
        Size(Measure.AMOUNT, occasion.amount.minor, occasion.amount.currency),
        words=occasion.words,
        contract=contract,
        subject=contract.number,
        payload=_packed(contract, occasion, on),
    )


def perform(actor: Actor, approval: Approval) -> bool:
    """Charge what was granted: the performer of the act."""
    told: Mapping[str, Any] = approval.payload
    if "source" not in told:
        return False  # asked for by hand, without saying what
    charge(
        actor,
        franchisee_id=UUID(told["franchisee"]),
        occasions=[occasion_of(told)],
        on=date.fromisoformat(told["on"]),
    )
    return True


def _packed(contract: Contract, occasion: Occasion, on: date) -> dict[str, Any]:
    return {
        "source": occasion.source,
        "franchisee": str(contract.franchisee_id),
        "contract": str(occasion.contract_id),
        "outlet": str(occasion.outlet_id) if occasion.outlet_id else "",
        "kind": occasion.kind.value,
        "clause": occasion.clause,
        "words": occasion.words,
        "minor": occasion.amount.minor,
        "currency": occasion.amount.currency,
        "working": occasion.working,
        "on": on.isoformat(),
    }


def occasion_of(told: Mapping[str, Any]) -> Occasion:
    """What an approval's payload asks to charge."""
    return Occasion(
        source=told["source"],
        kind=SingleKind(told["kind"]),
        contract_id=UUID(told["contract"]),
        outlet_id=UUID(told["outlet"]) if told["outlet"] else None,
        clause=told["clause"],
        words=told["words"],
        amount=Money(told["minor"], told["currency"]),
        working=told["working"],
    )


def occasion_of_event(due: ContractCharge, contract: Contract, *, clause: str) -> Occasion:
    """What an event of a contract costs, as a single charge."""
    return Occasion(
        source=f"contract_charge/{due.id}",
        kind=KINDS[due.kind],
        contract_id=contract.id,
        clause=clause,
        words=contract.number,
        amount=due.amount,
        working={"about": contract.number, "from": due.arose_on.isoformat()},
    )


def charge_event(actor: Actor, contract: Contract, due: ContractCharge, *, clause: str) -> Invoice:
    """Charge what an event of a contract costs, and note at the contract where it stands.

    Raises:
        NotOpen: when it was invoiced or waived meanwhile.
        ChargedAlready: when it was charged before.
        PlanMoving: while the contract has still to get the plan that is in force today.
        NoClause and others: as `single_charges.charge` says.
    """
    actor.require(Permission.FEES_SINGLE_CHARGE)
    # The plan names the clause and the currency. Behind the gate no contract moves any more.
    pass_gate()
    require_reached(contract.id, clock.today())
    note = charge(
        actor,
        franchisee_id=due.franchisee_id,
        occasions=[occasion_of_event(due, contract, clause=clause)],
        on=clock.today(),
    )
    if note is None:
        raise ChargedAlready
    note_invoiced(actor, due, reference=note.number)
    return note
