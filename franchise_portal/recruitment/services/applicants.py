"""Adding and changing applicants, writing notes, moving them by hand."""

from collections.abc import Mapping
from typing import Any

from ...access.actor import Actor
from ...database import db
from ...kit.i18n import N_
from ...network.enums import PersonRole
from ...network.queries import founded
from ...network.services import require_version
from ..enums import ApplicantFact, NoteKind, RecruitmentAction, Stage, Way
from ..errors import Refused, StepNotAllowed
from ..models import Applicant, ApplicantPerson, Note
from ..rules import require_step
from .editing import change_facts, note, require_kept, set_stage, touch
from .numbering import add_numbered

_FACTS = {
    "name": ApplicantFact.NAME,
    "name_local": ApplicantFact.NAME,
    "email": ApplicantFact.EMAIL,
    "phone": ApplicantFact.PHONE,
    "language": ApplicantFact.LANGUAGE,
    "company": ApplicantFact.COMPANY,
    "best_times": ApplicantFact.TIMES,
    "brand_id": ApplicantFact.BRAND,
    "region_id": ApplicantFact.REGION,
    "place": ApplicantFact.PLACE,
    "horizon": ApplicantFact.HORIZON,
    "formats": ApplicantFact.FORMATS,
    "own_funds_minor": ApplicantFact.FUNDS,
    "net_worth_minor": ApplicantFact.FUNDS,
    "deposit_minor": ApplicantFact.DEPOSIT,
    "deposit_on": ApplicantFact.DEPOSIT,
    "experience": ApplicantFact.EXPERIENCE,
    "businesses": ApplicantFact.BUSINESSES,
    "motive": ApplicantFact.MOTIVE,
    "family_support": ApplicantFact.FAMILY,
    "concerns": ApplicantFact.CONCERNS,
    "competitors": ApplicantFact.COMPETITORS,
    "visit_likes": ApplicantFact.VISIT,
    "visit_dislikes": ApplicantFact.VISIT,
    "interests": ApplicantFact.INTERESTS,
    "source": ApplicantFact.SOURCE,
    "source_note": ApplicantFact.SOURCE,
    "keeper_id": ApplicantFact.KEEPER,
    "pack": ApplicantFact.PACK,
}


def add_applicant(actor: Actor, facts: Mapping[str, Any]) -> Applicant:
    """Add somebody who called, wrote or was met; `facts` are columns of an applicant."""
    applicant = Applicant(currency=founded().currency, created_by_name=actor.name, **_known(facts))
    add_numbered(applicant)
    note(actor, RecruitmentAction.ADDED, applicant)
    return applicant


def change_applicant(
    actor: Actor, applicant: Applicant, changes: Mapping[str, Any], *, version: int | None
) -> tuple[ApplicantFact, ...]:
    """Change what is known of an applicant; returns the facts that differ.

    Raises:
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
        Purged: when it has been forgotten.
    """
    require_kept(applicant)
    return change_facts(actor, applicant, _known(changes), _FACTS, version=version)


def add_note(actor: Actor, applicant: Applicant, *, kind: NoteKind, text: str) -> Note:
    """Write something down. Two people who do so at once keep both notes."""
    require_kept(applicant)
    written = Note(
        applicant_id=applicant.id, kind=kind, text=text, by_id=actor.user_id, by_name=actor.name
    )
    db.session.add(written)
    touch(applicant)
    db.session.flush()
    return written


def move(
    actor: Actor, applicant: Applicant, after: Stage, *, reason: str = "", version: int | None
) -> None:
    """Take a step that a person may take by hand.

    Raises:
        StepNotAllowed: when the table has no such step, or something else makes it.
        Refused: when the step needs a reason and has none.
        ChangedMeanwhile: when somebody else changed the applicant.
        Purged: when it has been forgotten.
    """
    require_kept(applicant)
    require_version(applicant, version)
    step = require_step(applicant.stage, after)
    if step.way is not Way.BY_HAND:
        raise StepNotAllowed(
            N_("“%(after)s” is reached %(way)s, not by hand."),
            after=after.label,
            way=step.way.label,
        )
    if step.needs_reason and not reason:
        raise Refused(N_("Write why, so that others understand it later."), field="reason")
    if applicant.stage is Stage.ASSESSED and after is Stage.QUALIFIED:
        applicant.assessment_round += 1
    if reason:
        write_reason(actor, applicant, reason)
    set_stage(actor, applicant, after)


def write_reason(actor: Actor, applicant: Applicant, reason: str) -> None:
    """Keep the reason of a step beside the notes, where it can be forgotten with them."""
    db.session.add(
        Note(
            applicant_id=applicant.id,
            kind=NoteKind.STEP,
            text=reason,
            by_id=actor.user_id,
            by_name=actor.name,
        )
    )


def add_person(
    actor: Actor,
    applicant: Applicant,
    *,
    name: str,
    role: PersonRole,
    name_local: str = "",
    email: str = "",
    phone: str = "",
    remark: str = "",
) -> ApplicantPerson:
    """Add a partner, a future manager, or one of the family."""
    require_kept(applicant)
    person = ApplicantPerson(
        applicant_id=applicant.id,
        name=name,
        name_local=name_local,
        role=role,
        email=email,
        phone=phone,
        note=remark,
    )
    db.session.add(person)
    touch(applicant)
    note(actor, RecruitmentAction.PERSON_ADDED, applicant)
    db.session.flush()
    return person


def remove_person(actor: Actor, applicant: Applicant, person: ApplicantPerson) -> None:
    """Take a person out again."""
    db.session.delete(person)
    touch(applicant)
    note(actor, RecruitmentAction.PERSON_REMOVED, applicant)
    db.session.flush()


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - set(_FACTS)
    if unknown:
        message = f"no facts of an applicant: {sorted(unknown)}"
        raise TypeError(message)
    return dict(facts)
