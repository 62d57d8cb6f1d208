"""Everybody's accounts, as administrators see them."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.roles import Role
from ...audit import queries as audit_queries
from ...web.lists import row_url
from ...web.navigation import section
from ...web.paging import list_url
from ...web.rendering import flash, render, see
from .. import queries, rules, services
from ..errors import OwnAccount
from ..forms import ParticularsForm, RoleForm
from ..models import User
from . import bp, listing
from .frame import role_notes
from .invitations import shown_once


@bp.get("/users")
@requires(Permission.ACCOUNTS_USER_READ)
def users() -> ResponseReturnValue:
    """The list."""
    wanted = listing.wanted()
    found = queries.users(current_actor, wanted)
    menus = listing.filters()
    chips = listing.chips(menus)
    return render(
        "accounts/users/index.html",
        listing=found,
        rows=listing.cells(found.rows),
        row_url=row_url(".show_user", "user_id"),
        wanted=wanted,
        filters=menus,
        chips_in_force=chips,
        columns=listing.columns(wanted.order),
        keep=[("sort", wanted.order)] if wanted.order != "name" else [],
        is_filtered=bool(wanted.text or chips),
        clear_url=list_url(q="", role="", side="", state="", page=""),
    )


@bp.get("/users/<uuid:user_id>")
@requires(Permission.ACCOUNTS_USER_READ)
@section("accounts.users")
def show_user(user_id: UUID) -> ResponseReturnValue:
    """One account: what it may see, where it is signed in, what happened to it."""
    user = queries.user_for(current_actor, user_id)
    named = queries.outlet_ids_of(user) if user.role in rules.NAMED_OUTLETS else ()
    return render(
        "accounts/users/show.html",
        user=user,
        business=queries.business_by_id(current_actor, user.franchisee_id)
        if user.franchisee_id
        else None,
        outlets=queries.outlets_named(named),
        sessions=queries.sessions_of(user),
        link=queries.pending_link(user),
        once=shown_once(user),
        entries=audit_queries.history(user, accesses=True),
        can=_can(user),
    )


def _can(user: User) -> dict[str, bool]:
    """Which acts this page offers to this viewer; the services check again."""
    manages = current_actor.may(Permission.ACCOUNTS_USER_MANAGE) and (
        user.role is not Role.OWNER or current_actor.role is Role.OWNER
    )
    other = user.id != current_actor.user_id
    return {"change": manages, "take_away": manages and other}


@bp.get("/users/<uuid:user_id>/particulars")
@requires(Permission.ACCOUNTS_USER_MANAGE)
@section("accounts.users")
def edit_particulars(user_id: UUID) -> ResponseReturnValue:
    """Correct a name or a title."""
    user = queries.user_for(current_actor, user_id)
    return render("accounts/users/particulars.html", form=ParticularsForm(obj=user), user=user)


@bp.post("/users/<uuid:user_id>/particulars")
@requires(Permission.ACCOUNTS_USER_MANAGE)
@section("accounts.users")
def change_particulars(user_id: UUID) -> ResponseReturnValue:
    """Save a corrected name or title."""
    user = queries.user_for(current_actor, user_id)
    form = ParticularsForm()
    if not form.validate():
        return render("accounts/users/particulars.html", form=form, user=user)
    services.change_particulars(
        current_actor,
        user,
        name=form.name.data.strip(),
        name_local=(form.name_local.data or "").strip(),
        title=(form.title.data or "").strip(),
    )
    flash(_("Saved."))
    return see(".show_user", user_id=user.id)


@bp.get("/users/<uuid:user_id>/role")
@requires(Permission.ACCOUNTS_USER_MANAGE)
@section("accounts.users")
def edit_role(user_id: UUID) -> ResponseReturnValue:
    """Another role, or other outlets."""
    user = queries.user_for(current_actor, user_id)
    if user.id == current_actor.user_id:
        raise OwnAccount
    chosen = [str(one) for one in queries.outlet_ids_of(user)]
    form = _role_form(user, data={"role": user.role.value, "outlets": chosen})
    return render("accounts/users/role.html", form=form, user=user, role_notes=role_notes())


@bp.post("/users/<uuid:user_id>/role")
@requires(Permission.ACCOUNTS_USER_MANAGE)
@section("accounts.users")
def change_role(user_id: UUID) -> ResponseReturnValue:
    """Give another role; it holds from the person's next request on."""
    user = queries.user_for(current_actor, user_id)
    form = _role_form(user)
    if not form.validate():
        return render("accounts/users/role.html", form=form, user=user, role_notes=role_notes())
    services.change_role(
        current_actor,
        user,
        role=Role(form.role.data),
        outlet_ids=[UUID(one) for one in form.outlets.data or ()],
    )
    flash(_("%(name)s has this role from now on.", name=user.name))
    return see(".show_user", user_id=user.id)


def _role_form(user: User, **values: object) -> RoleForm:
    places = queries.outlets_of_business(user.franchisee_id) if user.franchisee_id else ()
    roles = rules.roles_to_give(current_actor.role, user.role.side)
    return RoleForm(**values).offer(roles, places)


@bp.post("/users/<uuid:user_id>/deactivation")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def disable_user(user_id: UUID) -> ResponseReturnValue:
    """Keep somebody out."""
    user = queries.user_for(current_actor, user_id)
    services.disable_user(current_actor, user)
    flash(_("%(name)s can no longer sign in.", name=user.name))
    return see(".show_user", user_id=user.id)


@bp.post("/users/<uuid:user_id>/reactivation")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def enable_user(user_id: UUID) -> ResponseReturnValue:
    """Let somebody in again."""
    user = queries.user_for(current_actor, user_id)
    services.enable_user(current_actor, user)
    flash(_("%(name)s can sign in again.", name=user.name))
    return see(".show_user", user_id=user.id)


@bp.post("/users/<uuid:user_id>/sessions/endings")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def end_user_sessions(user_id: UUID) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    user = queries.user_for(current_actor, user_id)
    services.end_all_sessions(current_actor, user)
    flash(_("%(name)s is signed out everywhere.", name=user.name))
    return see(".show_user", user_id=user.id)


@bp.post("/users/<uuid:user_id>/sessions/<uuid:session_id>/ending")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def end_user_session(user_id: UUID, session_id: UUID) -> ResponseReturnValue:
    """End one of somebody's sessions."""
    user = queries.user_for(current_actor, user_id)
    services.end_session(current_actor, queries.session_of(user, session_id), user)
    flash(_("That device is signed out."))
    return see(".show_user", user_id=user.id)
