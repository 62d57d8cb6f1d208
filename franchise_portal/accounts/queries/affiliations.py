"""The names of the business and the outlets that an account belongs to.

Franchisees and outlets are the network's, which stands above accounts. An account refers to them
by foreign key, so the tables are named here, for reading their codes and names and nothing else;
and the network's own row, which every page needs beside the account.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, String, Uuid, column, select, table

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound

franchisees = table(
    "franchisees",
    column("id", Uuid),
    column("code", String),
    column("name", String),
    column("name_local", String),
)
outlets = table("outlets", column("id", Uuid), column("code", String), column("name", String))
ownerships = table(
    "outlet_ownerships",
    column("outlet_id", Uuid),
    column("franchisee_id", Uuid),
    column("ends_on", Date),
)
networks = table(
    "networks",
    column("name", String),
    column("legal_name", String),
    column("email", String),
    column("currency", String),
    column("zone", String),
    column("stands_on", Date),
    column("is_demo", Boolean),
    column("languages", JSON),
)


@dataclass(frozen=True, slots=True)
class WholeNetwork:
    """What every page and mail says of the network, read together with the session."""

    name: str
    legal_name: str
    email: str
    currency: str
    zone: str
    stands_on: date | None
    is_demo: bool
    languages: list[str]


@dataclass(frozen=True, slots=True)
class Business:
    """A franchisee, by name."""

    id: UUID
    code: str
    name: str
    name_local: str


@dataclass(frozen=True, slots=True)
class Place:
    """An outlet, by name."""

    id: UUID
    code: str
    name: str

    @property
    def label(self) -> str:
        """Code and name, as choices and audit entries show it."""
        return f"{self.code} {self.name}"


def business_by_code(actor: Actor, code: str) -> Business | None:
    """The franchisee of that code (letter case aside), within what the actor sees."""
    return _business(actor, franchisees.c.code == code.strip().upper())


def business_by_id(actor: Actor, franchisee_id: UUID) -> Business:
    """The franchisee of that id.

    Raises:
        NotFound: outside the actor's scope, too.
    """
    business = _business(actor, franchisees.c.id == franchisee_id)
    if business is None:
        raise NotFound
    return business


def _business(actor: Actor, which: object) -> Business | None:
    query = select(*franchisees.c).where(which)  # type: ignore[arg-type]
    if not isinstance(actor.scope, Everything):
        query = query.where(franchisees.c.id == actor.scope.franchisee_id)
    row = db.session.execute(query).one_or_none()
    return Business(*row) if row else None


def outlets_of_business(franchisee_id: UUID) -> Sequence[Place]:
    """The outlets that a franchisee owns now, by code."""
    query = (
        select(*outlets.c)
        .join(ownerships, ownerships.c.outlet_id == outlets.c.id)
        .where(ownerships.c.franchisee_id == franchisee_id, ownerships.c.ends_on.is_(None))
        .order_by(outlets.c.code)
    )
    return [Place(*row) for row in db.session.execute(query)]


def outlets_named(outlet_ids: Collection[UUID]) -> Sequence[Place]:
    """The outlets of those ids, by code."""
    if not outlet_ids:
        return ()
    query = select(*outlets.c).where(outlets.c.id.in_(outlet_ids)).order_by(outlets.c.code)
    return [Place(*row) for row in db.session.execute(query)]
