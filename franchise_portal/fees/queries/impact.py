"""The sales of the last twelve months through another plan, outlet by outlet.

Read in portions of outlets, so that a large network needs no more memory than a small one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from ...contracts.models import Contract, ContractOutlet
from ...database import db
from ...kit import clock
from ...kit.i18n import N_
from ...kit.period import Period, shifted
from ...network.models import Franchisee, Outlet
from ..errors import MissingFigure
from ..models import PlanAssignment, SalesReport
from ..rules.impact import NO_EFFECT, Effect, compare
from ..rules.plans import FeePlan
from ..rules.sales import Sales
from ..rules.years import year_of
from .due import IN_FORCE
from .plans import the_plan
from .sales_figures import FIGURES

OUTLETS_AT_ONCE = 500
MONTHS = 12
OTHER_CURRENCY = N_("Its sales were reported in another currency than the plan’s.")


class Place(NamedTuple):
    """An outlet under a contract, with the plan that the contract uses."""

    contract_id: UUID
    contract: str
    franchisee_id: UUID
    code: str
    franchisee: str
    franchisee_local: str
    outlet_id: UUID
    outlet: str
    outlet_name: str
    opened: date
    closed: date | None
    since: date
    plan_id: UUID


@dataclass(frozen=True, slots=True)
class OutletEffect:
    """What another plan would mean for an outlet; `gap` says why nobody can tell."""

    place: Place
    effect: Effect
    gap: tuple[str, Mapping[str, object]] | None = None
    """A sentence as an `N_` template with its parameters."""


def latest_year() -> Period | None:
    """Twelve months, the last of which is the latest whole month with sales; None without any."""
    this_month = Period.month_of(clock.today())
    latest = db.session.scalar(
        select(func.max(SalesReport.month)).where(
            SalesReport.is_current, SalesReport.month < this_month.text
        )
    )
    if latest is None:
        return None
    last = Period.parse_month(latest)
    return Period(shifted(last.start, 1 - MONTHS), last.end)


def places_on(plan_ids: Sequence[UUID], day: date) -> list[Place]:
    """The outlets that are under a contract with one of some plans on a day, by their codes."""
    query = select(
        Contract.id,
        Contract.number,
        Franchisee.id,
        Franchisee.code,
        Franchisee.name,
        Franchisee.name_local,
        Outlet.id,
        Outlet.code,
        Outlet.name,
        Outlet.opened_on,
        Outlet.closed_on,
        ContractOutlet.starts_on,
        PlanAssignment.plan_id,
    )
    found = covered_on(query, plan_ids, day).join(
        Franchisee, Franchisee.id == Contract.franchisee_id
    )
    rows = db.session.execute(found.order_by(Franchisee.code, Outlet.code))
    return [Place._make(row) for row in rows]


def covered_on(
    query: Select[*tuple[Any, ...]], plan_ids: Sequence[UUID], day: date
) -> Select[*tuple[Any, ...]]:
    """Of a query on contracts, outlets and their plans: what is under one of the plans on a day."""
    latest = (
        select(func.max(PlanAssignment.starts_on))
        .where(PlanAssignment.contract_id == Contract.id, PlanAssignment.starts_on <= day)
        .correlate(Contract)
        .scalar_subquery()
    )
    return (
        query.select_from(Contract)
        .join(ContractOutlet, ContractOutlet.contract_id == Contract.id)
        .join(Outlet, Outlet.id == ContractOutlet.outlet_id)
        .join(PlanAssignment, PlanAssignment.contract_id == Contract.id)
        .where(
            PlanAssignment.plan_id.in_(plan_ids),
            PlanAssignment.starts_on == latest,
            Contract.status.in_(IN_FORCE),
            ContractOutlet.starts_on <= day,
            ContractOutlet.ends_on >= day,
        )
    )


def effects(
    places: Sequence[Place],
    after: Callable[[FeePlan], FeePlan],
    *,
    window: Period,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[OutletEffect]:
    """What another plan would mean for each outlet; `after` says which one follows which."""
    changed: dict[UUID, tuple[FeePlan, FeePlan]] = {}
    for start in range(0, len(places), OUTLETS_AT_ONCE):
        portion = places[start : start + OUTLETS_AT_ONCE]
        for place in portion:
            if place.plan_id not in changed:
                before = the_plan(place.plan_id)
                changed[place.plan_id] = before, after(before)
        reports = _reports(portion, first_day(changed.values(), window), window)
        for place in portion:
            yield _effect(place, changed[place.plan_id], reports.get(place.outlet_id, ()), window)
        progress(min(start + OUTLETS_AT_ONCE, len(places)), len(places))


def first_day(pairs: Iterable[tuple[FeePlan, FeePlan]], window: Period) -> date:
    """The day on which the years of the plans begin in which the window begins."""
    starts = [
        year_of(window.start, plan.year_starts).start
        for pair in pairs
        for plan in pair
        if plan.needs_year
    ]
    return min([window.start, *starts])


def _effect(
    place: Place, plans: tuple[FeePlan, FeePlan], reports: Sequence[Sales], window: Period
) -> OutletEffect:
    mine = [sales for sales in reports if sales.period.last >= place.since]
    if any(sales.currency != plans[0].currency for sales in mine):
        return OutletEffect(place, NO_EFFECT, (OTHER_CURRENCY, {}))
    days = (place.opened, place.closed)
    try:
        return OutletEffect(place, compare(*plans, mine, window=window, days=days))
    except MissingFigure as missing:
        return OutletEffect(place, NO_EFFECT, (missing.message, missing.params))


def _reports(
    places: Sequence[Place], since: date, window: Period
) -> Mapping[UUID, Sequence[Sales]]:
    query = (
        select(
            SalesReport.outlet_id,
            SalesReport.starts_on,
            SalesReport.ends_on,
            Outlet.code,
            *FIGURES,
        )
        .join(Outlet, Outlet.id == SalesReport.outlet_id)
        .where(
            SalesReport.outlet_id.in_([place.outlet_id for place in places]),
            SalesReport.is_current,
            SalesReport.ends_on >= since,
            SalesReport.ends_on <= window.last,
        )
        .order_by(SalesReport.outlet_id, SalesReport.starts_on)
    )
    found: dict[UUID, list[Sales]] = defaultdict(list)
    for outlet_id, first, last, code, *figures in db.session.execute(query):
        found[outlet_id].append(Sales(code, Period.of_days(first, last), *figures))
    return found
