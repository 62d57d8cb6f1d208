"""One's own account: preferences, password, devices."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...web.rendering import flash, render, see
from .. import queries, services
from .. import sign_in_machinery as machinery
from ..enums import Theme
from ..errors import TooManyTries, WeakPassword, WrongPassword
from ..forms import PasswordForm, PreferencesForm, blame
from . import bp
from .frame import offered_languages


@bp.get("/account/preferences")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def preferences() -> ResponseReturnValue:
    """How pages look to me."""
    user = queries.own_account(current_actor)
    form = PreferencesForm(obj=user).offer(offered_languages(user.language))
    return render("accounts/own/preferences.html", form=form, user=user)


@bp.post("/account/preferences")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def change_preferences() -> ResponseReturnValue:
    """Change how pages look to me."""
    user = queries.own_account(current_actor)
    form = PreferencesForm().offer(offered_languages(user.language))
    if not form.validate():
        return render("accounts/own/preferences.html", form=form, user=user)
    services.change_preferences(
        current_actor,
        user,
        name=form.name.data.strip(),
        name_local=(form.name_local.data or "").strip(),
        language=form.language.data,
        zone=form.zone.data,
        theme=Theme(form.theme.data),
    )
    machinery.look_again()
    refresh()
    flash(_("Your preferences are saved."))
    return see(".preferences")


@bp.get("/account/password")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def password() -> ResponseReturnValue:
    """Another password."""
    email = queries.own_account(current_actor).email
    return render("accounts/own/password.html", form=PasswordForm(), email=email)


@bp.post("/account/password")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def change_password() -> ResponseReturnValue:
    """Change my password, and sign out everywhere else."""
    user = queries.own_account(current_actor)
    form = PasswordForm()
    if not form.validate():
        return render("accounts/own/password.html", form=form, email=user.email)
    try:
        services.change_password(
            current_actor,
            user,
            current=form.current.data,
            password=form.password.data,
            session_id=machinery.signed_in().session_id,
            caller=machinery.caller(),
        )
    except (WrongPassword, TooManyTries) as error:
        blame(form.current, error)
        return render("accounts/own/password.html", form=form, email=user.email)
    except WeakPassword as error:
        blame(form.password, error)
        return render("accounts/own/password.html", form=form, email=user.email)
    flash(_("Your password is changed. All your other devices have to sign in again."))
    return see(".password")


@bp.get("/account/sessions")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def sessions() -> ResponseReturnValue:
    """Where I am signed in."""
    user = queries.own_account(current_actor)
    return render(
        "accounts/own/sessions.html",
        email=user.email,
        sessions=queries.sessions_of(user),
        current=machinery.signed_in().session_id,
    )


@bp.post("/account/sessions/<uuid:session_id>/ending")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of my sessions."""
    user = queries.own_account(current_actor)
    session = queries.session_of(user, session_id)
    services.end_session(current_actor, session, user)
    flash(_("That device is signed out."))
    return see(".sessions")


@bp.post("/account/sessions/endings")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere, here as well."""
    services.end_all_sessions(current_actor, queries.own_account(current_actor))
    machinery.leave()
    flash(_("You are signed out everywhere."))
    return see(".sign_in")
