"""Late charges: a month before it is posted, what was posted, and one with its working."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...fees.queries.listing import page_of, with_rows
from ...kit.errors import NotFound
from ...kit.money import Money
from ...kit.period import Period
from ...web.paging import Page
from ..models import LateCharge, LateRun, LateWaiver
from ..rules.charges import ONCE, Due, charges_of
from .late_corrections import credited, taken_back
from .late_invoices import Found, late_invoices
from .late_terms import Missing, late_terms

LATEST = 20
AFTER = timedelta(days=3)
"""After a month's end, so that payments of its last days are booked first."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A charge that would be posted."""

    found: Found
    due: Due

    @property
    def amount(self) -> Money:
        """How much."""
        return Money(self.due.minor, self.found.invoice.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """What a month costs some franchisees, and what costs nothing because something is missing."""

    charges: tuple[Reckoned, ...]
    missing: tuple[Missing, ...]

    @property
    def totals(self) -> tuple[Money, ...]:
        """What they come to, in each currency."""
        sums: dict[str, int] = {}
        for one in self.charges:
            sums[one.amount.currency] = sums.get(one.amount.currency, 0) + one.amount.minor
        return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


@dataclass(frozen=True, slots=True)
class ShownCharge:
    """A late charge as lists show it."""

    charge: LateCharge
    is_waived: bool
    back_minor: int = 0
    """What was taken back of it because more became known."""

    @property
    def back(self) -> Money:
        """The same as an amount."""
        return Money(self.back_minor, self.charge.currency)

    @property
    def month(self) -> str:
        """The month that it counts; empty for what an invoice costs once."""
        return "" if self.charge.period == ONCE else self.charge.period


def reckon(franchisee_ids: Collection[UUID], month: Period) -> Reckoning:
    """What a month costs some franchisees, without what was posted before."""
    found = late_invoices(franchisee_ids, month)
    contracts = {share.contract_id for one in found for share in one.invoice.shares}
    terms = late_terms(contracts, month.start)
    known = _posted([one.invoice_id for one in found])
    charges = [
        Reckoned(one, due)
        for one in found
        for due in charges_of(
            one.invoice,
            terms.by_contract,
            first=month.start,
            last=month.last,
            period=month.text,
        )
        if (one.invoice_id, due.contract_id, due.kind, due.period) not in known
    ]
    return Reckoning(charges=tuple(charges), missing=terms.missing)


def _posted(invoice_ids: Sequence[UUID]) -> set[tuple[object, ...]]:
    rows = db.session.execute(
        select(
            LateCharge.invoice_id, LateCharge.contract_id, LateCharge.kind, LateCharge.period
        ).where(LateCharge.invoice_id.in_(invoice_ids))
    )
    return {tuple(row) for row in rows}


def runs() -> Sequence[LateRun]:
    """The months that were posted, the latest first."""
    return db.session.scalars(select(LateRun).order_by(LateRun.month.desc())).all()


def latest_run() -> LateRun | None:
    """The month posted last."""
    return db.session.scalar(select(LateRun).order_by(LateRun.month.desc()).limit(1))


def run_of(month: Period) -> LateRun | None:
    """The run of a month, if it was posted."""
    return db.session.scalar(select(LateRun).where(LateRun.month == month.text))


def next_month(today: date) -> Period:
    """The month that is to be posted next: after the last one, at first the one that just ended."""
    latest = latest_run()
    if latest is None:
        return Period.month_of(today).preceding()
    return Period.parse_month(latest.month).following()


def opens_on(month: Period) -> date:
    """The first day on which a month can be posted."""
    return month.last + AFTER


def count_of(run: LateRun) -> int:
    """How many charges a run posted until now."""
    query = select(func.count()).where(LateCharge.run_id == run.id)
    return db.session.scalar(query) or 0


def visible_charges(actor: Actor) -> Select[LateCharge]:
    """All for the office, one's own for the owner of a business."""
    actor.require(Permission.DUNNING_ACCOUNT_READ)
    query, scope = select(LateCharge), actor.scope
    if isinstance(scope, Everything):
        return query
    if scope.outlet_ids is not None:
        return query.where(false())
    return query.where(LateCharge.franchisee_id == scope.franchisee_id)


_NAMED = (
    joinedload(LateCharge.invoice),
    joinedload(LateCharge.note),
    joinedload(LateCharge.franchisee),
    joinedload(LateCharge.contract),
)


def posted_charges(actor: Actor, *, run: LateRun | None, page: int) -> Page[ShownCharge]:
    """A page of what was posted: of one month, or of all, the latest first."""
    query = visible_charges(actor).options(*_NAMED)
    if run is not None:
        query = query.where(LateCharge.run_id == run.id)
    rows = page_of(query, page, LateCharge.posted_on.desc(), LateCharge.id.desc())
    return with_rows(rows, _shown([row.LateCharge for row in rows.rows]))


def charges_to(franchisee_id: UUID) -> Sequence[ShownCharge]:
    """The latest late charges to a franchisee."""
    query = (
        select(LateCharge)
        .where(LateCharge.franchisee_id == franchisee_id)
        .order_by(LateCharge.posted_on.desc(), LateCharge.id.desc())
        .limit(LATEST)
    )
    return _shown(db.session.scalars(query.options(*_NAMED)).all())


def _shown(charges: Sequence[LateCharge]) -> list[ShownCharge]:
    waived = set(
        db.session.scalars(
            select(LateWaiver.late_charge_id).where(
                LateWaiver.late_charge_id.in_([one.id for one in charges])
            )
        )
    )
    back = taken_back([one.id for one in charges])
    return [ShownCharge(one, one.id in waived, back.get(one.id, 0)) for one in charges]


def charge_for(actor: Actor, late_charge_id: UUID) -> LateCharge:
    """One late charge.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_charges(actor).where(LateCharge.id == late_charge_id).options(*_NAMED)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def waiver_of(charge: LateCharge) -> LateWaiver | None:
    """How a charge was waived, if it was."""
    return db.session.scalar(select(LateWaiver).where(LateWaiver.late_charge_id == charge.id))


def is_left(charge: LateCharge) -> bool:
    """Whether something of a charge was not credited, by whatever."""
    return (
        charge.amount_minor + credited([charge.single_charge_id]).get(charge.single_charge_id, 0)
        > 0
    )
