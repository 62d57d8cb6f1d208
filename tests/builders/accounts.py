"""Accounts and sessions beyond those of the small network."""

from uuid import UUID

from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.roles import Role
from franchise_portal.accounts import services
from franchise_portal.accounts.models import User
from franchise_portal.accounts.services.sessions import Caller
from franchise_portal.database import edge
from tests.support.people import cheap_hash

HERE = Caller("192.0.2.7", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")


def a_user(
    email: str = "iris@demo.test",
    name: str = "Iris",
    *,
    role: Role = Role.FINANCE,
    franchisee_id: UUID | None = None,
    outlet_ids: tuple[UUID, ...] = (),
    invited: bool = False,
) -> User:
    """Somebody who can sign in with the usual password; or cannot yet, when only invited."""
    with edge():
        return services.create_user(
            SYSTEM,
            email=email,
            name=name,
            role=role,
            franchisee_id=franchisee_id,
            outlet_ids=outlet_ids,
            password_hash=None if invited else cheap_hash(),
        )


def a_session(user: User) -> str:
    """A token for somebody who is signed in on another device."""
    with edge():
        return services.sign_in_as(user=user, caller=HERE)
