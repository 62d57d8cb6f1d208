"""Charges with everything that explains them: report, plan, situation, clause, the year so far."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, select

from ...contracts.models import Clause, Contract
from ...database import db
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Outlet
from ..enums import SalesSource
from ..models import Charge, SalesReport
from ..rules import FeeLine, Reason, Sales, explain, fees_due
from ..rules.plans import Fee
from ..rules.working import unpacked
from ..rules.years import year_of
from .plans import the_plan
from .sales_figures import figures_of
from .taken_back import is_live

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The sales report that a line rests on."""

    id: UUID
    sales: Sales
    reported_at: datetime
    reported_by: str
    is_estimate: bool = False
    """Whether it stands for a report that has not come."""


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """The contract and the words of the clause that allow a fee; empty where none were entered."""

    id: UUID
    number: str
    clause: str
    clause_title: str
    clause_body: str


@dataclass(frozen=True, slots=True)
class MonthCharged:
    """What a fee charged an outlet for one month."""

    month: str
    basis: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """A fee on an outlet from the beginning of the plan's year up to and with a report."""

    first: date
    months: tuple[MonthCharged, ...]
    basis: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One line of an invoice, worked out again from what was known when it was charged.

    `line.amount` and `amount` are the same: `ledger check --recompute` proves it for each.
    """

    id: UUID
    amount: Money
    line: FeeLine
    reasons: tuple[Reason, ...]
    report: ReportFacts
    contract: ContractFacts
    year: YearSoFar
    is_disputed: bool = False
    """Whether it is in dispute; known where `reports.disputed` has asked."""

    @property
    def fee(self) -> Fee:
        """What the plan says about the fee."""
        return self.line.meter.fee

    @property
    def period(self) -> Period:
        """The period of the report."""
        return self.report.sales.period


@dataclass(frozen=True, slots=True)
class OutletCharges:
    """The lines of one outlet, in the order of its reports and of the plan."""

    id: UUID
    code: str
    name: str
    name_local: str
    opened_on: date
    lines: tuple[ExplainedLine, ...]

    @property
    def has_many_reports(self) -> bool:
        """Whether a line must say which period it is for."""
        return len({line.report.id for line in self.lines}) > 1

    @property
    def reports(self) -> tuple[ReportFacts, ...]:
        """The reports charged, each once."""
        return tuple({line.report.id: line.report for line in self.lines}.values())


def explained(*conditions: ColumnElement[bool]) -> tuple[OutletCharges, ...]:
    """The charges that fulfil some conditions, by outlet, each with its explanation."""
    rows = db.session.execute(
        select(Charge, SalesReport, Outlet, Contract.number, Contract.franchisee_id, Clause)
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(Outlet, Outlet.id == Charge.outlet_id)
        .join(Contract, Contract.id == Charge.contract_id)
        .outerjoin(
            Clause, and_(Clause.contract_id == Charge.contract_id, Clause.number == Charge.clause)
        )
        .where(*conditions)
        .order_by(Outlet.code, SalesReport.starts_on, Charge.position)
    ).all()
    years = _years_of(rows)
    return by_outlets((row.Outlet, _explained(row, years)) for row in rows)


def by_outlets(lines: Iterable[tuple[Outlet, ExplainedLine]]) -> tuple[OutletCharges, ...]:
    """Lines of several outlets, gathered for each; the outlets in the order of their first line."""
    found: dict[UUID, list[ExplainedLine]] = defaultdict(list)
    outlets: dict[UUID, Outlet] = {}
    for outlet, line in lines:
        outlets[outlet.id] = outlet
        found[outlet.id].append(line)
    return tuple(
        OutletCharges(
            outlet.id,
            outlet.code,
            outlet.name,
            outlet.name_local,
            outlet.opened_on,
            tuple(found[outlet.id]),
        )
        for outlet in outlets.values()
    )


def _explained(row: AnyRow, years: "Years") -> ExplainedLine:
    charge: Charge = row.Charge
    report = facts_of(row.SalesReport, row.Outlet.code)
    line = worked_out(charge, report.sales)
    clause: Clause | None = row.Clause
    contract = ContractFacts(
        charge.contract_id,
        row.number,
        charge.clause,
        clause.title if clause else "",
        clause.body if clause else "",
    )
    return ExplainedLine(
        charge.id,
        Money(charge.amount_minor, charge.currency),
        line,
        explain(line),
        report,
        contract,
        years.up_to(row.franchisee_id, charge.outlet_id, line),
    )


def worked_out(charge: Charge, sales: Sales) -> FeeLine:
    """The line of a charge, from the same plan, report and situation, by the same rule.

    Raises:
        LookupError: when the rule gives no such line any more, which is a fault of ours.
    """
    situation = unpacked(charge.working, charge.fee)
    for line in fees_due(the_plan(charge.plan_id), sales, situation):
        if line.fee == charge.fee:
            return line
    raise LookupError(f"charge {charge.id}: the plan gives no {charge.fee!r} any more")


def facts_of(report: SalesReport, code: str) -> ReportFacts:
    """A report as the rule reads it, with who sent it and when."""
    return ReportFacts(
        report.id,
        sales_of(report, code),
        report.reported_at,
        report.reported_by_name,
        report.source is SalesSource.ESTIMATE,
    )


def sales_of(report: SalesReport, code: str) -> Sales:
    """A row of `sales_reports` as the rule reads it."""
    return Sales(
        code,
        Period.of_days(report.starts_on, report.ends_on),
        *figures_of(report),
    )


class YearCharge(NamedTuple):
    """What a fee charged for the days that end on one day."""

    ends_on: date
    month: str
    counted_on: str
    basis: Decimal
    minor: int


class Years:
    """What the fees of some outlets came to day by day; one query for all of them."""

    def __init__(self, outlet_ids: Iterable[UUID], first: date, last: date) -> None:
        """Load what was charged for reports that end from the first to the last day."""
        self._charged: dict[tuple[UUID, UUID, str], list[YearCharge]] = defaultdict(list)
        for franchisee_id, outlet_id, fee, *rest in self._load(outlet_ids, first, last):
            self.add(franchisee_id, outlet_id, fee, YearCharge(*rest))

    def add(self, franchisee_id: UUID, outlet_id: UUID, fee: str, charge: YearCharge) -> None:
        """Count another charge; those of a fee come in the order of their days."""
        self._charged[franchisee_id, outlet_id, fee].append(charge)

    @staticmethod
    def _load(outlet_ids: Iterable[UUID], first: date, last: date) -> Iterable[AnyRow]:
        return db.session.execute(
            select(
                Contract.franchisee_id,
                Charge.outlet_id,
                Charge.fee,
                SalesReport.ends_on,
                SalesReport.month,
                Charge.basis,
                Charge.basis_amount,
                Charge.amount_minor,
            )
            .join(SalesReport, SalesReport.id == Charge.sales_report_id)
            .join(Contract, Contract.id == Charge.contract_id)
            .where(
                Charge.outlet_id.in_(sorted(outlet_ids)),
                SalesReport.ends_on >= first,
                SalesReport.ends_on <= last,
                is_live(),
            )
            .order_by(SalesReport.ends_on)
        )

    def up_to(self, franchisee_id: UUID, outlet_id: UUID, line: FeeLine) -> YearSoFar:
        """The year of one line, month by month, the line's own days included.

        What was counted on something else, by another version of the plan, is in the amounts but
        makes no sum with its basis.
        """
        period, currency = line.sales.period, line.meter.currency
        year = year_of(period.last, line.meter.year_starts)
        basis: dict[str, Decimal] = defaultdict(Decimal)
        minor: dict[str, int] = defaultdict(int)
        for charge in self._charged[franchisee_id, outlet_id, line.fee]:
            if charge.ends_on in year and charge.ends_on <= period.last:
                is_alike = charge.counted_on == line.meter.fee.basis
                basis[charge.month] += charge.basis if is_alike else 0
                minor[charge.month] += charge.minor
        return YearSoFar(
            year.start,
            tuple(
                MonthCharged(month, basis[month], Money(minor[month], currency)) for month in basis
            ),
            sum(basis.values(), Decimal(0)),
            Money(sum(minor.values()), currency),
        )


def _years_of(rows: Sequence[AnyRow]) -> Years:
    """The years of some charges so far."""
    if not rows:
        return Years((), date.max, date.min)
    first = min(_year(row.Charge, row.SalesReport.ends_on).start for row in rows)
    last = max(row.SalesReport.ends_on for row in rows)
    return Years({row.Outlet.id for row in rows}, first, last)


def _year(charge: Charge, ends_on: date) -> Period:
    return year_of(ends_on, the_plan(charge.plan_id).year_starts)
