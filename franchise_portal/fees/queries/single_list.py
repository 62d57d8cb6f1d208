"""Single charges as an actor sees them: the list, what waits to be charged, who can be charged."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...contracts.event_enums import ChargeStatus
from ...contracts.models import Contract, ContractCharge
from ...contracts.queries import terms_on
from ...contracts.rules.terms import EventCharge
from ...database import db
from ...kit.money import Money
from ...network.models import Franchisee, Outlet
from ...web.paging import Page
from ..enums import FeeKind
from ..models import Invoice, SingleCharge
from ..single_enums import SingleKind
from .invoices import visible_invoices
from .listing import page_of, with_rows
from .plans import plans_of, the_plan

MOST_WAITING = 50


class SingleRow(NamedTuple):
    """A row of the list."""

    id: UUID
    invoice_id: UUID
    number: str
    kind: SingleKind
    words: str
    clause: str
    franchisee: str
    franchisee_local: str
    outlet: str
    charged_on: date
    amount: Money


def singles(actor: Actor, *, page: int = 1) -> Page[SingleRow]:
    """A page of single charges, the latest first."""
    seen = visible_invoices(actor).with_only_columns(Invoice.id)
    query = (
        select(SingleCharge, Invoice.number, Franchisee.name, Franchisee.name_local, Outlet.code)
        .join(Invoice, Invoice.id == SingleCharge.invoice_id)
        .join(Franchisee, Franchisee.id == SingleCharge.franchisee_id)
        .outerjoin(Outlet, Outlet.id == SingleCharge.outlet_id)
        .where(SingleCharge.invoice_id.in_(seen))
    )
    found = page_of(query, page, SingleCharge.charged_on.desc(), SingleCharge.id.desc())
    return with_rows(found, [_row(row) for row in found.rows])


def _row(row: Row[*tuple[Any, ...]]) -> SingleRow:
    one: SingleCharge = row.SingleCharge
    return SingleRow(
        one.id,
        one.invoice_id,
        row.number,
        one.kind,
        one.words,
        one.clause,
        row.name,
        row.name_local,
        row.code or "",
        one.charged_on,
        Money(one.amount_minor, one.currency),
    )


def waiting() -> Sequence[ContractCharge]:
    """What events of contracts cost and no document charges yet, the oldest first."""
    return db.session.scalars(
        select(ContractCharge)
        .where(ContractCharge.status == ChargeStatus.OPEN)
        .order_by(ContractCharge.arose_on, ContractCharge.id)
        .limit(MOST_WAITING)
        .options(joinedload(ContractCharge.contract), joinedload(ContractCharge.franchisee))
    ).all()


EVENTS = {
    SingleKind.TRANSFER_FEE: FeeKind.TRANSFER,
    SingleKind.RENEWAL_FEE: FeeKind.RENEWAL,
    SingleKind.INITIAL_FEE: FeeKind.INITIAL,
    SingleKind.DEPOSIT: FeeKind.DEPOSIT,
}


def usual_clause(contract: Contract, kind: SingleKind, on: date) -> str:
    """The clause that the fee plan in force names for such a fee; empty where it names none."""
    row = next((row for starts_on, row in plans_of(contract.id) if starts_on <= on), None)
    if row is None or kind not in EVENTS:
        return ""
    fees = (fee for fee in the_plan(row.id).fees if fee.kind is EVENTS[kind])
    return next((fee.clause for fee in fees), "")


def agreed_charges(contract_id: UUID, on: date) -> tuple[EventCharge, ...]:
    """The sums that a contract's terms name for what may happen."""
    terms = terms_on(contract_id, on)
    return terms.charges if terms else ()
