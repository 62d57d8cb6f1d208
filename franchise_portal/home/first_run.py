"""The page that an empty portal begins with: the network, and the person who owns it.

While nobody can sign in every page leads here, and only then is the page open to everybody. Where
commands have set the network up already, it asks for its owner only.
"""

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from ..access.actor import SYSTEM
from ..access.guards import public
from ..accounts import queries as people
from ..accounts import services as accounts
from ..accounts import sign_in_machinery as machinery
from ..accounts.errors import NotFirst, WeakPassword
from ..accounts.forms import blame
from ..accounts.services import passwords
from ..database import release
from ..kit.enums import Tone
from ..network.errors import AlreadyFounded
from ..network.queries import the_network
from ..network.services import found_network
from ..web.rendering import flash, render, see
from .first_run_form import USUAL_ZONES, FirstRunForm, OwnerForm

bp = Blueprint("first_run", __name__)

#: What works before there is a network: the page itself, its style sheets, the health page.
OPEN = frozenset({"static", "first_run.show", "first_run.found", "health.show"})
SOMEBODY = "first_run.somebody"


@bp.before_app_request
def lead_here() -> ResponseReturnValue | None:
    """Lead everybody to the page while nobody can sign in."""
    if request.endpoint in OPEN or _is_ready():
        return None
    return redirect(url_for("first_run.show"), 303)


@bp.get("/first-run")
@public
def show() -> ResponseReturnValue:
    """Ask for what cannot be guessed."""
    if _is_ready():
        return see("accounts.sign_in")
    if the_network():
        return render("home/first_run.html", form=OwnerForm())
    zone = USUAL_ZONES.get(str(get_locale()), "UTC")
    form = FirstRunForm(data={"languages": FirstRunForm.all_languages(), "zone": zone})
    return render("home/first_run.html", form=form.offer())


@bp.post("/first-run")
@public
def found() -> ResponseReturnValue:
    """Make the network and its owner, and let the owner in."""
    if _is_ready():
        return see("accounts.sign_in")
    form = OwnerForm() if the_network() else FirstRunForm().offer()
    if not form.validate():
        return render("home/first_run.html", form=form)
    try:
        token = _found(form)
    except WeakPassword as error:
        blame(form.password, error)
        return render("home/first_run.html", form=form)
    except (AlreadyFounded, NotFirst):
        flash(_("Somebody else has just set the portal up. Sign in with your account."), Tone.INFO)
        return see("accounts.sign_in")
    machinery.begin(token, remember=False)
    flash(_("The portal is set up, and you are its owner."))
    return redirect(url_for("home.index"), 303)


def _found(form: OwnerForm) -> str:
    passwords.check(form.password.data, about=(form.email.data, form.name.data))
    release()
    password_hash = passwords.hashed(form.password.data)
    if isinstance(form, FirstRunForm):
        found_network(
            SYSTEM,
            name=form.network.data.strip(),
            currency=form.currency.data,
            zone=form.zone.data,
            languages=form.languages.data,
        )
    network = the_network()
    spoken = str(get_locale())
    languages = network.languages if network else [spoken]
    user = accounts.create_first_owner(
        email=form.email.data,
        name=form.name.data.strip(),
        language=spoken if spoken in languages else languages[0],
        zone=network.zone if network else "UTC",
        password_hash=password_hash,
    )
    return accounts.sign_in_as(user=user, caller=machinery.caller())


def _is_ready() -> bool:
    """Whether there are a network and somebody who could sign in.

    Accounts are never deleted, so the second question is asked until it is answered with yes.
    """
    if current_app.extensions["features"].network() is None:
        return False
    if not current_app.extensions.get(SOMEBODY):
        current_app.extensions[SOMEBODY] = people.anybody()
    return bool(current_app.extensions[SOMEBODY])
