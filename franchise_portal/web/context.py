"""What every template knows without being told: the viewer, the network, the menu."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g
from flask_babel import get_locale

from ..access.actor import Actor, current_actor
from ..access.guards import may
from ..access.permissions import Permission
from . import forms, navigation, paging
from .errors import remedy, translated
from .languages import LANGUAGES, TAGS


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person, as the frame of a page shows them."""

    name: str
    initials: str
    role_label: str
    language: str
    theme: str
    name_local: str = ""
    business: str = ""
    """The franchisee's name, for people on that side."""
    business_local: str = ""


def init_app(app: Flask) -> None:
    """Register the globals and the context processor."""
    app.jinja_env.globals.update(
        may=may,
        P=Permission,
        csrf_field=forms.csrf_field,
        list_url=paging.list_url,
        page_url=paging.page_url,
        problem_text=translated,
        problem_remedy=remedy,
        LANGUAGES=LANGUAGES,
        LANGUAGE_TAGS=TAGS,
    )
    app.context_processor(frame)


def frame() -> dict[str, Any]:
    """The frame of a page; everything in it is cheap or already loaded."""
    registry = current_app.extensions["features"]
    actor: Actor | None = current_actor if current_actor.user_id else None
    assets = current_app.extensions["assets"]
    return {
        "viewer": g.get("viewer"),
        "network": registry.network(),
        "navigation": navigation.sections(registry.navigation, current_actor) if actor else (),
        "phone_navigation": navigation.bottom_bar(registry.phone, current_actor) if actor else (),
        "stylesheets": assets.stylesheets(),
        "scripts": assets.scripts(),
        "page_language": TAGS.get(str(get_locale()), "en"),
        "page_error": False,
    }


def initials(name: str) -> str:
    """One or two letters for the round mark beside a name; one Han character for Han names."""
    words = [word for word in name.split() if word]
    if not words:
        return "?"
    if ord(words[0][0]) > 0x2E7F:  # noqa: PLR2004 - CJK begins here
        return words[0][0]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()
