"""Invoices that were open after their day in some month, with what was open day by day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, func, or_, select, union

from ...database import db
from ...fees.enums import Book, InvoiceKind
from ...fees.holds import holds_of
from ...fees.models import (
    Allocation,
    Charge,
    Invoice,
    OpenItem,
    Payment,
    SingleCharge,
    WriteOff,
)
from ...fees.single_enums import SingleKind
from ...kit.period import Period
from ..rules.charges import LateInvoice, Share
from ..rules.interest import Balance
from .never_owed import never_owed
from .overdue import extensions
from .plans import agreed_rates

ONE = timedelta(days=1)
BEARING_NOTHING = (
    SingleKind.LATE_CHARGE,
    SingleKind.LATE_INTEREST,
    SingleKind.AUDIT_INTEREST,
)
"""Charged for being late: no interest on interest."""


@dataclass(frozen=True, slots=True)
class Found:
    """An invoice with its owner, ready for the rule."""

    invoice_id: UUID
    franchisee_id: UUID
    invoice: LateInvoice


def late_franchisees(month: Period, *, after: UUID | None, limit: int) -> Sequence[UUID]:
    """The next franchisees by id of whom something was open after its day in a month."""
    late = owing_late(month).subquery()
    query = select(late.c.id)
    if after is not None:
        query = query.where(late.c.id > after)
    return db.session.scalars(query.order_by(late.c.id).limit(limit)).all()


def owing_late(month: Period) -> CompoundSelect[UUID]:
    """The ids of the franchisees of whom something was open after its day in a month.

    What was settled late is found by the day on which the money came: of a payment that came
    after an invoice's due day, that is the day of the allocation too.
    """
    still = select(OpenItem.franchisee_id.label("id")).where(OpenItem.due_on < month.last)
    late = (Allocation.allocated_on > Invoice.due_on, Invoice.due_on < month.last)
    settled = select(Invoice.franchisee_id.label("id")).join(
        Allocation, Allocation.invoice_id == Invoice.id
    )
    paid = settled.join(Payment, Payment.id == Allocation.payment_id).where(
        Payment.received_on > month.start, *late
    )
    credited = settled.where(
        Allocation.from_invoice_id.is_not(None), Allocation.allocated_on > month.start, *late
    )
    given_up = settled.join(WriteOff, WriteOff.id == Allocation.write_off_id).where(
        WriteOff.posted_on > month.start, WriteOff.invoice_id == Invoice.id, *late
    )
    return union(still, paid, credited, given_up)


def late_invoices(franchisee_ids: Collection[UUID], month: Period) -> tuple[Found, ...]:
    """The invoices of some franchisees that can cost something in a month."""
    rows = db.session.execute(_candidates(franchisee_ids, month)).all()
    held = holds_of([row.id for row in rows], month.last)
    stopped = {
        invoice_id: [hold for hold in holds if hold.stops_interest]
        for invoice_id, holds in held.items()
    }
    whole = {key for key, holds in stopped.items() if any(hold.amount is None for hold in holds)}
    disputed = {
        key: sum(hold.amount.minor for hold in holds if hold.amount)
        for key, holds in stopped.items()
    }
    return _read([row for row in rows if row.id not in whole], disputed, on=month.last)


def invoices_as_known(invoice_ids: Collection[UUID], *, on: date) -> tuple[Found, ...]:
    """Some invoices with what is known today of what was open of them, whatever is held of it."""
    query = _FACTS.where(Invoice.id.in_(list(invoice_ids)))
    return _read(db.session.execute(query).all(), {}, on=on)


def _read(rows: Sequence[Any], disputed: Mapping[UUID, int], *, on: date) -> tuple[Found, ...]:
    ids = [row.id for row in rows]
    settled, shares, later = _settled(ids), _shares(ids), extensions(ids)
    beside, agreed = _beside(ids), agreed_rates(ids, on)
    found = []
    for row in rows:
        fees = max(0, row.total_minor - row.fund_minor - disputed.get(row.id, 0))
        invoice = LateInvoice(
            number=row.number,
            currency=row.currency,
            due_on=max(row.due_on, later.get(row.id, row.due_on)),
            fees=_balances(fees, settled.get((row.id, Book.FRANCHISOR), ())),
            fund=_balances(max(0, row.fund_minor), settled.get((row.id, Book.FUND), ())),
            shares=shares.get(row.id, ()),
            beside=beside.get(row.id, 0),
            agreed=agreed.get(row.id, ()),
        )
        found.append(Found(row.id, row.franchisee_id, invoice))
    return tuple(found)


_FACTS = select(
    Invoice.id,
    Invoice.number,
    Invoice.franchisee_id,
    Invoice.currency,
    Invoice.due_on,
    Invoice.total_minor,
    Invoice.fund_minor,
)


def _candidates(
    franchisee_ids: Collection[UUID], month: Period
) -> Select[UUID, str, UUID, str, date, int, int]:
    still = select(OpenItem.invoice_id).where(OpenItem.franchisee_id.in_(list(franchisee_ids)))
    settled = (
        select(Allocation.invoice_id)
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .where(
            Invoice.franchisee_id.in_(list(franchisee_ids)), Allocation.allocated_on > month.start
        )
    )
    return _FACTS.where(
        Invoice.franchisee_id.in_(list(franchisee_ids)),
        Invoice.due_on < month.last,
        Invoice.kind != InvoiceKind.CREDIT_NOTE,
        or_(Invoice.id.in_(still), Invoice.id.in_(settled)),
    ).order_by(Invoice.franchisee_id, Invoice.number)


def _settled(ids: Sequence[UUID]) -> Mapping[tuple[UUID, Book], list[tuple[date, int]]]:
    """What came off each book of some invoices, and from which day on it counts.

    The day on which money arrives is late still. What was taken back of the invoice was never owed.
    """
    rows = db.session.execute(
        select(
            Allocation.invoice_id, Allocation.book, Allocation.allocated_on, Allocation.amount_minor
        ).where(Allocation.invoice_id.in_(ids))
    )
    found: dict[tuple[UUID, Book], list[tuple[date, int]]] = {}
    for invoice_id, book, day, minor in rows:
        found.setdefault((invoice_id, book), []).append((day + ONE, minor))
    for one in never_owed(ids):
        several = found.setdefault((one.invoice_id, one.book), [])
        several.extend(((date.min, one.minor), (one.issued_on + ONE, -one.minor)))
    return found


def _balances(minor: int, settled: Iterable[tuple[date, int]]) -> tuple[Balance, ...]:
    by_day: dict[date, int] = {date.min: 0}
    for day, amount in settled:
        by_day[day] = by_day.get(day, 0) + amount
    found, left = [], minor
    for day in sorted(by_day):
        left -= by_day[day]
        found.append(Balance(day, max(0, left)))
    return tuple(found)


def _shares(ids: Sequence[UUID]) -> Mapping[UUID, tuple[Share, ...]]:
    """On which contracts some invoices rest, and with how much."""
    charged = db.session.execute(
        select(
            Charge.invoice_id,
            Charge.contract_id,
            Charge.is_fund,
            func.sum(Charge.amount_minor).label("minor"),
        )
        .where(Charge.invoice_id.in_(ids))
        .group_by(Charge.invoice_id, Charge.contract_id, Charge.is_fund)
    ).all()
    single = db.session.execute(
        select(
            SingleCharge.invoice_id,
            SingleCharge.contract_id,
            func.sum(SingleCharge.amount_minor).label("minor"),
        )
        .where(SingleCharge.invoice_id.in_(ids), SingleCharge.kind.not_in(BEARING_NOTHING))
        .group_by(SingleCharge.invoice_id, SingleCharge.contract_id)
    ).all()
    weights: dict[UUID, dict[UUID, list[int]]] = {}
    for row in [*charged, *single]:
        own = weights.setdefault(row.invoice_id, {}).setdefault(row.contract_id, [0, 0])
        own[1 if _is_fund(row) else 0] += max(0, int(row.minor))
    return {
        invoice_id: tuple(
            sorted(
                (Share(contract_id, *both) for contract_id, both in of_invoice.items()),
                key=lambda share: (-share.fees, share.contract_id),
            )
        )
        for invoice_id, of_invoice in weights.items()
    }


def _is_fund(row: object) -> bool:
    return bool(getattr(row, "is_fund", False))


def _beside(ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """What of some invoices was itself charged for being late."""
    rows = db.session.execute(
        select(SingleCharge.invoice_id, func.sum(SingleCharge.amount_minor))
        .where(SingleCharge.invoice_id.in_(ids), SingleCharge.kind.in_(BEARING_NOTHING))
        .group_by(SingleCharge.invoice_id)
    )
    return {invoice_id: int(minor) for invoice_id, minor in rows}
