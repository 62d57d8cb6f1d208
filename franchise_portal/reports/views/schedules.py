"""Reports that come by themselves."""

from uuid import UUID

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...web.rendering import flash, render, see
from .. import kinds, queries, services
from ..forms import ScheduleForm
from . import bp, listing


@bp.get("/schedules")
@requires(Permission.REPORTS_SCHEDULE_WRITE)
def schedules() -> ResponseReturnValue:
    """What comes by itself, and when."""
    return _page(_form())


@bp.post("/schedules")
@requires(Permission.REPORTS_SCHEDULE_WRITE)
def plan() -> ResponseReturnValue:
    """Have a report made every month."""
    form = _form()
    if not form.validate():
        return _page(form)
    services.plan(
        current_actor,
        form.kind.data,
        day_of_month=form.day_of_month.data,
        hour=form.hour.data,
        zone=_zone(),
    )
    flash(_("It comes by itself from now on."))
    return see(".schedules")


@bp.post("/schedules/<uuid:schedule_id>/removal")
@requires(Permission.REPORTS_SCHEDULE_WRITE)
def unplan(schedule_id: UUID) -> ResponseReturnValue:
    """Make a report no longer by itself."""
    services.unplan(current_actor, queries.schedule_for(schedule_id))
    flash(_("It is taken off the schedule."))
    return see(".schedules")


def _page(form: ScheduleForm) -> ResponseReturnValue:
    return render(
        "reports/schedules.html",
        form=form,
        schedule_form=form,
        schedules=queries.schedules(),
        titles={kind.slug: _(kind.title) for kind in kinds.all_kinds()},
        zone=_zone(),
        words=listing,
    )


def _form() -> ScheduleForm:
    return ScheduleForm().offer(listing.kinds_to_ask_for(current_actor))


def _zone() -> str:
    network = current_app.extensions["features"].network()
    return str(network.zone) if network else "UTC"
