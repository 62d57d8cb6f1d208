"""Rows of everything that can happen to a contract, for tests that only need them to be there."""

from datetime import date
from typing import Any

from franchise_portal.access.roles import Side
from franchise_portal.accounts.models import User
from franchise_portal.contracts.enums import RenewalMode
from franchise_portal.contracts.event_enums import (
    ChargeKind,
    ExitCause,
    Measure,
    ReturnKind,
    TerminationKind,
)
from franchise_portal.contracts.models import (
    Approval,
    Contract,
    ContractCharge,
    Exit,
    ExitReturn,
    Renewal,
    RenewalCondition,
    Termination,
    Transfer,
)
from franchise_portal.database import db
from franchise_portal.kit.ids import new_id

TODAY = date(2026, 11, 2)


def a_life_of(contract: Contract, *, asked_by: User) -> dict[str, Any]:
    """One row of each event of a contract, by the name of its parameter in addresses."""
    here: dict[str, Any] = {"id": new_id(), "contract_id": contract.id}
    renewal = Renewal(
        **here,
        term_end=contract.ends_on,
        new_ends_on=date(2034, 2, 28),
        mode=RenewalMode.BY_REQUEST,
        asked_side=Side.FRANCHISEE,
        asked_on=TODAY,
    )
    exit_ = Exit(
        **{**here, "id": new_id()},
        franchisee_id=contract.franchisee_id,
        cause=ExitCause.EXPIRED,
        opened_on=TODAY,
        ended_on=TODAY,
    )
    db.session.add_all([renewal, exit_])
    db.session.flush()
    made = {
        "renewal": renewal,
        "exit": exit_,
        "condition": RenewalCondition(
            id=new_id(), renewal_id=renewal.id, position=0, condition="Refitted"
        ),
        "return": ExitReturn(id=new_id(), exit_id=exit_.id, kind=ReturnKind.KEYS),
        "transfer": Transfer(
            **{**here, "id": new_id()},
            to_name="Somebody",
            starts_on=date(2027, 1, 1),
            asked_side=Side.FRANCHISEE,
            asked_on=TODAY,
        ),
        "charge": ContractCharge(
            **{**here, "id": new_id()},
            franchisee_id=contract.franchisee_id,
            kind=ChargeKind.TRANSFER_FEE,
            origin_id=new_id(),
            amount_minor=30000,
            currency="EUR",
            arose_on=TODAY,
        ),
        "termination": Termination(
            **{**here, "id": new_id()},
            kind=TerminationKind.MUTUAL,
            reason="Both agree.",
            decided_on=TODAY,
            effective_on=date(2027, 1, 31),
        ),
        "approval": Approval(
            **{**here, "id": new_id()},
            act="credit",
            measure=Measure.AMOUNT,
            quantity=30000,
            currency="EUR",
            franchisee_id=contract.franchisee_id,
            subject_name=contract.number,
            words="The till was broken.",
            table_number=0,
            asked_by=asked_by.id,
            asked_by_name=asked_by.name,
            asked_role=asked_by.role,
            expires_on=date(2026, 12, 2),
        ),
    }
    db.session.add_all(made.values())
    db.session.flush()
    return made
