"""Sales of a franchisee's outlets month by month, net of tax and refunds."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import func, select

from ...contracts.models import Contract, ContractOutlet
from ...database import db
from ...kit.money import Money
from ...kit.period import Period, shifted
from ...network.models import Outlet
from ..models import SalesReport
from .statement_data import OutletSeries, SalesSeries


def net_sales(franchisee_id: UUID, currency: str, last: Period, count: int) -> SalesSeries:
    """The months up to and with the last, of the outlets that the franchisee's contracts cover.

    Sales from before a contract began or after it ended belong to somebody else and are left out.
    """
    first = shifted(last.start, 1 - count)
    months = tuple(f"{shifted(first, place):%Y-%m}" for place in range(count))
    covered = (
        select(SalesReport.id)
        .join(ContractOutlet, ContractOutlet.outlet_id == SalesReport.outlet_id)
        .join(Contract, Contract.id == ContractOutlet.contract_id)
        .where(
            Contract.franchisee_id == franchisee_id,
            ContractOutlet.starts_on <= SalesReport.ends_on,
            ContractOutlet.ends_on >= SalesReport.starts_on,
            SalesReport.month >= months[0],
            SalesReport.month <= months[-1],
        )
    )
    net = SalesReport.gross_minor - SalesReport.sales_tax_minor - SalesReport.refunds_minor
    rows = db.session.execute(
        select(SalesReport.outlet_id, SalesReport.month, func.sum(net))
        .where(
            SalesReport.id.in_(covered), SalesReport.is_current, SalesReport.currency == currency
        )
        .group_by(SalesReport.outlet_id, SalesReport.month)
    )
    sums: dict[UUID, dict[str, int]] = defaultdict(dict)
    for outlet_id, month, minor in rows:
        sums[outlet_id][month] = int(minor)
    outlets = db.session.scalars(
        select(Outlet).where(Outlet.id.in_(list(sums))).order_by(Outlet.opened_on, Outlet.code)
    )
    return SalesSeries(
        months=months,
        outlets=tuple(_outlet(outlet, sums[outlet.id], months, currency) for outlet in outlets),
    )


def _outlet(
    outlet: Outlet, by_month: dict[str, int], months: tuple[str, ...], currency: str
) -> OutletSeries:
    return OutletSeries(
        id=outlet.id,
        code=outlet.code,
        name=outlet.name,
        name_local=outlet.name_local,
        opened_on=outlet.opened_on,
        net=tuple(
            Money(by_month[month], currency) if month in by_month else None for month in months
        ),
    )
