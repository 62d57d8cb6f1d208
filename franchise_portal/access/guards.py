"""Every view says who may enter. A view that says nothing is closed."""

from collections.abc import Callable
from typing import TypeVar

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from .actor import current_actor
from .permissions import Permission

View = TypeVar("View", bound=Callable[..., object])

PUBLIC = "public"
SIGN_IN_ENDPOINT = "accounts.sign_in"


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare the one permission that a view needs."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Declare that a view is for everybody, signed in or not."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def declared_permission(endpoint: str) -> str | None:
    """What the view behind an endpoint declares: a permission, `PUBLIC`, or nothing."""
    view = current_app.view_functions.get(endpoint)
    return getattr(view, "permission", None)


def may_open(endpoint: str) -> bool:
    """Whether the person may enter: what a page declares means this, for links and for the door."""
    permission = declared_permission(endpoint)
    if permission is None or permission == PUBLIC:
        return permission == PUBLIC
    return current_actor.may(Permission(permission))


def check() -> ResponseReturnValue | None:
    """Refuse what is not declared or not allowed; lead to the sign-in page who is signed out."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    if may_open(request.endpoint):
        return None
    if declared_permission(request.endpoint) is None:
        abort(403, f"{request.endpoint} declares no permission")
    return _to_sign_in() if current_actor.user_id is None else abort(403)


def _to_sign_in() -> ResponseReturnValue:
    if request.headers.get("HX-Request"):
        # A fragment cannot show a sign-in page: let htmx load it as a page.
        return "", 401, {"HX-Redirect": url_for(SIGN_IN_ENDPOINT)}
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for(SIGN_IN_ENDPOINT, next=request.full_path.rstrip("?")), 303)
    return abort(401)


def may(permission: Permission | str) -> bool:
    """For templates and menus: whether the person looking at the page may do this."""
    return current_actor.may(Permission(permission))
