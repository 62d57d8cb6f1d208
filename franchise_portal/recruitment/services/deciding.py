"""Approving and rejecting: a person's decision, with its reason, on what was scored.

Nothing here looks at money received. There is no way to an approval but through the assessment.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import update

from ... import mail
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.i18n import N_
from ...network import services as network
from ...network.enums import FranchiseeStatus, PersonRole
from ...network.models import Franchisee
from ...network.queries import region_by_id
from ...network.services import require_version
from .. import queries
from ..enums import Outcome, RecruitmentAction, Stage
from ..errors import CannotBeApproved, Refused
from ..models import Applicant, Decision, Expectation
from ..queries import Standing
from ..rules import require_step
from .editing import note, require_kept, set_stage

_FOUR_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class NewFranchisee:
    """Under which code and name the applicant becomes a franchisee of the network."""

    code: str
    name: str


def approve(
    actor: Actor,
    applicant: Applicant,
    *,
    reason: str,
    becomes: NewFranchisee | Franchisee,
    words: str = "",
    version: int | None = None,
) -> Decision:
    """Approve an applicant, who becomes a franchisee of the network with the status “applicant”.

    Args:
        actor: somebody who may decide.
        applicant: who was assessed.
        reason: why; kept, and not sent.
        becomes: a new franchisee, or one that is in the network already (a further brand).
        words: what else the applicant's mail says.
        version: the version of the applicant that was seen.

    Raises:
        CannotBeApproved: naming what stands against it.
        Refused: without a brand or a reason, or when the code is taken.
        ChangedMeanwhile: when somebody else changed the applicant.
    """
    _require_decidable(actor, applicant, reason, version)
    if applicant.brand_id is None:
        raise Refused(N_("Choose the applicant's brand first."), field="brand_id")
    standing = queries.standing(actor, applicant)
    for obstacle in standing.to_approval:
        raise CannotBeApproved(obstacle.message, **obstacle.params)
    require_step(applicant.stage, Stage.APPROVED)
    decision = _decision(actor, applicant, Outcome.APPROVED, reason, standing)
    franchisee = _franchisee(actor, applicant, becomes)
    applicant.franchisee_id = franchisee.id
    db.session.execute(
        update(Expectation)
        .where(Expectation.applicant_id == applicant.id)
        .values(franchisee_id=franchisee.id, brand_id=applicant.brand_id)
        .execution_options(synchronize_session=False)
    )
    set_stage(actor, applicant, Stage.APPROVED)
    note(actor, RecruitmentAction.DECIDED, applicant, outcome=Outcome.APPROVED)
    note(actor, RecruitmentAction.LINKED, applicant, code=franchisee.code)
    _tell(applicant, Outcome.APPROVED, words)
    return decision


def reject(
    actor: Actor,
    applicant: Applicant,
    *,
    reason: str,
    words: str = "",
    version: int | None = None,
) -> Decision:
    """Reject an applicant at any stage, or take an approval back.

    Raises:
        StepNotAllowed: when the application is over already.
        Refused: without a reason.
        ChangedMeanwhile: when somebody else changed the applicant.
    """
    _require_decidable(actor, applicant, reason, version)
    require_step(applicant.stage, Stage.REJECTED)
    decision = _decision(
        actor, applicant, Outcome.REJECTED, reason, queries.standing(actor, applicant)
    )
    _end_franchisee(actor, applicant)
    set_stage(actor, applicant, Stage.REJECTED)
    note(actor, RecruitmentAction.DECIDED, applicant, outcome=Outcome.REJECTED)
    _tell(applicant, Outcome.REJECTED, words)
    return decision


def four_decimals(value: Fraction) -> Decimal:
    """A mean as it is kept."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(_FOUR_DECIMALS, ROUND_HALF_UP)


def _require_decidable(
    actor: Actor, applicant: Applicant, reason: str, version: int | None
) -> None:
    actor.require(Permission.RECRUITMENT_APPLICANT_DECIDE)
    require_kept(applicant)
    require_version(applicant, version)
    if not reason:
        raise Refused(
            N_("Write why: a decision without its reason cannot be judged later."), field="reason"
        )


def _decision(
    actor: Actor, applicant: Applicant, outcome: Outcome, reason: str, standing: Standing
) -> Decision:
    combined = standing.combined
    decision = Decision(
        applicant_id=applicant.id,
        outcome=outcome,
        reason=reason,
        decided_by=actor.user_id,
        decided_by_name=actor.name,
        assessment_round=applicant.assessment_round,
        scorecard_version_id=_version_id(standing),
        mean=four_decimals(combined.mean) if combined else None,
        assessors=len(combined.results) if combined else 0,
    )
    db.session.add(decision)
    return decision


def _version_id(standing: Standing) -> UUID | None:
    return standing.version.id if standing.version and standing.combined else None


def _franchisee(
    actor: Actor, applicant: Applicant, becomes: NewFranchisee | Franchisee
) -> Franchisee:
    if isinstance(becomes, Franchisee):
        return becomes
    franchisee = network.create_franchisee(
        actor,
        code=becomes.code,
        name=becomes.name,
        name_local=applicant.name_local,
        region=region_by_id(applicant.region_id) if applicant.region_id else None,
        status=FranchiseeStatus.APPLICANT,
        email=applicant.email,
        phone=applicant.phone,
        language=applicant.language,
    )
    network.create_person(
        actor,
        franchisee=franchisee,
        name=applicant.name,
        name_local=applicant.name_local,
        role=PersonRole.OWNER,
        email=applicant.email,
        phone=applicant.phone,
        language=applicant.language,
    )
    for person in queries.people_of(applicant):
        network.create_person(
            actor,
            franchisee=franchisee,
            name=person.name,
            name_local=person.name_local,
            role=person.role,
            email=person.email,
            phone=person.phone,
            language=applicant.language,
        )
    return franchisee


def _end_franchisee(actor: Actor, applicant: Applicant) -> None:
    """Who was made a franchisee by the approval that is taken back is none any more."""
    franchisee = (
        db.session.get(Franchisee, applicant.franchisee_id) if applicant.franchisee_id else None
    )
    if franchisee is not None and franchisee.status is FranchiseeStatus.APPLICANT:
        network.update_franchisee(actor, franchisee, changes={"status": FranchiseeStatus.ENDED})


def _tell(applicant: Applicant, outcome: Outcome, words: str) -> None:
    if not applicant.email:
        return
    mail.send(
        kind=f"recruitment/{outcome.value}",
        to_address=applicant.email,
        to_name=applicant.name,
        language=applicant.language,
        context={
            "name": applicant.name,
            "reference": applicant.reference,
            "words": words,
            "days": queries.settings().retention_days,
        },
    )
