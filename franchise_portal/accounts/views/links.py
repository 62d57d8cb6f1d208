"""What one-time links lead to: an invitation, a new password.

Looking at a link never spends it: mail programs open links to check them.
"""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.guards import public
from ...web.rendering import flash, render, see
from .. import queries, services
from .. import sign_in_machinery as machinery
from ..enums import LinkKind
from ..errors import LinkSpent, WeakPassword
from ..forms import NewPasswordForm, ResetRequestForm, blame
from . import bp


@bp.get("/invitations/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    """The page that an invitation leads to."""
    return _invitation(token, NewPasswordForm())


@bp.post("/invitations/<token>")
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Choose the first password and come in."""
    form = NewPasswordForm()
    if not form.validate():
        return _invitation(token, form)
    try:
        session = services.accept_invitation(
            token=token, password=form.password.data, caller=machinery.caller()
        )
    except WeakPassword as error:
        blame(form.password, error)
        return _invitation(token, form)
    except LinkSpent:
        return _spent(LinkKind.INVITATION)
    machinery.begin(session, remember=False)
    flash(_("Welcome. Your account is ready."))
    return redirect(url_for("home.index"), 303)


@bp.get("/password-resets")
@public
def ask_for_reset() -> ResponseReturnValue:
    """Ask for a link."""
    return render("accounts/reset_request.html", form=ResetRequestForm())


@bp.post("/password-resets")
@public
def create_reset() -> ResponseReturnValue:
    """Promise a link; the answer does not tell whether there is such an account."""
    form = ResetRequestForm()
    if not form.validate():
        return render("accounts/reset_request.html", form=form)
    services.ask_for_reset(email=form.email.data, caller=machinery.caller())
    return see(".reset_requested")


@bp.get("/password-resets/requested")
@public
def reset_requested() -> ResponseReturnValue:
    """What happens next."""
    return render("accounts/reset_requested.html")


@bp.get("/password-resets/<token>")
@public
def reset(token: str) -> ResponseReturnValue:
    """The page that a link for a new password leads to."""
    return _reset(token, NewPasswordForm())


@bp.post("/password-resets/<token>")
@public
def reset_password(token: str) -> ResponseReturnValue:
    """Choose a new password; then sign in with it."""
    form = NewPasswordForm()
    if not form.validate():
        return _reset(token, form)
    try:
        services.reset_password(token=token, password=form.password.data)
    except WeakPassword as error:
        blame(form.password, error)
        return _reset(token, form)
    except LinkSpent:
        return _spent(LinkKind.RESET)
    machinery.leave()
    flash(_("Your new password is set. Sign in with it."))
    return see(".sign_in")


def _invitation(token: str, form: NewPasswordForm) -> ResponseReturnValue:
    try:
        user = queries.link_for(LinkKind.INVITATION, token).user
    except LinkSpent:
        return _spent(LinkKind.INVITATION)
    return render("accounts/invitation.html", form=form, user=user, token=token)


def _reset(token: str, form: NewPasswordForm) -> ResponseReturnValue:
    try:
        user = queries.link_for(LinkKind.RESET, token).user
    except LinkSpent:
        return _spent(LinkKind.RESET)
    return render("accounts/reset.html", form=form, user=user, token=token)


def _spent(kind: LinkKind) -> ResponseReturnValue:
    return render("accounts/link_spent.html", kind=kind, status=LinkSpent.status)
