"""Late charges that are too high by what is known now, and what was taken back of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import joinedload

from ...contracts.queries.versions import terms_in_force
from ...database import db
from ...fees.models import Allocation, Charge, CreditLine, Invoice
from ...kit.money import Money
from ...kit.period import Period
from ..models import LateCharge, LateCorrection, LateLook, LateRun
from ..rules.charges import bearing
from ..rules.lowering import Known, Posted, known_now
from .late_invoices import Found, invoices_as_known


@dataclass(frozen=True, slots=True)
class TooHigh:
    """A late charge of which more is left than it comes to now."""

    charge: LateCharge
    known: Known
    left: int
    """What was not credited of it, in minor units, without tax."""

    @property
    def amount(self) -> Money:
        """What is to be taken back, without tax."""
        return Money(self.left - self.known.minor, self.charge.currency)


def seen_upto() -> UUID | None:
    """Up to where all was seen; None before the second look.

    Not the latest look but the one before it: what was being booked during a look is seen by the
    next one.
    """
    query = select(LateLook.upto).order_by(LateLook.upto.desc()).offset(1).limit(1)
    return db.session.scalar(query)


def touched_franchisees(since: UUID | None, *, after: UUID | None, limit: int) -> Sequence[UUID]:
    """The next franchisees by id with late charges for invoices of which something was booked."""
    query = _touched(select(LateCharge.franchisee_id).distinct(), since)
    if after is not None:
        query = query.where(LateCharge.franchisee_id > after)
    return db.session.scalars(query.order_by(LateCharge.franchisee_id).limit(limit)).all()


def _touched(query: Select[UUID], since: UUID | None) -> Select[UUID]:
    """Those for invoices of which something was settled or taken back since."""
    if since is None:
        return query
    settled = select(Allocation.invoice_id).where(Allocation.id > since)
    credited = select(Invoice.corrects_id).where(
        Invoice.id > since, Invoice.corrects_id.is_not(None)
    )
    reversed_since = (
        select(Charge.invoice_id)
        .join(CreditLine, CreditLine.charge_id == Charge.id)
        .where(CreditLine.id > since)
    )
    return query.where(LateCharge.invoice_id.in_(union(settled, credited, reversed_since)))


def too_high(franchisee_id: UUID, since: UUID | None, *, on: date) -> tuple[TooHigh, ...]:
    """A franchisee's late charges that are too high; of those touched since a look."""
    ids = _touched(select(LateCharge.id).where(LateCharge.franchisee_id == franchisee_id), since)
    charges = db.session.scalars(
        select(LateCharge)
        .where(LateCharge.id.in_(ids))
        .options(
            joinedload(LateCharge.note).joinedload(Invoice.franchisee),
            joinedload(LateCharge.invoice),
        )
        .order_by(LateCharge.note_id, LateCharge.id)
    ).all()
    return tuple(_lowered(charges, on)) if charges else ()


def _lowered(charges: Sequence[LateCharge], on: date) -> Iterator[TooHigh]:
    given = credited([one.single_charge_id for one in charges])
    found = {
        one.invoice_id: one for one in invoices_as_known({one.invoice_id for one in charges}, on=on)
    }
    on_fund = _bears_fund(charges)
    for charge in charges:
        left = charge.amount_minor + given.get(charge.single_charge_id, 0)
        if left <= 0:
            continue
        known = _known(charge, found[charge.invoice_id], is_on_fund=charge.id in on_fund)
        if known is not None and known.minor < left:
            yield TooHigh(charge, known, left)


def _known(charge: LateCharge, found: Found, *, is_on_fund: bool) -> Known | None:
    shares = [one for one in found.invoice.shares if one.contract_id == charge.contract_id]
    if not shares:
        return None
    still = bearing(found.invoice, shares[0], is_on_fund=is_on_fund)
    posted = Posted(charge.kind, charge.amount_minor, charge.working)
    return known_now(posted, still, found.invoice.agreed)


def credited(line_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """What was credited of some lines, by whatever: an amount below zero."""
    rows = db.session.execute(
        select(CreditLine.single_charge_id, func.sum(CreditLine.amount_minor))
        .where(CreditLine.single_charge_id.in_(list(line_ids)))
        .group_by(CreditLine.single_charge_id)
    )
    return {line_id: int(minor) for line_id, minor in rows if line_id is not None}


def _bears_fund(charges: Sequence[LateCharge]) -> set[UUID]:
    """The charges under whose contract, in the month of their run, the fund's part cost too."""
    months = dict(
        db.session.execute(
            select(LateRun.id, LateRun.month).where(LateRun.id.in_({one.run_id for one in charges}))
        ).all()
    )
    by_month: dict[str, list[LateCharge]] = {}
    for one in charges:
        by_month.setdefault(months[one.run_id], []).append(one)
    found: set[UUID] = set()
    for month, several in by_month.items():
        first = Period.parse_month(month).start
        terms = terms_in_force(sorted({one.contract_id for one in several}), first)
        for one in several:
            agreed = terms[one.contract_id].late if one.contract_id in terms else None
            if agreed is not None and agreed.is_on_fund:
                found.add(one.id)
    return found


def corrections_of(charge: LateCharge) -> Sequence[LateCorrection]:
    """What was taken back of a charge, the latest first, each with its credit note."""
    return db.session.scalars(
        select(LateCorrection)
        .where(LateCorrection.late_charge_id == charge.id)
        .options(joinedload(LateCorrection.credit_note))
        .order_by(LateCorrection.id.desc())
    ).all()


def taken_back(charge_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """How much was taken back of some charges because more became known, in minor units."""
    rows = db.session.execute(
        select(LateCorrection.late_charge_id, func.sum(LateCorrection.amount_minor))
        .where(LateCorrection.late_charge_id.in_(list(charge_ids)))
        .group_by(LateCorrection.late_charge_id)
    )
    return {charge_id: int(minor) for charge_id, minor in rows}
