"""Sentences that rules and errors name as templates, with the values they travel with.

A rule says `N_("The term ends on %(day)s.")` and a date; only the edge knows the reader's language.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from ..kit.durations import Duration
from ..kit.enums import LabeledEnum
from ..kit.money import Money
from . import filters
from .speech import gettext

#: English words that begin a sentence and never a name. Our other languages have no capitals.
_PLAIN_BEGINNINGS = frozenset(
    ("A", "All", "An", "Any", "Each", "Every", "For", "If", "In", "It", "No", "None", "Not", "The")
)


def sentence(message: str, params: Mapping[str, object]) -> str:
    """A template filled with its values, both in the reader's language."""
    text = gettext(message)
    if not params:
        return text
    return text % {name: in_words(value) for name, value in params.items()}


def fitted_sentence(message: str, params: Mapping[str, object]) -> str:
    """The same for the middle of a sentence: it begins small, unless a name or a code begins it.

    A template and the label of an enum are our own words. What somebody wrote is left as it is,
    except that it may begin with a word that no name begins with.
    """
    template = gettext(message)
    if not template.startswith("%("):
        template = _small(template)
    if not params:
        return template
    return template % {name: _fitted(value) for name, value in params.items()}


def _fitted(value: object) -> object:
    words = in_words(value)
    if isinstance(value, LabeledEnum) or _begins_plainly(words):
        return _small(str(words))
    return words


def _begins_plainly(words: object) -> bool:
    return isinstance(words, str) and words.partition(" ")[0] in _PLAIN_BEGINNINGS


def _small(text: str) -> str:
    """The text with a small first letter; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def in_words(value: object) -> object:  # noqa: PLR0911 - one line a kind
    """A value as the reader writes it. A `Decimal` is a share of one; whole numbers stay."""
    match value:
        case Money():
            return filters.money(value)
        case datetime():
            return filters.moment(value)
        case date():
            return filters.date(value)
        case Duration():
            return filters.duration(value)
        case LabeledEnum():
            return filters.label(value)
        case Decimal():
            return filters.percent(value)
        case tuple() | list():
            return gettext(", ").join(str(in_words(part)) for part in value)
        case _:
            return value
