"""Places in a clause's words that the terms fill: `{last_day}` becomes the last day.

Only names of a closed list are filled, each with a text made beforehand. It is no template
language: nothing is looked up in objects, called or computed, whatever somebody writes into a
clause. Braces around anything else stay as they are written.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ...kit.enums import LabeledEnum
from ...kit.i18n import N_

_PLACE = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
_SENTENCE_BEGINS = re.compile(r"(?:\A|[.!?。！？\n])\s*\Z")


class Placeholder(LabeledEnum):
    """What can be filled into a clause."""

    CONTRACT = "contract", N_("The contract's number")
    FRANCHISOR = "franchisor", N_("The franchisor's name")
    FRANCHISEE = "franchisee", N_("The franchisee's name")
    BRAND = "brand", N_("The brand")
    OUTLETS = "outlets", N_("The outlets covered")
    FIRST_DAY = "first_day", N_("The first day")
    LAST_DAY = "last_day", N_("The last day")
    TERM = "term", N_("The term in words")
    RENEWAL = "renewal", N_("The renewals in words")
    NOTICE = "notice", N_("The notice in words")
    COOLING_OFF = "cooling_off", N_("The cooling-off in words")
    TERRITORY = "territory", N_("The territory in words")
    OUTLETS_PERMITTED = "outlets_permitted", N_("How many outlets are permitted")
    DEVELOPMENT = "development", N_("The development schedule in words")
    FEES = "fees", N_("The fees in words")
    DEPOSIT = "deposit", N_("The deposit in words")
    MINIMUM_PURCHASE = "minimum_purchase", N_("The minimum purchase in words")
    AUDIT = "audit", N_("The right to audit in words")
    NON_COMPETE = "non_compete", N_("The non-compete in words")
    INSURANCE = "insurance", N_("The insurance in words")
    GUARANTORS = "guarantors", N_("The guarantors in words")
    TRANSFER = "transfer", N_("The terms of a transfer in words")
    GOVERNING_LAW = "governing_law", N_("The governing law")


KNOWN = frozenset(Placeholder)


def placeholders_in(text: str) -> tuple[str, ...]:
    """The known names that still stand in braces, each once, in their order."""
    return tuple(dict.fromkeys(name for name in _PLACE.findall(text) if name in KNOWN))


def unknown_in(text: str) -> tuple[str, ...]:
    """Names in braces that nobody fills: most likely slips of whoever wrote the clause."""
    return tuple(dict.fromkeys(name for name in _PLACE.findall(text) if name not in KNOWN))


def filled_in(
    text: str, values: Mapping[str, str], opening: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The text with the places filled that have a value; the others stay visible.

    Where a place opens a sentence, `opening` is asked first. A value is put in as it is: braces
    inside it are not looked at again.
    """

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in KNOWN:
            return found[0]
        opens = _SENTENCE_BEGINS.search(text[: found.start()])
        return (opening.get(name) if opens else None) or values.get(name) or found[0]

    fill: Callable[[re.Match[str]], str] = value
    return _PLACE.sub(fill, text)
