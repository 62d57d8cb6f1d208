"""Payment plans as an actor sees them, how each stands, and what may be put into one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, false, func, literal, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...access.scope import Everything
from ...database import db
from ...fees.holds import Hold
from ...fees.models import Invoice, OpenItem
from ...fees.queries.listing import counted
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.i18n import N_
from ...kit.money import Money
from ...web.paging import SIZE, Page
from ..enums import PlanStatus
from ..models import PaymentPlan, PaymentPlanInstalment, PaymentPlanInvoice
from ..rules.instalments import Instalment, PlanStanding, standing
from ..rules.interest import Agreed

PORTION = 100
ANSWERED_WITHIN = timedelta(days=14)
_WHOLE = (
    joinedload(PaymentPlan.franchisee),
    selectinload(PaymentPlan.invoices).joinedload(PaymentPlanInvoice.invoice),
    selectinload(PaymentPlan.instalments),
    selectinload(PaymentPlan.entries),
)
OPEN = (PlanStatus.PROPOSED, PlanStatus.KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """An open invoice that may be part of a plan."""

    invoice_id: UUID
    number: str
    month: str
    due_on: date
    open: Money


def visible_plans(actor: Actor) -> Select[PaymentPlan]:
    """All for the office, one's own for the owner of a business."""
    actor.require(Permission.DUNNING_ACCOUNT_READ)
    query, scope = select(PaymentPlan), actor.scope
    if isinstance(scope, Everything):
        return query
    if scope.outlet_ids is not None:
        return query.where(false())
    return query.where(PaymentPlan.franchisee_id == scope.franchisee_id)


def plans(actor: Actor, *, statuses: Sequence[str] = (), page: int = 1) -> Page[PaymentPlan]:
    """A page of plans: those that wait and those being kept first, then the latest."""
    seen = visible_plans(actor)
    wanted = [PlanStatus(one) for one in statuses] or list(PlanStatus)
    turns = _in_turns(seen, wanted, page * SIZE)
    query = (
        select(PaymentPlan)
        .join(turns, turns.c.id == PaymentPlan.id)
        .options(joinedload(PaymentPlan.franchisee))
        .order_by(turns.c.turn, PaymentPlan.proposed_at.desc(), PaymentPlan.id.desc())
    )
    rows = db.session.scalars(query.limit(SIZE).offset((page - 1) * SIZE)).all()
    total = counted(seen.where(PaymentPlan.status.in_(wanted)))
    return Page(rows=rows, number=page, size=SIZE, total=total)


def _in_turns(seen: Select[PaymentPlan], wanted: Sequence[PlanStatus], most: int) -> Subquery:
    """The first plans of each status, each found in the order of an index, with their turn."""
    parts = [
        seen.with_only_columns(
            PaymentPlan.id.label("id"), literal(OPEN.index(one) if one in OPEN else 2).label("turn")
        )
        .where(PaymentPlan.status == one)
        .order_by(PaymentPlan.proposed_at.desc(), PaymentPlan.id.desc())
        .limit(most)
        .subquery()
        for one in wanted
    ]
    return union_all(*(select(part) for part in parts)).subquery()


def plan_for(actor: Actor, plan_id: UUID) -> PaymentPlan:
    """One plan with everything that belongs to it.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_plans(actor).where(PaymentPlan.id == plan_id).options(*_WHOLE)
    plan = db.session.scalar(query.execution_options(populate_existing=True))
    if plan is None:
        raise NotFound
    return plan


def plans_of(franchisee_id: UUID) -> Sequence[PaymentPlan]:
    """A franchisee's plans, the latest first."""
    query = select(PaymentPlan).where(PaymentPlan.franchisee_id == franchisee_id)
    return db.session.scalars(query.order_by(PaymentPlan.proposed_at.desc()).limit(PORTION)).all()


def waiting_plans(actor: Actor, *, limit: int) -> tuple[Sequence[PaymentPlan], int]:
    """The plans that the other side proposed and this one has to answer, and how many there are."""
    query = visible_plans(actor).where(
        PaymentPlan.status == PlanStatus.PROPOSED, PaymentPlan.proposed_by != actor.side
    )
    count = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    first = query.options(joinedload(PaymentPlan.franchisee)).order_by(PaymentPlan.proposed_at)
    return db.session.scalars(first.limit(limit)).all(), count


def choosable(franchisee_id: UUID) -> tuple[Choosable, ...]:
    """The open invoices of a franchisee that are part of no plan, the one due first first."""
    taken = (
        select(PaymentPlanInvoice.invoice_id)
        .join(PaymentPlan, PaymentPlan.id == PaymentPlanInvoice.plan_id)
        .where(PaymentPlan.franchisee_id == franchisee_id, PaymentPlan.status.in_(OPEN))
    )
    rows = db.session.execute(
        select(
            Invoice.id,
            Invoice.number,
            Invoice.month,
            Invoice.due_on,
            Invoice.currency,
            func.sum(OpenItem.open_minor).label("minor"),
        )
        .join(OpenItem, OpenItem.invoice_id == Invoice.id)
        .where(OpenItem.franchisee_id == franchisee_id, Invoice.id.not_in(taken))
        .group_by(Invoice.id, Invoice.number, Invoice.month, Invoice.due_on, Invoice.currency)
        .order_by(Invoice.due_on, Invoice.number)
    )
    return tuple(
        Choosable(
            invoice_id=row.id,
            number=row.number,
            month=row.month,
            due_on=row.due_on,
            open=Money(int(row.minor), row.currency),
        )
        for row in rows
    )


def plan_of_invoice(invoice_id: UUID) -> str | None:
    """The number of the plan that an invoice is part of now."""
    return db.session.scalar(
        select(PaymentPlan.number)
        .join(PaymentPlanInvoice, PaymentPlanInvoice.plan_id == PaymentPlan.id)
        .where(PaymentPlanInvoice.invoice_id == invoice_id, PaymentPlan.status.in_(OPEN))
        .limit(1)
    )


def standing_of(plan: PaymentPlan, *, on: date) -> PlanStanding:
    """How a plan stands on a day: what came off its invoices fills the instalments."""
    return standing(
        [Instalment(one.due_on, one.amount_minor) for one in plan.instalments],
        paid_of([plan.id]).get(plan.id, 0),
        plan.broken_after_days,
        on,
    )


def paid_of(plan_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """What came off the invoices of some plans since they were proposed, in minor units.

    Each invoice counts by itself: one that grew because a payment came back takes nothing from
    what was paid of another.
    """
    still = (
        select(OpenItem.invoice_id, func.sum(OpenItem.open_minor).label("minor"))
        .group_by(OpenItem.invoice_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            PaymentPlanInvoice.plan_id,
            PaymentPlanInvoice.open_minor,
            func.coalesce(still.c.minor, 0),
        )
        .outerjoin(still, still.c.invoice_id == PaymentPlanInvoice.invoice_id)
        .where(PaymentPlanInvoice.plan_id.in_(list(plan_ids)))
    )
    found: dict[UUID, int] = {}
    for plan_id, before, now in rows:
        found[plan_id] = found.get(plan_id, 0) + max(0, before - int(now))
    return found


def kept_plans(*, after: UUID | None, limit: int) -> Sequence[UUID]:
    """The next plans by id that are being kept, for the daily round."""
    query = select(PaymentPlan.id).where(PaymentPlan.status == PlanStatus.KEPT)
    if after is not None:
        query = query.where(PaymentPlan.id > after)
    return db.session.scalars(query.order_by(PaymentPlan.id).limit(limit)).all()


def holds(invoice_ids: Collection[UUID], on: date) -> Iterator[Hold]:
    """The invoices of plans that are kept, or wait for the office's answer, as holds of reminders.

    Nobody is reminded of what they asked to pay in instalments while the office has not answered,
    for two weeks at most.
    """
    last = (
        select(func.max(PaymentPlanInstalment.due_on))
        .where(PaymentPlanInstalment.plan_id == PaymentPlan.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            PaymentPlanInvoice.invoice_id,
            PaymentPlan.number,
            PaymentPlan.id,
            PaymentPlan.status,
            PaymentPlan.proposed_by,
            PaymentPlan.proposed_at,
            last.label("last_on"),
        )
        .join(PaymentPlan, PaymentPlan.id == PaymentPlanInvoice.plan_id)
        .where(PaymentPlanInvoice.invoice_id.in_(list(invoice_ids)), PaymentPlan.status.in_(OPEN))
    ).all()
    for row in rows:
        if row.status is PlanStatus.KEPT:
            yield Hold(
                invoice_id=row.invoice_id,
                why=N_("It is part of the payment plan %(number)s, which is being kept."),
                params={"number": row.number},
                until=row.last_on,
            )
        elif row.proposed_by is Side.FRANCHISEE:
            yield from _waiting(row, on)


def _waiting(row: Any, on: date) -> Iterator[Hold]:  # noqa: ANN401 - a row of `holds`
    until = clock.day_of(row.proposed_at) + ANSWERED_WITHIN
    if on <= until:
        yield Hold(
            invoice_id=row.invoice_id,
            why=N_("The payment plan %(number)s waits for the office’s answer."),
            params={"number": row.number},
            until=until,
        )


def agreed_rates(invoice_ids: Collection[UUID], on: date) -> Mapping[UUID, tuple[Agreed, ...]]:
    """The days of some invoices for which a plan holds or held, and the interest agreed there."""
    rows = db.session.execute(
        select(
            PaymentPlanInvoice.invoice_id,
            PaymentPlan.accepted_on,
            PaymentPlan.ended_on,
            PaymentPlan.interest_rate,
        )
        .join(PaymentPlan, PaymentPlan.id == PaymentPlanInvoice.plan_id)
        .where(
            PaymentPlanInvoice.invoice_id.in_(list(invoice_ids)),
            PaymentPlan.accepted_on.is_not(None),
        )
        .order_by(PaymentPlan.accepted_on)
    )
    found: dict[UUID, list[Agreed]] = {}
    for invoice_id, first, ended, rate in rows:
        if first is not None:
            found.setdefault(invoice_id, []).append(Agreed(first, ended or max(on, first), rate))
    return {invoice_id: tuple(several) for invoice_id, several in found.items()}
