"""How the cells of master data are read: a value, or what is wrong and what to write instead."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from zoneinfo import available_timezones

from babel import Locale

from ...kit.errors import Unreadable, shown
from ...kit.i18n import N_

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_LONGEST_EMAIL = 254
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PHONE = re.compile(r"[\d\s()+/.–-]*\d[\d\s()+/.–-]*(?:\s*(?:x|ext\.?)\s*\d+)?", re.IGNORECASE)
_LONGEST_PHONE = 40
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)

#: What people write for the languages that the portal speaks.
LANGUAGES = {
    "en": "en",
    "english": "en",
    "zh": "zh_Hans",
    "zh-cn": "zh_Hans",
    "zh-hans": "zh_Hans",
    "简体中文": "zh_Hans",
    "zh-hant": "zh_Hant",
    "zh-tw": "zh_Hant",
    "zh-hk": "zh_Hant",
    "繁體中文": "zh_Hant",
}


def plain(text: str, longest: int) -> str:
    """A text that fits its column.

    Raises:
        Unreadable: when it is too long.
    """
    if len(text) > longest:
        raise Unreadable(
            N_("The text has %(length)s characters."),
            N_("Shorten it to %(longest)s."),
            length=len(text),
            longest=longest,
        )
    return text


def day(text: str) -> date:
    """A day in ISO form.

    Raises:
        Unreadable: for another form, a day that no calendar has, or a far century.
    """
    # Alone, `fromisoformat` would also read 20261031 and 2026-W44-6.
    try:
        value = date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise Unreadable(
            N_("“%(value)s” is not a day."), N_("Write it like 2026-10-31."), value=shown(text)
        ) from None
    if not _EARLIEST <= value < _LATEST:
        raise Unreadable(
            N_("“%(value)s” is not in this or the last century."),
            N_("Write the year with four digits."),
            value=shown(text),
        )
    return value


def email(text: str) -> str:
    """An e-mail address in lower case.

    Raises:
        Unreadable: when it cannot be one.
    """
    if len(text) > _LONGEST_EMAIL or not _EMAIL.fullmatch(text):
        raise Unreadable(
            N_("“%(value)s” is not an e-mail address."),
            N_("Write it like name@example.com."),
            value=shown(text),
        )
    return text.lower()


def phone(text: str) -> str:
    """A telephone number as it was written.

    Raises:
        Unreadable: when it holds other letters or no digit.
    """
    if not _PHONE.fullmatch(plain(text, _LONGEST_PHONE)):
        raise Unreadable(
            N_("“%(value)s” is not a telephone number."),
            N_("Write it with its country code, like +49 30 123456."),
            value=shown(text),
        )
    return text


def language(text: str) -> str:
    """One of the portal's languages.

    Raises:
        Unreadable: for others.
    """
    found = LANGUAGES.get(text.casefold().replace("_", "-"))
    if found is None:
        raise Unreadable(
            N_("The portal does not speak “%(value)s”."),
            N_("Write en, zh-Hans or zh-Hant."),
            value=shown(text),
        )
    return found


def country(text: str) -> str:
    """A country by its two letters (ISO 3166-1).

    Raises:
        Unreadable: for anything else.
    """
    code = text.upper()
    if len(code) != 2 or code not in _countries():  # noqa: PLR2004
        raise Unreadable(
            N_("“%(value)s” is not a country's code."),
            N_("Write two letters, such as DE or CN."),
            value=shown(text),
        )
    return code


def zone(text: str) -> str:
    """A time zone by its name in the tz database.

    Raises:
        Unreadable: for anything else.
    """
    if text not in _zones():
        raise Unreadable(
            N_("“%(value)s” is not a time zone."),
            N_("Write it like Europe/Berlin or Asia/Shanghai."),
            value=shown(text),
        )
    return text


def one_of(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    """A reader of an enumeration's values, whatever their case."""
    members = {member.value: member for member in kind}

    def read(text: str) -> StrEnum:
        member = members.get("_".join(text.casefold().replace("-", " ").split()))
        if member is None:
            raise Unreadable(
                N_("“%(value)s” is not known here."),
                N_("Write one of: %(known)s."),
                value=shown(text),
                known=", ".join(members),
            )
        return member

    return read


def text_up_to(longest: int) -> Callable[[str], str]:
    """A reader of texts that fit their column."""
    return lambda text: plain(text, longest)


@cache
def _countries() -> frozenset[str]:
    return frozenset(Locale("en").territories)


@cache
def _zones() -> frozenset[str]:
    # The standard library walks through folders on every call.
    return frozenset(available_timezones())
