"""What somebody needs to know who tells an outlet's sales: period, plan, what was told before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select

from ...access.actor import Actor
from ...access.scope import Everything
from ...contracts.models import Contract, ContractOutlet
from ...database import db
from ...kit.errors import NotFound
from ...kit.period import Period
from ...network.models import Franchisee, Outlet, OutletOwnership
from ...network.queries import founded, visible_outlets
from ..enums import SalesAuditStatus, SalesSource
from ..models import Charge, Invoice, PlanAssignment, SalesAudit, SalesDraft, SalesReport
from ..rules.plans import FeePlan
from ..rules.reporting import PLAIN, Reporting
from ..rules.sales import Sales
from ..rules.telling import Known
from .charges import sales_of
from .due import IN_FORCE, Cover, covering, plan_on
from .plans import the_plan
from .raw_ids import RawId, raw

A_YEAR = 12
MOST_OUTLETS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One outlet in one period, with the contract and the plan by which it is charged."""

    outlet: Outlet
    period: Period
    franchisee_id: UUID | None
    """Whose sales these are; None when nobody owned the outlet."""
    contract_id: RawId | None
    contract: str
    plan_id: RawId | None

    @property
    def plan(self) -> FeePlan | None:
        """The plan in force; None without one."""
        return None if self.plan_id is None else the_plan(self.plan_id)

    @property
    def reporting(self) -> Reporting:
        """How sales are reported here."""
        return self.plan.reporting if self.plan else PLAIN

    @property
    def currency(self) -> str:
        """The currency of its reports: that of the plan."""
        return self.plan.currency if self.plan else founded().currency

    @property
    def due_on(self) -> date:
        """The last day on which its report is in time."""
        return self.reporting.due_on(self.period)


def visible_places(actor: Actor) -> Select[Outlet]:
    """The outlets whose sales an actor may tell: all for the office, else what one owns or owned.

    Whoever sold an outlet still reports its last days.
    """
    query = select(Outlet)
    scope = actor.scope
    if isinstance(scope, Everything):
        return query
    owned = select(OutletOwnership.outlet_id).where(
        OutletOwnership.franchisee_id == scope.franchisee_id
    )
    query = query.where(Outlet.id.in_(owned))
    return query if scope.outlet_ids is None else query.where(Outlet.id.in_(scope.outlet_ids))


def outlet_told_by(actor: Actor, outlet_id: UUID) -> Outlet:
    """One such outlet.

    Raises:
        NotFound: when there is none, or none of one's own.
    """
    outlet = db.session.scalar(visible_places(actor).where(Outlet.id == outlet_id))
    if outlet is None:
        raise NotFound
    return outlet


def own_outlets(actor: Actor, *, on: date) -> Sequence[Outlet]:
    """The outlets that trade on a day and whose sales an actor tells, by code."""
    query = visible_outlets(actor).where(
        Outlet.opened_on <= on, or_(Outlet.closed_on.is_(None), Outlet.closed_on >= on)
    )
    return db.session.scalars(query.order_by(Outlet.code).limit(MOST_OUTLETS)).all()


def place_for(actor: Actor, outlet_id: UUID, period: Period) -> Place:
    """An outlet in a period, of which a franchisee sees the days that are theirs.

    Raises:
        NotFound: when the outlet, or every day of the period, is somebody else's.
    """
    outlet = outlet_told_by(actor, outlet_id)
    mine = None if isinstance(actor.scope, Everything) else actor.scope.franchisee_id
    owner, days = _owned(mine, outlet, period)
    return place_of(outlet, days, owner)


def owned_by(franchisee_id: UUID, outlet: Outlet, period: Period) -> Period:
    """The days of a period of which a franchisee reports the sales.

    Raises:
        NotFound: when every day is somebody else's.
    """
    return _owned(franchisee_id, outlet, period)[1]


def _owned(mine: UUID | None, outlet: Outlet, period: Period) -> tuple[UUID | None, Period]:
    """Who owned an outlet in a period, and which days of it; of two owners the later one.

    The days before the opening belong to the first owner and those after the end to the last, so
    that a month with a part of trading stays a month.
    """
    spans = db.session.execute(
        select(OutletOwnership.franchisee_id, OutletOwnership.starts_on, OutletOwnership.ends_on)
        .where(OutletOwnership.outlet_id == outlet.id)
        .order_by(OutletOwnership.starts_on)
    ).all()
    for place in range(len(spans) - 1, -1, -1):
        owner, first, last = spans[place]
        begins = first if place else date.min
        ends = last if place < len(spans) - 1 and last else date.max - timedelta(days=1)
        days = (max(period.start, begins), min(period.last, ends))
        if days[0] <= days[1] and mine in {None, owner}:
            return owner, Period.of_days(*days)
    if mine is not None:
        raise NotFound
    return None, period


def place_of(outlet: Outlet, period: Period, franchisee_id: UUID | None) -> Place:
    """The same for an outlet and days that were found by other means."""
    cover = _cover(outlet, period)
    plan_id = None
    if cover is not None:
        begins = max(period.start, cover.starts_on, outlet.opened_on)
        plan_id = plan_on(_assigned(cover.contract_id), begins)
    return Place(
        outlet=outlet,
        period=period,
        franchisee_id=franchisee_id,
        contract_id=cover.contract_id if cover else None,
        contract=cover.contract if cover else "",
        plan_id=plan_id,
    )


def _cover(outlet: Outlet, period: Period) -> Cover | None:
    rows = db.session.execute(
        select(
            raw(ContractOutlet.outlet_id),
            ContractOutlet.starts_on,
            ContractOutlet.ends_on,
            raw(ContractOutlet.contract_id),
            Contract.number,
            raw(Contract.franchisee_id),
            Franchisee.code,
            Contract.status,
        )
        .join(Contract, Contract.id == ContractOutlet.contract_id)
        .join(Franchisee, Franchisee.id == Contract.franchisee_id)
        .where(ContractOutlet.outlet_id == outlet.id, Contract.status.in_(IN_FORCE))
    ).all()
    covers = [Cover._make(row) for row in rows]
    return covering(covers, period.start, period.last, outlet.closed_on) if covers else None


def _assigned(contract_id: RawId) -> list[tuple[date, RawId]]:
    identity = contract_id if isinstance(contract_id, UUID) else UUID(contract_id)
    rows = db.session.execute(
        select(PlanAssignment.starts_on, raw(PlanAssignment.plan_id))
        .where(PlanAssignment.contract_id == identity)
        .order_by(PlanAssignment.starts_on)
    )
    return [(starts_on, plan_id) for starts_on, plan_id in rows]


def versions_of(outlet_id: UUID, period: Period) -> Sequence[SalesReport]:
    """What was reported for a period, the latest version first."""
    return db.session.scalars(
        select(SalesReport)
        .where(
            SalesReport.outlet_id == outlet_id,
            SalesReport.starts_on == period.start,
            SalesReport.ends_on == period.last,
        )
        .order_by(SalesReport.version.desc())
    ).all()


def current_report(outlet_id: UUID, period: Period) -> SalesReport | None:
    """The version that counts; None when nothing was reported."""
    return next((one for one in versions_of(outlet_id, period) if one.is_current), None)


def known_of(place: Place) -> Known:
    """What the rule must know before the sales of a period are told."""
    outlet, period = place.outlet, place.period
    other = db.session.execute(
        select(SalesReport.starts_on, SalesReport.ends_on)
        .where(
            SalesReport.outlet_id == outlet.id,
            SalesReport.is_current,
            SalesReport.starts_on <= period.last,
            SalesReport.ends_on >= period.start,
            (SalesReport.starts_on != period.start) | (SalesReport.ends_on != period.last),
        )
        .order_by(SalesReport.starts_on)
        .limit(1)
    ).first()
    return Known(
        outlet.code,
        outlet.opened_on,
        outlet.closed_on,
        place.contract_id is not None,
        Period.of_days(*other) if other else None,
        audit_of(outlet.id, period),
    )


def audit_of(outlet_id: UUID, period: Period) -> str:
    """The number of the audit that has looked at a period and was sent; empty without one."""
    found = db.session.scalar(
        select(SalesAudit.number)
        .where(
            SalesAudit.outlet_id == outlet_id,
            SalesAudit.status.in_((SalesAuditStatus.SENT, SalesAuditStatus.SETTLED)),
            SalesAudit.starts_on <= period.last,
            SalesAudit.ends_on >= period.start,
        )
        .limit(1)
    )
    return found or ""


def draft_of(outlet_id: UUID, period: Period) -> SalesDraft | None:
    """What somebody has begun to write for a period."""
    return db.session.scalar(
        select(SalesDraft).where(
            SalesDraft.outlet_id == outlet_id,
            SalesDraft.starts_on == period.start,
            SalesDraft.ends_on == period.last,
        )
    )


def invoice_of(report_id: UUID) -> Invoice | None:
    """The invoice on which a report was charged; None before."""
    return db.session.scalar(
        select(Invoice)
        .join(Charge, Charge.invoice_id == Invoice.id)
        .where(Charge.sales_report_id == report_id)
        .order_by(Invoice.issued_at.desc())
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """An earlier report to compare with."""

    period: Period
    sales: Sales | None
    is_estimate: bool = False


def compared_with(place: Place) -> tuple[Beside, Beside]:
    """The period before and the one a year ago, as they were reported."""
    return _beside(place, place.period.preceding()), _beside(place, a_year_before(place.period))


def a_year_before(period: Period) -> Period:
    """The same months a year ago; the same weekdays where it is not made of months."""
    months = period.whole_months
    if not months:
        weeks = timedelta(weeks=52)
        return Period(period.start - weeks, period.end - weeks)
    earlier = period
    for _ in range(A_YEAR // months if A_YEAR % months == 0 else 1):
        earlier = earlier.preceding()
    return earlier


def _beside(place: Place, period: Period) -> Beside:
    report = current_report(place.outlet.id, period)
    if report is None:
        return Beside(period, None)
    is_estimate = report.source is SalesSource.ESTIMATE
    return Beside(period, sales_of(report, place.outlet.code), is_estimate)
