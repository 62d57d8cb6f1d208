"""Inviting people, from the office's side. The link is shown to the inviter once."""

from typing import Any
from uuid import UUID

from flask import request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import mail
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.roles import Role, Side
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, rules, services
from ..errors import AddressTaken
from ..forms import InvitationForm, blame
from ..models import User
from . import bp
from .frame import offered_languages, role_notes, usual_zone

SHOWN_ONCE = "invitation_link"


@bp.get("/users/new")
@requires(Permission.ACCOUNTS_USER_MANAGE)
@section("accounts.users")
def new_user() -> ResponseReturnValue:
    """Somebody new: at the office, or at the franchisee whose code is in the address."""
    business, fault = _asked_business()
    side = Side.FRANCHISEE if _is_for_franchisee() else Side.FRANCHISOR
    form = _form(business, data={"language": offered_languages()[0]})
    return render(
        "accounts/users/new.html",
        form=form,
        business=business,
        side=side,
        code_fault=fault,
        role_notes=role_notes(),
    )


@bp.post("/users")
@requires(Permission.ACCOUNTS_USER_MANAGE)
@section("accounts.users")
def create_user() -> ResponseReturnValue:
    """Invite."""
    business, fault = _asked_business()
    side = Side.FRANCHISEE if business or fault else Side.FRANCHISOR
    form = _form(business)
    page: dict[str, Any] = {
        "business": business,
        "side": side,
        "code_fault": fault,
        "role_notes": role_notes(),
    }
    if fault or not form.validate():
        return render("accounts/users/new.html", form=form, **page)
    try:
        user, token = services.invite(
            current_actor,
            email=form.email.data,
            name=form.name.data.strip(),
            name_local=(form.name_local.data or "").strip(),
            title=(form.title.data or "").strip(),
            role=Role(form.role.data),
            language=form.language.data,
            zone=usual_zone(),
            franchisee_id=business.id if business else None,
            outlet_ids=[UUID(one) for one in form.outlets.data or ()],
        )
    except AddressTaken as error:
        blame(form.email, error)
        return render("accounts/users/new.html", form=form, **page)
    flash(_("%(name)s is invited. The mail is on its way.", name=user.name))
    _show_once(user, token)
    return see(".show_user", user_id=user.id)


@bp.post("/users/<uuid:user_id>/invitation")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def invite_again(user_id: UUID) -> ResponseReturnValue:
    """Send a fresh link."""
    user = queries.user_for(current_actor, user_id)
    _show_once(user, services.invite_again(current_actor, user))
    flash(_("A new invitation is on its way to %(email)s.", email=user.email))
    return see(".show_user", user_id=user.id)


@bp.post("/users/<uuid:user_id>/invitation/withdrawal")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def withdraw_invitation(user_id: UUID) -> ResponseReturnValue:
    """Make the link useless."""
    user = queries.user_for(current_actor, user_id)
    services.withdraw_invitation(current_actor, user)
    flash(_("The invitation of %(name)s is withdrawn. Its link no longer works.", name=user.name))
    return see(".show_user", user_id=user.id)


def shown_once(user: User) -> str:
    """The link that was just made for this account; asking for it forgets it."""
    kept = session.get(SHOWN_ONCE)
    if not kept or kept[0] != str(user.id):
        return ""
    session.pop(SHOWN_ONCE)
    return mail.linker()("accounts.invitation", token=kept[1])


def _show_once(user: User, token: str) -> None:
    session[SHOWN_ONCE] = [str(user.id), token]


def _is_for_franchisee() -> bool:
    return request.args.get("side") == Side.FRANCHISEE or "franchisee" in request.values


def _asked_business() -> tuple[queries.Business | None, str]:
    """The franchisee of the code asked for, or what is wrong with the code."""
    code = request.values.get("franchisee", "").strip()
    if not code:
        return None, ""
    business = queries.business_by_code(current_actor, code)
    fault = "" if business else _("There is no franchisee with the code %(code)s.", code=code)
    return business, fault


def _form(business: queries.Business | None, **values: object) -> InvitationForm:
    side = Side.FRANCHISEE if business else Side.FRANCHISOR
    roles = rules.roles_to_give(current_actor.role, side)
    places = queries.outlets_of_business(business.id) if business else ()
    return InvitationForm(**values).offer(roles, places, offered_languages())
