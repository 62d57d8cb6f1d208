"""What recruitment adds to a franchisee's page: how they came in, and what they expected."""

from dataclasses import dataclass

from ..access.actor import Actor
from ..access.permissions import Permission
from ..network.additions import Additions, Panel
from ..network.models import Franchisee
from . import queries
from .models import Applicant, Decision, Expectation


@dataclass(frozen=True, slots=True)
class Origin:
    """The application behind a franchisee."""

    applicant: Applicant
    expectation: Expectation | None
    decision: Decision | None


def _of_franchisee(_actor: Actor, franchisee: Franchisee) -> Origin | None:
    applicant = queries.applicant_of_franchisee(franchisee.id)
    if applicant is None:
        return None
    return Origin(
        applicant,
        queries.expectation_of_franchisee(franchisee.id),
        next(iter(queries.decisions_of(applicant)), None),
    )


ADDITIONS = Additions(
    guards={"recruitment.": Permission.RECRUITMENT_APPLICANT_READ},
    franchisee_panels=(
        Panel(
            key="recruitment",
            permission=Permission.RECRUITMENT_APPLICANT_READ,
            template="recruitment/_panel.html",
            load=_of_franchisee,
            place="aside",
        ),
    ),
)
