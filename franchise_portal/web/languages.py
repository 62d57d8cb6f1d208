"""Which language and zone a page is in: the person's own, else a cookie's, else the browser's."""

from babel import Locale
from flask import Flask, g, has_request_context, request
from flask_babel import Babel

from . import speech

#: Locale name → what the language calls itself, and its tag for `lang`.
LANGUAGES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}
TAGS = {"en": "en", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}
COOKIE = "language"

_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def init_app(app: Flask) -> None:
    """Tell Babel how to choose."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel = Babel(app, locale_selector=chosen_language, timezone_selector=chosen_zone)
    speech.init_app(app, babel)


def chosen_language() -> str:
    """The locale name of this page."""
    if not has_request_context():
        return "en"
    if g.get("actor") and g.actor.user_id:
        return str(g.actor.language)
    cookie = request.cookies.get(COOKIE, "")
    if cookie in LANGUAGES:
        return cookie
    return from_header(request.headers.get("Accept-Language", ""))


def chosen_zone() -> str:
    """The zone in which this page, or the document being written, shows moments."""
    if "document_zone" in g:
        return str(g.document_zone)
    if has_request_context() and g.get("actor") and g.actor.user_id:
        return str(g.actor.zone)
    return "UTC"


def from_header(header: str) -> str:
    """The best of our languages for an Accept-Language header; English when none fits.

    Order of mention decides; weights are ignored, as browsers list languages by preference.
    """
    for part in header.lower().split(","):
        tag = part.split(";")[0].strip()
        if tag.startswith(_TRADITIONAL):
            return "zh_Hant"
        if tag.startswith("zh"):
            return "zh_Hans"
        if tag.startswith("en"):
            return "en"
    return "en"


def tag(language: str) -> str:
    """The BCP 47 tag of one of our locale names."""
    return TAGS.get(language, "en")


def locale(language: str) -> Locale:
    """Babel's locale for one of our names."""
    return Locale.parse(language)
