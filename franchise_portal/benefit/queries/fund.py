"""What the advertising fund spent in a month where a business has its outlets, and for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select

from ...database import db
from ...fund.models import FundSpending, FundSpendingRegion
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Outlet, OutletOwnership, Region
from ...network.queries import owns


@dataclass(frozen=True, slots=True)
class Spent:
    """Money of the fund for one region, or for the whole network where there is none."""

    region: str
    region_local: str
    amount: Money


def fund_has_spent(by: Period) -> bool:
    """Whether the fund's spending is kept here at all."""
    query = exists().where(FundSpending.spent_on <= by.last)
    return bool(db.session.scalar(select(query)))


def spent_in(franchisee_id: UUID, month: Period) -> Sequence[Spent]:
    """What was spent in a month: each region of the business's outlets, then the whole network.

    What was taken back is taken off in the month in which that was posted.
    """
    within = (FundSpending.spent_on >= month.start, FundSpending.spent_on <= month.last)
    own = (
        select(Outlet.region_id)
        .join(OutletOwnership, OutletOwnership.outlet_id == Outlet.id)
        .where(OutletOwnership.franchisee_id == franchisee_id, owns(month.last))
    )
    by_region = db.session.execute(
        select(
            Region.name,
            Region.name_local,
            FundSpending.currency,
            func.sum(FundSpendingRegion.amount_minor),
        )
        .join(FundSpendingRegion, FundSpendingRegion.region_id == Region.id)
        .join(FundSpending, FundSpending.id == FundSpendingRegion.spending_id)
        .where(*within, Region.id.in_(own))
        .group_by(Region.id, Region.name, Region.name_local, FundSpending.currency)
        .order_by(Region.name)
    )
    for_all = db.session.execute(
        select(FundSpending.currency, func.sum(FundSpending.amount_minor))
        .where(*within, ~exists().where(FundSpendingRegion.spending_id == FundSpending.id))
        .group_by(FundSpending.currency)
    )
    found = [
        Spent(name, local, Money(int(minor), currency))
        for name, local, currency, minor in by_region
    ]
    found += [Spent("", "", Money(int(minor), currency)) for currency, minor in for_all]
    return [one for one in found if one.amount]
