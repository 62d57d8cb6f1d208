"""Reminding of applicants whom nobody has done anything about for a while."""

from collections import defaultdict
from datetime import timedelta

from ... import mail
from ...accounts.models import User
from ...kit import clock
from .. import queries
from ..models import Applicant


def remind() -> int:
    """Mail each responsible person the applicants that wait, once for each time of silence.

    Those whom nobody is responsible for are told to everybody who takes care of applicants.

    Returns:
        How many applicants somebody was reminded of.
    """
    now = clock.now()
    patience = queries.settings().patience_days
    waiting = queries.untouched(at=now, patience=timedelta(days=patience))
    keepers = queries.addresses_of_keepers()
    lists: defaultdict[User, list[Applicant]] = defaultdict(list)
    for applicant in waiting:
        keeper = keepers.get(applicant.keeper_id) if applicant.keeper_id else None
        for person in [keeper] if keeper else keepers.values():
            lists[person].append(applicant)
    for person, applicants in lists.items():
        _write(person, applicants, patience)
    if lists:
        for applicant in waiting:
            applicant.reminded_at = now
    return len(waiting) if lists else 0


def _write(person: User, applicants: list[Applicant], patience: int) -> None:
    mail.send(
        kind="recruitment/untouched",
        to_address=person.email,
        to_name=person.name,
        language=person.language,
        user_id=person.id,
        context={
            "name": person.name,
            "days": patience,
            "applicants": [
                {
                    "id": one.id,
                    "reference": one.reference,
                    "stage": one.stage,
                    "since": one.touched_at.date(),
                }
                for one in applicants
            ],
        },
    )
