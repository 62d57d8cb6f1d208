"""Outlets that the franchisor runs itself: by which plan they contribute, and on which reports.

An outlet without an owner on the last day of a report is the franchisor's own in it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.enums import Account, Book
from ...fees.models import AccountTotal, FeePlan, SalesReport
from ...fees.queries.plans import the_plan
from ...fees.queries.sales_figures import FIGURES
from ...fees.rules.sales import Sales
from ...fees.rules.year_so_far import YearSoFar
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Brand, Outlet, OutletOwnership
from ..models import FundOwnContribution, FundOwnPlan, FundTransfer


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """By which plan a brand's own outlets contribute, and who decided."""

    brand: Brand
    plan_id: UUID
    plan: str
    starts_on: date
    decided_by: str


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report of an own outlet that nothing was posted for."""

    id: UUID
    outlet_id: UUID
    brand_id: UUID
    opened_on: date
    closed_on: date | None
    month: str
    sales: Sales


def own_plans(actor: Actor) -> Sequence[OwnPlan]:
    """What was decided, by brand and the latest first."""
    actor.require(Permission.FUND_BOOK_READ)
    rows = db.session.execute(
        select(FundOwnPlan, FeePlan.name, Brand)
        .join(FeePlan, FeePlan.id == FundOwnPlan.plan_id)
        .join(Brand, Brand.id == FundOwnPlan.brand_id)
        .order_by(Brand.code, FundOwnPlan.starts_on.desc())
    )
    return [
        OwnPlan(brand, row.plan_id, name, row.starts_on, row.decided_by_name)
        for row, name, brand in rows
    ]


def decided() -> Mapping[UUID, Sequence[tuple[date, UUID]]]:
    """The plans of each brand with their first days, the earliest first."""
    found: dict[UUID, list[tuple[date, UUID]]] = defaultdict(list)
    rows = db.session.execute(
        select(FundOwnPlan.brand_id, FundOwnPlan.starts_on, FundOwnPlan.plan_id).order_by(
            FundOwnPlan.starts_on
        )
    )
    for brand_id, starts_on, plan_id in rows:
        found[brand_id].append((starts_on, plan_id))
    return found


def own_outlets() -> Select[UUID]:
    """The outlets that were the franchisor's own at some time: few, so their reports are looked at.

    All others have had one owner since they opened.
    """
    one = aliased(Outlet)
    owned = exists().where(
        OutletOwnership.outlet_id == one.id,
        OutletOwnership.starts_on <= one.opened_on,
        OutletOwnership.ends_on.is_(None),
    )
    return select(one.id).where(~owned)


def has_no_owner(on: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column of days
    """Whether nobody owns the outlet of the row on a day, so that it is the franchisor's."""
    return ~exists().where(
        OutletOwnership.outlet_id == Outlet.id,
        OutletOwnership.starts_on <= on,
        or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= on),
    )


def reports_to_post(first: date) -> Sequence[OwnReport]:
    """The current reports from a day on for which nothing is posted, in the order of their days."""
    back = aliased(FundOwnContribution)
    posted = exists().where(
        FundOwnContribution.sales_report_id == SalesReport.id,
        FundOwnContribution.reverses_id.is_(None),
        ~exists().where(back.reverses_id == FundOwnContribution.id),
    )
    rows = db.session.execute(
        select(
            SalesReport.id,
            SalesReport.outlet_id,
            Outlet.brand_id,
            Outlet.opened_on,
            Outlet.closed_on,
            SalesReport.month,
            Outlet.code,
            SalesReport.starts_on,
            SalesReport.ends_on,
            *FIGURES,
        )
        .join(Outlet, Outlet.id == SalesReport.outlet_id)
        .where(
            SalesReport.outlet_id.in_(own_outlets()),
            SalesReport.starts_on >= first,
            SalesReport.is_current,
            has_no_owner(SalesReport.ends_on),
            ~posted,
        )
        .order_by(SalesReport.starts_on, Outlet.code, SalesReport.id)
    )
    return [
        OwnReport(
            report_id,
            outlet_id,
            brand_id,
            opened,
            closed,
            month,
            Sales(code, Period.of_days(first_day, last_day), *figures),
        )
        for (
            report_id,
            outlet_id,
            brand_id,
            opened,
            closed,
            month,
            code,
            first_day,
            last_day,
            *figures,
        ) in rows
    ]


def outdated() -> Sequence[FundOwnContribution]:
    """What was posted for reports that a later version has replaced, and not yet taken back."""
    back = aliased(FundOwnContribution)
    return db.session.scalars(
        select(FundOwnContribution)
        .join(SalesReport, SalesReport.id == FundOwnContribution.sales_report_id)
        .where(
            SalesReport.is_current.is_(False),
            FundOwnContribution.reverses_id.is_(None),
            ~exists().where(back.reverses_id == FundOwnContribution.id),
        )
        .order_by(FundOwnContribution.id)
    ).all()


def year_so_far(outlet_id: UUID, year: Period) -> YearSoFar:
    """How a year stands for the fund fees of an own outlet."""
    rows = db.session.execute(
        select(
            FundOwnContribution.plan_id,
            FundOwnContribution.fee,
            FundOwnContribution.basis_amount,
            FundOwnContribution.amount_minor,
        )
        .join(SalesReport, SalesReport.id == FundOwnContribution.sales_report_id)
        .where(
            FundOwnContribution.outlet_id == outlet_id,
            SalesReport.ends_on >= year.start,
            SalesReport.ends_on < year.end,
        )
    )
    so_far = YearSoFar()
    for plan_id, fee, basis, minor in rows:
        so_far.add(fee, the_plan(plan_id).fee(fee).basis, basis, minor)
    return so_far


def previous_of(outlet_id: UUID, starts_on: date) -> Period | None:
    """An outlet's report before a day."""
    row = db.session.execute(
        select(SalesReport.starts_on, SalesReport.ends_on)
        .where(
            SalesReport.outlet_id == outlet_id,
            SalesReport.starts_on < starts_on,
            SalesReport.is_current,
        )
        .order_by(SalesReport.starts_on.desc())
        .limit(1)
    ).first()
    return Period.of_days(*row) if row else None


def transfers(actor: Actor, *, limit: int = 24) -> Sequence[FundTransfer]:
    """What the franchisor transferred for its own outlets, the latest first."""
    actor.require(Permission.FUND_BOOK_READ)
    return db.session.scalars(
        select(FundTransfer)
        .order_by(FundTransfer.paid_on.desc(), FundTransfer.id.desc())
        .limit(limit)
    ).all()


def owed(currency: str) -> Money:
    """What the franchisor still owes the fund for its own outlets."""
    stands = db.session.scalar(
        select(AccountTotal.total_minor).where(
            AccountTotal.book == Book.FUND,
            AccountTotal.account == Account.BETWEEN,
            AccountTotal.currency == currency,
        )
    )
    return Money(stands or 0, currency)


def without_plan() -> Sequence[tuple[Brand, int]]:
    """Brands with own outlets that trade, for which no plan was chosen, and how many these are.

    Mostly every brand with own outlets has a plan; then no outlet is looked at.
    """
    brands = db.session.scalars(
        select(Brand.id).where(~exists().where(FundOwnPlan.brand_id == Brand.id))
    ).all()
    if not brands:
        return ()
    rows = db.session.execute(
        select(Brand, func.count(Outlet.id))
        .join(Outlet, Outlet.brand_id == Brand.id)
        .where(
            Outlet.id.in_(own_outlets()),
            has_no_owner(func.coalesce(Outlet.closed_on, date.max)),
            Outlet.closed_on.is_(None),
            Brand.id.in_(brands),
        )
        .group_by(Brand.id)
        .order_by(Brand.code)
    )
    return [(brand, int(count)) for brand, count in rows]
