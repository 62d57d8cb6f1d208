"""Whom a mail about duties and notices goes to, on either side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ...access.roles import Role, Side
from ...accounts.models import User
from ...database import db
from ...network.models import CareAssignment, Franchisee
from ...network.queries.care import cares


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to write to; `user_id` is None for a business without an account."""

    user_id: UUID | None
    email: str
    name: str
    language: str


def recipients(franchisee_id: UUID | None, side: Side, on: date) -> Sequence[Recipient]:
    """The owners of a business, or whoever at the office looks after it.

    Where nobody does, the network's owners read it. A business without an account is written to
    at its own address; without that, nobody is.
    """
    if side is Side.FRANCHISEE and franchisee_id is not None:
        return owners_of_businesses([franchisee_id]).get(franchisee_id, ())
    found = carers([franchisee_id], on).get(franchisee_id) if franchisee_id else None
    return found or network_owners()


def owners_of_businesses(franchisee_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[Recipient]]:
    """The people of some businesses who see their contracts, or the business's own address."""
    ids = set(franchisee_ids)
    found: dict[UUID, list[Recipient]] = {}
    people = (
        select(User.franchisee_id, User.id, User.email, User.name, User.language)
        .where(
            User.role == Role.FRANCHISEE_OWNER,
            User.franchisee_id.in_(ids),
            User.disabled_at.is_(None),
        )
        .order_by(User.name, User.id)
    )
    for franchisee_id, user_id, email, name, language in db.session.execute(people):
        if franchisee_id is not None:
            found.setdefault(franchisee_id, []).append(Recipient(user_id, email, name, language))
    businesses = select(
        Franchisee.id, Franchisee.email, Franchisee.name, Franchisee.language
    ).where(Franchisee.id.in_(ids - set(found)), Franchisee.email != "")
    for franchisee_id, email, name, language in db.session.execute(businesses):
        found[franchisee_id] = [Recipient(None, email, name, language)]
    return found


def carers(franchisee_ids: Iterable[UUID], on: date) -> Mapping[UUID, Sequence[Recipient]]:
    """Who looks after some franchisees on a day, manager and deputy, in one query."""
    query = (
        select(CareAssignment.franchisee_id, User.id, User.email, User.name, User.language)
        .join(User, User.id == CareAssignment.user_id)
        .where(
            CareAssignment.franchisee_id.in_(list(franchisee_ids)),
            cares(on),
            User.disabled_at.is_(None),
        )
        .order_by(CareAssignment.kind, User.name)
    )
    found: dict[UUID, list[Recipient]] = {}
    for franchisee_id, user_id, email, name, language in db.session.execute(query):
        one = Recipient(user_id, email, name, language)
        mine = found.setdefault(franchisee_id, [])
        if one not in mine:
            mine.append(one)
    return found


def network_owners() -> Sequence[Recipient]:
    """The network's owners, who read what is nobody else's."""
    query = (
        select(User.id, User.email, User.name, User.language)
        .where(User.role == Role.OWNER, User.disabled_at.is_(None))
        .order_by(User.name, User.id)
    )
    return [Recipient(*row) for row in db.session.execute(query)]
