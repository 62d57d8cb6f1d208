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


def sentence(message: str, params: Mapping[str, object]) -> str:
    """A template filled with its values, both in the reader's language."""
    text = gettext(message)
    if not params:
        return text
    return text % {name: in_words(value) for name, value in params.items()}


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
