"""One-time links: invitations and new passwords. Only their digest is kept."""

import secrets
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import update

from ... import audit, mail
from ...access.actor import NOBODY, Actor
from ...access.permissions import Permission
from ...access.roles import Role, Side
from ...database import db, release
from ...jobs import enqueue
from ...kit import clock
from .. import queries, rules
from ..enums import AccountAction, LinkKind
from ..errors import LinkSpent, TooManyTries
from ..models import OneTimeLink, User
from . import passwords, sessions, throttle, users
from .sessions import Caller, actor_of


def invite(  # noqa: PLR0913 - an account has many particulars, all by name
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    language: str,
    zone: str,
    name_local: str = "",
    title: str = "",
    franchisee_id: UUID | None = None,
    outlet_ids: Collection[UUID] = (),
) -> tuple[User, str]:
    """Make an account without a password and mail the link that leads in.

    Returns:
        The account, and the link's token: the inviter may see it this once.

    Raises:
        AddressTaken, OwnersOnly, NotAllowed.
    """
    user = users.create_user(
        actor,
        email=email,
        name=name,
        name_local=name_local,
        title=title,
        role=role,
        language=language,
        zone=zone,
        franchisee_id=franchisee_id,
        outlet_ids=outlet_ids,
        action=AccountAction.INVITED,
    )
    return user, _send_invitation(actor, user)


def invite_again(actor: Actor, user: User) -> str:
    """Send a fresh link; the earlier one stops working. Returns the token.

    Raises:
        LinkSpent: when the invitation has been accepted meanwhile.
    """
    actor.require(Permission.ACCOUNTS_USER_MANAGE)
    users.require_manageable(actor, user)
    if user.password_hash is not None:
        raise LinkSpent
    user.disabled_at = None
    audit.record(actor, AccountAction.INVITED_AGAIN, user)
    return _send_invitation(actor, user)


def withdraw_invitation(actor: Actor, user: User) -> None:
    """Make the link useless; the account stays in the list, disabled."""
    actor.require(Permission.ACCOUNTS_USER_MANAGE)
    users.require_manageable(actor, user)
    if user.password_hash is not None:
        raise LinkSpent
    _spend_all(user)
    user.disabled_at = clock.now()
    audit.record(actor, AccountAction.INVITATION_WITHDRAWN, user)


def accept_invitation(*, token: str, password: str, caller: Caller) -> str:
    """Set the first password and begin a session; returns the session's token.

    Raises:
        LinkSpent, WeakPassword.
    """
    user = _used(LinkKind.INVITATION, token, password)
    audit.record(actor_of(user), AccountAction.INVITATION_ACCEPTED, user)
    return sessions.sign_in_as(user=user, caller=caller)


def ask_for_reset(*, email: str, caller: Caller) -> None:
    """Promise a link for a new password.

    Whether there is such an account is found out later, by a worker: neither the answer nor the
    time it takes tells.
    """
    release()
    try:
        throttle.note_try("reset", email, caller.address)
    except TooManyTries:
        return
    enqueue("accounts.send_reset_link", arguments={"email": rules.tidy_email(email)})


def send_reset_link(*, email: str) -> None:
    """Mail the link, if the address belongs to somebody who may sign in."""
    user = queries.find_by_email(email)
    if user is None or not user.is_active or user.password_hash is None:
        return
    token = _made(LinkKind.RESET, user)
    audit.record(NOBODY, AccountAction.RESET_ASKED, user)
    _mail("password_reset", user, token=token)


def reset_link(actor: Actor, user: User) -> str:
    """The token of a link to hand over in person, where mails do not arrive (command line)."""
    kind = LinkKind.INVITATION if user.password_hash is None else LinkKind.RESET
    audit.record(actor, AccountAction.RESET_ASKED, user)
    return _made(kind, user)


def reset_password(*, token: str, password: str) -> None:
    """Set a new password through a link; all devices have to sign in again.

    Raises:
        LinkSpent, WeakPassword.
    """
    user = _used(LinkKind.RESET, token, password)
    audit.record(actor_of(user), AccountAction.PASSWORD_RESET, user)
    sessions.end_all_sessions(actor_of(user), user)
    _mail("password_changed", user)


def _used(kind: LinkKind, token: str, password: str) -> User:
    user = queries.link_for(kind, token).user
    passwords.check(password, about=queries.known_about(user))
    release()
    # Hashed first, and only then looked up under lock: two uses at once cannot both succeed.
    stored = passwords.hashed(password)
    link = queries.link_for(kind, token, locked=True)
    user = link.user
    user.password_hash = stored
    user.password_changed_at = clock.wall()
    _spend_all(user)
    return user


def _send_invitation(actor: Actor, user: User) -> str:
    token = _made(LinkKind.INVITATION, user)
    _mail(
        "invitation",
        user,
        token=token,
        inviter=actor.name,
        at_franchisee=user.role.side is Side.FRANCHISEE,
    )
    return token


def _made(kind: LinkKind, user: User) -> str:
    _spend_all(user)
    token = secrets.token_urlsafe(32)
    now = clock.wall()
    db.session.add(
        OneTimeLink(
            kind=kind,
            user_id=user.id,
            token_hash=rules.token_digest(token),
            created_at=now,
            expires_at=now + rules.LINK_LIVES[kind],
        )
    )
    return token


def _spend_all(user: User) -> None:
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user.id, OneTimeLink.used_at.is_(None))
        .values(used_at=clock.wall())
    )


def _mail(name: str, user: User, **context: object) -> None:
    mail.send(
        kind=f"accounts/{name}",
        to_address=user.email,
        to_name=user.name,
        language=user.language,
        user_id=user.id,
        confidential="token" in context,
        context={"user_name": user.name, "email": user.email, **context},
    )
