"""How the amount of a single charge came about, as it is kept with the charge and shown later.

The working is JSON. Keys that readers see in their own words are those of `Fact`; amounts are
whole minor units of the charge's currency and end in `_minor`, rates are shares of one as text,
days are ISO dates. `parts` holds steps of the same form, one below the other, each with the amount
it comes to (`amount_minor`): the days of one rate, the periods of an audit.

    {"about": "2026-0031", "base_minor": 425000, "from": "2026-11-16", "until": "2026-12-15",
     "days": 30, "rate": "0.08", "every": "year", "parts": […], "limit_minor": 50000}
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeGuard

from ...kit.money import Money

Value = Money | Decimal | date | int | str


class Fact(StrEnum):
    """What a working says, in the order in which it is read."""

    ABOUT = "about"
    """The document, contract or payment that it is about, by its number."""
    BASE = "base_minor"
    PAID = "paid_minor"
    """What was paid or allowed for before."""
    FROM = "from"
    UNTIL = "until"
    """The last day counted, included."""
    GRACE_DAYS = "grace_days"
    DAYS = "days"
    RATE = "rate"
    EVERY = "every"
    """What the rate is for: `year`, `month`, `day`, `once`."""
    SHARE = "share"
    """A share of the base that does not depend on days."""
    A_DAY = "a_day_minor"
    LIMIT = "limit_minor"
    """The most that may be charged."""
    NOTE = "note"
    """A person's own words."""


MONEY = frozenset({Fact.BASE, Fact.PAID, Fact.A_DAY, Fact.LIMIT})
DAYS = frozenset({Fact.FROM, Fact.UNTIL})
SHARES = frozenset({Fact.RATE, Fact.SHARE})


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a working: its facts, and what it comes to where that was kept."""

    facts: tuple[tuple[str, Value], ...]
    """Each with its key: a `Fact`, or whatever else a feature kept."""
    amount: Money | None

    def fact(self, key: Fact) -> Value | None:
        """One of the facts; None when it was not kept."""
        return dict(self.facts).get(key)


@dataclass(frozen=True, slots=True)
class Working:
    """A whole working."""

    whole: Step
    parts: tuple[Step, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.whole.facts or self.parts)


def read(working: Mapping[str, Any], currency: str) -> Working:
    """A working as it was kept. What cannot be read as its key promises is left as plain text."""
    parts: Sequence[Mapping[str, Any]] = working.get("parts") or ()
    return Working(_step(working, currency), tuple(_step(part, currency) for part in parts))


def _step(working: Mapping[str, Any], currency: str) -> Step:
    minor = working.get("amount_minor")
    amount = Money(minor, currency) if _is_whole(minor) else None
    return Step(tuple(_facts(working, currency)), amount)


def _facts(working: Mapping[str, Any], currency: str) -> Iterator[tuple[str, Value]]:
    known = [fact.value for fact in Fact]
    others = sorted(key for key in working if key not in {*known, "parts", "amount_minor"})
    for key in [*known, *others]:
        value = working.get(key)
        if value is not None and value != "":
            yield key, _value(key, value, currency)


def _value(key: str, value: object, currency: str) -> Value:
    if key in MONEY and _is_whole(value):
        return Money(value, currency)
    try:
        if key in DAYS:
            return date.fromisoformat(str(value))
        if key in SHARES:
            return Decimal(str(value))
    except (ValueError, InvalidOperation):
        return str(value)
    return value if _is_whole(value) else str(value)


def _is_whole(value: object) -> TypeGuard[int]:
    """JSON's true and false are numbers to Python, and none here."""
    return isinstance(value, int) and not isinstance(value, bool)
