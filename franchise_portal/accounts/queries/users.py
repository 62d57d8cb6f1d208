"""Accounts: one of them, all of them, those that match."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, func, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from ...access.actor import Actor
from ...access.roles import Role, Side
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...rows import written
from ...web.paging import Page
from ...web.slices import AnyRows, Prepared, page, prepared
from .. import rules
from ..enums import UserState
from ..models import User, UserOutlet
from .affiliations import franchisees

#: The addresses of the demo network's people, who are offered on the sign-in page.
DEMO_ADDRESSES = "@demo.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which accounts are looked for, and in which order."""

    text: str = ""
    roles: Collection[str] = ()
    sides: Collection[str] = ()
    states: Collection[str] = ()
    order: str = "name"
    """A key of ORDERS, with a minus before it for the other direction."""
    page: int = 1

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out, and the order is one of ours."""
        narrowed = self.text or self.roles or self.sides or self.states
        return not narrowed and self.order.removeprefix("-") in ORDERS


class UserRow(NamedTuple):
    """An account in the list, with the name of its business."""

    id: str
    name: str
    name_local: str
    email: str
    role: str
    """The value of a `Role`."""
    is_disabled: bool
    has_password: bool
    last_seen_at: datetime | None
    business: str | None
    business_local: str | None

    @property
    def state(self) -> UserState:
        """What the list shows."""
        if self.is_disabled:
            return UserState.DISABLED
        return UserState.ACTIVE if self.has_password else UserState.INVITED


ORDERS: dict[str, ColumnElement[object] | InstrumentedAttribute[object]] = {
    "name": func.lower(User.name),
    "email": User.email,
    "role": User.role,
    "business": franchisees.c.name,
    "seen": User.last_seen_at,
}


def visible_users(actor: Actor) -> Select[User]:
    """Everybody for the office; a franchisee's own people for a franchisee."""
    query = select(User)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(User.franchisee_id == actor.scope.franchisee_id)


def user_for(actor: Actor, user_id: UUID) -> User:
    """One account within the actor's scope.

    Raises:
        NotFound.
    """
    user = db.session.scalars(visible_users(actor).where(User.id == user_id)).one_or_none()
    if user is None:
        raise NotFound
    return user


def own_account(actor: Actor) -> User:
    """The account of the person at the keyboard.

    Raises:
        NotFound: nobody is signed in.
    """
    user = db.session.get(User, actor.user_id) if actor.user_id else None
    if user is None:
        raise NotFound
    return user


def find_by_email(email: str) -> User | None:
    """The account of an address, however it is capitalised."""
    return db.session.scalars(
        select(User).where(User.email == rules.tidy_email(email))
    ).one_or_none()


def anybody() -> bool:
    """Whether there is any account at all."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def known_about(user: User) -> list[str]:
    """What a guesser of this person's password would try first."""
    return [user.email, user.name, user.name_local, user.title]


def outlet_ids_of(user: User) -> set[UUID]:
    """The outlets that somebody sees by name; empty where the role sees all."""
    return set(
        db.session.scalars(select(UserOutlet.outlet_id).where(UserOutlet.user_id == user.id))
    )


def other_owners(user: User) -> bool:
    """Whether somebody else could still do everything.

    All owners are locked, in one order: of two owners who disable each other one has to fail.
    """
    owners = db.session.scalars(
        select(User.id)
        .where(User.role == Role.OWNER, User.disabled_at.is_(None), User.password_hash.is_not(None))
        .order_by(User.id)
        .with_for_update()
    ).all()
    return any(owner != user.id for owner in owners)


def demo_people() -> Sequence[User]:
    """The people whom a visitor of the demo network may be, in the order they were made."""
    return db.session.scalars(
        select(User)
        .where(
            User.email.endswith(DEMO_ADDRESSES),
            User.disabled_at.is_(None),
            User.password_hash.is_not(None),
        )
        .order_by(User.id)
    ).all()


def users(actor: Actor, wanted: Wanted) -> Page[UserRow]:
    """One page of the accounts that match."""
    if isinstance(actor.scope, Everything) and wanted.is_everything:
        return page(_all_of_them(wanted.order), wanted.page, make=UserRow)
    ids = _matching(visible_users(actor), wanted).with_only_columns(User.id)
    return page(prepared(ids, _rows, _order(wanted.order)), wanted.page, make=UserRow)


@lru_cache(maxsize=16)
def _all_of_them(order: str) -> Prepared:
    ids = select(User.id).outerjoin(franchisees, franchisees.c.id == User.franchisee_id)
    return prepared(ids, _rows, _order(order))


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(User.id.in_(ids))


#: Built once: building a statement costs as much as running one.
_NAMED: AnyRows = select(
    written(User.id),
    User.name,
    User.name_local,
    User.email,
    type_coerce(User.role, String),
    User.disabled_at.is_not(None),
    User.password_hash.is_not(None),
    User.last_seen_at,
    franchisees.c.name,
    franchisees.c.name_local,
).outerjoin(franchisees, franchisees.c.id == User.franchisee_id)


def _matching(query: Select[User], wanted: Wanted) -> Select[User]:
    query = query.outerjoin(franchisees, franchisees.c.id == User.franchisee_id)
    if wanted.text:
        query = query.where(
            or_(
                *(
                    column.icontains(wanted.text, autoescape=True)
                    for column in (
                        User.name,
                        User.name_local,
                        User.email,
                        User.title,
                        franchisees.c.name,
                        franchisees.c.name_local,
                        franchisees.c.code,
                    )
                )
            )
        )
    roles = [role for role in Role if role.value in wanted.roles]
    if roles:
        query = query.where(User.role.in_(roles))
    if len(wanted.sides) == 1:
        at_franchisee = Side.FRANCHISEE.value in wanted.sides
        query = query.where(User.franchisee_id.is_not(None) == at_franchisee)
    states = [_STATES[state] for state in UserState if state.value in wanted.states]
    return query.where(or_(*states)) if states else query


def _order(order: str) -> Sequence[ColumnElement[Any]]:
    column = ORDERS.get(order.removeprefix("-"), ORDERS["name"])
    direction = column.desc() if order.startswith("-") else column.asc()
    return (direction.nulls_last(), func.lower(User.name).asc(), User.id.asc())


_STATES: dict[UserState, ColumnElement[bool]] = {
    UserState.ACTIVE: and_(User.disabled_at.is_(None), User.password_hash.is_not(None)),
    UserState.INVITED: and_(User.disabled_at.is_(None), User.password_hash.is_(None)),
    UserState.DISABLED: User.disabled_at.is_not(None),
}
