"""Fee plans: what each charges, and who uses it."""

from datetime import date
from uuid import UUID

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...web.navigation import section
from ...web.rendering import render
from ..plan_words import shown_fees
from ..queries import plan_versions
from ..queries import plans as queries
from ..rules.plan_changes import notice_of
from .blueprint import bp

LEAP_FREE = 2001
"""Any year without 29 February: a plan's year begins on a day that every year has."""


@bp.get("/plans")
@requires(Permission.FEES_PLAN_READ)
def plans() -> ResponseReturnValue:
    """The plans in use."""
    rows = queries.plans(current_actor)
    return render(
        "fees/plans/index.html",
        rows=[(row, shown_fees(row.plan)) for row in rows],
        versions=plan_versions.versions(current_actor),
    )


@bp.get("/plans/<uuid:plan_id>")
@section("fees.plans")
@requires(Permission.FEES_PLAN_READ)
def show_plan(plan_id: UUID) -> ResponseReturnValue:
    """One plan, fee by fee."""
    row, plan = queries.plan_for(current_actor, plan_id)
    uses, count = queries.uses_of(current_actor, plan_id)
    return render(
        "fees/plans/show.html",
        row=row,
        year_starts=date(LEAP_FREE, plan.year_starts.month, plan.year_starts.day),
        fees=shown_fees(plan),
        notice=notice_of(plan),
        versions=plan_versions.versions_after(plan_id, current_actor),
        uses=uses,
        count=count,
    )
