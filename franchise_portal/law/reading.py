"""Law packs read from their files, strictly: an unknown or missing key is an error.

The files belong to the program, so a mistake in one is a mistake of ours and stops whoever asks
for the pack; the tests read them all.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from ..kit.calendars import OnHoliday
from ..kit.durations import Duration
from ..kit.errors import NotFound, Unreadable
from ..kit.i18n import N_
from .clocks import (
    CoolingOff,
    Disclosure,
    Duty,
    MinimumTerm,
    MonthDay,
    Notice,
    OwnOutlets,
    RequiredClauses,
    Rule,
)
from .enums import Cause, Counting, Document, NoticeKind, Owner, Trigger
from .pack import Pack

#: The packs in the order in which they are offered.
SLUGS = ("none", "cn", "us-ftc", "au")

_FOLDER = Path(__file__).parent / "packs"
_STATE = re.compile(r"[A-Z]{2}")
_RULE_ID = re.compile(r"[a-z-]+(\.[a-z_]+)+")
_E = TypeVar("_E", bound=StrEnum)
_V = TypeVar("_V")


class LawPackError(ValueError):
    """A law pack's file is not as it must be."""


@lru_cache
def pack(slug: str) -> Pack:
    """The pack of that name.

    Raises:
        NotFound: when there is none.
    """
    if slug not in SLUGS:
        raise NotFound(
            N_("There is no law pack “%(slug)s”. Choose one of: %(packs)s."),
            slug=slug,
            packs=", ".join(SLUGS),
        )
    path = _FOLDER / f"{slug}.toml"
    return pack_from_toml(path.read_text(encoding="utf-8"), place=path.name)


def packs() -> tuple[Pack, ...]:
    """All packs, in the order in which they are offered."""
    return tuple(pack(slug) for slug in SLUGS)


def pack_from_toml(text: str, *, place: str) -> Pack:
    """Make a pack from the text of its file; `place` is its name in messages.

    Raises:
        LawPackError: naming the place, the table and the key.
    """
    try:
        table = _Table(tomllib.loads(text), place)
    except tomllib.TOMLDecodeError as trouble:
        msg = f"{place}: {trouble}"
        raise LawPackError(msg) from None
    found = Pack(
        slug=table.text("slug"),
        disclaimer=table.text("disclaimer"),
        on_holiday=table.member("on_holiday", OnHoliday),
        on_holiday_rule=table.single("on_holiday_rule", _rule),
        disclosures=table.several("disclosure", _disclosure),
        cooling_off=table.single("cooling_off", _cooling_off),
        minimum_term=table.single("minimum_term", _minimum_term),
        own_outlets=table.single("own_outlets", _own_outlets),
        duties=table.several("duty", _duty),
        notices=table.several("notice", _notice),
        clauses=table.several("clauses", _clauses),
    )
    table.done()
    _require_sound(found, place)
    return found


def _require_sound(found: Pack, place: str) -> None:
    ids = [rule.id for rule in found.rules]
    asked = [(one.kind, one.state, one.cause) for one in found.notices]
    for what, keys in (("id", ids), ("notice", asked)):
        if len(set(keys)) != len(keys):
            msg = f"{place}: the same {what} twice"
            raise LawPackError(msg)
    if found.slug != place.removesuffix(".toml"):
        msg = f"{place}: slug says {found.slug}"
        raise LawPackError(msg)
    if (found.on_holiday is OnHoliday.STAYS) != (found.on_holiday_rule is None):
        msg = f"{place}: deadlines that move need the rule that moves them, others need none"
        raise LawPackError(msg)


class _Table:
    """A table of a pack's file, each key of which is taken once and checked."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self.left = dict(values)
        self.where = where

    def take(self, key: str, kind: type[_V]) -> _V:
        if key not in self.left:
            raise self.wrong(key, "is missing")
        value = self.left.pop(key)
        if type(value) is not kind:
            raise self.wrong(key, f"is not {kind.__name__}")
        return value

    def text(self, key: str) -> str:
        value = self.take(key, str).strip()
        if not value and key != "note":
            raise self.wrong(key, "is empty")
        return value

    def count(self, key: str) -> int:
        value = self.take(key, int)
        if value < 1:
            raise self.wrong(key, "is not above zero")
        return value

    def duration(self, key: str) -> Duration:
        try:
            return Duration.parse(self.text(key))
        except Unreadable as trouble:
            raise self.wrong(key, str(trouble)) from None

    def member(self, key: str, enum: type[_E]) -> _E:
        value = self.text(key)
        try:
            return enum(value)
        except ValueError:
            raise self.wrong(key, f"is none of {', '.join(enum)}") from None

    def if_there(self, key: str, read: Callable[[str], _V]) -> _V | None:
        return read(key) if key in self.left else None

    def single(self, key: str, read: "Callable[[_Table], _V]") -> _V | None:
        if key not in self.left:
            return None
        return self._read(self.take(key, dict), f"{self.where} [{key}]", read)

    def several(self, key: str, read: "Callable[[_Table], _V]") -> tuple[_V, ...]:
        values = self.take(key, list) if key in self.left else []
        return tuple(
            self._read(value, f"{self.where} [[{key}]] {place}", read)
            for place, value in enumerate(values, start=1)
        )

    def done(self) -> None:
        for key in self.left:
            raise self.wrong(key, "is unknown")

    def wrong(self, key: str, what: str) -> LawPackError:
        return LawPackError(f"{self.where}: {key} {what}")

    @staticmethod
    def _read(values: Any, where: str, read: "Callable[[_Table], _V]") -> _V:  # noqa: ANN401 - whatever TOML holds
        if not isinstance(values, dict):
            msg = f"{where}: is not a table"
            raise LawPackError(msg)
        table = _Table(values, where)
        found = read(table)
        table.done()
        return found


def _rule(table: _Table) -> Rule:
    found = Rule(
        id=table.text("id"),
        source=table.text("source"),
        source_date=table.take("source_date", date),
        checked=table.take("checked", bool),
        note=table.text("note"),
    )
    if not _RULE_ID.fullmatch(found.id):
        raise table.wrong("id", f"“{found.id}” is not like cn.disclosure")
    return found


def _disclosure(table: _Table) -> Disclosure:
    return Disclosure(
        rule=_rule(table),
        document=table.member("document", Document),
        days=table.count("days"),
        counting=table.member("counting", Counting),
        renewal_on_same_terms_exempt=table.take("renewal_on_same_terms_exempt", bool),
    )


def _cooling_off(table: _Table) -> CoolingOff:
    return CoolingOff(
        rule=_rule(table),
        days=table.count("days"),
        contract_decides=table.take("contract_decides", bool),
        renewals=table.take("renewals", bool),
    )


def _minimum_term(table: _Table) -> MinimumTerm:
    return MinimumTerm(
        rule=_rule(table),
        term=table.duration("term"),
        consent_waives=table.take("consent_waives", bool),
        renewals_exempt=table.take("renewals_exempt", bool),
    )


def _own_outlets(table: _Table) -> OwnOutlets:
    return OwnOutlets(
        rule=_rule(table),
        count=table.count("count"),
        running_for=table.duration("running_for"),
    )


def _duty(table: _Table) -> Duty:
    found = Duty(
        rule=_rule(table),
        owner=table.member("owner", Owner),
        trigger=table.member("trigger", Trigger),
        within=table.if_there("within", table.duration),
        by=table.if_there("by", lambda key: _month_day(table, key)),
    )
    if (found.within is None) == (found.by is None):
        raise table.wrong("within", "or by: one of the two")
    return found


def _month_day(table: _Table, key: str) -> MonthDay:
    text = table.text(key)
    try:
        # Read in a year without a leap day, so that the day exists in every year.
        day = date.fromisoformat(f"2025-{text}")
    except ValueError:
        raise table.wrong(key, "is not a day of every year such as 03-31") from None
    return MonthDay(day.month, day.day)


def _notice(table: _Table) -> Notice:
    found = Notice(
        rule=_rule(table),
        kind=table.member("kind", NoticeKind),
        length=table.duration("length"),
        at_most=table.if_there("at_most", table.duration),
        state=table.if_there("state", table.text) or "",
        cause=table.if_there("cause", lambda key: table.member(key, Cause)),
    )
    if found.state and not _STATE.fullmatch(found.state):
        raise table.wrong("state", "is not two capital letters")
    if found.cause is Cause.OTHER:
        raise table.wrong("cause", "is other: leave it out")
    return found


def _clauses(table: _Table) -> RequiredClauses:
    kinds = table.take("kinds", list)
    if not kinds or not all(isinstance(kind, str) and kind for kind in kinds):
        raise table.wrong("kinds", "is not a list of names")
    return RequiredClauses(rule=_rule(table), kinds=tuple(kinds))
