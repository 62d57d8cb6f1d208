"""How franchisees did: their sales against what they expected, and how often they paid late."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, case, exists, func, or_, select

from ...database import db
from ...kit.durations import Duration, Unit
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Outlet, OutletOwnership
from ...recruitment import queries as recruitment
from ..models import Allocation, Invoice, OpenItem, SalesReport

#: A mean of fewer months of an outlet says more about the season than about the franchisee.
FEWEST_MONTHS = 3


def sales_against_expectation(franchisee_ids: Sequence[UUID], on: date) -> Mapping[UUID, Decimal]:
    """Mean monthly sales of an outlet, net of tax and refunds, as a share of those expected.

    Over the twelve whole months before a day, of all outlets. Left out is who stated no sales, or
    has fewer than three months.
    """
    expected = recruitment.expected_sales(franchisee_ids)
    means = _mean_sales(list(expected), on)
    return {
        franchisee_id: means[franchisee_id].to_decimal() / stated.to_decimal()
        for franchisee_id, stated in expected.items()
        if franchisee_id in means and means[franchisee_id].currency == stated.currency
    }


def months_paid_late(franchisee_ids: Sequence[UUID], on: date) -> Mapping[UUID, Decimal]:
    """The share of invoiced months that were paid late, or are overdue, up to a day.

    Left out is who has had nothing to pay yet.
    """
    is_late = or_(
        exists().where(
            Allocation.invoice_id == Invoice.id, Allocation.allocated_on > Invoice.due_on
        ),
        exists().where(OpenItem.invoice_id == Invoice.id),
    )
    query = (
        select(
            Invoice.franchisee_id,
            func.count(Invoice.month.distinct()),
            func.count(case((is_late, Invoice.month)).distinct()),
        )
        .where(
            Invoice.franchisee_id.in_(list(franchisee_ids)),
            Invoice.due_on < on,
            Invoice.total_minor > 0,
        )
        .group_by(Invoice.franchisee_id)
    )
    return {row[0]: Decimal(row[2]) / Decimal(row[1]) for row in db.session.execute(query)}


def _mean_sales(franchisee_ids: Sequence[UUID], on: date) -> Mapping[UUID, Money]:
    """The mean of an outlet and month, by franchisee; of several currencies none."""
    this_month = Period.month_of(on).start
    first = Duration(12, Unit.MONTHS).before(this_month)
    of_an_outlet = (
        select(
            OutletOwnership.franchisee_id.label("franchisee_id"),
            SalesReport.currency.label("currency"),
            func.sum(
                SalesReport.gross_minor - SalesReport.sales_tax_minor - SalesReport.refunds_minor
            ).label("minor"),
        )
        .join(Outlet, Outlet.id == SalesReport.outlet_id)
        .join(
            OutletOwnership,
            and_(
                OutletOwnership.outlet_id == Outlet.id,
                OutletOwnership.starts_on <= SalesReport.ends_on,
                or_(
                    OutletOwnership.ends_on.is_(None),
                    OutletOwnership.ends_on >= SalesReport.ends_on,
                ),
            ),
        )
        .where(
            OutletOwnership.franchisee_id.in_(list(franchisee_ids)),
            SalesReport.is_current,
            SalesReport.month >= f"{first:%Y-%m}",
            SalesReport.month < f"{this_month:%Y-%m}",
        )
        .group_by(
            OutletOwnership.franchisee_id,
            SalesReport.outlet_id,
            SalesReport.month,
            SalesReport.currency,
        )
        .subquery()
    )
    sums = of_an_outlet.columns
    query = select(sums.franchisee_id, sums.currency, func.count(), func.sum(sums.minor)).group_by(
        sums.franchisee_id, sums.currency
    )
    found: dict[UUID, list[tuple[str, int, int]]] = {}
    for franchisee_id, currency, months, minor in db.session.execute(query):
        found.setdefault(franchisee_id, []).append((currency, months, int(minor)))
    return {
        franchisee_id: Money(minor // months, currency)
        for franchisee_id, ((currency, months, minor), *others) in found.items()
        if not others and months >= FEWEST_MONTHS
    }
