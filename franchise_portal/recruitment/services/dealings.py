"""Interviews, references, documents and expectations."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ... import mail, storage
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import InterviewState, Proof, RecruitmentAction, Statement, Verdict
from ..errors import Refused
from ..models import Applicant, ApplicantDocument, Expectation, Interview, Reference
from .editing import note, require_kept, set_all, touch


def plan_interview(
    actor: Actor,
    applicant: Applicant,
    *,
    at: datetime,
    zone: str,
    place: str,
    people: str = "",
    invites: bool = False,
) -> Interview:
    """Plan a talk; with `invites` the applicant gets a mail with moment, place and people.

    Raises:
        Refused: when there is no address to send the invitation to.
    """
    require_kept(applicant)
    if invites and not applicant.email:
        raise Refused(
            N_("There is no e-mail address to send the invitation to. Add one, or call."),
            field="invites",
        )
    interview = Interview(
        applicant_id=applicant.id,
        at=at,
        zone=zone,
        place=place,
        people=people,
        planned_by_name=actor.name,
    )
    db.session.add(interview)
    touch(applicant)
    note(actor, RecruitmentAction.INTERVIEW_PLANNED, applicant, moment=at)
    if invites:
        _invite(actor, applicant, interview)
    db.session.flush()
    return interview


def change_interview(
    actor: Actor,
    applicant: Applicant,
    interview: Interview,
    *,
    changes: Mapping[str, Any],
    version: int | None,
) -> None:
    """Change an interview, or write down what it taught.

    Raises:
        Refused: when it was held and one of the three questions has no answer.
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
    """
    require_kept(applicant)
    state = changes.get("state", interview.state)
    if state is InterviewState.HELD:
        for name in ("learned", "concluded", "decided"):
            if not changes.get(name, getattr(interview, name)):
                raise Refused(
                    N_("Answer this in a sentence: an interview without it is only a talk."),
                    field=name,
                )
    set_all(interview, changes, version)
    touch(applicant)
    note(actor, RecruitmentAction.INTERVIEW_CHANGED, applicant, state=interview.state)


def ask_reference(
    actor: Actor,
    applicant: Applicant,
    *,
    name: str,
    relation: str,
    contact: str,
    asked_on: date,
) -> Reference:
    """Note that somebody was asked about an applicant."""
    require_kept(applicant)
    reference = Reference(
        applicant_id=applicant.id,
        name=name,
        relation=relation,
        contact=contact,
        asked_on=asked_on,
        asked_by_name=actor.name,
    )
    db.session.add(reference)
    touch(applicant)
    note(actor, RecruitmentAction.REFERENCE_ADDED, applicant)
    db.session.flush()
    return reference


def change_reference(
    actor: Actor,
    applicant: Applicant,
    reference: Reference,
    *,
    changes: Mapping[str, Any],
    version: int | None,
) -> None:
    """Write down what a reference said, and when.

    Raises:
        Refused: when the answer has no day, or came before the question.
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
    """
    require_kept(applicant)
    verdict = changes.get("verdict", reference.verdict)
    answered_on = changes.get("answered_on", reference.answered_on)
    if verdict is not Verdict.WAITING and answered_on is None:
        raise Refused(N_("Choose the day of the answer."), field="answered_on")
    if answered_on is not None and answered_on < changes.get("asked_on", reference.asked_on):
        raise Refused(N_("The answer cannot come before the question."), field="answered_on")
    set_all(reference, changes, version)
    touch(applicant)
    note(actor, RecruitmentAction.REFERENCE_CHANGED, applicant, verdict=reference.verdict)


def add_document(
    actor: Actor, applicant: Applicant, *, stored: storage.StoredFile, kind: Proof, title: str
) -> ApplicantDocument:
    """Attach a stored file."""
    require_kept(applicant)
    document = ApplicantDocument(
        applicant_id=applicant.id,
        file_id=stored.id,
        kind=kind,
        title=title,
        added_by_name=actor.name,
    )
    db.session.add(document)
    touch(applicant)
    note(actor, RecruitmentAction.DOCUMENT_ADDED, applicant, kind=kind)
    db.session.flush()
    return document


def remove_document(actor: Actor, applicant: Applicant, document: ApplicantDocument) -> None:
    """Remove a document and its file for good."""
    note(actor, RecruitmentAction.DOCUMENT_REMOVED, applicant, kind=document.kind)
    file = document.file
    db.session.delete(document)
    db.session.flush()
    storage.forget(file)
    touch(applicant)


def state_expectation(
    actor: Actor,
    applicant: Applicant,
    *,
    stated_on: date,
    statement: Statement,
    monthly_sales: Money | None,
    payback_months: int | None,
    support: str,
    reason: str,
) -> Expectation:
    """Record what an applicant expects now; earlier statements stay, the last one counts."""
    require_kept(applicant)
    expectation = Expectation(
        applicant_id=applicant.id,
        franchisee_id=applicant.franchisee_id,
        brand_id=applicant.brand_id,
        stated_on=stated_on,
        statement=statement,
        currency=applicant.currency,
        monthly_sales_minor=monthly_sales.minor if monthly_sales else None,
        payback_months=payback_months,
        support=support,
        reason=reason,
        recorded_by_name=actor.name,
    )
    db.session.add(expectation)
    touch(applicant)
    note(actor, RecruitmentAction.EXPECTATION_STATED, applicant)
    db.session.flush()
    return expectation


def countersign(actor: Actor, applicant: Applicant, expectation: Expectation) -> None:
    """Confirm that an expectation was read and talked through with the applicant."""
    if expectation.countersigned_at is not None:
        return
    expectation.countersigned_at = clock.now()
    expectation.countersigned_by_name = actor.name
    touch(applicant)
    note(actor, RecruitmentAction.EXPECTATION_COUNTERSIGNED, applicant)
    db.session.flush()


def _invite(actor: Actor, applicant: Applicant, interview: Interview) -> None:
    local = interview.at.astimezone(ZoneInfo(interview.zone))
    mail.send(
        kind="recruitment/interview_invitation",
        to_address=applicant.email,
        to_name=applicant.name,
        language=applicant.language,
        context={
            "name": applicant.name,
            "day": local.date(),
            "time": f"{local:%H:%M}",
            "zone": interview.zone.replace("_", " "),
            "place": interview.place,
            "people": interview.people,
            "host": actor.name,
        },
    )
