"""Background jobs: what waits, what runs and how far, what failed and why."""

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...jobs import JobStatus
from ...web.paging import list_url
from ...web.rendering import flash, render, see
from .. import job_words, queries, services
from . import listing as frame

bp = Blueprint("jobs", __name__)
bp.add_app_template_filter(job_words.title_of, "job_title")


@bp.get("/")
@requires(Permission.JOBS_JOB_READ)
def index() -> ResponseReturnValue:
    """The list; it renews itself while something waits or runs."""
    wanted = frame.wanted()
    filters = [frame.status_filter(JobStatus), frame.name_filter(queries.job_names())]
    listing = queries.jobs(current_actor, wanted)
    chips = frame.chips(filters)
    return render(
        "operations/jobs/index.html",
        listing=listing,
        wanted=wanted,
        filters=filters,
        chips_in_force=chips,
        is_filtered=bool(wanted.text or chips),
        is_moving=any(not job.is_over for job in listing.rows),
        here=list_url(),
        clear_url=list_url(q="", status="", job="", page=""),
    )


@bp.get("/<uuid:job_id>")
@requires(Permission.JOBS_JOB_READ)
def show(job_id: UUID) -> ResponseReturnValue:
    """One job."""
    return render("operations/jobs/show.html", job=queries.job_for(current_actor, job_id))


@bp.post("/<uuid:job_id>/attempts")
@requires(Permission.JOBS_JOB_RETRY)
def try_again(job_id: UUID) -> ResponseReturnValue:
    """Another attempt at a failed job."""
    job = queries.job_for(current_actor, job_id)
    services.try_again(current_actor, job)
    flash(_("It is tried again."))
    return see(".show", job_id=job.id)
