"""Coming in and going out."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from babel.dates import format_timedelta
from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...access.actor import current_actor
from ...access.guards import public, requires
from ...access.permissions import Permission
from ...kit.enums import Tone
from ...kit.errors import NotFound
from ...web.filters import label
from ...web.rendering import flash, render, see
from .. import queries, services
from .. import sign_in_machinery as machinery
from ..errors import TooManyTries, WrongSignIn
from ..forms import SignInForm
from ..models import User
from . import bp
from .frame import is_demo


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The door."""
    if "user" in g:
        return redirect(_next_url(), 303)
    return _door(SignInForm(remember=True))


@bp.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Come in with address and password."""
    form = SignInForm()
    if not form.validate():
        return _door(form)
    remember = bool(form.remember.data)
    try:
        token = services.sign_in(
            email=form.email.data,
            password=form.password.data,
            remember=remember,
            caller=machinery.caller(),
        )
    except WrongSignIn as error:
        form.form_errors.append(_(error.message))
        return _door(form)
    except TooManyTries as error:
        wait = format_timedelta(timedelta(seconds=error.seconds), threshold=1, locale=get_locale())
        form.form_errors.append(
            _("There were too many tries. Wait %(wait)s, then try again.", wait=wait)
        )
        text, _status = _door(form)
        return text, 429, {"Retry-After": str(error.seconds)}
    return _inside(token, remember=remember)


@bp.post("/demo-sign-ins/<uuid:user_id>")
@public
def enter_demo(user_id: UUID) -> ResponseReturnValue:
    """Come in as one of the demo network's people; there is no such door elsewhere."""
    person = next((one for one in queries.demo_people() if one.id == user_id), None)
    if person is None or not is_demo():
        raise NotFound
    return _inside(services.sign_in_as(user=person, caller=machinery.caller()), remember=False)


@bp.post("/sign-out")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def sign_out() -> ResponseReturnValue:
    """Leave on this device."""
    services.sign_out(current_actor, machinery.signed_in().session_id)
    machinery.leave()
    flash(_("You are signed out."), Tone.INFO)
    return see(".sign_in")


@bp.app_template_filter()
def what_they_do(user: User) -> str:
    """A line about somebody on the sign-in page. Titles of the demo's people are translated."""
    return _(user.title) if user.title else label(user.role)


def _door(form: SignInForm) -> tuple[str, int]:
    people = queries.demo_people() if is_demo() else ()
    return render(
        "accounts/sign_in.html", form=form, people=people, next_url=request.values.get("next", "")
    )


def _inside(token: str, *, remember: bool) -> Response:
    url = _next_url()
    machinery.begin(token, remember=remember)
    return redirect(url, 303)


def _next_url() -> str:
    """Where the person wanted to go: a path of ours, never another site."""
    url = request.values.get("next", "")
    parts = urlsplit(url)
    # A browser reads `//host` and `/\host` as another site.
    if url.startswith("/") and not parts.netloc and not url.startswith(("//", "/\\")):
        return url
    return url_for("home.index")
