"""What a sales file must know about the outlets it names; looked up for some codes at a time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from ...contracts.models import Contract, ContractOutlet
from ...database import db
from ...network.models import Outlet
from ..enums import SalesSource
from ..models import Charge, Invoice, PlanAssignment, SalesReport
from .due import IN_FORCE, plan_on
from .raw_ids import RawId, is_one_of, raw


@dataclass(slots=True)
class Entry:
    """An outlet with its days of trading and the plans of the contracts that cover it."""

    id: RawId
    code: str
    name: str
    opened_on: date
    closed_on: date | None
    covers: list[tuple[date, date, Sequence[tuple[date, RawId]]]] = field(default_factory=list)
    """First and last day of each cover, and the plans assigned in it, the earliest first."""

    def plan_on(self, day: date) -> RawId | None:
        """The plan by which sales of a day are charged; None where there is none yet."""
        for first, last, assigned in self.covers:
            if first <= day <= last:
                return plan_on(assigned, day)
        return None


def outlets_with(codes: Collection[str]) -> dict[str, Entry]:
    """The outlets with these codes, by code."""
    outlets = db.session.execute(
        select(raw(Outlet.id), Outlet.code, Outlet.name, Outlet.opened_on, Outlet.closed_on).where(
            Outlet.code.in_(sorted(codes))
        )
    )
    found = {row.code: Entry(*row) for row in outlets}
    by_id = {entry.id: entry for entry in found.values()}
    rows = db.session.execute(
        select(
            raw(ContractOutlet.outlet_id),
            raw(ContractOutlet.contract_id),
            ContractOutlet.starts_on,
            ContractOutlet.ends_on,
            PlanAssignment.starts_on.label("assigned_on"),
            raw(PlanAssignment.plan_id),
        )
        .join(Contract, Contract.id == ContractOutlet.contract_id)
        .outerjoin(PlanAssignment, PlanAssignment.contract_id == Contract.id)
        .where(is_one_of(ContractOutlet.outlet_id, list(by_id)), Contract.status.in_(IN_FORCE))
        .order_by(ContractOutlet.starts_on, PlanAssignment.starts_on)
    )
    assigned: dict[tuple[RawId, RawId, date, date], list[tuple[date, RawId]]] = defaultdict(list)
    for row in rows:
        key = (row.outlet_id, row.contract_id, row.starts_on, row.ends_on)
        plans = assigned[key]
        if row.plan_id is not None:
            plans.append((row.assigned_on, row.plan_id))
    for (outlet_id, _, first, last), plans in assigned.items():
        by_id[outlet_id].covers.append((first, last, plans))
    return found


def all_codes() -> Sequence[str]:
    """The code of every outlet, for finding the one that was meant."""
    return db.session.scalars(select(Outlet.code)).all()


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that is there already."""

    id: RawId
    outlet_id: RawId
    starts_on: date
    ends_on: date
    version: int
    source: SalesSource


def reported_between(outlet_ids: Collection[RawId], first: date, last: date) -> list[Reported]:
    """The current reports of some outlets that share a day with a span, both days included."""
    rows = db.session.execute(
        select(
            raw(SalesReport.id),
            raw(SalesReport.outlet_id),
            SalesReport.starts_on,
            SalesReport.ends_on,
            SalesReport.version,
            SalesReport.source,
        ).where(
            is_one_of(SalesReport.outlet_id, list(outlet_ids)),
            SalesReport.is_current,
            SalesReport.starts_on <= last,
            SalesReport.ends_on >= first,
        )
    )
    return [Reported(*row) for row in rows]


def invoices_of(report_ids: Collection[RawId]) -> dict[RawId, str]:
    """The number of the invoice on which each report was charged, for those that were."""
    rows = db.session.execute(
        select(raw(Charge.sales_report_id), Invoice.number)
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(is_one_of(Charge.sales_report_id, list(report_ids)))
        .distinct()
    )
    return dict(rows.all())
