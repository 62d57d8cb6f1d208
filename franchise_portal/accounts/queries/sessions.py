"""Who is signed in, in one query; and the devices on which somebody is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select, true

from ...access.actor import Actor, person
from ...access.roles import Role
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...ready import Ready
from .. import rules
from ..enums import Theme
from ..models import User, UserOutlet, UserSession
from .affiliations import WholeNetwork, franchisees, networks


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The person behind a session, with what every page needs to know. Flask-Login's user."""

    token: str
    session_id: UUID
    seen_at: datetime
    actor: Actor
    user_id: UUID
    name: str
    name_local: str
    role: Role
    language: str
    zone: str
    theme: Theme
    business: str
    """The franchisee's name; empty at the franchisor."""
    business_local: str
    network: WholeNetwork | None

    # Flask-Login asks for these four.
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What the cookie holds: the session's token, so that ending the row ends the session."""
        return self.token


# Every request asks this: past the mapping, which would take longer than the database.
_sessions = cast("Table", UserSession.__table__)
_users = cast("Table", User.__table__)
_outlets = cast("Table", UserOutlet.__table__)
_SIGNED_IN = Ready(
    select(
        _sessions.c.id.label("session_id"),
        _sessions.c.last_seen_at.label("seen_at"),
        _users.c.id.label("user_id"),
        _users.c.name,
        _users.c.name_local,
        _users.c.role,
        _users.c.franchisee_id,
        _users.c.language,
        _users.c.zone,
        _users.c.theme,
        franchisees.c.name.label("business"),
        franchisees.c.name_local.label("business_local"),
        _outlets.c.outlet_id,
        *(column.label(f"network_{column.name}") for column in networks.c),
    )
    .join_from(_sessions, _users, _users.c.id == _sessions.c.user_id)
    .outerjoin(franchisees, franchisees.c.id == _users.c.franchisee_id)
    .outerjoin(_outlets, _outlets.c.user_id == _users.c.id)
    .outerjoin(networks, true())
    .where(
        _sessions.c.token_hash == bindparam("digest"),
        _sessions.c.ended_at.is_(None),
        _sessions.c.expires_at > bindparam("now"),
        _users.c.disabled_at.is_(None),
    )
)


def signed_in(token: str) -> SignedIn | None:
    """The person whose session this is, if it lasts and the account is not disabled.

    It goes past the unit of work: what was changed in the same request has to be flushed before.
    """
    values = {"digest": rules.token_digest(token), "now": clock.wall()}
    rows = _SIGNED_IN.run(values)
    if not rows:
        return None
    row = rows[0]
    outlet_ids = [one.outlet_id for one in rows if one.outlet_id is not None]
    actor = person(
        user_id=row.user_id,
        name=row.name,
        role=row.role,
        scope=rules.scope_of(row.role, row.franchisee_id, outlet_ids),
        language=row.language,
        zone=row.zone,
    )
    return SignedIn(
        token=token,
        session_id=row.session_id,
        seen_at=row.seen_at,
        actor=actor,
        user_id=row.user_id,
        name=row.name,
        name_local=row.name_local,
        role=row.role,
        language=row.language,
        zone=row.zone,
        theme=row.theme,
        business=row.business or "",
        business_local=row.business_local or "",
        network=WholeNetwork(*row[-len(networks.c) :]) if row.network_name is not None else None,
    )


def sessions_of(user: User) -> Sequence[UserSession]:
    """The devices on which somebody is signed in now, the last used first."""
    return db.session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user.id,
            UserSession.ended_at.is_(None),
            UserSession.expires_at > clock.wall(),
        )
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
    ).all()


def session_of(user: User, session_id: UUID) -> UserSession:
    """One of somebody's sessions.

    Raises:
        NotFound: somebody else's, too.
    """
    session = db.session.get(UserSession, session_id)
    if session is None or session.user_id != user.id:
        raise NotFound
    return session
