"""What every template knows without being told: the viewer, the network, the menu."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale, gettext

from ..access.actor import current_actor
from ..access.guards import may
from ..access.permissions import Permission
from ..kit import clock
from . import forms, navigation, paging
from .errors import remedy, translated
from .filters import since
from .languages import LANGUAGES, TAGS

#: What pages call a network that has not been set up yet.
UNNAMED = SimpleNamespace(name="Franchise Portal", currency="", is_demo=False)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person, as the frame of a page shows them."""

    name: str
    initials: str
    role_label: str
    """Translated."""
    language: str
    """A tag, for example `zh-Hans`."""
    theme: str
    """`light`, `dark` or `system`."""
    organisation: str | None = None
    """The franchisee's name, for people on that side."""
    name_local: str = ""


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
    actor = current_actor
    signed_in = actor.user_id is not None
    ways = registry.navigation.ways(actor) if signed_in else navigation.NOWHERE
    return {
        "viewer": _viewer(registry) if signed_in else None,
        "network": registry.network() or UNNAMED,
        "ways": ways,
        "navigation": ways.sections,
        "phone_navigation": ways.bottom_bar,
        "account_menu": ways.account_menu,
        "sign_out_url": ways.sign_out_url,
        "languages": () if signed_in else _languages(),
        "page_language": TAGS.get(str(get_locale()), "en"),
        "page_error": False,
        "page_now": since(clock.now()),
    }


def _viewer(registry: Any) -> Viewer:  # noqa: ANN401 - features.Features, which stands above
    user = g.user
    return Viewer(
        name=user.name,
        initials=initials(user.name),
        role_label=gettext(user.role.label),
        language=TAGS.get(user.language, "en"),
        theme=user.theme.value,
        organisation=registry.organisation(current_actor),
        name_local=user.name_local,
    )


def _languages() -> tuple[tuple[str, str, str], ...]:
    """The switch on signed-out pages: tag, name, the same page in that language."""
    here = {**request.args.to_dict(), **(request.view_args or {})}
    endpoint = request.endpoint or "accounts.sign_in"
    return tuple(
        (TAGS[code], name, url_for(endpoint, **{**here, "lang": code}))
        for code, name in LANGUAGES.items()
    )


def initials(name: str) -> str:
    """One or two letters for the round mark beside a name; one Han character for Han names."""
    words = [word for word in name.split() if word]
    if not words:
        return "?"
    if ord(words[0][0]) > 0x2E7F:  # noqa: PLR2004 - CJK begins here
        return words[0][0]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()
