"""What came before a report: the outlet's earlier reports and charges, for fees that look back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from ...contracts.models import Contract
from ...database import db
from ...kit.period import Period
from ..models import Charge, SalesReport
from ..rules.year_so_far import YearSoFar
from .due import DueReport
from .raw_ids import RawId, is_one_of, raw
from .taken_back import is_live

PORTION = 5_000
"""Ids in one statement."""


def previous_periods(reports: Sequence[DueReport]) -> dict[RawId, Period]:
    """For each report the outlet's report before it, by its first day, where there is one."""
    before = aliased(SalesReport)
    latest = (
        select(func.max(before.starts_on))
        .where(
            before.outlet_id == SalesReport.outlet_id,
            before.starts_on < SalesReport.starts_on,
            before.is_current,
        )
        .scalar_subquery()
    )
    earlier = aliased(SalesReport)
    found: dict[RawId, Period] = {}
    for portion in _portions(report.id for report in reports):
        rows = db.session.execute(
            select(raw(SalesReport.id), earlier.starts_on, earlier.ends_on)
            .join(
                earlier,
                and_(
                    earlier.outlet_id == SalesReport.outlet_id,
                    earlier.starts_on == latest,
                    earlier.is_current,
                ),
            )
            .where(is_one_of(SalesReport.id, portion))
        )
        found.update((row.id, Period.of_days(row.starts_on, row.ends_on)) for row in rows)
    return found


def charged_later(reports: Sequence[DueReport]) -> dict[RawId, list[tuple[str, Period]]]:
    """For each report the later periods of its outlet that were charged before it, by fee.

    First the later reports, then their charges by the index: months are mostly charged in their
    order, and then there is nothing to look for.
    """
    later: dict[RawId, list[RawId]] = defaultdict(list)
    periods: dict[RawId, Period] = {}
    for portion in _portions(report.id for report in reports):
        for earlier_id, later_id, starts_on, ends_on in _reported_later(portion):
            later[later_id].append(earlier_id)
            periods[later_id] = Period.of_days(starts_on, ends_on)
    charged = [
        (periods[row.sales_report_id], row.fee, row.sales_report_id)
        for portion in _portions(later)
        for row in db.session.execute(
            select(raw(Charge.sales_report_id), Charge.fee).where(
                is_one_of(Charge.sales_report_id, portion), is_live()
            )
        )
    ]
    found: dict[RawId, list[tuple[str, Period]]] = defaultdict(list)
    for period, fee, later_id in sorted(charged, key=lambda one: one[0].start):
        for earlier_id in later[later_id]:
            found[earlier_id].append((fee, period))
    return found


def _reported_later(report_ids: list[RawId]) -> Sequence[tuple[RawId, RawId, date, date]]:
    after = aliased(SalesReport)
    query = (
        select(raw(SalesReport.id), raw(after.id, "later_id"), after.starts_on, after.ends_on)
        .join(
            after,
            and_(
                after.outlet_id == SalesReport.outlet_id,
                after.starts_on > SalesReport.starts_on,
            ),
        )
        .where(is_one_of(SalesReport.id, report_ids))
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(query)]


def year_so_far(reports: Sequence[DueReport], year: Period) -> dict[tuple[RawId, RawId], YearSoFar]:
    """How a year stands for the outlets of some reports, by (outlet, franchisee).

    A new franchisee begins the year anew. Bases are exact text on SQLite, so they are summed here.
    """
    outlets = list({report.outlet_id for report in reports})
    found: dict[tuple[RawId, RawId], YearSoFar] = defaultdict(YearSoFar)
    for start in range(0, len(outlets), PORTION):
        rows = db.session.execute(
            select(
                raw(Charge.outlet_id),
                raw(Contract.franchisee_id),
                Charge.fee,
                Charge.basis,
                Charge.basis_amount,
                Charge.amount_minor,
            )
            .join(SalesReport, SalesReport.id == Charge.sales_report_id)
            .join(Contract, Contract.id == Charge.contract_id)
            .where(
                is_one_of(Charge.outlet_id, outlets[start : start + PORTION]),
                SalesReport.ends_on >= year.start,
                SalesReport.ends_on < year.end,
                is_live(),
            )
        )
        for outlet_id, franchisee_id, *charged in rows:
            found[outlet_id, franchisee_id].add(*charged)
    return found


def _portions(some: Iterable[RawId]) -> Iterable[list[RawId]]:
    ids = list(some)
    return (ids[start : start + PORTION] for start in range(0, len(ids), PORTION))
