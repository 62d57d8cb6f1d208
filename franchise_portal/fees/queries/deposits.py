"""Deposits that were charged here, and what of them has come.

A deposit is what was charged as one, or under the clause that the contract's plan names for it:
before deposits had a kind of their own they were charged like anything else that a clause allows.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from ...database import db
from ..enums import FeeKind
from ..models import Allocation, CreditLine, Invoice, SingleCharge
from ..rules.deposits import received_of
from ..single_enums import SingleKind
from .plans import plans_of, the_plan


class _Line(NamedTuple):
    id: UUID
    contract_id: UUID
    invoice_id: UUID
    clause: str
    kind: SingleKind
    minor: int
    currency: str
    total: int


def received_deposits(
    contract_ids: Collection[UUID], *, before: date
) -> Mapping[UUID, dict[str, int]]:
    """What came of the deposits of some contracts before a day: minor units by currency.

    A contract whose deposit was never charged here is left out: nobody here knows of it.
    """
    lines = _lines(contract_ids, before)
    notes = {line.invoice_id for line in lines}
    paid, back = _paid(notes, before), _credited([line.id for line in lines], before)
    found: dict[UUID, dict[str, int]] = {}
    for note_id in sorted(notes):
        mine = [line for line in lines if line.invoice_id == note_id]
        came = received_of(
            paid.get(note_id, 0),
            total=mine[0].total,
            lines=[line.minor for line in mine],
            credited=[back.get(line.id, 0) for line in mine],
        )
        for line, minor in zip(mine, came, strict=True):
            of = found.setdefault(line.contract_id, defaultdict(int))
            of[line.currency] += minor
    return found


def _lines(contract_ids: Collection[UUID], before: date) -> list[_Line]:
    clauses = {contract_id: _clauses(contract_id) for contract_id in contract_ids}
    rows = db.session.execute(
        select(
            SingleCharge.id,
            SingleCharge.contract_id,
            SingleCharge.invoice_id,
            SingleCharge.clause,
            SingleCharge.kind,
            SingleCharge.amount_minor,
            SingleCharge.currency,
            Invoice.total_minor,
        )
        .join(Invoice, Invoice.id == SingleCharge.invoice_id)
        .where(
            SingleCharge.contract_id.in_(list(contract_ids)),
            Invoice.issued_on < before,
        )
        .order_by(SingleCharge.invoice_id, SingleCharge.position)
    )
    found = [_Line._make(row) for row in rows]
    return [
        line for line in found if line.kind.is_owed_back or line.clause in clauses[line.contract_id]
    ]


def _clauses(contract_id: UUID) -> set[str]:
    return {
        fee.clause
        for _day, row in plans_of(contract_id)
        for fee in the_plan(row.id).fees
        if fee.kind is FeeKind.DEPOSIT
    }


def _paid(note_ids: Collection[UUID], before: date) -> dict[UUID, int]:
    """What settled some debit notes; what they gave back themselves and write-offs are no money."""
    source = aliased(Invoice)
    rows = db.session.execute(
        select(Allocation.invoice_id, func.sum(Allocation.amount_minor))
        .outerjoin(source, source.id == Allocation.from_invoice_id)
        .where(
            Allocation.invoice_id.in_(note_ids),
            Allocation.allocated_on < before,
            Allocation.write_off_id.is_(None),
            or_(source.corrects_id.is_(None), source.corrects_id != Allocation.invoice_id),
        )
        .group_by(Allocation.invoice_id)
    )
    return {note_id: int(minor) for note_id, minor in rows}


def _credited(line_ids: Collection[UUID], before: date) -> dict[UUID | None, int]:
    rows = db.session.execute(
        select(CreditLine.single_charge_id, func.sum(CreditLine.amount_minor))
        .join(Invoice, Invoice.id == CreditLine.invoice_id)
        .where(CreditLine.single_charge_id.in_(line_ids), Invoice.issued_on < before)
        .group_by(CreditLine.single_charge_id)
    )
    return {line_id: -int(minor) for line_id, minor in rows}
