"""The reports of a month that cannot be charged, each with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from ...contracts.models import Contract, ContractOutlet
from ...database import db
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.models import Outlet, OutletOwnership
from ...rows import Among
from ..models import SalesReport
from .due import IN_FORCE, DueReport, is_uncharged
from .raw_ids import RawId, raw

CHANGED_HANDS = N_(
    "The outlet changed hands within this period. Report the days of each franchisee by themselves."
)
NO_CONTRACT = N_("No contract covers the outlet in this period. Enter its contract first.")
NO_PLAN = N_("Contract %(contract)s has no fee plan in this period. Assign one first.")
OTHER_CURRENCY = N_(
    "The report is in %(reported)s, but the fee plan of contract %(contract)s is in %(planned)s."
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A report that could not be charged, and why, as an untranslated sentence."""

    outlet: str
    name: str
    period: str
    message: str
    params: Mapping[str, Any]


def skipped(report: DueReport, message: str, **params: object) -> Skipped:
    """A report that was left out for a reason."""
    sales = report.sales
    return Skipped(sales.outlet, report.outlet_name, sales.period.text, message, params)


def changed_hands(month: str, *, outlet_ids: Sequence[RawId] | None = None) -> dict[RawId, Skipped]:
    """Uncharged reports, of some outlets or all, whose days belong to contracts of two."""
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
    values = {}
    if outlet_ids is not None:
        statement = statement.where(Among(earlier.outlet_id, "outlets"))
        values = {"outlets": outlet_ids}
    return {
        row.id: Skipped(row.code, row.name, _text(row.starts_on, row.ends_on), CHANGED_HANDS, {})
        for row in db.session.execute(statement, values)
    }


def uncovered(month: str, *, limit: int) -> tuple[list[Skipped], int]:
    """Uncharged reports that no contract covers: the first `limit`, and how many there are."""
    covered = (
        exists()
        .where(ContractOutlet.outlet_id == SalesReport.outlet_id, _overlaps())
        .where(Contract.id == ContractOutlet.contract_id, Contract.status.in_(IN_FORCE))
    )
    # An outlet that nobody owns is the franchisor's own: no contract is missing.
    owned = exists().where(
        OutletOwnership.outlet_id == SalesReport.outlet_id,
        OutletOwnership.starts_on <= SalesReport.ends_on,
        or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= SalesReport.ends_on),
    )
    here = (SalesReport.month == month, SalesReport.is_current, is_uncharged(), ~covered, owned)
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


def _overlaps() -> ColumnElement[bool]:
    return and_(
        ContractOutlet.starts_on <= SalesReport.ends_on,
        ContractOutlet.ends_on >= SalesReport.starts_on,
    )
