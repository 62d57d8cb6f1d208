"""What an actor can see, as the beginning of every query. Nobody selects these tables elsewhere."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...ready import Ready
from ..models import Franchisee, Outlet, OutletOwnership, Person, Territory

Found = TypeVar("Found", Franchisee, Outlet, Person, Territory)


def visible_franchisees(actor: Actor) -> Select[Franchisee]:
    """All of them for the office, one's own on the other side."""
    query = select(Franchisee)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(Franchisee.id == actor.scope.franchisee_id)


def visible_outlets(actor: Actor) -> Select[Outlet]:
    """All outlets for the office; for a franchisee those owned today, or the ones named."""
    query = select(Outlet)
    scope = actor.scope
    if isinstance(scope, Everything):
        return query
    query = query.where(Outlet.id.in_(outlets_owned_by(scope.franchisee_id)))
    if scope.outlet_ids is not None:
        query = query.where(Outlet.id.in_(scope.outlet_ids))
    return query


def visible_people(actor: Actor) -> Select[Person]:
    """Everybody for the office, the people of one's own business on the other side."""
    query = select(Person)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(Person.franchisee_id == actor.scope.franchisee_id)


def visible_territories(actor: Actor) -> Select[Territory]:
    """All territories for the office, one's own on the other side."""
    query = select(Territory)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(Territory.franchisee_id == actor.scope.franchisee_id)


def outlets_owned_by(franchisee_id: UUID, *, on: date | None = None) -> Select[UUID]:
    """The ids of the outlets that a franchisee owns on a day, today without one."""
    return select(OutletOwnership.outlet_id).where(
        OutletOwnership.franchisee_id == franchisee_id, owns(on or clock.today())
    )


def owns(on: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Whether an ownership holds on a day."""
    return and_(
        OutletOwnership.starts_on <= on,
        or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= on),
    )


def franchisee_for(actor: Actor, franchisee_id: UUID) -> Franchisee:
    """One franchisee with its region.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_franchisees(actor).options(joinedload(Franchisee.region))
    return _one(query, Franchisee.id, franchisee_id)


def name_for(actor: Actor, franchisee_id: UUID) -> str:
    """What a franchisee is called, for pages that show no more of it.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    scope = actor.scope
    if not isinstance(scope, Everything) and franchisee_id != scope.franchisee_id:
        raise NotFound
    names = _NAME.scalars({"franchisee": franchisee_id})
    if not names:
        raise NotFound
    return str(names[0])


_NAME = Ready(select(Franchisee.name).where(Franchisee.id == bindparam("franchisee")))


def outlet_for(actor: Actor, outlet_id: UUID) -> Outlet:
    """One outlet with its brand and region.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_outlets(actor).options(joinedload(Outlet.brand), joinedload(Outlet.region))
    return _one(query, Outlet.id, outlet_id)


def person_for(actor: Actor, person_id: UUID) -> Person:
    """One person with the franchisee.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_people(actor).options(joinedload(Person.franchisee))
    return _one(query, Person.id, person_id)


def territory_for(actor: Actor, territory_id: UUID) -> Territory:
    """One territory with its brand, region and franchisee.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_territories(actor).options(
        joinedload(Territory.brand), joinedload(Territory.region), joinedload(Territory.franchisee)
    )
    return _one(query, Territory.id, territory_id)


def _one(query: Select[Found], key: InstrumentedAttribute[UUID], identity: UUID) -> Found:
    found = db.session.scalars(query.where(key == identity)).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_franchisee(actor: Actor, code: str) -> Franchisee | None:
    """The franchisee of a code, if the actor may see it; letter case matters only to tell two."""
    exact = visible_franchisees(actor).where(Franchisee.code == code)
    found = db.session.scalars(exact).one_or_none()
    if found is None and code != code.upper():
        return find_franchisee(actor, code.upper())
    return found
