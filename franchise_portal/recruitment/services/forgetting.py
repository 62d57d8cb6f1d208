"""Forgetting what is personal in an application that came to nothing.

Reference, stages, days and scores stay: they name nobody, and the scorecard is judged by them.
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update

from ... import storage
from ...access.actor import SYSTEM
from ...database import db
from ...kit import clock
from ...mail import Message
from ...network.services import save
from ...reports.services import forget_papers
from ...storage import StoredFile
from .. import queries
from ..enums import RecruitmentAction
from ..models import (
    Applicant,
    ApplicantDocument,
    ApplicantPerson,
    Assessment,
    Decision,
    Disclosure,
    Expectation,
    Interview,
    Note,
    Reference,
    Score,
)
from .editing import note

#: What an application holds about a person, and what it holds afterwards.
_EMPTIED: Final[dict[str, Any]] = {
    "name": "",
    "name_local": "",
    "email": "",
    "phone": "",
    "company": "",
    "best_times": "",
    "place": "",
    "own_funds_minor": None,
    "net_worth_minor": None,
    "deposit_minor": None,
    "deposit_on": None,
    "experience": "",
    "businesses": "",
    "motive": "",
    "family_support": "",
    "concerns": [],
    "competitors": "",
    "visit_likes": "",
    "visit_dislikes": "",
    "interests": "",
    "source_note": "",
}
_DELETED: Final = (Note, ApplicantPerson, Reference, Interview, Expectation)


def forget(applicant_id: UUID) -> bool:
    """Forget one application; False when it has been done already."""
    applicant = queries.applicant_by_id(applicant_id, locked=True)
    if applicant.purged_at is not None:
        return False
    _forget_mails(applicant)
    _forget_files(applicant)
    for model in _DELETED:
        db.session.execute(delete(model).where(model.applicant_id == applicant.id))
    _silence_opinions(applicant)
    for name, value in _EMPTIED.items():
        setattr(applicant, name, value)
    applicant.purged_at = clock.now()
    save()
    note(SYSTEM, RecruitmentAction.PURGED, applicant)
    return True


def _forget_mails(applicant: Applicant) -> None:
    if applicant.email:
        others = select(Applicant.id).where(
            Applicant.email == applicant.email,
            Applicant.id != applicant.id,
            Applicant.purged_at.is_(None),
        )
        # Somebody who applied twice has one mailbox: it goes with the last of the applications.
        if db.session.scalar(others.limit(1)) is None:
            db.session.execute(
                delete(Message).where(
                    Message.to_address == applicant.email,
                    Message.kind.startswith("recruitment/", autoescape=True),
                )
            )


def _forget_files(applicant: Applicant) -> None:
    forget_papers(applicant.id)
    mine = select(ApplicantDocument.file_id).where(ApplicantDocument.applicant_id == applicant.id)
    files = db.session.scalars(select(StoredFile).where(StoredFile.id.in_(mine))).all()
    db.session.execute(
        delete(ApplicantDocument).where(ApplicantDocument.applicant_id == applicant.id)
    )
    for file in files:
        storage.forget(file)


def _silence_opinions(applicant: Applicant) -> None:
    """The scores stay as numbers; what was written beside them is about a person."""
    mine = select(Assessment.id).where(Assessment.applicant_id == applicant.id)
    for statement in (
        update(Score).where(Score.assessment_id.in_(mine)).values(note=""),
        update(Assessment).where(Assessment.applicant_id == applicant.id).values(summary=""),
        update(Decision).where(Decision.applicant_id == applicant.id).values(reason=""),
        update(Disclosure)
        .where(Disclosure.applicant_id == applicant.id)
        .values(acknowledged_by_name="", acknowledged_from="", note="", token_hash=None),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
