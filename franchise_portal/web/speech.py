"""A language as pages speak it: its messages and forms, looked up once and kept by the process.

Flask-Babel finds out anew for every word which language the page is in, and Babel reads a pattern
anew for every number; a list of fifty rows has hundreds of both. What is kept here is the same
words and forms by a shorter way. `flask_babel.gettext` goes through it too.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import mod
from typing import Any

from babel import Locale, dates, numbers
from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

ENGLISH = Locale("en")
_APOSTROPHE = re.compile(r"(?<=\w)'")
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_GAP_IN_HAN = re.compile(f"(?<=[{_HAN}，。：；？！、」』”）]) (?=[{_HAN}「『“（])")
MOST_KEPT = 4_096
"""Days, months and messages that a language keeps in each of its forms."""


class Speech:
    """One language. Made once for each, and shared by all requests."""

    def __init__(self, locale: Locale, translations: NullTranslations) -> None:
        """Keep what the locale and its catalogue say."""
        self.locale = locale
        self.language = locale.language
        self.translations = translations
        self.say: Callable[[str], str] = lru_cache(MOST_KEPT)(translations.gettext)
        self.filled: Callable[[str, Mapping[str, object]], str] = (
            self._filled_among_han if self.language == "zh" else mod
        )
        """A message with its blanks filled."""
        self.markup: Callable[[str], Markup] = lru_cache(MOST_KEPT)(self._markup)
        self.day: Callable[[date, str], str] = lru_cache(MOST_KEPT)(self._day)
        self.share: Callable[[Decimal | float, str], str] = lru_cache(MOST_KEPT)(self._share)
        self.symbol: Callable[[str], str] = lru_cache(MOST_KEPT)(self._symbol)
        signs = locale.number_symbols["latn"]
        self._signs = str.maketrans({",": signs["group"], ".": signs["decimal"]})
        self._is_plain = (signs["group"], signs["decimal"]) == (",", ".")

    def number(self, value: Decimal | int, digits: int) -> str:
        """A number above zero with so many decimals, in groups of three; half goes to even."""
        text = f"{value:,.{digits}f}"
        return text if self._is_plain else text.translate(self._signs)

    def amount(self, minor: int, digits: int) -> str:
        """An amount of zero or more in minor units, of which so many digits are decimals."""
        if not digits:
            text = f"{minor:,}"
        else:
            unit = 10**digits
            major, rest = divmod(minor, unit)
            text = f"{major:,}.{str(unit + rest)[1:]}"
        return text if self._is_plain else text.translate(self._signs)

    @staticmethod
    def _filled_among_han(text: str, variables: Mapping[str, object]) -> str:
        """Translators set a blank off by spaces, as Latin words stand among Han characters.

        Where what fills it is Han itself, there is no space.
        """
        whole = text % variables
        return type(whole)(_GAP_IN_HAN.sub("", whole)) if _GAP_IN_HAN.search(whole) else whole

    def _markup(self, message: str) -> Markup:
        # Templates write a per cent sign twice in a message, whether it has names to fill or not.
        return Markup(self.say(message)) % {}  # noqa: S704 - our own words

    def _day(self, value: date, pattern: str) -> str:
        return dates.format_date(value, format=pattern, locale=self.locale)

    def _share(self, value: Decimal | float, pattern: str) -> str:
        return numbers.format_percent(value, format=pattern, locale=self.locale)

    def _symbol(self, currency: str) -> str:
        return numbers.get_currency_symbol(currency, locale=self.locale)


def gettext(message: str, /, **variables: object) -> str:
    """A message in the language of this page; where a page says very many, import this one."""
    here = speech()
    text = here.say(message)
    return here.filled(text, variables) if variables else text


def ngettext(singular: str, plural: str, num: int, /, **variables: object) -> str:
    """A message that depends on a number, in the language of this page."""
    variables.setdefault("num", num)
    here = speech()
    return here.filled(here.translations.ngettext(singular, plural, num), variables)


class EnglishWords(NullTranslations):
    """The words of the source, with the apostrophe of print in the place of the keyboard's.

    The source is typed, and the keys of the catalogues are the source; readers see ’ everywhere.
    """

    def gettext(self, message: str) -> str:
        """The message."""
        return _printed(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The message that fits a number."""
        return _printed(msgid1 if n == 1 else msgid2)

    def upgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - as Babel has it
        """The message of a context."""
        return _printed(message)

    def unpgettext(self, context: str, singular: str, plural: str, num: int) -> str:  # noqa: ARG002
        """The message of a context that fits a number."""
        return self.ngettext(singular, plural, num)

    ugettext, ungettext, pgettext, npgettext = gettext, ngettext, upgettext, unpgettext


def _printed(text: str) -> str:
    return _APOSTROPHE.sub("’", text) if "'" in text else text


class QuickDomain(Domain):
    """Flask-Babel's messages, by the shorter way."""

    def get_translations(self) -> NullTranslations:
        """The messages of the present language."""
        return _ENGLISH_WORDS if get_locale() == ENGLISH else super().get_translations()

    def gettext(self, string: str, **variables: object) -> str:
        """A message in the language of this page."""
        return gettext(string, **variables)

    def ngettext(self, singular: str, plural: str, num: int, **variables: object) -> str:
        """A message that depends on a number, in the language of this page."""
        return ngettext(singular, plural, num, **variables)


_ENGLISH_WORDS = EnglishWords()


class Speeches:
    """The languages of one application."""

    def __init__(self, domain: Domain) -> None:
        """None is known yet; catalogues come from `domain`."""
        self._domain = domain
        self._known: dict[str, Speech] = {}

    def of(self, locale: Locale) -> Speech:
        """The language of a locale, which is the present one."""
        name = str(locale)
        if name not in self._known:
            self._known[name] = Speech(locale, self._domain.get_translations())
        return self._known[name]


def init_app(app: Flask, babel: Babel) -> None:
    """Let templates and `flask_babel.gettext` take the shorter way."""
    babel.domain_instance = QuickDomain()
    app.extensions["speeches"] = Speeches(babel.domain_instance)
    app.jinja_env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext)


_SILENT = Speech(ENGLISH, NullTranslations())


def speech() -> Speech:
    """The language of the page or document being written; English outside an application."""
    try:
        # Not `g.…`: a page asks some two hundred times, and the way through the proxy is long.
        here: Any = g._get_current_object()  # noqa: SLF001 - Werkzeug's way to the real one
        context = here._flask_babel  # noqa: SLF001 - where Flask-Babel keeps the chosen locale
        locale = context.babel_locale
        known: tuple[Locale, Speech] = context.speech
    except (AttributeError, RuntimeError):
        return _found()
    # `force_locale` puts another locale there for a while.
    return known[1] if known[0] is locale and locale is not None else _found()


def _found() -> Speech:
    locale = get_locale()
    if locale is None:
        return _SILENT
    from flask import current_app  # noqa: PLC0415

    found: Speech = current_app.extensions["speeches"].of(locale)
    g._flask_babel.speech = (locale, found)  # noqa: SLF001
    return found


@pass_eval_context
def _gettext(context: EvalContext, message: str, /, **variables: object) -> str:
    """For templates: `_("Outlets")`, `_("%(number)s rows", number=n)`. Markup where it is HTML."""
    here = speech()
    if not context.autoescape:
        return here.filled(here.say(message), variables)
    if not variables:
        return here.markup(message)
    return here.filled(Markup(here.say(message)), variables)  # noqa: S704 - our own words


@pass_eval_context
def _ngettext(
    context: EvalContext, singular: str, plural: str, num: int, /, **variables: object
) -> str:
    variables.setdefault("num", num)
    here = speech()
    text = here.translations.ngettext(singular, plural, num)
    return here.filled(Markup(text) if context.autoescape else text, variables)  # noqa: S704
