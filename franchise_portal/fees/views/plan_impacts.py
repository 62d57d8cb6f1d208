"""What a version of a plan would mean for everybody: shown at once, or worked out by a job."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.enums import Tone
from ...kit.errors import Refused
from ...web.errors import translated
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ...web.wording import sentence
from ..impact_words import ShownImpact, shown_impact, shown_result
from ..queries import plan_versions as queries
from ..queries.plan_impacts import Sight, sight_of
from ..queries.plan_staying import staying
from ..services import plan_impacts as services
from .blueprint import bp

SECTION = "fees.plans"
MOST_REASONS = 5


@bp.get("/plans/versions/<uuid:plan_version_id>/impact")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def show_impact(plan_version_id: UUID) -> ResponseReturnValue:
    """Whom the version would cost what, on the sales of the last twelve months."""
    sight = sight_of(queries.version_for(current_actor, plan_version_id))
    stays = staying(sight.version) if sight.is_live else ()
    return render(
        "fees/plans/impact.html",
        row=sight.version,
        sight=sight,
        impact=_impact(sight),
        stays=len(stays),
        reasons=[sentence(stay.message, stay.params) for stay in stays[:MOST_REASONS]],
    )


@bp.post("/plans/versions/<uuid:plan_version_id>/impact/working-out")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def ask_impact(plan_version_id: UUID) -> ResponseReturnValue:
    """Have it worked out, or worked out again."""
    version = queries.version_for(current_actor, plan_version_id)
    try:
        services.ask_impact(current_actor, version)
    except Refused as refusal:
        flash(translated(refusal), Tone.WARNING)
    return see(".show_impact", plan_version_id=version.id)


@bp.post("/plans/versions/<uuid:plan_version_id>/impact")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def note_impact(plan_version_id: UUID) -> ResponseReturnValue:
    """Note that it was looked through."""
    version = queries.version_for(current_actor, plan_version_id)
    try:
        services.note_seen(current_actor, version, shown=request.form.get("figures"))
    except Refused as refusal:
        flash(translated(refusal), Tone.WARNING)
        return see(".show_impact", plan_version_id=version.id)
    flash(_("It is noted that you looked at what this would mean. The version can be decided."))
    return see(".show_plan_version", plan_version_id=version.id)


def _impact(sight: Sight) -> ShownImpact | None:
    if sight.is_live:
        impact = queries.impact_of(sight.version)
        return shown_impact(impact) if impact else None
    if sight.kept is None or not sight.is_ready:
        return None
    return shown_result(sight.kept.result, queries.plan_in(sight.version).currency)
