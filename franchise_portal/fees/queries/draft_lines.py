"""Lines that have not been charged yet, explained as charges are (`charges`)."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from sqlalchemy import select

from ...contracts.models import Clause
from ...database import db
from ...kit.money import Money
from ...network.models import Outlet
from ..models import SalesReport
from ..rules import FeeLine, explain
from ..rules.years import year_of
from .charges import (
    ContractFacts,
    ExplainedLine,
    OutletCharges,
    ReportFacts,
    YearCharge,
    Years,
    by_outlets,
    facts_of,
)
from .due import DueReport
from .raw_ids import RawId

Charged = Sequence[tuple[DueReport, tuple[FeeLine, ...]]]
"""Reports, each with the lines that will be charged on it, in the order of outlets and days."""


def explained_drafts(charged: Charged) -> tuple[OutletCharges, ...]:
    """The lines by outlet, each with what will explain it on the invoice."""
    if not charged:
        return ()
    facts = _reports([report.id for report, _ in charged])
    clauses = _clauses({_id(report.contract_id) for report, _ in charged})
    years = _years(charged)
    found: list[tuple[Outlet, ExplainedLine]] = []
    for report, lines in charged:
        told, outlet = facts[_id(report.id)]
        for line in lines:
            contract = _contract(report, line, clauses)
            found.append((outlet, _explained(report, told, line, contract, years)))
    return by_outlets(found)


def _reports(ids: Iterable[RawId]) -> dict[UUID, tuple[ReportFacts, Outlet]]:
    rows = db.session.execute(
        select(SalesReport, Outlet)
        .join(Outlet, Outlet.id == SalesReport.outlet_id)
        .where(SalesReport.id.in_([_id(one) for one in ids]))
    )
    return {report.id: (facts_of(report, outlet.code), outlet) for report, outlet in rows}


def _clauses(contract_ids: Iterable[UUID]) -> dict[tuple[UUID, str], Clause]:
    rows = db.session.scalars(select(Clause).where(Clause.contract_id.in_(sorted(contract_ids))))
    return {(clause.contract_id, clause.number): clause for clause in rows}


def _years(charged: Charged) -> Years:
    """What was charged in these years so far, and what is to be charged now."""
    ends = [report.sales.period.last for report, _ in charged]
    starts = [
        year_of(line.sales.period.last, line.meter.year_starts).start
        for _, lines in charged
        for line in lines
    ]
    years = Years({_id(report.outlet_id) for report, _ in charged}, min(starts), max(ends))
    for report, lines in charged:
        period = report.sales.period
        for line in lines:
            charge = YearCharge(
                period.last,
                period.month.text,
                line.meter.fee.basis,
                line.basis_amount,
                line.amount_minor,
            )
            years.add(_id(report.franchisee_id), _id(report.outlet_id), line.fee, charge)
    return years


def _contract(
    report: DueReport, line: FeeLine, clauses: dict[tuple[UUID, str], Clause]
) -> ContractFacts:
    contract_id, number = _id(report.contract_id), line.meter.fee.clause
    clause = clauses.get((contract_id, number))
    return ContractFacts(
        contract_id,
        report.contract,
        number,
        clause.title if clause else "",
        clause.body if clause else "",
    )


def _explained(
    report: DueReport, told: ReportFacts, line: FeeLine, contract: ContractFacts, years: Years
) -> ExplainedLine:
    return ExplainedLine(
        # Of no row: it tells the line from the others of the page, the same on each visit.
        uuid5(told.id, line.fee),
        Money(line.amount_minor, line.meter.currency),
        line,
        explain(line),
        told,
        contract,
        years.up_to(_id(report.franchisee_id), _id(report.outlet_id), line),
    )


def _id(raw: RawId) -> UUID:
    return raw if isinstance(raw, UUID) else UUID(raw)
