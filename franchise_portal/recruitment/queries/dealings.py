"""What was done with an applicant. The caller has found the applicant within its own scope."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...database import db
from ...kit.errors import NotFound
from ...kit.money import Money
from ..models import (
    Applicant,
    ApplicantDocument,
    ApplicantPerson,
    Expectation,
    Interview,
    Note,
    Reference,
)
from .applicants import applicant_for, visible_applicants

_Found = TypeVar("_Found", ApplicantDocument, ApplicantPerson, Expectation, Interview, Reference)


def notes_of(applicant: Applicant) -> Sequence[Note]:
    """Notes, the newest first."""
    query = select(Note).where(Note.applicant_id == applicant.id)
    return db.session.scalars(query.order_by(Note.at.desc(), Note.id.desc())).all()


def people_of(applicant: Applicant) -> Sequence[ApplicantPerson]:
    """Partners, managers, family, in the order in which they were added."""
    query = select(ApplicantPerson).where(ApplicantPerson.applicant_id == applicant.id)
    return db.session.scalars(query.order_by(ApplicantPerson.added_at, ApplicantPerson.id)).all()


def expectations_of(applicant: Applicant) -> Sequence[Expectation]:
    """What was expected when, the newest first: that one counts."""
    query = select(Expectation).where(Expectation.applicant_id == applicant.id)
    return db.session.scalars(
        query.order_by(Expectation.stated_on.desc(), Expectation.id.desc())
    ).all()


def expectation_of_franchisee(
    franchisee_id: UUID, brand_id: UUID | None = None
) -> Expectation | None:
    """What a franchisee expected before signing: the last that was stated."""
    query = select(Expectation).where(Expectation.franchisee_id == franchisee_id)
    if brand_id is not None:
        query = query.where(Expectation.brand_id == brand_id)
    return db.session.scalars(
        query.order_by(Expectation.stated_on.desc(), Expectation.id.desc()).limit(1)
    ).first()


def expected_sales(franchisee_ids: Sequence[UUID]) -> Mapping[UUID, Money]:
    """The monthly sales that franchisees expected before signing, of those who said."""
    query = (
        select(Expectation)
        .where(
            Expectation.franchisee_id.in_(list(franchisee_ids)),
            Expectation.monthly_sales_minor > 0,
        )
        .order_by(Expectation.stated_on, Expectation.id)
    )
    # The later statement takes the place of the earlier.
    return {
        one.franchisee_id: one.monthly_sales
        for one in db.session.scalars(query)
        if one.franchisee_id is not None and one.monthly_sales is not None
    }


def interviews_of(applicant: Applicant) -> Sequence[Interview]:
    """Interviews, the latest first."""
    query = select(Interview).where(Interview.applicant_id == applicant.id)
    return db.session.scalars(query.order_by(Interview.at.desc(), Interview.id)).all()


def references_of(applicant: Applicant) -> Sequence[Reference]:
    """References, the last asked first."""
    query = select(Reference).where(Reference.applicant_id == applicant.id)
    return db.session.scalars(query.order_by(Reference.asked_on.desc(), Reference.id)).all()


def documents_of(applicant: Applicant) -> Sequence[ApplicantDocument]:
    """Documents with their files, the newest first."""
    query = (
        select(ApplicantDocument)
        .where(ApplicantDocument.applicant_id == applicant.id)
        .options(joinedload(ApplicantDocument.file))
    )
    return db.session.scalars(
        query.order_by(ApplicantDocument.added_at.desc(), ApplicantDocument.id.desc())
    ).all()


def interview_for(actor: Actor, interview_id: UUID) -> tuple[Applicant, Interview]:
    """One interview with its applicant; raises `NotFound` outside what the actor may see."""
    found = _one(actor, Interview, select(Interview).where(Interview.id == interview_id))
    return applicant_for(actor, found.applicant_id), found


def reference_for(actor: Actor, reference_id: UUID) -> tuple[Applicant, Reference]:
    """One reference with its applicant; raises `NotFound` outside what the actor may see."""
    found = _one(actor, Reference, select(Reference).where(Reference.id == reference_id))
    return applicant_for(actor, found.applicant_id), found


def expectation_for(actor: Actor, expectation_id: UUID) -> tuple[Applicant, Expectation]:
    """One expectation with its applicant; raises `NotFound` outside what the actor may see."""
    found = _one(actor, Expectation, select(Expectation).where(Expectation.id == expectation_id))
    return applicant_for(actor, found.applicant_id), found


def person_for(actor: Actor, person_id: UUID) -> tuple[Applicant, ApplicantPerson]:
    """One person with the applicant; raises `NotFound` outside what the actor may see."""
    query = select(ApplicantPerson).where(ApplicantPerson.id == person_id)
    found = _one(actor, ApplicantPerson, query)
    return applicant_for(actor, found.applicant_id), found


def document_for(actor: Actor, document_id: UUID) -> tuple[Applicant, ApplicantDocument]:
    """One document with file and applicant; raises `NotFound` outside what the actor may see."""
    query = (
        select(ApplicantDocument)
        .where(ApplicantDocument.id == document_id)
        .options(joinedload(ApplicantDocument.file))
    )
    found = _one(actor, ApplicantDocument, query)
    return applicant_for(actor, found.applicant_id), found


def _one(actor: Actor, model: type[_Found], query: Select[Any]) -> _Found:
    visible = visible_applicants(actor).with_only_columns(Applicant.id)
    found: _Found | None = db.session.scalars(
        query.where(model.applicant_id.in_(visible))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
