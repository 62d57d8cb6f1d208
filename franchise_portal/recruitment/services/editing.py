"""What every change here has in common: the version seen, the facts that differ, the last touch.

Values stay out of the audit: it is never changed, and what is personal must be forgotten one day.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from ...access.actor import Actor
from ...audit import record
from ...database import db
from ...kit import clock
from ...network.services import require_version, save
from ..enums import ApplicantFact, RecruitmentAction, Stage
from ..errors import Purged
from ..models import Applicant


def change_facts(
    actor: Actor,
    applicant: Applicant,
    changes: Mapping[str, object],
    facts: Mapping[str, ApplicantFact],
    *,
    version: int | None,
) -> tuple[ApplicantFact, ...]:
    """Set what differs and note which facts changed, without their values.

    Raises:
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
    """
    require_version(applicant, version)
    differing = {
        name: value for name, value in changes.items() if getattr(applicant, name) != value
    }
    if not differing:
        return ()
    for name, value in differing.items():
        setattr(applicant, name, value)
    applicant.touched_at = clock.now()
    save()
    changed = tuple(dict.fromkeys(facts[name] for name in differing))
    note(actor, RecruitmentAction.CHANGED, applicant, facts=changed)
    return changed


def set_all(subject: Any, changes: Mapping[str, object], version: int | None) -> None:  # noqa: ANN401 - any mapped object
    """Set values of something that counts its changes.

    Raises:
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
    """
    require_version(subject, version)
    for name, value in changes.items():
        setattr(subject, name, value)
    save()


def note(actor: Actor, action: RecruitmentAction, applicant: Applicant, **data: Any) -> None:  # noqa: ANN401 - facts of all kinds
    """An entry in the audit that names the applicant by the reference alone."""
    record(actor, action, applicant, name=applicant.reference, **data)


def touch(applicant: Applicant) -> None:
    """Somebody did something. Past the version: two notes at once are both kept."""
    now = clock.now()
    db.session.execute(
        update(Applicant)
        .where(Applicant.id == applicant.id)
        .values(touched_at=now)
        .execution_options(synchronize_session=False)
    )


def require_kept(applicant: Applicant) -> None:
    """Refuse to work on an application that has been forgotten.

    Raises:
        Purged.
    """
    if applicant.purged_at is not None:
        raise Purged


def set_stage(actor: Actor, applicant: Applicant, after: Stage) -> None:
    """Move an applicant; the caller has asked the table of steps.

    Raises:
        ChangedMeanwhile: when another transaction was faster by a moment.
    """
    before, now = applicant.stage, clock.now()
    applicant.stage, applicant.stage_since, applicant.touched_at = after, now, now
    save()
    note(actor, RecruitmentAction.MOVED, applicant, before=before, after=after)
