"""From a cookie to an actor: Flask-Login with sessions that are rows in the database.

The cookie (signed by Flask, `__Host-` and Secure over HTTPS, HttpOnly, SameSite=Lax) holds the
token of a row in `user_sessions`. The row is read on every request together with the account and
its outlets, in one query: what was ended, disabled or changed counts at once.
"""

from typing import cast

from flask import Flask, Response, g, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, login_user

from ..access.guards import SIGN_IN_ENDPOINT
from ..database import afterwards, db
from ..kit import clock
from ..web import languages, paging
from . import queries, rules, services
from .queries import SignedIn
from .services import passwords
from .services.sessions import Caller

YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Recognise people before the guards ask who they are."""
    if app.config["TESTING"]:
        passwords.cost_little()
    app.config.update(
        PERMANENT_SESSION_LIFETIME=rules.REMEMBERED,
        # A session lasts as long as its row says; a cookie sent with each answer adds nothing.
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    manager = LoginManager()
    manager.login_view = SIGN_IN_ENDPOINT
    # Rows can be ended one by one, which is better than a guess from the browser's address.
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(queries.signed_in)
    app.before_request(recognise)
    app.before_request(switch_language)
    app.after_request(remember_language)


def recognise() -> None:
    """Find out who is there; the rest of the request asks `current_actor`."""
    if request.endpoint == "static" or "_user_id" not in session:
        return
    # Not `current_user`: it begins with a hash of the browser's address, for the protection that
    # is off.
    person = queries.signed_in(session["_user_id"])
    if person is None:
        # The session was ended elsewhere or is over: what it remembered goes with it.
        session.clear()
        return
    g.user = person
    g.actor = person.actor
    if clock.wall() - person.seen_at > rules.SEEN_EVERY:
        afterwards(lambda: services.note_use(person.session_id, person.user_id))


def begin(token: str, *, remember: bool) -> None:
    """Put a new session's token into the cookie. Nothing of the visitor's session survives."""
    session.clear()
    db.session.flush()
    person = queries.signed_in(token)
    login_user(person)
    session.permanent = remember


def look_again() -> None:
    """Read the signed-in person anew, after they changed what every page shows."""
    db.session.flush()
    person = queries.signed_in(signed_in().token)
    if person:
        g.user, g.actor = person, person.actor


def leave() -> None:
    """Forget the session in this browser; the row is ended by the service."""
    session.clear()


def caller() -> Caller:
    """Where the request comes from, for the throttle and the list of sessions."""
    return Caller(request.remote_addr or "", request.headers.get("User-Agent", ""))


def signed_in() -> SignedIn:
    """The person at the keyboard; only for views that need somebody signed in."""
    return cast("SignedIn", g.user)


def switch_language() -> ResponseReturnValue | None:
    """Follow `?lang=` on a signed-out page: the same page again, in that language."""
    wanted = request.args.get("lang", "")
    if wanted not in languages.LANGUAGES or request.method != "GET" or "user" in g:
        return None
    if request.endpoint is None or request.endpoint == "static":
        return None
    g.chosen_language = wanted
    return redirect(paging.list_url(lang=""), 303)


def remember_language(response: Response) -> Response:
    """Keep the language chosen at the door, on this device, for a year."""
    chosen = g.get("chosen_language")
    if chosen:
        response.set_cookie(
            languages.COOKIE,
            chosen,
            max_age=YEAR,
            httponly=True,
            secure=request.is_secure,
            samesite="Lax",
        )
    return response
