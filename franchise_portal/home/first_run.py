"""The page that an empty portal begins with: the network, and the person who owns it.

While there is no network every page leads here, and only then is the page open to everybody.
"""

from flask import Blueprint, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from ..access.actor import SYSTEM
from ..access.guards import public
from ..access.roles import Role
from ..accounts import services as accounts
from ..accounts import sign_in_machinery as machinery
from ..accounts.errors import WeakPassword
from ..accounts.forms import blame
from ..accounts.services import passwords
from ..database import release
from ..kit.enums import Tone
from ..network.errors import AlreadyFounded
from ..network.services import found_network
from ..web.rendering import flash, render, see
from .first_run_form import USUAL_ZONES, FirstRunForm

bp = Blueprint("first_run", __name__)

#: What works before there is a network: the page itself, its style sheets, the health page.
OPEN = frozenset({"static", "first_run.show", "first_run.found", "health.show"})


@bp.before_app_request
def lead_here() -> ResponseReturnValue | None:
    """Lead everybody to the page while there is no network."""
    if request.endpoint in OPEN or request.path == "/healthz" or _is_founded():
        return None
    return redirect(url_for("first_run.show"), 303)


@bp.get("/first-run")
@public
def show() -> ResponseReturnValue:
    """Ask for what cannot be guessed."""
    if _is_founded():
        return see("accounts.sign_in")
    language = str(get_locale())
    form = FirstRunForm(
        data={"languages": FirstRunForm.all_languages(), "zone": USUAL_ZONES.get(language, "UTC")}
    ).offer()
    return render("home/first_run.html", form=form)


@bp.post("/first-run")
@public
def found() -> ResponseReturnValue:
    """Make the network and its owner, and let the owner in."""
    if _is_founded():
        return see("accounts.sign_in")
    form = FirstRunForm().offer()
    if not form.validate():
        return render("home/first_run.html", form=form)
    try:
        token = _found(form)
    except WeakPassword as error:
        blame(form.password, error)
        return render("home/first_run.html", form=form)
    except AlreadyFounded:
        flash(_("Somebody else has just set the network up. Sign in with your account."), Tone.INFO)
        return see("accounts.sign_in")
    g.pop("network_row", None)
    machinery.begin(token, remember=False)
    flash(_("%(network)s is set up, and you are its owner.", network=form.network.data))
    return redirect(url_for("home.index"), 303)


def _found(form: FirstRunForm) -> str:
    about = (form.email.data, form.name.data, form.network.data)
    passwords.check(form.password.data, about=about)
    release()
    password_hash = passwords.hashed(form.password.data)
    found_network(
        SYSTEM,
        name=form.network.data.strip(),
        currency=form.currency.data,
        zone=form.zone.data,
        languages=form.languages.data,
    )
    user = accounts.create_user(
        SYSTEM,
        email=form.email.data,
        name=form.name.data.strip(),
        role=Role.OWNER,
        language=form.owner_language(str(get_locale())),
        zone=form.zone.data,
        password_hash=password_hash,
    )
    return accounts.sign_in_as(user=user, caller=machinery.caller())


def _is_founded() -> bool:
    return current_app.extensions["features"].network() is not None
