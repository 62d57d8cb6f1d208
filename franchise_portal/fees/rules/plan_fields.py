"""Reading single values of a plan, and saying where and why one cannot be read.

A path leads to a value: `("fee", 0, "tiers", 1, "up_to")`. People see it as
`fee "royalty", tier 2, up_to`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from ...kit.enums import LabeledEnum
from ...kit.errors import Problem, Unreadable, shown
from ...kit.i18n import N_
from ...kit.money import Money
from ...kit.rates import number_from_text, rate_from_text

Path = tuple[str | int, ...]
Table = Mapping[str, object]
Choice = TypeVar("Choice", bound=LabeledEnum)
Read = TypeVar("Read")

_MISSING = N_("“%(key)s” is missing.")


def nowhere(_path: Path) -> int | None:
    """A plan that did not come from a file has no lines."""
    return None


@dataclass(slots=True)
class Inspector:
    """Collects every problem of a plan. Readers return `None` for what is missing or wrong."""

    place: str
    locate: Callable[[Path], int | None] = nowhere
    currency: str = "USD"
    names: dict[int, str] = field(default_factory=dict)
    """The fees' names by their place, once they are known."""
    problems: list[Problem] = field(default_factory=list)

    def report(
        self,
        path: Path,
        message: str,
        remedy: str = "",
        value: object = None,
        /,
        **params: object,
    ) -> None:
        """Note a problem."""
        text = None if value is None else shown(value)
        self.problems.append(
            Problem(
                self.place,
                self.locate(path),
                self.spot(path),
                text,
                message,
                remedy,
                {"value": text, **params},
            )
        )

    def spot(self, path: Path) -> str:
        """The path as people read it."""
        words: list[str] = []
        for key, step in enumerate(path):
            if isinstance(step, int):
                name = self.names.get(step) if key == 1 else None
                words[-1] = f'fee "{name}"' if name else f"{_SINGULAR[words[-1]]} {step + 1}"
            else:
                words.append(step)
        return ", ".join(words)

    def unknown_keys(self, table: Table, path: Path, known: Sequence[str]) -> None:
        """Refuse keys that a plan does not have, with the likeliest meant."""
        for key in table:
            if key in known:
                continue
            similar = get_close_matches(str(key), known, n=1, cutoff=0.6)
            remedy = N_("Did you mean “%(similar)s”?") if similar else N_("Known are: %(known)s.")
            self.report(
                (*path, shown(key)),
                N_("“%(key)s” is not known here."),
                remedy,
                key=shown(key),
                similar=similar[0] if similar else "",
                known=", ".join(known),
            )

    def required(self, table: Table, path: Path, key: str, remedy: str) -> bool:
        """Whether a key is there; its absence is a problem."""
        if key in table:
            return True
        self.report((*path, key), _MISSING, remedy, key=key)
        return False

    def text(self, table: Table, path: Path, key: str) -> str | None:
        """Text that says something."""
        value = table.get(key)
        if isinstance(value, str):
            if value.strip():
                return value.strip()
            self.report((*path, key), N_("“%(key)s” is empty."), N_("Write something."), key=key)
        elif key in table:
            self.report(
                (*path, key), N_("“%(key)s” must be text."), N_("Put it in quotes."), value, key=key
            )
        return None

    def choice(self, table: Table, path: Path, key: str, choices: type[Choice]) -> Choice | None:
        """One of the words of an enumeration."""
        return self._word(table[key], (*path, key), choices) if key in table else None

    def choices(
        self, table: Table, path: Path, key: str, choices: type[Choice]
    ) -> tuple[Choice, ...]:
        """A list of words of an enumeration, each at most once, in the enumeration's order."""
        values = table.get(key, [])
        if not isinstance(values, list | tuple):
            remedy = N_('Write it in brackets, like ["refunds"].')
            self.report((*path, key), N_("“%(key)s” must be a list."), remedy, values, key=key)
            return ()
        found = [self._word(value, (*path, key), choices) for value in values]
        for word in dict.fromkeys(word for word in found if word and found.count(word) > 1):
            self.report(
                (*path, key),
                N_("“%(value)s” stands in the list twice."),
                N_("Keep one of them."),
                word.value,
            )
        return tuple(word for word in choices if word in found)

    def _word(self, value: object, path: Path, choices: type[Choice]) -> Choice | None:
        words = {word.value: word for word in choices}
        if isinstance(value, str) and value in words:
            return words[value]
        known = list(words)
        similar = get_close_matches(str(value), known, n=1, cutoff=0.6)
        remedy = N_("Did you mean “%(similar)s”?") if similar else N_("Write one of: %(known)s.")
        self.report(
            path,
            N_("“%(value)s” is not one of the words for “%(key)s”."),
            remedy,
            value,
            key=path[-1],
            similar=similar[0] if similar else "",
            known=", ".join(known),
        )
        return None

    def flag(self, table: Table, path: Path, key: str) -> bool:
        """True or false; false when it is not there."""
        value = table.get(key, False)
        if isinstance(value, bool):
            return value
        self.report(
            (*path, key),
            N_("“%(key)s” must be true or false."),
            N_("Write it without quotes."),
            value,
            key=key,
        )
        return False

    def whole(self, table: Table, path: Path, key: str) -> int | None:
        """A whole number of one or more."""
        value = table.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        if key in table:
            remedy = N_("Write a number such as 13, without quotes.")
            self.report(
                (*path, key), N_("“%(key)s” must be a whole number of one or more."), remedy, value,
                key=key,
            )  # fmt: skip
        return None

    def rate(self, table: Table, path: Path, key: str) -> Decimal | None:
        """A share of one."""
        return self._read(table, path, key, rate_from_text)

    def number(self, table: Table, path: Path, key: str) -> Decimal | None:
        """A number of zero or more."""
        return self._read(table, path, key, number_from_text)

    def money(self, table: Table, path: Path, key: str) -> Money | None:
        """An amount in the plan's currency, of zero or more."""
        return self._read(table, path, key, lambda text: Money.parse(text, self.currency))

    def _read(self, table: Table, path: Path, key: str, read: Callable[[str], Read]) -> Read | None:
        if key not in table:
            return None
        value = table[key]
        try:
            return read(_number_text(value))
        except Unreadable as trouble:
            self.report((*path, key), trouble.message, trouble.remedy, value, **trouble.params)
            return None

    def days(self, table: Table, path: Path, key: str) -> dict[str, date]:
        """Outlets, each with a day."""
        entries = table.get(key, {})
        if not isinstance(entries, Mapping):
            remedy = N_('Write it like { "S-014" = 2026-10-12 }.')
            self.report(
                (*path, key), N_("“%(key)s” must give each outlet a day."), remedy, entries, key=key
            )
            return {}
        days = {str(outlet): _day(value) for outlet, value in entries.items()}
        for outlet, day in days.items():
            if day is None:
                self.report(
                    (*path, key, outlet),
                    N_("“%(value)s” is not a day."),
                    N_("Write it like 2026-10-12."),
                    entries[outlet],
                )
        return {outlet: day for outlet, day in days.items() if day is not None}


_SINGULAR = {"fee": "fee", "tiers": "tier", "schedule": "schedule"}


def _number_text(value: object) -> str:
    """Numbers are text in quotes; whole and exact decimal numbers are taken as well."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Unreadable(
        N_("“%(value)s” is not a number in quotes."),
        N_('Write it like "0.05".'),
        value=shown(value),
    )


def _day(value: object) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None
