"""Signing in and out, and the rows that stand for each device."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from ... import audit
from ...access.actor import NOBODY, Actor, person
from ...database import db, own_connection, release
from ...kit import clock
from .. import queries, rules
from ..enums import AccountAction
from ..errors import WrongSignIn
from ..models import User, UserSession
from . import passwords, throttle


@dataclass(frozen=True, slots=True)
class Caller:
    """Where somebody signs in from."""

    address: str = ""
    user_agent: str = ""


def sign_in(*, email: str, password: str, remember: bool, caller: Caller) -> str:
    """Begin a session and return its token for the cookie.

    Whether the address is unknown, the account disabled or the password wrong: the same work,
    the same error, the same count of tries.

    Raises:
        TooManyTries: this address or this network address has to wait.
        WrongSignIn: anything else.
    """
    release()
    throttle.note_try("sign-in", email, caller.address)
    user = queries.find_by_email(email)
    release()
    stored = user.password_hash if user and user.is_active else None
    if not passwords.matches(stored, password) or user is None:
        if user:
            audit.record_access(NOBODY, AccountAction.SIGN_IN_REFUSED, user)
        else:
            audit.record_access(NOBODY, AccountAction.UNKNOWN_REFUSED)
        raise WrongSignIn
    if passwords.is_outdated(user.password_hash or ""):
        user.password_hash = passwords.hashed(password)
    throttle.forgive("sign-in", email, caller.address)
    return _begin(user, remember=remember, caller=caller)


def sign_in_as(*, user: User, caller: Caller) -> str:
    """Begin a session without a password: for the demo network's people, and after a link."""
    return _begin(user, remember=False, caller=caller)


def _begin(user: User, *, remember: bool, caller: Caller) -> str:
    token = secrets.token_urlsafe(32)
    now = clock.wall()
    db.session.add(
        UserSession(
            user_id=user.id,
            token_hash=rules.token_digest(token),
            created_at=now,
            last_seen_at=now,
            expires_at=now + rules.session_life(remembered=remember),
            address=caller.address,
            device=rules.device_words(caller.user_agent),
        )
    )
    user.last_seen_at = now
    audit.record_access(actor_of(user), AccountAction.SIGNED_IN, user)
    return token


def actor_of(user: User) -> Actor:
    """The person as an actor in the audit; the scope is not asked there."""
    return person(
        user_id=user.id,
        name=user.name,
        role=user.role,
        scope=rules.scope_of(user.role, user.franchisee_id, ()),
    )


def sign_out(actor: Actor, session_id: UUID) -> None:
    """End the session in use."""
    _end(UserSession.id == session_id)
    audit.record_access(actor, AccountAction.SIGNED_OUT)


def end_session(actor: Actor, session: UserSession, owner: User) -> None:
    """End one session on a device that is not at hand."""
    _end(UserSession.id == session.id)
    audit.record(actor, AccountAction.SESSION_ENDED, owner, device=session.device)


def end_all_sessions(actor: Actor, owner: User, *, but: UUID | None = None) -> int:
    """Sign somebody out everywhere, save one session; returns how many were ended."""
    ended = _end(UserSession.user_id == owner.id, UserSession.id != but)
    if ended:
        audit.record(actor, AccountAction.SESSIONS_ENDED, owner, sessions=ended)
    return ended


def _end(*which: object) -> int:
    done = db.session.execute(
        update(UserSession)
        .where(*which, UserSession.ended_at.is_(None))  # type: ignore[arg-type]
        .values(ended_at=clock.wall())
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def note_use(session_id: UUID, user_id: UUID) -> None:
    """Note that a session is in use; skipped when the database is busy, nobody waits for it."""
    now = clock.wall()
    with suppress(OperationalError), own_connection(patient=False) as connection:
        connection.execute(
            update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now)
        )
        connection.execute(update(User).where(User.id == user_id).values(last_seen_at=now))
