"""The reports of a month that have not been charged, with what the rule must know about each.

Read in portions of franchisees, as plain rows: a month may have a hundred thousand outlets.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, select
from sqlalchemy.orm import aliased

from ...contracts.enums import ContractStatus
from ...contracts.models import Contract, ContractOutlet
from ...database import db
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.models import Franchisee, Outlet
from ..models import Charge, PlanAssignment, SalesReport
from ..rules.sales import Sales
from .raw_ids import RawId, raw

CHANGED_HANDS = N_(
    "The outlet changed hands within this period. Report the days of each franchisee by themselves."
)
NO_CONTRACT = N_("No contract covers the outlet in this period. Enter its contract first.")
NO_PLAN = N_("Contract %(contract)s has no fee plan in this period. Assign one first.")
OTHER_CURRENCY = N_(
    "The report is in %(reported)s, but the fee plan of contract %(contract)s is in %(planned)s."
)

IN_FORCE = tuple(status for status in ContractStatus if status.is_binding)
"""A contract that has ended still covers the days before its end."""


AnyRow = Row[*tuple[Any, ...]]
Plan = TypeVar("Plan", UUID, RawId)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A report that could not be charged, and why, as an untranslated sentence."""

    outlet: str
    name: str
    period: str
    message: str
    params: Mapping[str, Any]


class DueReport(NamedTuple):
    """A report with the contract that covers it. A tuple: a month makes a hundred thousand."""

    id: RawId
    outlet_id: RawId
    outlet_name: str
    franchisee_id: UUID
    franchisee_code: str
    contract_id: RawId
    contract: str
    plan_id: RawId | None
    sales: Sales
    opened: date
    closed: date | None

    def skipped(self, message: str, **params: object) -> Skipped:
        """This report, left out for a reason."""
        text = self.sales.period.text
        return Skipped(self.sales.outlet, self.outlet_name, text, message, params)


def is_uncharged() -> ColumnElement[bool]:
    """A condition: nothing has been charged on the sales report.

    Asked row by row through the index, which the limit makes sure of. Statistics know nothing of
    the charges that the present transaction has written, and PostgreSQL would plan a NOT EXISTS
    as if there were none: it would read all of them again for every report.
    """
    charge = select(Charge.id).where(Charge.sales_report_id == SalesReport.id).limit(1)
    return charge.scalar_subquery().is_(None)


def _overlaps() -> ColumnElement[bool]:
    return and_(
        ContractOutlet.starts_on <= SalesReport.ends_on,
        ContractOutlet.ends_on >= SalesReport.starts_on,
    )


def count_uncharged(month: str) -> int:
    """How many reports of a month wait to be assessed."""
    statement = (
        select(func.count())
        .select_from(SalesReport)
        .where(SalesReport.month == month, SalesReport.is_current, is_uncharged())
    )
    return db.session.execute(statement).scalar_one()


def last_of_portion(after: UUID | None, size: int) -> UUID | None:
    """The franchisee with whom the next portion of `size` ends; None when it is the last one."""
    statement = select(Franchisee.id).order_by(Franchisee.id).offset(size - 1).limit(1)
    if after is not None:
        statement = statement.where(Franchisee.id > after)
    return db.session.scalar(statement)


def due_reports(month: str, after: UUID | None, last: UUID | None) -> list[DueReport]:
    """The uncharged reports of the franchisees above `after` up to and with `last`.

    Those of a franchisee stand together, in the order of outlets and days.
    """
    within: list[ColumnElement[bool]] = [Contract.status.in_(IN_FORCE)]
    if after is not None:
        within.append(Contract.franchisee_id > after)
    if last is not None:
        within.append(Contract.franchisee_id <= last)
    rows = db.session.execute(
        select(*_COLUMNS)
        .join(ContractOutlet, ContractOutlet.contract_id == Contract.id)
        .join(Franchisee, Franchisee.id == Contract.franchisee_id)
        .join(SalesReport, SalesReport.outlet_id == ContractOutlet.outlet_id)
        .join(Outlet, Outlet.id == SalesReport.outlet_id)
        .where(
            SalesReport.month == month,
            SalesReport.is_current,
            _overlaps(),
            is_uncharged(),
            *within,
        )
    ).all()
    plans = _plans_in_force(within)
    periods: dict[tuple[date, date], Period] = {}
    ordered = sorted(rows, key=lambda row: (row.franchisee, row.code, row.starts_on, row.id))
    return [
        _report(_covering(list(same)), plans, periods)
        for _, same in groupby(ordered, key=lambda row: row.id)
    ]


_COLUMNS = (
    raw(SalesReport.id),
    raw(SalesReport.outlet_id),
    SalesReport.starts_on,
    SalesReport.ends_on,
    SalesReport.currency,
    SalesReport.gross_minor,
    SalesReport.sales_tax_minor,
    SalesReport.refunds_minor,
    SalesReport.discounts_minor,
    SalesReport.excluded_minor,
    SalesReport.cost_of_goods_minor,
    SalesReport.transactions,
    SalesReport.customers,
    SalesReport.units,
    Outlet.code,
    Outlet.name,
    Outlet.opened_on,
    Outlet.closed_on,
    raw(Contract.id, "contract_id"),
    Contract.number,
    Contract.franchisee_id,
    Franchisee.code.label("franchisee"),
    ContractOutlet.starts_on.label("covered_from"),
    ContractOutlet.ends_on.label("covered_until"),
)


def _covering(rows: Sequence[AnyRow]) -> AnyRow:
    """Of contracts that follow one another: the one in force on the last day of trading."""
    if len(rows) == 1:
        return rows[0]
    last = min(rows[0].ends_on, rows[0].closed_on or rows[0].ends_on)
    covering = [row for row in rows if row.covered_from <= last <= row.covered_until]
    return max(covering or rows, key=lambda row: row.covered_until)


def _report(
    row: AnyRow,
    plans: Mapping[RawId, Sequence[tuple[date, RawId]]],
    periods: dict[tuple[date, date], Period],
) -> DueReport:
    span = (row.starts_on, row.ends_on)
    period = periods.get(span)
    if period is None:
        period = periods[span] = Period.of_days(*span)
    first_day = max(row.starts_on, row.covered_from, row.opened_on)
    sales = Sales(
        row.code,
        period,
        row.currency,
        row.gross_minor,
        row.sales_tax_minor,
        row.refunds_minor,
        row.discounts_minor,
        row.excluded_minor,
        row.cost_of_goods_minor,
        row.transactions,
        row.customers,
        row.units,
    )
    return DueReport(
        row.id,
        row.outlet_id,
        row.name,
        row.franchisee_id,
        row.franchisee,
        row.contract_id,
        row.number,
        plan_on(plans.get(row.contract_id, ()), first_day),
        sales,
        row.opened_on,
        row.closed_on,
    )


def plan_on(assigned: Sequence[tuple[date, Plan]], day: date) -> Plan | None:
    """The plan in force on a day, of (first day, plan) in ascending order."""
    found = None
    for starts_on, plan_id in assigned:
        if starts_on > day:
            break
        found = plan_id
    return found


def _plans_in_force(
    within: Sequence[ColumnElement[bool]],
) -> Mapping[RawId, Sequence[tuple[date, RawId]]]:
    rows = db.session.execute(
        select(
            raw(PlanAssignment.contract_id), PlanAssignment.starts_on, raw(PlanAssignment.plan_id)
        )
        .join(Contract, Contract.id == PlanAssignment.contract_id)
        .where(*within)
        .order_by(PlanAssignment.contract_id, PlanAssignment.starts_on)
    )
    plans: dict[RawId, list[tuple[date, RawId]]] = defaultdict(list)
    for contract_id, starts_on, plan_id in rows:
        plans[contract_id].append((starts_on, plan_id))
    return plans


def changed_hands(month: str) -> dict[RawId, Skipped]:
    """Uncharged reports whose days belong to contracts of two franchisees."""
    earlier, later = aliased(ContractOutlet), aliased(ContractOutlet)
    giving, taking = aliased(Contract), aliased(Contract)
    statement = (
        select(
            raw(SalesReport.id),
            SalesReport.starts_on,
            SalesReport.ends_on,
            Outlet.code,
            Outlet.name,
        )
        .select_from(earlier)
        .join(
            later,
            and_(later.outlet_id == earlier.outlet_id, later.starts_on > earlier.starts_on),
        )
        .join(giving, and_(giving.id == earlier.contract_id, giving.status.in_(IN_FORCE)))
        .join(taking, and_(taking.id == later.contract_id, taking.status.in_(IN_FORCE)))
        .join(SalesReport, SalesReport.outlet_id == earlier.outlet_id)
        .join(Outlet, Outlet.id == SalesReport.outlet_id)
        .where(
            giving.franchisee_id != taking.franchisee_id,
            SalesReport.month == month,
            SalesReport.is_current,
            earlier.ends_on >= SalesReport.starts_on,
            earlier.starts_on <= SalesReport.ends_on,
            later.ends_on >= SalesReport.starts_on,
            later.starts_on <= SalesReport.ends_on,
            is_uncharged(),
        )
    )
    return {
        row.id: Skipped(row.code, row.name, _text(row.starts_on, row.ends_on), CHANGED_HANDS, {})
        for row in db.session.execute(statement)
    }


def uncovered(month: str, *, limit: int) -> tuple[list[Skipped], int]:
    """Uncharged reports that no contract covers: the first `limit`, and how many there are."""
    covered = (
        exists()
        .where(ContractOutlet.outlet_id == SalesReport.outlet_id, _overlaps())
        .where(Contract.id == ContractOutlet.contract_id, Contract.status.in_(IN_FORCE))
    )
    here = (SalesReport.month == month, SalesReport.is_current, is_uncharged(), ~covered)
    rows = db.session.execute(
        select(SalesReport.starts_on, SalesReport.ends_on, Outlet.code, Outlet.name)
        .join(Outlet, Outlet.id == SalesReport.outlet_id)
        .where(*here)
        .order_by(Outlet.code, SalesReport.starts_on)
        .limit(limit + 1)
    ).all()
    found = [
        Skipped(row.code, row.name, _text(row.starts_on, row.ends_on), NO_CONTRACT, {})
        for row in rows[:limit]
    ]
    if len(rows) <= limit:
        return found, len(found)
    count = select(func.count()).select_from(SalesReport).where(*here)
    return found, db.session.execute(count).scalar_one()


def _text(first: date, last: date) -> str:
    return Period.of_days(first, last).text
