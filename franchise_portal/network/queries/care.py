"""Who at the franchisor looks after whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from ...access.roles import Role, Side
from ...accounts.models import User
from ...database import db
from ...kit.errors import NotFound
from ..enums import CareKind
from ..models import CareAssignment

OFFICE_ROLES = tuple(role for role in Role if role.side is Side.FRANCHISOR)


@dataclass(frozen=True, slots=True)
class Care:
    """One span in which somebody looked after a franchisee."""

    kind: CareKind
    user_id: UUID
    name: str
    name_local: str
    starts_on: date
    ends_on: date | None


def cares(on: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Whether an assignment holds on a day."""
    return and_(
        CareAssignment.starts_on <= on,
        or_(CareAssignment.ends_on.is_(None), CareAssignment.ends_on >= on),
    )


def care_history(franchisee_id: UUID) -> Sequence[Care]:
    """Everybody who has looked after a franchisee, the latest first."""
    query = (
        select(
            CareAssignment.kind,
            CareAssignment.user_id,
            User.name,
            User.name_local,
            CareAssignment.starts_on,
            CareAssignment.ends_on,
        )
        .join(User, User.id == CareAssignment.user_id)
        .where(CareAssignment.franchisee_id == franchisee_id)
        .order_by(CareAssignment.starts_on.desc(), CareAssignment.kind)
    )
    return [Care(*row) for row in db.session.execute(query)]


def open_care(franchisee_id: UUID, kind: CareKind) -> CareAssignment | None:
    """The assignment that has no end yet."""
    query = select(CareAssignment).where(
        CareAssignment.franchisee_id == franchisee_id,
        CareAssignment.kind == kind,
        CareAssignment.ends_on.is_(None),
    )
    return db.session.scalars(query).one_or_none()


def possible_carers() -> Sequence[tuple[UUID, str]]:
    """People of the franchisor's side who can sign in, relationship managers first."""
    query = (
        select(User.id, User.name, User.role)
        .where(User.role.in_(OFFICE_ROLES), User.disabled_at.is_(None), User.role != Role.AUDITOR)
        .order_by(User.name)
    )
    rows = sorted(db.session.execute(query), key=lambda row: row[2] != Role.RELATIONSHIP_MANAGER)
    return [(row[0], row[1]) for row in rows]


def carer(user_id: UUID) -> User:
    """Somebody who can look after a franchisee.

    Raises:
        NotFound: for people of the other side and those who cannot sign in.
    """
    user = db.session.get(User, user_id)
    if user is None or user.role not in OFFICE_ROLES or not user.is_active:
        raise NotFound
    return user
