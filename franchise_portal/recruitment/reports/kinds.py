"""What can be asked for, and about what."""

from uuid import UUID

from ...access.actor import Actor
from ...access.permissions import Permission
from ...kit.errors import NotFound
from ...kit.i18n import N_
from ...network.queries import founded
from ...reports.kinds import PaperKind, Subject
from .. import queries
from ..errors import AssessmentMissing
from ..rules.deciding import CLOSED
from . import assessment, calibration


def applicant(actor: Actor, applicant_id: UUID) -> Subject:
    """An applicant whose scores are open to all: a paper must not tell an assessor the others'.

    Lists and files show the reference alone, so that the paper names nobody from outside.
    """
    found = queries.applicant_for(actor, applicant_id)
    if found.stage not in CLOSED or found.purged_at is not None:
        raise AssessmentMissing(
            N_("The PDF shows all scores. It can be made once the assessment is closed.")
        )
    return Subject(key=found.reference, name=found.reference, zone=founded().zone)


def whole_network(actor: Actor, network_id: UUID) -> Subject:
    """The network, for the calibration of its scorecard."""
    actor.require(Permission.RECRUITMENT_APPLICANT_READ)
    network = founded()
    if network.id != network_id:
        raise NotFound
    return Subject(key="calibration", name=network.name, zone=network.zone)


ASSESSMENT = PaperKind(
    slug="assessment",
    title=N_("Assessment"),
    permission=Permission.RECRUITMENT_APPLICANT_READ,
    template="recruitment/pdf/assessment.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/assessment.css"),
    subject=applicant,
    build=assessment.build,
)

CALIBRATION = PaperKind(
    slug="calibration",
    title=N_("Calibration of the scorecard"),
    permission=Permission.RECRUITMENT_APPLICANT_READ,
    template="recruitment/pdf/calibration.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/assessment.css"),
    subject=whole_network,
    build=calibration.build,
)

KINDS = (ASSESSMENT, CALIBRATION)
