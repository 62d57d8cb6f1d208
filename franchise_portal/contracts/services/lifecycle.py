"""Moving a contract from one state to the next, with what follows from it."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Mapper, class_mapper

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit.i18n import N_
from ...network.models import Brand
from .. import queries
from ..enums import ContractAction, ContractStatus, RenewalMode
from ..models import Contract, ContractOutlet, ContractTerritory, ContractVersion
from ..rules.lifecycle import require_step

#: The states in which it no longer binds, though it once did.
ENDS: Collection[ContractStatus] = (
    ContractStatus.TRANSFERRED,
    ContractStatus.TERMINATED,
    ContractStatus.EXPIRED,
)


Reason: TypeAlias = str | Mapping[str, object]
"""Why, in somebody's own words; or a marked sentence, which each reader reads in their language."""


def because(sentence: str, **params: object) -> Reason:
    """The reason of a step that nobody decided about, as an `N_` template and what fills it."""
    return {"label": sentence, "params": params}


def lock(contract: Contract) -> Contract:
    """The contract's row as it is now, held until the transaction ends.

    On SQLite a writing edge is alone anyway.
    """
    held = queries.contract_with_id(contract.id)
    read_again(held, is_held=True)
    return held


def hold_promises(brand_id: UUID) -> None:
    """Let nobody else promise outlets or areas of a brand until the transaction ends.

    Whoever checks and then promises holds the brand in between: of two who send out the same area
    at one moment, the second sees the first. It is taken after the contract's own row. On SQLite a
    writing edge is alone anyway.
    """
    # No key of the brand changes, so that rows which refer to it can still be written.
    held = select(Brand.id).where(Brand.id == brand_id).with_for_update(key_share=True)
    db.session.execute(held)


def read_again(row: Contract | ContractVersion, *, is_held: bool = False) -> None:
    """Read a row's columns anew; what was loaded beside it (parties, outlets) stays loaded."""
    mapper: Mapper[Contract | ContractVersion] = class_mapper(type(row))
    columns = [column.key for column in mapper.column_attrs]
    db.session.refresh(row, columns, with_for_update=is_held or None)


def move(
    actor: Actor, contract: Contract, to: ContractStatus, *, on: date, reason: Reason
) -> Contract:
    """Bring a contract into another state.

    `on` is the day from which the new state holds; for a state that ends the contract it is the
    last day on which it binds. Outlets and areas are then covered until that day and no longer.

    Raises:
        NotFromHere: when the table does not know the step; somebody else may have been first.
    """
    contract = lock(contract)
    before = contract.status
    require_step(contract.number, before, to)
    contract.status = to
    if to in ENDS:
        contract.ended_on = on
        _end_coverings(contract, on)
    action = ContractAction.MOVED if reason else ContractAction.MOVED_ON
    audit.record(actor, action, contract, before=before, after=to, reason=reason, day=on)
    db.session.flush()
    return contract


def expire(actor: Actor, contract: Contract, *, on: date) -> None:
    """End a contract whose last day has passed, unless it renews itself today.

    One with an automatic renewal to come is left alone on the first day after its end: the
    renewals' own job decides then, by whether notice was given.
    """
    if not contract.status.is_running or contract.ends_on >= on:
        return
    first_day_after = on - timedelta(days=1) == contract.ends_on
    if first_day_after and _renews_itself(contract):
        return
    reason = because(N_("the term ended on %(day)s"), day=contract.ends_on)
    move(actor, contract, ContractStatus.EXPIRED, on=contract.ends_on, reason=reason)


def _renews_itself(contract: Contract) -> bool:
    terms = queries.terms_on(contract.id, contract.ends_on)
    renewal = terms.renewal if terms else None
    return (
        renewal is not None
        and renewal.mode is RenewalMode.AUTOMATIC
        and (renewal.count is None or contract.term_number <= renewal.count)
    )


def _end_coverings(contract: Contract, last_day: date) -> None:
    for covered in (ContractOutlet, ContractTerritory):
        here = covered.contract_id == contract.id
        # What had not begun never was.
        db.session.execute(delete(covered).where(here, covered.starts_on > last_day))
        db.session.execute(
            update(covered).where(here, covered.ends_on > last_day).values(ends_on=last_day)
        )
