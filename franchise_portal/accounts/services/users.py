"""Accounts as administrators keep them: made, given a role, disabled, enabled."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...access.roles import Role, Side
from ...database import db
from ...kit import clock
from ...kit.errors import BadInput
from ...kit.i18n import N_
from .. import queries, rules
from ..enums import AccountAction, UserState
from ..errors import AddressTaken, LastOwner, NotFirst, OwnAccount, OwnersOnly
from ..models import User, UserOutlet
from . import passwords, sessions

#: Any number, as long as it is always the same.
FIRST_OWNER_LOCK = 7_201_903


def create_user(  # noqa: PLR0913 - an account has many particulars, all by name
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    language: str = "en",
    zone: str = "UTC",
    name_local: str = "",
    title: str = "",
    franchisee_id: UUID | None = None,
    outlet_ids: Collection[UUID] = (),
    password: str | None = None,
    password_hash: str | None = None,
    action: AccountAction = AccountAction.CREATED,
) -> User:
    """Make an account; without `password` (or a ready `password_hash`) it waits for its invitation.

    The password is not judged here: whoever lets a person choose one calls `passwords.check`.

    Raises:
        AddressTaken: the address belongs to somebody.
        OwnersOnly: an administrator tried to make an owner.
        BadInput: the role does not fit the side, or a manager has no outlet.
    """
    actor.require(Permission.ACCOUNTS_USER_MANAGE)
    _require_may_give(actor, role)
    _require_fitting(role, franchisee_id, outlet_ids)
    if queries.find_by_email(email) is not None:
        raise AddressTaken
    user = User(
        email=rules.tidy_email(email),
        name=name,
        name_local=name_local,
        title=title,
        role=role,
        language=language,
        zone=zone,
        franchisee_id=franchisee_id,
        password_hash=passwords.hashed(password) if password is not None else password_hash,
        outlets=[UserOutlet(outlet_id=outlet_id) for outlet_id in outlet_ids],
    )
    _add(user)
    audit.record(actor, action, user, role=role)
    return user


def create_first_owner(
    *, email: str, name: str, language: str, zone: str, password_hash: str
) -> User:
    """Make the account that a new portal begins with.

    Raises:
        NotFirst: when there is any account, also one made at this very moment.
    """
    if db.engine.dialect.name == "postgresql":
        # SQLite lets one writer in at a time anyway.
        db.session.execute(select(func.pg_advisory_xact_lock(FIRST_OWNER_LOCK)))
    if queries.anybody():
        raise NotFirst
    return create_user(
        SYSTEM,
        email=email,
        name=name,
        role=Role.OWNER,
        language=language,
        zone=zone,
        password_hash=password_hash,
    )


def _add(user: User) -> None:
    try:
        # A savepoint: two people may invite the same address at the same moment.
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError as error:
        raise AddressTaken from error


def change_particulars(actor: Actor, user: User, *, name: str, name_local: str, title: str) -> None:
    """Correct the name or the title of somebody else."""
    actor.require(Permission.ACCOUNTS_USER_MANAGE)
    require_manageable(actor, user)
    before, after = (user.name, user.name_local, user.title), (name, name_local, title)
    if before == after:
        return
    audit.record(actor, AccountAction.PARTICULARS_CHANGED, user, before=before, after=after)
    user.name, user.name_local, user.title = after


def change_role(actor: Actor, user: User, *, role: Role, outlet_ids: Collection[UUID] = ()) -> None:
    """Give another role on the same side; it holds from the person's next request on.

    Raises:
        OwnAccount, OwnersOnly, LastOwner, BadInput.
    """
    actor.require(Permission.ACCOUNTS_USER_MANAGE)
    _require_other(actor, user)
    require_manageable(actor, user)
    _require_may_give(actor, role)
    _require_fitting(role, user.franchisee_id, outlet_ids)
    if user.role is Role.OWNER and role is not Role.OWNER:
        _require_another_owner(user)
    if role is not user.role:
        audit.record(actor, AccountAction.ROLE_CHANGED, user, before=user.role, after=role)
    user.role = role
    _set_outlets(actor, user, outlet_ids if role in rules.NAMED_OUTLETS else ())


def change_outlets(actor: Actor, user: User, *, outlet_ids: Collection[UUID]) -> None:
    """Change which outlets a manager or member of staff sees."""
    actor.require(Permission.ACCOUNTS_USER_MANAGE)
    require_manageable(actor, user)
    _require_fitting(user.role, user.franchisee_id, outlet_ids)
    _set_outlets(actor, user, outlet_ids)


def _set_outlets(actor: Actor, user: User, outlet_ids: Collection[UUID]) -> None:
    before = queries.outlet_ids_of(user)
    if before == set(outlet_ids):
        return
    db.session.execute(delete(UserOutlet).where(UserOutlet.user_id == user.id))
    db.session.add_all(UserOutlet(user_id=user.id, outlet_id=one) for one in sorted(outlet_ids))
    names = [outlet.label for outlet in queries.outlets_named(outlet_ids)]
    audit.record(actor, AccountAction.OUTLETS_CHANGED, user, outlets=names)


def disable_user(actor: Actor, user: User) -> None:
    """Keep somebody out from the very next request on; nothing that they did is lost.

    Raises:
        OwnAccount, OwnersOnly, LastOwner.
    """
    actor.require(Permission.ACCOUNTS_USER_MANAGE)
    _require_other(actor, user)
    require_manageable(actor, user)
    if user.state is UserState.DISABLED:
        return
    if user.role is Role.OWNER:
        _require_another_owner(user)
    user.disabled_at = clock.now()
    audit.record(actor, AccountAction.DISABLED, user)
    sessions.end_all_sessions(actor, user)


def enable_user(actor: Actor, user: User) -> None:
    """Let somebody in again with the password they had."""
    actor.require(Permission.ACCOUNTS_USER_MANAGE)
    require_manageable(actor, user)
    if user.is_active:
        return
    user.disabled_at = None
    audit.record(actor, AccountAction.ENABLED, user)


def require_manageable(actor: Actor, user: User) -> None:
    """Only owners change owners. The portal itself may.

    Raises:
        OwnersOnly.
    """
    if user.role is Role.OWNER and actor.role not in {None, Role.OWNER}:
        raise OwnersOnly


def _require_may_give(actor: Actor, role: Role) -> None:
    if role not in rules.roles_to_give(actor.role, role.side):
        raise OwnersOnly


def _require_other(actor: Actor, user: User) -> None:
    if actor.user_id == user.id:
        raise OwnAccount


def _require_another_owner(user: User) -> None:
    if not queries.other_owners(user):
        raise LastOwner(None, name=user.name)


def _require_fitting(role: Role, franchisee_id: UUID | None, outlet_ids: Collection[UUID]) -> None:
    if (role.side is Side.FRANCHISEE) != (franchisee_id is not None):
        raise BadInput(N_("This role belongs to the other side. Choose a role of this side."))
    if role in rules.NAMED_OUTLETS and not outlet_ids:
        raise BadInput(N_("Choose at least one outlet for a manager or a member of staff."))
