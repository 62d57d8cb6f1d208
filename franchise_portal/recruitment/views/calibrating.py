"""Did the score predict how signed franchisees did?"""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.enums import Tone
from ...network import queries as network
from ...reports import queries as reports
from ...reports import services as report_services
from ...web.rendering import flash, render, see
from .. import queries, words
from ..reports import CALIBRATION
from ..rules import FEWEST
from .blueprint import bp


@bp.get("/calibration")
@requires(Permission.RECRUITMENT_APPLICANT_READ)
def calibration() -> ResponseReturnValue:
    """Scores beside outcomes."""
    whole = network.founded()
    return render(
        "recruitment/calibration/show.html",
        calibration=queries.calibration(on=clock.today()),
        labels=words.band_labels(),
        fewest=FEWEST,
        paper=reports.current_paper(current_actor, CALIBRATION.slug, whole.id),
        paper_run=reports.latest_paper_run(current_actor, CALIBRATION.slug, whole.id),
        words=words,
    )


@bp.post("/calibration/paper")
@requires(Permission.REPORTS_REPORT_BUILD)
def make_calibration() -> ResponseReturnValue:
    """Have it made as a PDF."""
    report_services.request_paper(current_actor, CALIBRATION.slug, network.founded().id)
    flash(_("The PDF is being made."), Tone.INFO)
    return see(".calibration")
