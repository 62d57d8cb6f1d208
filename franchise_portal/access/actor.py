"""Who acts: a signed-in person, or the portal itself when a job or a command does the work."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import g, has_request_context
from werkzeug.local import LocalProxy

from ..kit.errors import NotAllowed
from ..kit.i18n import N_
from .permissions import Permission
from .roles import ROLES, Role, Side
from .scope import Everything, OwnBusiness, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or the portal, with a role and the part of the network it can see."""

    user_id: UUID | None
    name: str
    role: Role | None
    scope: Scope
    permissions: frozenset[Permission]
    language: str = "en"
    zone: str = "UTC"

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it at all."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Refuse politely.

        Raises:
            NotAllowed: when the role does not hold the permission.
        """
        if not self.may(permission):
            raise NotAllowed(N_("Your role does not include this. Ask an administrator."))

    @property
    def side(self) -> Side:
        """Which side of the relationship this actor stands on."""
        return self.role.side if self.role else Side.FRANCHISOR


def person(
    *,
    user_id: UUID,
    name: str,
    role: Role,
    scope: Scope,
    language: str = "en",
    zone: str = "UTC",
) -> Actor:
    """An actor with the permissions of its role."""
    return Actor(
        user_id=user_id,
        name=name,
        role=role,
        scope=scope,
        permissions=ROLES[role],
        language=language,
        zone=zone,
    )


SYSTEM = Actor(
    user_id=None,
    name="Franchise Portal",
    role=None,
    scope=Everything(),
    permissions=frozenset(Permission),
)

NOBODY = Actor(
    user_id=None,
    name="",
    role=None,
    scope=OwnBusiness(UUID(int=0)),
    permissions=frozenset(),
)


def _current() -> Actor:
    if has_request_context():
        return cast("Actor", g.get("actor", NOBODY))
    return SYSTEM


#: The actor of this request; the portal itself outside requests.
current_actor: Actor = cast("Actor", LocalProxy(_current))
