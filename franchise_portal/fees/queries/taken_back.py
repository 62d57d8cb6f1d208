"""Which charges were taken back because their report was charged anew, and what is charged still.

A report has a chain: its versions for the same outlet and days, each charged at most once for each
fee and turn. Of a chain and a fee one charge at most is live.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from ...contracts.models import Contract
from ...database import db
from ...kit.period import Period
from ...network.models import Franchisee, Outlet
from ..models import Charge, CreditLine, Invoice, SalesReport
from ..rules.sales import Sales
from .due import DueReport
from .raw_ids import RawId, is_one_of, raw
from .sales_figures import FIGURES

PORTION = 1_000


def is_live() -> ColumnElement[bool]:
    """A condition: the charge has not been taken back to be charged anew.

    Asked charge by charge through the index, for the reason that `due.is_uncharged` gives.
    """
    reversal = select(CreditLine.id).where(CreditLine.charge_id == Charge.id).limit(1)
    return reversal.where(CreditLine.is_reversal).scalar_subquery().is_(None)


class Live(NamedTuple):
    """A charge that stands, with what is needed to take it back or to work it out again."""

    id: RawId
    report_id: RawId
    outlet_id: RawId
    starts_on: date
    ends_on: date
    month: str
    fee: str
    is_fund: bool
    counted_on: str
    basis: Decimal
    minor: int
    currency: str
    turn: int
    tax_rate_id: RawId | None
    plan_id: RawId
    contract_id: RawId
    franchisee_id: RawId
    working: dict[str, Any]

    @property
    def days(self) -> tuple[date, date]:
        """What tells the chain from others of the outlet."""
        return self.starts_on, self.ends_on


_LIVE = (
    select(
        raw(Charge.id),
        raw(Charge.sales_report_id),
        raw(Charge.outlet_id),
        SalesReport.starts_on,
        SalesReport.ends_on,
        Charge.month,
        Charge.fee,
        Charge.is_fund,
        Charge.basis,
        Charge.basis_amount,
        Charge.amount_minor,
        Charge.currency,
        Charge.turn,
        raw(Charge.tax_rate_id),
        raw(Charge.plan_id),
        raw(Charge.contract_id),
        raw(Invoice.franchisee_id),
        Charge.working,
    )
    .join(SalesReport, SalesReport.id == Charge.sales_report_id)
    .join(Invoice, Invoice.id == Charge.invoice_id)
    .where(is_live())
    .order_by(Charge.id)
)


def charged_before(reports: Sequence[DueReport]) -> dict[RawId, list[Live]]:
    """The live charges of earlier versions of some reports, by the later version's id."""
    now = aliased(SalesReport)
    found: dict[RawId, list[Live]] = defaultdict(list)
    ids = [report.id for report in reports]
    for start in range(0, len(ids), PORTION):
        query = (
            _LIVE.add_columns(raw(now.id))
            .join(
                now,
                (now.outlet_id == SalesReport.outlet_id)
                & (now.starts_on == SalesReport.starts_on)
                & (now.ends_on == SalesReport.ends_on)
                & (now.version > SalesReport.version),
            )
            .where(is_one_of(now.id, ids[start : start + PORTION]))
        )
        for *facts, report_id in db.session.execute(query):
            found[report_id].append(Live(*facts))
    return found


def live_in_year(outlet_id: RawId, franchisee_id: RawId, year: Period) -> list[Live]:
    """The live charges of an outlet under a franchisee for the periods of a year."""
    rows = db.session.execute(
        _LIVE.join(Contract, Contract.id == Charge.contract_id).where(
            is_one_of(Charge.outlet_id, [outlet_id]),
            is_one_of(Contract.franchisee_id, [franchisee_id]),
            SalesReport.ends_on >= year.start,
            SalesReport.ends_on < year.end,
        )
    )
    return [Live(*row) for row in rows]


def places_in_year(outlet_id: RawId, year: Period) -> dict[tuple[date, date], RawId]:
    """Where each chain of an outlet stands in the order in which the year was charged.

    It is the id of the chain's first charge: ids are made in the order of time.
    """
    rows = db.session.execute(
        select(SalesReport.starts_on, SalesReport.ends_on, raw(Charge.id))
        .join(Charge, Charge.sales_report_id == SalesReport.id)
        .where(
            is_one_of(SalesReport.outlet_id, [outlet_id]),
            SalesReport.ends_on >= year.start,
            SalesReport.ends_on < year.end,
        )
        .order_by(Charge.id)
    )
    places: dict[tuple[date, date], RawId] = {}
    for starts_on, ends_on, charge_id in rows:
        places.setdefault((starts_on, ends_on), charge_id)
    return places


class ReportRow(NamedTuple):
    """A report that was charged, as the rule reads it, and whose it is."""

    id: RawId
    outlet_name: str
    franchisee_code: str
    sales: Sales
    opened: date
    closed: date | None


def reports_with(report_ids: Sequence[RawId], franchisee_id: RawId) -> dict[RawId, ReportRow]:
    """Some reports of one franchisee, by id."""
    code = db.session.execute(
        select(Franchisee.code).where(is_one_of(Franchisee.id, [franchisee_id]))
    ).scalar_one()
    rows = db.session.execute(
        select(
            raw(SalesReport.id),
            Outlet.name,
            Outlet.opened_on,
            Outlet.closed_on,
            Outlet.code,
            SalesReport.starts_on,
            SalesReport.ends_on,
            *FIGURES,
        )
        .join(Outlet, Outlet.id == SalesReport.outlet_id)
        .where(is_one_of(SalesReport.id, report_ids))
    )
    found = {}
    for report_id, name, opened, closed, outlet, first, last, *figures in rows:
        sales = Sales(outlet, Period.of_days(first, last), *figures)
        found[report_id] = ReportRow(report_id, name, code, sales, opened, closed)
    return found
