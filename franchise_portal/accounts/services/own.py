"""What people change about themselves."""

from ... import audit, mail
from ...access.actor import Actor
from ...database import release
from ...kit import clock
from .. import queries
from ..enums import AccountAction, Theme
from ..errors import WrongPassword
from ..models import User
from . import passwords, sessions, throttle
from .sessions import Caller


def change_preferences(
    actor: Actor, user: User, *, name: str, name_local: str, language: str, zone: str, theme: Theme
) -> None:
    """Change how pages look to this person, and what this person is called."""
    if (user.name, user.name_local) != (name, name_local):
        audit.record(actor, AccountAction.PARTICULARS_CHANGED, user, before=user.name, after=name)
    user.name, user.name_local = name, name_local
    user.language, user.zone, user.theme = language, zone, theme


def change_password(
    actor: Actor, user: User, *, current: str, password: str, session_id: object, caller: Caller
) -> None:
    """Change one's password; every other device has to sign in again.

    Raises:
        WrongPassword, WeakPassword, TooManyTries.
    """
    known = queries.known_about(user)
    release()
    # Whoever found an open screen shall not guess the password on it at leisure.
    throttle.note_try("sign-in", user.email, caller.address)
    if not passwords.matches(user.password_hash, current):
        raise WrongPassword
    passwords.check(password, about=known)
    user.password_hash = passwords.hashed(password)
    user.password_changed_at = clock.wall()
    throttle.forgive("sign-in", user.email, caller.address)
    audit.record(actor, AccountAction.PASSWORD_CHANGED, user)
    sessions.end_all_sessions(actor, user, but=session_id)  # type: ignore[arg-type]
    mail.send(
        kind="accounts/password_changed",
        to_address=user.email,
        to_name=user.name,
        language=user.language,
        user_id=user.id,
        confidential=False,
        context={"user_name": user.name, "email": user.email},
    )
