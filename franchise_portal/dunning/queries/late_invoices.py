"""Invoices that were open after their day in some month, with what was open day by day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, func, or_, select, union
from sqlalchemy.orm import aliased

from ...database import db
from ...fees.enums import Book, InvoiceKind
from ...fees.holds import holds_of
from ...fees.models import Allocation, Charge, Invoice, OpenItem, SingleCharge
from ...fees.single_enums import SingleKind
from ...kit.period import Period
from ..rules.charges import LateInvoice, Share
from ..rules.interest import Balance
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
    still = select(OpenItem.franchisee_id.label("id")).where(OpenItem.due_on < month.last)
    settled = (
        select(Invoice.franchisee_id.label("id"))
        .join(Allocation, Allocation.invoice_id == Invoice.id)
        .where(
            Allocation.allocated_on > month.start,
            Allocation.allocated_on > Invoice.due_on,
            Invoice.due_on < month.last,
        )
    )
    both = union(still, settled).subquery()
    query = select(both.c.id).distinct()
    if after is not None:
        query = query.where(both.c.id > after)
    return db.session.scalars(query.order_by(both.c.id).limit(limit)).all()


def late_invoices(franchisee_ids: Collection[UUID], month: Period) -> tuple[Found, ...]:
    """The invoices of some franchisees that can cost something in a month."""
    rows = db.session.execute(_candidates(franchisee_ids, month)).all()
    ids = [row.id for row in rows]
    settled, shares, later = _settled(ids), _shares(ids), extensions(ids)
    beside, agreed = _beside(ids), agreed_rates(ids, month.last)
    held = holds_of(ids, month.last)
    found = []
    for row in rows:
        stopped = [hold for hold in held.get(row.id, ()) if hold.stops_interest]
        if any(hold.amount is None for hold in stopped):
            continue
        disputed = sum(hold.amount.minor for hold in stopped if hold.amount)
        fund = max(0, row.fund_minor)
        fees = max(0, row.total_minor - row.fund_minor - disputed)
        invoice = LateInvoice(
            number=row.number,
            currency=row.currency,
            due_on=max(row.due_on, later.get(row.id, row.due_on)),
            fees=_balances(fees, settled.get((row.id, Book.FRANCHISOR), ())),
            fund=_balances(fund, settled.get((row.id, Book.FUND), ())),
            shares=shares.get(row.id, ()),
            beside=beside.get(row.id, 0),
            agreed=agreed.get(row.id, ()),
        )
        found.append(Found(row.id, row.franchisee_id, invoice))
    return tuple(found)


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
    return (
        select(
            Invoice.id,
            Invoice.number,
            Invoice.franchisee_id,
            Invoice.currency,
            Invoice.due_on,
            Invoice.total_minor,
            Invoice.fund_minor,
        )
        .where(
            Invoice.franchisee_id.in_(list(franchisee_ids)),
            Invoice.due_on < month.last,
            Invoice.kind != InvoiceKind.CREDIT_NOTE,
            or_(Invoice.id.in_(still), Invoice.id.in_(settled)),
        )
        .order_by(Invoice.franchisee_id, Invoice.number)
    )


def _settled(ids: Sequence[UUID]) -> Mapping[tuple[UUID, Book], list[tuple[date, int]]]:
    """What came off each book of some invoices, and from which day on it counts.

    The day on which money arrives is late still. What a credit note took back of the invoice was
    never owed, so it counts from the beginning.
    """
    note = aliased(Invoice)
    rows = db.session.execute(
        select(
            Allocation.invoice_id,
            Allocation.book,
            Allocation.allocated_on,
            Allocation.amount_minor,
            note.corrects_id,
        )
        .outerjoin(note, note.id == Allocation.from_invoice_id)
        .where(Allocation.invoice_id.in_(ids))
    )
    found: dict[tuple[UUID, Book], list[tuple[date, int]]] = {}
    for invoice_id, book, day, minor, corrects_id in rows:
        since = date.min if corrects_id == invoice_id else day + ONE
        found.setdefault((invoice_id, book), []).append((since, minor))
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
