"""What the nightly jobs look for."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from ...access.permissions import Permission
from ...access.roles import ROLES
from ...accounts.models import User
from ...database import db
from ..enums import Stage
from ..models import Applicant
from ..rules import is_to_be_forgotten, is_untouched

OPEN = tuple(stage for stage in Stage if stage.is_open)
OVER = (Stage.REJECTED, Stage.WITHDRAWN)
_KEEPING = tuple(
    role for role, held in ROLES.items() if Permission.RECRUITMENT_APPLICANT_WRITE in held
)


def untouched(*, at: datetime, patience: timedelta) -> Sequence[Applicant]:
    """Applicants that somebody should be reminded of, those waiting longest first."""
    query = (
        select(Applicant)
        .where(Applicant.stage.in_(OPEN), Applicant.touched_at <= at - patience)
        .where(or_(Applicant.reminded_at.is_(None), Applicant.reminded_at < Applicant.touched_at))
        .order_by(Applicant.touched_at, Applicant.reference)
    )
    return [
        one
        for one in db.session.scalars(query)
        if is_untouched(
            one.stage,
            touched_at=one.touched_at,
            reminded_at=one.reminded_at,
            at=at,
            patience=patience,
        )
    ]


def addresses_of_keepers() -> Mapping[UUID, User]:
    """Everybody who can sign in and takes care of applicants, by id."""
    query = select(User).where(
        User.role.in_(_KEEPING), User.disabled_at.is_(None), User.password_hash.is_not(None)
    )
    return {user.id: user for user in db.session.scalars(query.order_by(User.name))}


def forgettable(*, at: datetime, retention: timedelta) -> Sequence[UUID]:
    """Applications in which what is personal is to be forgotten, the oldest first."""
    query = (
        select(Applicant.id, Applicant.stage, Applicant.stage_since)
        .where(
            Applicant.stage.in_(OVER),
            Applicant.stage_since <= at - retention,
            Applicant.purged_at.is_(None),
        )
        .order_by(Applicant.stage_since)
    )
    return [
        applicant_id
        for applicant_id, stage, since in db.session.execute(query)
        if is_to_be_forgotten(stage, stage_since=since, at=at, retention=retention)
    ]
