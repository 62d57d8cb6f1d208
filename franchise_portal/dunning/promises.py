"""Payment plans that were broken, counted for whoever judges how a franchisee pays."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from ..database import db
from ..fees.promises import PromiseSource
from .enums import PlanStatus
from .models import PaymentPlan


def broken_plans(franchisee_ids: Sequence[UUID], first: date, until: date) -> Mapping[UUID, int]:
    """How many plans of each were broken from a day up to another, which is left out."""
    rows = db.session.execute(
        select(PaymentPlan.franchisee_id, func.count(PaymentPlan.id))
        .where(
            PaymentPlan.franchisee_id.in_(list(franchisee_ids)),
            PaymentPlan.status == PlanStatus.BROKEN,
            PaymentPlan.ended_on >= first,
            PaymentPlan.ended_on < until,
        )
        .group_by(PaymentPlan.franchisee_id)
    )
    return dict(rows.all())


PROMISES = (PromiseSource(broken=broken_plans),)
