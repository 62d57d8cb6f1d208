"""Did the score predict how signed franchisees did?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ...database import db
from ...kit.durations import Duration, Unit
from ...kit.i18n import N_
from ...network.enums import FranchiseeStatus
from ...network.models import Franchisee
from ..additions import OutcomeSource, outcome_sources
from ..enums import Measure, Outcome, Stage
from ..models import Applicant, Decision
from ..rules import Association, Band, Case, associate, bands

_LEFT = (FranchiseeStatus.LEAVING, FranchiseeStatus.ENDED, FranchiseeStatus.ALUMNI)


@dataclass(frozen=True, slots=True)
class SignedCase:
    """A franchisee that was assessed before it signed."""

    franchisee_id: UUID
    reference: str
    code: str
    name: str
    name_local: str
    signed_on: date
    mean: Decimal
    """The mean score on which the approval rested."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One outcome of all cases that it can be measured for."""

    source: OutcomeSource
    values: Mapping[UUID, Decimal]
    association: Association
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """All cases and all outcomes."""

    cases: tuple[SignedCase, ...]
    measured: tuple[Measured, ...]


def calibration(*, on: date) -> Calibration:
    """The scores of signed franchisees beside how they did, on a day."""
    cases = signed_cases()
    ids = [case.franchisee_id for case in cases]
    sources = (*OWN_SOURCES, *outcome_sources())
    return Calibration(
        cases=cases,
        measured=tuple(_measured(source, source.values(ids, on), cases) for source in sources),
    )


def signed_cases() -> tuple[SignedCase, ...]:
    """Everybody who signed after an approval by scores, the earliest first."""
    query = (
        select(
            Applicant.franchisee_id,
            Applicant.reference,
            Franchisee.code,
            Franchisee.name,
            Franchisee.name_local,
            Applicant.signed_on,
            Decision.mean,
        )
        .join(Franchisee, Franchisee.id == Applicant.franchisee_id)
        .join(Decision, Decision.applicant_id == Applicant.id)
        .where(
            Applicant.stage == Stage.SIGNED,
            Applicant.signed_on.is_not(None),
            Decision.outcome == Outcome.APPROVED,
            Decision.mean.is_not(None),
        )
        .order_by(Applicant.signed_on, Applicant.reference, Decision.decided_at.desc())
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    found: dict[UUID, SignedCase] = {}
    for row in rows:
        # Of several approvals the last one led to the contract; of several contracts the first
        # one was the test of the score.
        found.setdefault(row[0], SignedCase(*row))
    return tuple(found.values())


def _measured(
    source: OutcomeSource, values: Mapping[UUID, Decimal], cases: Sequence[SignedCase]
) -> Measured:
    pairs = [
        Case(score=float(case.mean), outcome=float(values[case.franchisee_id]))
        for case in cases
        if case.franchisee_id in values
    ]
    return Measured(source, values, associate(pairs), bands(pairs))


def _still_here(franchisee_ids: Sequence[UUID], on: date) -> Mapping[UUID, Decimal]:
    """Of those who signed at least a year ago; before that nearly everybody is still there."""
    query = (
        select(Franchisee.id, Franchisee.status)
        .join(Applicant, Applicant.franchisee_id == Franchisee.id)
        .where(
            Franchisee.id.in_(list(franchisee_ids)),
            Applicant.signed_on <= Duration(1, Unit.YEARS).before(on),
        )
    )
    return {
        franchisee_id: Decimal(status not in _LEFT)
        for franchisee_id, status in db.session.execute(query)
    }


#: What the network itself knows of how somebody did.
OWN_SOURCES = (
    OutcomeSource(
        key="still_here",
        label=N_("Still in the network"),
        explained=N_(
            "Whether a franchisee that signed at least a year ago has not left and is not leaving."
        ),
        is_higher_better=True,
        measure=Measure.SHARE,
        values=_still_here,
    ),
)
