"""Reports that are missing: whose, since when, and what an estimate would say.

A page of them costs the same queries however many outlets there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, or_, select

from ...access.actor import Actor
from ...contracts.models import ContractOutlet
from ...database import db
from ...kit.period import Period
from ...network.models import Outlet, OutletOwnership
from ...network.queries import trading_outlets
from ..enums import ReminderStep, ReportingPeriod, SalesSource
from ..models import FeePlan, PlanAssignment, SalesReport
from ..rules.estimates import Estimate, estimated
from ..rules.reporting import PLAIN, Reporting
from ..rules.sales import Sales
from . import directory
from .charges import sales_of
from .directory import Entry
from .plans import the_plan
from .telling import visible_places
from .unreported_facts import Owner, owners_of, reminders_of, reports_of

AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreported:
    """A period of an outlet for which no report has come."""

    outlet_id: UUID
    outlet: str
    name: str
    name_local: str
    franchisee_id: UUID | None
    franchisee: str
    franchisee_local: str
    period: Period
    key: str
    """The whole month or week, as addresses name it; `period` may be the owner's part of it."""
    due_on: date
    estimated_from: date
    """The first day on which the plan lets the report be estimated."""
    estimate: SalesReport | None
    """What stands for the report already."""
    foreseen: Estimate | None
    """What an estimate would say; None when there is nothing that it could rest on."""
    reminded: tuple[ReminderStep, ...]
    is_covered: bool
    """Whether a contract covers the outlet in the period; without one nothing can be reported."""

    def days_late(self, on: date) -> int:
        """Days since the report was due; 0 while it is not."""
        return max(0, (on - self.due_on).days)

    def may_be_estimated(self, on: date) -> bool:
        """Whether the plan lets it be estimated on a day."""
        return self.estimate is None and self.foreseen is not None and on >= self.estimated_from


def unreported(
    actor: Actor, month: Period, *, after: str = "", limit: int = AT_ONCE
) -> tuple[list[Unreported], str]:
    """The missing reports of the periods that end in a month, by outlet.

    Returns:
        The first ones behind the code `after`, and the code to go on from; empty at the end.
    """
    found: list[Unreported] = []
    while len(found) < limit:
        outlets = _candidates(actor, month, after, limit)
        found += _missing_of(actor, outlets, month)
        if len(outlets) < limit:
            return found, ""
        after = outlets[-1].code
    return found, after


def all_unreported(actor: Actor, month: Period) -> Iterator[Unreported]:
    """Every missing report of a month, portion by portion."""
    after, has_more = "", True
    while has_more:
        found, after = unreported(actor, month, after=after)
        yield from found
        has_more = bool(after)


def unreported_of(actor: Actor, outlet: Outlet, period: Period) -> Unreported | None:
    """The missing report of one outlet for one period; None when it has come."""
    found = _missing_of(actor, [outlet], period.month)
    return next((one for one in found if one.period == period), None)


def missing_of(actor: Actor, outlet: Outlet, month: Period) -> list[Unreported]:
    """The missing reports of one outlet that end in a month."""
    return _missing_of(actor, [outlet], month)


def _candidates(actor: Actor, month: Period, after: str, limit: int) -> Sequence[Outlet]:
    """Outlets that may lack a report: those without any of the month, and those of each week."""
    # A franchisee also sees outlets that they have sold; whose days are missing is judged below.
    seen = visible_places(actor).with_only_columns(Outlet.id)
    has_report = (
        exists()
        .where(
            SalesReport.outlet_id == Outlet.id,
            SalesReport.month == month.text,
            SalesReport.is_current,
            SalesReport.source != SalesSource.ESTIMATE,
        )
        .correlate(Outlet)
    )
    query = (
        trading_outlets(month)
        .where(
            or_(~has_report, Outlet.id.in_(_told_weekly()), Outlet.id.in_(_changed_hands(month))),
            Outlet.id.in_(seen),
            Outlet.code > after,
        )
        .order_by(Outlet.code)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def _told_weekly() -> Select[UUID]:
    """Outlets under a plan whose sales are reported every week."""
    weekly = select(FeePlan.id).where(
        FeePlan.definition["reporting"]["period"].as_string() == ReportingPeriod.WEEK.value
    )
    return (
        select(ContractOutlet.outlet_id)
        .join(PlanAssignment, PlanAssignment.contract_id == ContractOutlet.contract_id)
        .where(PlanAssignment.plan_id.in_(weekly))
    )


def _changed_hands(month: Period) -> Select[UUID]:
    """Outlets that somebody took over within a month: its parts are reported apart."""
    return select(OutletOwnership.outlet_id).where(
        OutletOwnership.starts_on > month.start, OutletOwnership.starts_on <= month.last
    )


_Expected = tuple[Period, Owner | None, Reporting]
"""A period to be reported, by whom, and by which rules."""


def _missing_of(actor: Actor, outlets: Sequence[Outlet], month: Period) -> list[Unreported]:
    if not outlets:
        return []
    ids = [outlet.id for outlet in outlets]
    entries = directory.outlets_with({outlet.code for outlet in outlets})
    owners = owners_of(ids)
    reports = reports_of(ids, month.last)
    reminders = reminders_of(ids, month)
    mine = getattr(actor.scope, "franchisee_id", None)
    found = []
    for outlet in outlets:
        told = reports.get(outlet.id, [])
        for expected in _expected(outlet, entries, owners, month):
            period, owner, _ = expected
            if mine is not None and (owner is None or owner.franchisee_id != mine):
                continue
            if not _is_told(told, period):
                row = _row(outlet, expected, told, reminders)
                covers = entries[outlet.code].covers
                found.append(replace(row, is_covered=_is_covered(covers, period)))
    return found


def _expected(
    outlet: Outlet,
    entries: Mapping[str, Entry],
    owners: Mapping[UUID, Sequence[Owner]],
    month: Period,
) -> Iterator[_Expected]:
    """The periods of an outlet that end in a month, each owner's days by themselves."""
    for whole, reporting in _periods(outlet, entries[outlet.code], month):
        if whole.last < outlet.opened_on or (outlet.closed_on and whole.start > outlet.closed_on):
            continue
        spans = owners.get(outlet.id, ())
        if not spans:
            yield whole, None, reporting
        for owner in spans:
            first, last = max(owner.first, whole.start), min(owner.last, whole.last)
            if first <= last:
                yield Period.of_days(first, last), owner, reporting


def _periods(outlet: Outlet, entry: Entry, month: Period) -> Iterator[tuple[Period, Reporting]]:
    day = month.last if outlet.closed_on is None else min(month.last, outlet.closed_on)
    plan_id = entry.plan_on(day)
    reporting = the_plan(plan_id).reporting if plan_id is not None else PLAIN
    if reporting.period is ReportingPeriod.MONTH:
        yield month, reporting
        return
    week = reporting.period_of(month.start)
    while week.last <= month.last:
        yield week, reporting
        week = week.following()


def _is_covered(covers: Sequence[tuple[date, date, object]], period: Period) -> bool:
    return any(first <= period.last and last >= period.start for first, last, _ in covers)


def _is_told(reports: Sequence[SalesReport], period: Period) -> bool:
    """Whether a real report shares a day with a period."""
    return any(
        report.source is not SalesSource.ESTIMATE
        and report.starts_on <= period.last
        and report.ends_on >= period.start
        for report in reports
    )


def _row(
    outlet: Outlet,
    expected: _Expected,
    reports: Sequence[SalesReport],
    reminders: Mapping[tuple[UUID, date], list[ReminderStep]],
) -> Unreported:
    period, owner, reporting = expected
    estimate = next(
        (one for one in reports if (one.starts_on, one.ends_on) == (period.start, period.last)),
        None,
    )
    return Unreported(
        outlet_id=outlet.id,
        outlet=outlet.code,
        name=outlet.name,
        name_local=outlet.name_local,
        franchisee_id=owner.franchisee_id if owner else None,
        franchisee=owner.name if owner else "",
        franchisee_local=owner.name_local if owner else "",
        period=period,
        key=reporting.period_of(period.last).text,
        due_on=reporting.due_on(period),
        estimated_from=reporting.estimated_from(period),
        estimate=estimate,
        foreseen=estimated(reporting, _real(reports, outlet.code), period),
        reminded=tuple(reminders.get((outlet.id, period.start), ())),
        is_covered=True,
    )


def _real(reports: Sequence[SalesReport], code: str) -> list[Sales]:
    return [
        sales_of(report, code) for report in reports if report.source is not SalesSource.ESTIMATE
    ]
