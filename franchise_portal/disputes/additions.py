"""What disputes add to the pages of the network."""

from ..access.actor import Actor
from ..access.permissions import Permission
from ..network.additions import Additions, Panel
from ..network.models import Franchisee
from .queries.grades import GradeFile, file_of


def _grade(actor: Actor, franchisee: Franchisee) -> GradeFile | None:
    file = file_of(actor, franchisee.id)
    return file if file.latest else None


ADDITIONS = Additions(
    franchisee_panels=(
        Panel(
            key="grade",
            permission=Permission.DISPUTES_GRADE_READ,
            template="disputes/grades/_panel.html",
            load=_grade,
            place="aside",
        ),
    ),
    guards={
        "disputes.dispute": Permission.DISPUTES_DISPUTE_READ,
        "disputes.file": Permission.DISPUTES_DISPUTE_READ,
        "disputes.grade": Permission.DISPUTES_GRADE_READ,
        "disputes.terms": Permission.DISPUTES_GRADE_READ,
    },
)
