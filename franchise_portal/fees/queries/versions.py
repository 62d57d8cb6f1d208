"""A report by any of its versions, as an actor may see it."""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...network.models import Outlet, OutletOwnership
from ..models import SalesReport


def report_of_any_version(actor: Actor, report_id: UUID) -> tuple[SalesReport, Outlet]:
    """A report with its outlet, also one that a later version has replaced.

    Raises:
        NotFound: when there is none, or none of one's own days.
    """
    query = select(SalesReport).where(SalesReport.id == report_id)
    scope = actor.scope
    if not isinstance(scope, Everything):
        owned = exists().where(
            OutletOwnership.outlet_id == SalesReport.outlet_id,
            OutletOwnership.franchisee_id == scope.franchisee_id,
            OutletOwnership.starts_on <= SalesReport.ends_on,
            or_(
                OutletOwnership.ends_on.is_(None),
                OutletOwnership.ends_on >= SalesReport.starts_on,
            ),
        )
        query = query.where(owned)
        if scope.outlet_ids is not None:
            query = query.where(SalesReport.outlet_id.in_(scope.outlet_ids))
    report = db.session.scalar(query.options(joinedload(SalesReport.outlet)))
    if report is None:
        raise NotFound
    return report, report.outlet
