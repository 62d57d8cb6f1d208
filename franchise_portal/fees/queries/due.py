"""The reports of a month that have not been charged, with what the rule must know about each.

Read in portions of franchisees, as plain rows: a month may have a hundred thousand outlets. First
the outlets that a portion's contracts cover, then the reports of these outlets by an index: a
portion costs the same however many reports the month has.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    bindparam,
    exists,
    func,
    or_,
    select,
    type_coerce,
)

from ...contracts.enums import ContractStatus
from ...contracts.models import Contract, ContractOutlet
from ...database import db
from ...kit.period import Period
from ...network.models import Franchisee, Outlet, OutletOwnership
from ...rows import Among
from ..models import Charge, PlanAssignment, SalesReport
from ..rules.sales import Sales
from .raw_ids import RawId, raw
from .sales_figures import FIGURES

IN_FORCE = tuple(status for status in ContractStatus if status.is_binding)
"""A contract that has ended still covers the days before its end."""

Plan = TypeVar("Plan", UUID, RawId)
Assigned = Mapping[RawId, Sequence[tuple[date, RawId]]]
"""The plans of contracts, each with its first day, in ascending order."""


class DueReport(NamedTuple):
    """A report with the contract that covers it. A tuple: a month makes a hundred thousand."""

    id: RawId
    outlet_id: RawId
    outlet_name: str
    franchisee_id: RawId
    franchisee_code: str
    contract_id: RawId
    contract: str
    plan_id: RawId | None
    sales: Sales
    opened: date
    closed: date | None
    version: int = 1
    """Above one it corrects what may have been charged already."""


class Cover(NamedTuple):
    """An outlet that a contract covers, from when to when."""

    outlet_id: RawId
    starts_on: date
    ends_on: date
    contract_id: RawId
    contract: str
    franchisee_id: RawId
    franchisee_code: str
    status: str


def is_uncharged() -> ColumnElement[bool]:
    """A condition: nothing has been charged on the sales report.

    Asked row by row through the index, which the limit makes sure of. Statistics know nothing of
    the charges that the present transaction has written, and PostgreSQL would plan a NOT EXISTS
    as if there were none: it would read all of them again for every report.
    """
    charge = select(Charge.id).where(Charge.sales_report_id == SalesReport.id).limit(1)
    return charge.scalar_subquery().is_(None)


def count_uncharged(month: str, *, only: UUID | None = None) -> int:
    """How many reports of a month, or of one outlet for it, wait to be assessed."""
    statement = (
        select(func.count())
        .select_from(SalesReport)
        .where(SalesReport.month == month, SalesReport.is_current, is_uncharged())
    )
    if only is not None:
        statement = statement.where(SalesReport.outlet_id == only)
    return db.session.execute(statement).scalar_one()


def count_own(month: str) -> int:
    """How many uncharged reports of a month are of outlets that the franchisor runs itself.

    Nobody is charged for these: an outlet without an owner is the franchisor's own.
    """
    owned = exists().where(
        OutletOwnership.outlet_id == SalesReport.outlet_id,
        OutletOwnership.starts_on <= SalesReport.ends_on,
        or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= SalesReport.ends_on),
    )
    statement = (
        select(func.count())
        .select_from(SalesReport)
        .where(SalesReport.month == month, SalesReport.is_current, is_uncharged(), ~owned)
    )
    return db.session.execute(statement).scalar_one()


def last_of_portion(after: UUID | None, size: int) -> UUID | None:
    """The franchisee with whom the next portion of `size` ends; None when it is the last one."""
    statement = select(Franchisee.id).order_by(Franchisee.id).offset(size - 1).limit(1)
    if after is not None:
        statement = statement.where(Franchisee.id > after)
    return db.session.scalar(statement)


def due_reports(
    month: str, after: UUID | None, last: UUID | None, *, only: UUID | None = None
) -> list[DueReport]:
    """The uncharged reports of the franchisees above `after` up to and with `last`.

    Those of a franchisee stand together, in the order of outlets and days. With `only` nothing but
    the reports of one outlet.
    """
    return _due(month, _covers(after, last, only))


def due_reports_of(month: str, franchisee_ids: Sequence[UUID]) -> list[DueReport]:
    """The uncharged reports of some franchisees, in the same order."""
    statement = _COVERS.where(Among(Contract.franchisee_id, "franchisees"))
    rows = db.session.connection().execute(statement, {"franchisees": list(franchisee_ids)}).all()
    return _due(month, _in_force(rows))


def _due(month: str, covers: Mapping[RawId, Sequence[Cover]]) -> list[DueReport]:
    plans = _plans(covers)
    periods: dict[tuple[date, date], Period] = {}
    reports = []
    for row in _reports(month, list(covers)):
        report_id, outlet_id, name, opened, closed, first, final, version, code, *figures = row
        cover = covering(covers[outlet_id], first, final, closed)
        if cover is None:
            continue
        period = periods.get((first, final))
        if period is None:
            period = periods[first, final] = Period.of_days(first, final)
        begins = max(first, cover.starts_on, opened)
        reports.append(
            DueReport(
                report_id,
                outlet_id,
                name,
                cover.franchisee_id,
                cover.franchisee_code,
                cover.contract_id,
                cover.contract,
                plan_on(plans.get(cover.contract_id, ()), begins),
                Sales(code, period, *figures),
                opened,
                closed,
                version,
            )
        )
    reports.sort(key=attrgetter("franchisee_code"))
    return reports


def _covers(after: UUID | None, last: UUID | None, only: UUID | None) -> dict[RawId, list[Cover]]:
    """What the contracts of a portion of franchisees cover, by outlet."""
    statement = _COVERS
    if only is not None:
        statement = statement.where(ContractOutlet.outlet_id == only)
    if after is not None:
        statement = statement.where(Contract.franchisee_id > after)
    if last is not None:
        statement = statement.where(Contract.franchisee_id <= last)
    return _in_force(db.session.connection().execute(statement).all())


def _in_force(rows: Sequence[Any]) -> dict[RawId, list[Cover]]:
    covers: dict[RawId, list[Cover]] = defaultdict(list)
    for row in rows:
        cover = Cover._make(row)
        # Asked here and not by the database: nearly all are in force, and an index of the states
        # would lead it through all contracts for every portion.
        if cover.status in _IN_FORCE:
            covers[cover.outlet_id].append(cover)
    return covers


_IN_FORCE = frozenset(status.value for status in IN_FORCE)


_COVERS = (
    select(
        raw(ContractOutlet.outlet_id),
        ContractOutlet.starts_on,
        ContractOutlet.ends_on,
        raw(ContractOutlet.contract_id),
        Contract.number,
        raw(Contract.franchisee_id),
        Franchisee.code,
        type_coerce(Contract.status, String),
    )
    .join(Contract, Contract.id == ContractOutlet.contract_id)
    .join(Franchisee, Franchisee.id == Contract.franchisee_id)
)


def _reports(month: str, outlet_ids: Sequence[RawId]) -> Sequence[Sequence[Any]]:
    """The uncharged reports of some outlets as plain rows, in the order of outlets and days."""
    found = db.session.connection().execute(_UNCHARGED, {"month": month, "outlets": outlet_ids})
    return sorted(found.all(), key=_OUTLET_AND_DAYS)


_UNCHARGED = (
    select(
        raw(SalesReport.id),
        raw(SalesReport.outlet_id),
        Outlet.name,
        Outlet.opened_on,
        Outlet.closed_on,
        SalesReport.starts_on,
        SalesReport.ends_on,
        SalesReport.version,
        # From here on as the fields of `Sales`, without the period.
        Outlet.code,
        *FIGURES,
    )
    .join(Outlet, Outlet.id == SalesReport.outlet_id)
    .where(
        SalesReport.month == bindparam("month"),
        SalesReport.is_current,
        Among(SalesReport.outlet_id, "outlets"),
        is_uncharged(),
    )
)
_OUTLET_AND_DAYS = itemgetter(8, 5, 0)


def covering(
    covers: Sequence[Cover], first: date, final: date, closed: date | None
) -> Cover | None:
    """Of contracts that follow one another: the one in force on the last day of trading."""
    if len(covers) == 1:
        (only,) = covers
        return only if only.starts_on <= final and only.ends_on >= first else None
    overlapping = [one for one in covers if one.starts_on <= final and one.ends_on >= first]
    if len(overlapping) <= 1:
        return overlapping[0] if overlapping else None
    last = min(final, closed or final)
    on_it = [one for one in overlapping if one.starts_on <= last <= one.ends_on]
    return max(on_it or overlapping, key=attrgetter("ends_on"))


def plan_on(assigned: Sequence[tuple[date, Plan]], day: date) -> Plan | None:
    """The plan in force on a day, of (first day, plan) in ascending order."""
    found = None
    for starts_on, plan_id in assigned:
        if starts_on > day:
            break
        found = plan_id
    return found


def _plans(covers: Mapping[RawId, Sequence[Cover]]) -> Assigned:
    contracts = {one.contract_id for several in covers.values() for one in several}
    plans: dict[RawId, list[tuple[date, RawId]]] = defaultdict(list)
    found = db.session.connection().execute(_ASSIGNED, {"contracts": list(contracts)})
    for contract_id, starts_on, plan_id in found:
        plans[contract_id].append((starts_on, plan_id))
    return plans


_ASSIGNED = (
    select(raw(PlanAssignment.contract_id), PlanAssignment.starts_on, raw(PlanAssignment.plan_id))
    .where(Among(PlanAssignment.contract_id, "contracts"))
    .order_by(PlanAssignment.starts_on)
)
