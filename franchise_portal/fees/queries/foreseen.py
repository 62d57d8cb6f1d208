"""What fees a report would cause, by the same rule that charges it later."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from ...contracts.models import Contract
from ...database import db
from ...kit.period import Period
from ..errors import MissingFigure
from ..models import Charge, SalesReport
from ..rules.assessment import FeeLine, Situation, Standing, fees_due
from ..rules.plans import FeePlan
from ..rules.sales import Sales
from ..rules.year_so_far import YearSoFar
from ..rules.years import year_of
from .taken_back import is_live
from .telling import Place


def foreseen_fees(place: Place, sales: Sales) -> tuple[FeeLine, ...]:
    """The lines that an assessment would charge for these sales; none without a plan.

    Raises:
        MissingFigure: when a fee is counted on a number that was not said.
    """
    plan = place.plan
    if plan is None:
        return ()
    return fees_due(plan, sales, situation_of(place, plan))


def fees_or_none(place: Place, sales: Sales) -> tuple[FeeLine, ...] | None:
    """The same; None where a number is missing that a fee is counted on."""
    try:
        return foreseen_fees(place, sales)
    except MissingFigure:
        return None


def situation_of(place: Place, plan: FeePlan) -> Situation:
    """What the rule knows of an outlet beside its report, as the assessment will know it."""
    outlet, period = place.outlet, place.period
    previous = _previous(outlet.id, period.start) if plan.needs_previous else None
    standings = _standings(place, plan) if plan.needs_year else {}
    return Situation(outlet.opened_on, outlet.closed_on, previous, standings=standings)


def _previous(outlet_id: UUID, before: date) -> Period | None:
    latest = (
        select(func.max(SalesReport.starts_on))
        .where(
            SalesReport.outlet_id == outlet_id,
            SalesReport.is_current,
            SalesReport.starts_on < before,
        )
        .scalar_subquery()
    )
    found = db.session.execute(
        select(SalesReport.starts_on, SalesReport.ends_on).where(
            SalesReport.outlet_id == outlet_id,
            SalesReport.is_current,
            SalesReport.starts_on == latest,
        )
    ).first()
    return Period.of_days(*found) if found else None


def _standings(place: Place, plan: FeePlan) -> dict[str, Standing]:
    """How the year stands before the period; bases are exact text on SQLite, so summed here."""
    year = year_of(place.period.last, plan.year_starts)
    rows = db.session.execute(
        select(Charge.fee, Charge.basis, Charge.basis_amount, Charge.amount_minor)
        .join(SalesReport, SalesReport.id == Charge.sales_report_id)
        .join(Contract, Contract.id == Charge.contract_id)
        .where(
            Charge.outlet_id == place.outlet.id,
            Contract.franchisee_id == place.franchisee_id,
            is_live(),
            SalesReport.ends_on >= year.start,
            SalesReport.ends_on < place.period.start,
        )
    )
    so_far = YearSoFar()
    for charged in rows:
        so_far.add(*charged)
    return so_far.standings(plan)
