"""Applicants, scorecards and assessments, through the services."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from franchise_portal import storage
from franchise_portal.access.actor import Actor
from franchise_portal.database import db
from franchise_portal.recruitment import queries, services
from franchise_portal.recruitment.enums import Delivery, Stage
from franchise_portal.recruitment.models import (
    Applicant,
    Assessment,
    Disclosure,
    ScorecardVersion,
)
from franchise_portal.recruitment.services import CriterionWords, NewFranchisee
from franchise_portal.recruitment.services.assessments import Mark
from tests.support.people import SmallNetwork

FUNDS = CriterionWords(
    name="Own funds",
    question="Is there enough?",
    weight=2,
    fail_below=2,
    anchors=("Nothing", "", "Half", "", "All"),
)
FAMILY = CriterionWords(
    name="Family support",
    question="Who is with them?",
    weight=6,
    fail_below=0,
    anchors=("Nobody", "", "Some", "", "Everybody"),
)
RECORD = CriterionWords(
    name="Law and record",
    question="Is anything against it?",
    weight=2,
    fail_below=3,
    anchors=("A conviction", "", "A dispute", "", "Nothing"),
)
CRITERIA = (FUNDS, FAMILY, RECORD)
PDF = b"%PDF-1.7\nwhat was disclosed\n"


def a_scorecard(actor: Actor, criteria: Iterable[CriterionWords] = CRITERIA) -> ScorecardVersion:
    """A published version with three criteria, two of them hard."""
    draft = services.begin_draft(actor, starter=tuple(criteria))
    version = services.publish_draft(actor, draft, version=None)
    return queries.version_by_id(version.id)


def an_applicant(network: SmallNetwork, name: str = "Ana Lindqvist", **facts: object) -> Applicant:
    """Somebody who called Dora, interested in Tallow Lane."""
    usual = {
        "name": name,
        "email": f"{name.split(maxsplit=1)[0].lower()}@example.test",
        "brand_id": network.brands["TL"].id,
        "place": "Northhaven",
    }
    return services.add_applicant(network.actors["dora"], {**usual, **facts})


def moved(network: SmallNetwork, applicant: Applicant, stage: Stage) -> Applicant:
    """The applicant brought to an early stage by hand."""
    for step in (Stage.CONTACTED, Stage.QUALIFIED):
        if applicant.stage is stage:
            break
        services.move(network.actors["dora"], applicant, step, version=None)
    return applicant


def marks(version: ScorecardVersion, *scores: int) -> dict[UUID, Mark]:
    """Scores in the order of the criteria."""
    return {
        criterion.id: Mark(score, f"because of {score}")
        for criterion, score in zip(version.criteria, scores, strict=False)
    }


def an_assessment(actor: Actor, applicant: Applicant, *scores: int) -> Assessment:
    """A submitted assessment with these scores."""
    assessment = begun(actor, applicant)
    services.submit_assessment(
        actor,
        assessment,
        marks=marks(assessment.scorecard_version, *scores),
        summary=f"{actor.name} thinks so.",
        version=None,
    )
    return assessment


def begun(actor: Actor, applicant: Applicant) -> Assessment:
    """An assessment that is begun and not submitted, loaded as its page loads it."""
    assessment = services.start_assessment(actor, applicant)
    db.session.flush()
    db.session.expire(assessment)
    return queries.assessment_for(actor, assessment.id)[1]


def assessed(
    network: SmallNetwork,
    applicant: Applicant | None = None,
    *,
    scores: Iterable[tuple[int, ...]] = ((4, 5, 4), (4, 4, 5)),
) -> Applicant:
    """An applicant whom Dora and Rosa have assessed, closed."""
    if queries.current_version() is None:
        a_scorecard(network.actors["hanna"])
    applicant = applicant or an_applicant(network)
    moved(network, applicant, Stage.QUALIFIED)
    for who, card in zip(("dora", "rosa", "hanna"), scores, strict=False):
        an_assessment(network.actors[who], applicant, *card)
    services.close_assessment(network.actors["dora"], applicant)
    return queries.applicant_for(network.actors["dora"], applicant.id)


def approved(
    network: SmallNetwork, applicant: Applicant | None = None, *, code: str = "F-050"
) -> Applicant:
    """An approved applicant, who is the franchisee of the code now."""
    applicant = assessed(network, applicant)
    services.approve(
        network.actors["dora"],
        applicant,
        reason="A careful plan, and a family that helps.",
        becomes=NewFranchisee(code, applicant.name),
    )
    db.session.flush()
    db.session.expire(applicant)
    return queries.applicant_for(network.actors["dora"], applicant.id)


def a_disclosure(
    network: SmallNetwork,
    applicant: Applicant,
    *,
    slug: str = "us-ftc",
    delivery: Delivery = Delivery.HAND,
    delivered_on: date = date(2026, 11, 2),
    **facts: object,
) -> Disclosure:
    """A disclosure document handed over."""
    stored = storage.put(PDF, name="disclosure.pdf", content_type="application/pdf")
    return services.give_disclosure(
        network.actors["dora"],
        applicant,
        stored=stored,
        title="Disclosure document, edition 2026",
        slug=slug,
        delivery=delivery,
        delivered_on=delivered_on,
        **facts,  # type: ignore[arg-type]
    )
